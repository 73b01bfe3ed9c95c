// An explanation as aligned text and as JSON.
#include "cli/explain_text.h"

#include <fmt/format.h>

#include "audit/report_text.h"
#include "cel/lexer/unicode.h"
#include "cli/explain_facts.h"
#include "cli/text_table.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using audit::ExplainedFormula;
using audit::grouped_yuan;
using claims::Entity;
using Role = ExplainedFormula::Role;

constexpr std::size_t kShownValue = 100;  // columns of a terminal
constexpr std::size_t kShownText = 90;

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t width = cel::display_width(text);
  return std::string(text) + std::string(width < columns ? columns - width : 0, ' ');
}

std::string facts_text(const std::vector<FactGroup>& groups) {
  std::string out;
  for (const FactGroup& group : groups) {
    out += group.label + "\n";
    for (const Fact& fact : group.facts) {
      if (!fact.value.empty()) out += fmt::format("  {}{}\n", padded(fact.label, 16), fact.value);
    }
  }
  return out;
}

std::string heading(const ExplainedFormula& formula) {
  switch (formula.role) {
    case Role::let: return "变量 let " + formula.name;
    case Role::where: return "适用范围 where";
    case Role::when: return "违规条件 when";
    case Role::except: return "例外 except " + formula.name;
    case Role::amount: return "金额 amount";
  }
  return "";
}

std::string_view mark(const cel::ExplainStep& step) {
  if (!step.is_bool) return " ";
  return step.is_true ? "✓" : "✗";
}

std::string formulas_text(const audit::Explanation& why) {
  std::string out;
  for (const ExplainedFormula& formula : why.formulas) {
    out += heading(formula) + "\n";
    TextTable table({"", "", ""});
    for (const cel::ExplainStep& step : formula.steps) {
      table.add({fmt::format("  {}", mark(step)),
                 std::string(static_cast<std::size_t>(step.depth) * 2, ' ') + cut_to_width(step.text, kShownText),
                 "= " + cut_to_width(step.value, kShownValue)});
    }
    const std::string text = table.text();
    out += text.substr(text.find('\n') + 1);
  }
  return out;
}

std::string rows_text(const ExplainedSubject& explained) {
  const rules::Subject& subject = *explained.subject;
  const claims::Part& part = subject.plan().part();
  const claims::Schema& schema = subject.plan().plan().schema();
  if (subject.plan().plan().rules()[subject.candidate().rule].windows.empty()) return "";
  TextTable table({"", "时间", "明细", "项目", "数量", "单价", "金额", "就诊", "窗口 window"});
  for (const std::size_t column : {4, 5, 6}) table.align_right(column);
  const auto value = [&](std::string_view field, RowIndex row) {
    return field_text(schema, part, Entity::line, field, row);
  };
  for (const audit::ExplainedRow& row : explained.explanation.rows) {
    std::string windows;
    for (const std::string& name : row.windows) windows += (windows.empty() ? "" : ", ") + name;
    table.add({row.is_subject ? "→" : "", value("time", row.line), value("id", row.line),
               cut_to_width(value("item_name", row.line), 30), value("quantity", row.line), value("price", row.line),
               value("amount", row.line),
               field_text(schema, part, Entity::visit, "id", part.link(claims::Link::line_visit, row.line)), windows});
  }
  std::string out = "相关明细 the line (→) and what windows held\n" + table.text();
  if (explained.explanation.rows_left_out > 0) {
    out += fmt::format("  … 另有 {} 行 further lines\n", explained.explanation.rows_left_out);
  }
  return out;
}

std::string money_text(const ExplainedSubject& explained) {
  const audit::Explanation& why = explained.explanation;
  if (why.verdict.outcome != rules::Outcome::hit) return "";
  std::string out = "金额 money\n";
  const auto add = [&](std::string_view label, const std::string& value) {
    out += fmt::format("  {}{}\n", padded(label, 26), value);
  };
  for (const ExplainedFormula& formula : why.formulas) {
    if (formula.role == Role::amount) {
      add("公式 formula", fmt::format("{} = {} 元", cut_to_width(formula.text, kShownText), formula.value));
    }
  }
  if (why.cap) add("上限 cap", grouped_yuan(*why.cap) + " 元，该行符合范围金额 in scope");
  add("规则金额 gross", grouped_yuan(why.verdict.amount) + " 元");
  Cents left = why.cap.value_or(why.verdict.amount);
  for (const TakenMoney& taken : explained.taken) {
    left -= taken.net;
    add(fmt::format("{} {}", taken.is_this ? "→" : " ", taken.rule),
        fmt::format("规则金额 {} 元，去重取得 {} 元，余 {} 元", grouped_yuan(taken.gross), grouped_yuan(taken.net),
                    grouped_yuan(left)));
    if (taken.is_this) add("去重金额 net", grouped_yuan(taken.net) + " 元");
  }
  return out;
}

}  // namespace

