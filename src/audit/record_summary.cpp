// summary.json: the run for programs.
#include <fmt/format.h>

#include "audit/record.h"
#include "audit/report_text.h"
#include "text/document.h"

namespace qiuhao::audit {
namespace {

using text::json_quote;

std::string counts_json(const std::map<std::string, std::size_t>& counts) {
  std::string out;
  for (const auto& [name, count] : counts) {
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", json_quote(name), count);
  }
  return "{" + out + "}";
}

// Money as text, so that no reader makes it a binary fraction.
std::string money(Cents cents) { return json_quote(format_cents(cents)); }

std::string rule_json(const rules::Rule& rule, const RuleSummary& summary) {
  return fmt::format(
      "{{\"code\": {}, \"name\": {}, \"version\": {}, \"grain\": \"{}\", \"certainty\": {}, \"national\": {}, "
      "\"hash\": {}, "
      "\"judged\": {}, \"hits\": {}, \"lines\": {}, \"undecided\": {}, \"undecided_by\": {}, \"excepted_by\": {}, "
      "\"gross\": {}, \"net\": {}}}",
      json_quote(rule.code), json_quote(rule.name), rule.version, rules::grain_name(rule.grain),
      json_quote(rule.certainty), json_quote(rule.national), json_quote(rule.hash), summary.judged, summary.hits,
      summary.lines, summary.undecided, counts_json(summary.undecided_by), counts_json(summary.excepted_by),
      money(summary.gross), money(summary.net));
}

std::string provider_json(const ProviderSummary& provider) {
  return fmt::format(
      "{{\"code\": {}, \"name\": {}, \"lines_judged\": {}, \"in_scope\": {}, \"hits\": {}, \"gross\": {}, "
      "\"net\": {}}}",
      json_quote(provider.code), json_quote(provider.name), provider.lines_judged, money(provider.in_scope),
      provider.hits, money(provider.gross), money(provider.net));
}

template <typename Range, typename Text>
std::string list_json(const Range& range, Text text) {
  std::string out;
  for (const auto& item : range) out += (out.empty() ? "\n    " : ",\n    ") + text(item);
  return "[" + out + (out.empty() ? "]" : "\n  ]");
}

}  // namespace

std::string summary_json(const AuditResult& result, const RunFacts& facts) {
  std::string rules;
  for (std::size_t index = 0; index < result.rules.size(); ++index) {
    rules += (index == 0 ? "\n    " : ",\n    ") + rule_json(result.plan->rules()[index], result.rules[index]);
  }
  std::string out = "{\n";
  const auto add = [&](std::string_view name, const std::string& value) {
    out += fmt::format("{}  \"{}\": {}", out.size() > 2 ? ",\n" : "", name, value);
  };
  add("program", json_quote(facts.program));
  add("started_at", json_quote(format_time(facts.started_at)));
  add("generation", fmt::to_string(result.generation));
  add("from", json_quote(format_day(result.options.from)));
  add("to", json_quote(format_day(result.options.to)));
  add("providers_asked", list_json(result.options.providers, [](const std::string& code) { return json_quote(code); }));
  add("knowledge", fmt::format("{{\"known_on\": {}, \"name\": {}, \"publications\": {}, \"is_starter\": {}, "
                               "\"points\": {}}}",
                               json_quote(format_day(facts.known_on)), json_quote(facts.knowledge), facts.publications,
                               facts.is_starter, facts.points));
  add("people", fmt::to_string(result.people));
  add("visits", fmt::to_string(result.visits));
  add("lines", fmt::to_string(result.lines));
  add("in_scope", money(result.in_scope));
  add("findings", fmt::to_string(result.findings.size()));
  add("undecided", fmt::to_string(result.undecided_count()));
  add("gross", money(result.gross));
  add("net", money(result.net));
  add("money_order", json_quote(order_text(result.plan->rules())));
  add("seconds", fmt::format("{:.3f}", result.seconds));
  add("lacking_parameters", list_json(result.lacking, [&](const LackingParameter& lacking) {
        return fmt::format("{{\"rule\": {}, \"parameter\": {}, \"region\": {}, \"subjects\": {}}}",
                           json_quote(result.plan->rules()[lacking.rule].code), json_quote(lacking.name),
                           json_quote(lacking.region), lacking.subjects);
      }));
  add("lacking_registers", list_json(lacking_registers(result), [&](const LackingRegister& lacking) {
        return fmt::format("{{\"rule\": {}, \"register\": {}, \"subjects\": {}}}",
                           json_quote(result.plan->rules()[lacking.rule].code), json_quote(lacking.name),
                           lacking.subjects);
      }));
  add("rules", "[" + rules + (rules.empty() ? "]" : "\n  ]"));
  add("providers", list_json(result.providers, provider_json));
  add("months", list_json(result.months, [](const MonthSummary& month) {
        return fmt::format("{{\"month\": {}, \"hits\": {}, \"net\": {}}}", json_quote(month.month), month.hits,
                           money(month.net));
      }));
  return out + "\n}\n";
}

}  // namespace qiuhao::audit
