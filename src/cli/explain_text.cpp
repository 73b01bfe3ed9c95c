// An explanation as aligned text and as JSON.
#include "cli/explain_text.h"

#include <fmt/format.h>

#include "audit/report_text.h"
#include "cel/lexer/unicode.h"
#include "cli/explain_facts.h"
#include "cli/explain_rows.h"
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

std::string facts_text(const std::vector<FactGroup>& groups, Language language) {
  const bool chinese = language == Language::chinese;
  std::string out;
  for (const FactGroup& group : groups) {
    out += (chinese ? group.label : group.name) + "\n";
    for (const Fact& fact : group.facts) {
      const std::string& label = chinese ? fact.label : fact.name;
      if (!fact.value.empty()) out += fmt::format("  {}{}\n", padded(label, chinese ? 16 : 22), fact.value);
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
    case Role::lines: return "涉及明细 lines";
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

// The first is the smallest; each has been judged and is right.
std::string changes_text(const ExplainedSubject& explained) {
  if (explained.changes.empty()) return "";
  std::string out = "怎样改即不违规 what would make it right\n";
  for (const rules::SmallestChange& change : explained.changes) {
    out += fmt::format("  · {}\n", change.sentence.in(explained.language));
  }
  return out;
}

std::string exceptions_text(const ExplainedSubject& explained) {
  std::string out;
  for (const casework::Exception& exception : explained.exceptions)
    out += fmt::format("豁免 set aside: {}\n", casework::describe(exception).in(explained.language));
  return out;
}

}  // namespace

std::string text_of_explanation(const ExplainedSubject& explained) {
  const rules::Outcome outcome = explained.explanation.verdict.outcome;
  std::string out;
  if (!explained.finding.empty()) out += fmt::format("发现 finding {}\n", explained.finding);
  out +=
      fmt::format("{} {}: {}\n", outcome_zh(outcome), outcome_en(outcome), reason_of(explained).in(explained.language));
  out += exceptions_text(explained) + "\n";
  out += facts_text(facts_of(*explained.subject), explained.language) + "\n";
  out += formulas_text(explained.explanation);
  for (const std::string& piece : {rows_text(explained), money_text(explained), changes_text(explained)}) {
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

std::string change_json(const rules::SmallestChange& change) {
  return fmt::format("    {{\"kind\": \"{}\", \"en\": {}, \"zh\": {}}}", change_name(change.kind),
                     json_quote(change.sentence.english), json_quote(change.sentence.chinese));
}

std::string exception_json(const casework::Exception& exception) {
  return fmt::format(
      "    {{\"number\": {}, \"kind\": \"{}\", \"subject\": {}, \"from\": \"{}\", \"to\": \"{}\", \"reason\": {}, "
      "\"proposed_by\": {}, \"approved_by\": {}}}",
      exception.id, casework::name_of(exception.kind), json_quote(exception.subject), format_day(exception.from),
      format_day(exception.last()), json_quote(exception.reason), json_quote(exception.proposed_by),
      json_quote(exception.decided_by));
}

std::string taken_json(const TakenMoney& taken) {
  return fmt::format(
      "    {{\"rule\": {}, \"finding\": {}, \"gross\": \"{}\", \"net\": \"{}\", "
      "\"from_here\": \"{}\", \"is_this\": {}}}",
      json_quote(taken.rule), json_quote(taken.finding), format_cents(taken.gross), format_cents(taken.net),
      format_cents(taken.from_here), taken.is_this);
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
  out += fmt::format("  \"reason\": {},\n", json_quote(reason_of(explained).chinese));
  out += fmt::format("  \"exceptions\": {},\n", list_json(explained.exceptions, exception_json));
  out += facts_json(facts_of(*explained.subject));
  out += fmt::format("  \"formulas\": {},\n", list_json(why.formulas, formula_json));
  out += fmt::format("  \"rows\": {},\n",
                     list_json(why.rows, [&](const audit::ExplainedRow& row) { return row_json(explained, row); }));
  out += fmt::format("  \"windows\": {},\n", list_json(why.windows, [](const audit::ExplainedWindow& window) {
                       return fmt::format("    {{\"name\": {}, \"value\": {}}}", json_quote(window.name),
                                          json_quote(window.value));
                     }));
  out += fmt::format("  \"cap\": {},\n", why.cap ? json_quote(format_cents(*why.cap)) : "null");
  out += fmt::format("  \"gross\": \"{}\",\n", format_cents(why.verdict.amount));
  out += fmt::format("  \"changes\": {},\n", list_json(explained.changes, change_json));
  out += fmt::format("  \"taken\": {}\n", list_json(explained.taken, taken_json));
  return out + "}\n";
}

}  // namespace qiuhao::cli