std::string text_of_explanation(const ExplainedSubject& explained) {
  const rules::Outcome outcome = explained.explanation.verdict.outcome;
  std::string out;
  if (!explained.finding.empty()) out += fmt::format("发现 finding {}\n", explained.finding);
  out += fmt::format("{} {}: {}\n\n", outcome_zh(outcome), outcome_en(outcome), reason_text(explained));
  out += facts_text(facts_of(*explained.subject)) + "\n";
  out += formulas_text(explained.explanation);
  for (const std::string& piece : {rows_text(explained), money_text(explained)}) {
    if (!piece.empty()) out += "\n" + piece;
  }
  return out;
}

namespace {

using text::json_quote;

std::string facts_json(const std::vector<FactGroup>& groups) {
  std::string out;
  for (const FactGroup& group : groups) {
    std::string facts;
    for (const Fact& fact : group.facts) {
      facts += fmt::format("{}{}: {}", facts.empty() ? "" : ", ", json_quote(fact.name),
                           fact.value.empty() ? "null" : json_quote(fact.value));
    }
    out += fmt::format("  {}: {{{}}},\n", json_quote(group.name), facts);
  }
  return out;
}

std::string formula_json(const ExplainedFormula& formula) {
  std::string steps;
  for (const cel::ExplainStep& step : formula.steps) {
    steps += fmt::format("{}\n      {{\"depth\": {}, \"text\": {}, \"value\": {}}}", steps.empty() ? "" : ",",
                         step.depth, json_quote(step.text), json_quote(step.value));
  }
  return fmt::format("    {{\"role\": \"{}\", \"name\": {}, \"text\": {}, \"value\": {}, \"steps\": [{}]}}",
                     role_en(formula.role), json_quote(formula.name), json_quote(formula.text),
                     json_quote(formula.value), steps);
}

std::string row_json(const rules::Subject& subject, const audit::ExplainedRow& row) {
  std::string windows;
  for (const std::string& name : row.windows) windows += (windows.empty() ? "" : ", ") + json_quote(name);
  const auto value = [&](std::string_view field) {
    return json_quote(field_text(subject.plan().plan().schema(), subject.plan().part(), Entity::line, field, row.line));
  };
  return fmt::format(
      "    {{\"line\": {}, \"is_subject\": {}, \"windows\": [{}], \"time\": {}, \"item\": {}, "
      "\"item_name\": {}, \"quantity\": {}, \"price\": {}, \"amount\": {}}}",
      value("id"), row.is_subject, windows, value("time"), value("item"), value("item_name"), value("quantity"),
      value("price"), value("amount"));
}

std::string taken_json(const TakenMoney& taken) {
  return fmt::format("    {{\"rule\": {}, \"finding\": {}, \"gross\": \"{}\", \"net\": \"{}\", \"is_this\": {}}}",
                     json_quote(taken.rule), json_quote(taken.finding), format_cents(taken.gross),
                     format_cents(taken.net), taken.is_this);
}

template <typename Range, typename Text>
std::string list_json(const Range& range, Text text) {
  std::string out;
  for (const auto& item : range) out += (out.empty() ? "\n" : ",\n") + text(item);
  return "[" + out + (out.empty() ? "]" : "\n  ]");
}

}  // namespace

std::string json_of_explanation(const ExplainedSubject& explained) {
  const audit::Explanation& why = explained.explanation;
  std::string out = "{\n";
  out += fmt::format("  \"finding\": {},\n", explained.finding.empty() ? "null" : json_quote(explained.finding));
  out += fmt::format("  \"outcome\": \"{}\",\n", outcome_en(why.verdict.outcome));
  out += fmt::format("  \"reason\": {},\n", json_quote(reason_text(explained)));
  out += facts_json(facts_of(*explained.subject));
  out += fmt::format("  \"formulas\": {},\n", list_json(why.formulas, formula_json));
  out += fmt::format("  \"rows\": {},\n", list_json(why.rows, [&](const audit::ExplainedRow& row) {
                       return row_json(*explained.subject, row);
                     }));
  out += fmt::format("  \"cap\": {},\n", why.cap ? json_quote(format_cents(*why.cap)) : "null");
  out += fmt::format("  \"gross\": \"{}\",\n", format_cents(why.verdict.amount));
  out += fmt::format("  \"taken\": {}\n", list_json(explained.taken, taken_json));
  return out + "}\n";
}

}  // namespace qiuhao::cli
