// Rows as aligned tables and JSON, money step by step.
#include "cli/explain_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/field_text.h"
#include "audit/report_text.h"
#include "cel/lexer/unicode.h"
#include "cli/explain_facts.h"
#include "cli/text_table.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using audit::ExplainedRow;
using audit::field_text;
using audit::grouped_yuan;
using claims::Entity;
using claims::Link;
using text::json_quote;

constexpr std::size_t kShownText = 90;
constexpr std::size_t kShownShares = 20;  // lines of one finding
constexpr std::size_t kLabelColumns = 26;

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t width = cel::display_width(text);
  return std::string(text) + std::string(width < columns ? columns - width : 0, ' ');
}

// Fields that tell rows of a kind apart, with their names in JSON.
std::vector<std::string_view> shown_fields(Entity of) {
  switch (of) {
    case Entity::line: return {"time", "id", "item", "item_name", "quantity", "price", "amount", "in_scope"};
    case Entity::visit: return {"start", "end", "id", "kind", "provider", "main_diagnosis", "main_diagnosis_name"};
    default: return {"id", "code", "name"};
  }
}

std::string value_of(const ExplainedSubject& explained, const ExplainedRow& row, std::string_view field) {
  const rules::PartPlan& plan = explained.subject->plan();
  if (plan.plan().schema().of(row.of).find(field) == claims::kNoField) return "";
  return field_text(plan.plan().schema(), plan.part(), row.of, field, row.row);
}

std::string windows_of(const ExplainedRow& row) {
  std::string windows;
  for (const std::string& name : row.windows) windows += (windows.empty() ? "" : ", ") + name;
  return windows;
}

std::string rows_table(const ExplainedSubject& explained, Entity of) {
  const claims::EntitySchema& schema = explained.subject->plan().plan().schema().of(of);
  std::vector<std::string> header{""};
  for (const std::string_view field : shown_fields(of)) {
    const claims::FieldIndex index = schema.find(field);
    const bool by_name = index == claims::kNoField || explained.language == Language::english;
    header.push_back(by_name ? std::string(field) : schema.fields[index].label);
  }
  header.push_back("窗口 window");
  TextTable table(header);
  for (std::size_t column = 5; of == Entity::line && column < 9; ++column) table.align_right(column);
  bool has_rows = false;
  for (const ExplainedRow& row : explained.explanation.rows) {
    if (row.of != of) continue;
    has_rows = true;
    std::vector<std::string> cells{fmt::format("{}{}", row.is_subject ? "→" : "", row.is_blamed ? "*" : "")};
    for (const std::string_view field : shown_fields(of)) {
      cells.push_back(cut_to_width(value_of(explained, row, field), 30));
    }
    cells.push_back(windows_of(row));
    table.add(std::move(cells));
  }
  const std::string_view name = claims::kEntityNames[static_cast<std::size_t>(of)];
  return has_rows ? (explained.language == Language::english ? std::string(name) : schema.label) + "\n" + table.text()
                  : "";
}

// Which of the finding's money came from which line.
std::string shares_text(const ExplainedSubject& explained) {
  const rules::Plan& plan = explained.subject->plan().plan();
  const claims::Part& part = explained.subject->plan().part();
  if (explained.explanation.blamed.size() < 2) return "";
  TextTable table({"", "明细", "可取 in scope", "先被取 taken before", "取得 taken"});
  for (const std::size_t column : {2, 3, 4}) table.align_right(column);
  std::size_t shown = 0;
  for (const RowIndex line : explained.explanation.blamed) {
    const auto share = std::find_if(explained.shares.begin(), explained.shares.end(),
                                    [line](const audit::Share& entry) { return entry.line == line; });
    if (share == explained.shares.end()) continue;
    if (++shown > kShownShares) continue;
    table.add({" ", field_text(plan.schema(), part, Entity::line, "id", line),
               grouped_yuan(rules::line_money(part, plan.fields(), line).value_or(0)), grouped_yuan(share->before),
               grouped_yuan(share->net)});
  }
  if (shown == 0) return "";
  std::string out = "逐行取得 line by line\n" + table.text();
  if (shown > kShownShares) out += fmt::format("  … 另有 {} 行 further lines\n", shown - kShownShares);
  return out;
}

}  // namespace

std::string rows_text(const ExplainedSubject& explained) {
  const audit::Explanation& why = explained.explanation;
  const rules::Rule& rule = explained.subject->rule();
  if (rule.windows.empty() && rule.grain == rules::Grain::line && !rule.lines) return "";
  std::string out;
  for (std::size_t entity = 0; entity < claims::kEntities; ++entity) {
    out += rows_table(explained, static_cast<Entity>(entity));
  }
  for (const audit::ExplainedWindow& window : why.windows) {
    out += fmt::format("窗口 window {} = {}\n", window.name, cut_to_width(window.value, kShownText));
  }
  if (!out.empty()) out = "相关数据 rows: → 对象 subject, * 涉及 blamed, 窗口 held by windows\n" + out;
  if (why.rows_left_out > 0) out += fmt::format("  … 另有 {} 行 further rows\n", why.rows_left_out);
  return out;
}

std::string row_json(const ExplainedSubject& explained, const ExplainedRow& row) {
  std::string windows;
  for (const std::string& name : row.windows) windows += (windows.empty() ? "" : ", ") + json_quote(name);
  std::string fields;
  for (const std::string_view field : shown_fields(row.of)) {
    const std::string value = value_of(explained, row, field);
    const bool is_line = row.of == Entity::line && field == "id";
    fields += fmt::format(", \"{}\": {}", is_line ? "line" : field, value.empty() ? "null" : json_quote(value));
  }
  return fmt::format("    {{\"of\": \"{}\", \"is_subject\": {}, \"is_blamed\": {}, \"windows\": [{}]{}}}",
                     claims::kEntityNames[static_cast<std::size_t>(row.of)], row.is_subject, row.is_blamed, windows,
                     fields);
}

std::string money_text(const ExplainedSubject& explained) {
  const audit::Explanation& why = explained.explanation;
  if (why.verdict.outcome != rules::Outcome::hit) return "";
  std::string out = "金额 money\n";
  const auto add = [&](std::string_view label, const std::string& value) {
    out += fmt::format("  {}{}\n", padded(label, kLabelColumns), value);
  };
  for (const audit::ExplainedFormula& formula : why.formulas) {
    if (formula.role != audit::ExplainedFormula::Role::amount) continue;
    add("公式 formula", fmt::format("{} = {} 元", cut_to_width(formula.text, kShownText), formula.value));
  }
  if (why.cap) {
    add("上限 cap", fmt::format("{} 元，{} 行的符合范围金额 in scope of {} lines", grouped_yuan(*why.cap),
                                why.blamed.size(), why.blamed.size()));
  }
  add("规则金额 gross", grouped_yuan(why.verdict.amount) + " 元");
  Cents left = why.cap.value_or(why.verdict.amount);
  for (const TakenMoney& taken : explained.taken) {
    left -= taken.from_here;
    add(fmt::format("{} {}", taken.is_this ? "→" : " ", taken.rule),
        fmt::format("规则金额 {} 元，去重取得 {} 元，其中自这些明细 {} 元，余 {} 元", grouped_yuan(taken.gross),
                    grouped_yuan(taken.net), grouped_yuan(taken.from_here), grouped_yuan(left)));
    if (taken.is_this) add("去重金额 net", grouped_yuan(taken.net) + " 元");
  }
  return out + shares_text(explained);
}

}  // namespace qiuhao::cli
