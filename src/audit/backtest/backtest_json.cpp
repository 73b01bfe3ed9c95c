// The numbers of a backtest for programs.
#include <fmt/format.h>

#include "audit/backtest/backtest_files.h"
#include "text/document.h"

namespace qiuhao::audit {
namespace {

using text::json_quote;

std::string money(Cents cents) { return json_quote(format_cents(cents)); }

template <typename Range, typename Text>
std::string list_json(const Range& range, Text text) {
  std::string out;
  for (const auto& item : range) out += (out.empty() ? "\n    " : ",\n    ") + text(item);
  return "[" + out + (out.empty() ? "]" : "\n  ]");
}

std::string counts_json(const std::map<std::string, std::size_t>& counts) {
  std::string out;
  for (const auto& [name, count] : counts)
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", json_quote(name), count);
  return "{" + out + "}";
}

std::string tally_json(const Tally& tally) {
  return fmt::format("\"new\": {}, \"gone\": {}, \"changed\": {}, \"more\": {}, \"less\": {}", tally.added, tally.gone,
                     tally.changed, money(tally.more), money(tally.less));
}

std::string side_json(const RuleSummary& side) {
  return fmt::format(
      "{{\"judged\": {}, \"hits\": {}, \"lines\": {}, \"undecided\": {}, \"undecided_by\": {}, \"excepted_by\": {}, "
      "\"gross\": {}, \"net\": {}}}",
      side.judged, side.hits, side.lines, side.undecided, counts_json(side.undecided_by), counts_json(side.excepted_by),
      money(side.gross), money(side.net));
}

std::string rule_json(const RuleChange& rule) {
  return fmt::format(
      "{{\"code\": {}, \"name\": {}, \"findings\": {{\"same\": {}, {}}},\n     \"old\": {},\n     \"new\": {}}}",
      json_quote(rule.code), json_quote(rule.name), rule.tally.same, tally_json(rule.tally),
      rule.pair.before ? side_json(rule.before) : "null", rule.pair.after ? side_json(rule.after) : "null");
}

std::string named_json(const NamedTally& named) {
  return fmt::format("{{\"code\": {}, \"name\": {}, {}}}", json_quote(named.code), json_quote(named.name),
                     tally_json(named.tally));
}

std::string shared_json(const Shared& shared) {
  return fmt::format("\"findings\": {}, \"lines\": {}, \"both\": {}", shared.findings, shared.lines,
                     money(shared.both));
}

std::string overlap_json(const Overlap& overlap) {
  if (!overlap.is_known) return "null";
  std::string rules;
  for (std::size_t number = 0; number < overlap.rules.size(); ++number) {
    if (overlap.rules[number].lines == 0) continue;
    rules += fmt::format("{}\n      {{\"code\": {}, {}}}", rules.empty() ? "" : ",",
                         json_quote(overlap.others->rules()[number].code), shared_json(overlap.rules[number]));
  }
  return fmt::format("{{{}, \"net_change\": {}, \"people_judged\": {}, \"rules\": [{}]}}", shared_json(overlap.any),
                     money(overlap.net_change()), overlap.people, rules);
}

std::string decided_json(const Decided& decided) {
  const Precision precision = precision_of(decided);
  const std::string share =
      precision.decided == 0
          ? "null"
          : fmt::format("{{\"share\": {:.4f}, \"low\": {:.4f}, \"high\": {:.4f}, \"method\": \"Wilson 95 %\"}}",
                        precision.share, precision.interval.low, precision.interval.high);
  return fmt::format("{{\"findings\": {}, \"confirmed\": {}, \"refused\": {}, \"precision\": {}}}", decided.findings,
                     decided.confirmed, decided.refused, share);
}

std::string decisions_json(const BacktestResult& result, const std::string& file) {
  const DecidedChange& decided = result.decided;
  if (file.empty()) return "null";
  return fmt::format(
      "{{\"file\": {}, \"decisions\": {}, \"replaced\": {}, \"unknown\": {}, \"confirmed_gone\": {}, "
      "\"refused_gone\": {}, \"old\": {}, \"new\": {}}}",
      json_quote(file), decided.decisions, decided.replaced, decided.unknown, decided.lost.findings.size(),
      decided.spared, decided_json(decided.before), decided_json(decided.after));
}

std::string sampled_json(const Sampled& sampled) {
  const bool was = sampled.change != Change::added;
  const bool is = sampled.change != Change::gone;
  return fmt::format("{{\"change\": \"{}\", \"old\": {}, \"old_gross\": {}, \"new\": {}, \"new_gross\": {}}}",
                     kChangeNames[static_cast<std::size_t>(sampled.change)],
                     was ? json_quote(sampled.before.id.hex()) : "null", was ? money(sampled.before.gross) : "null",
                     is ? json_quote(sampled.after.id.hex()) : "null", is ? money(sampled.after.gross) : "null");
}

}  // namespace

std::string backtest_json(const BacktestResult& result, const BacktestFacts& facts) {
  std::string out = "{\n";
  const auto add = [&](std::string_view name, const std::string& value) {
    out += fmt::format("{}  \"{}\": {}", out.size() > 2 ? ",\n" : "", name, value);
  };
  add("program", json_quote(facts.program));
  add("started_at", json_quote(format_time(facts.started_at)));
  add("partial", result.is_partial ? "true" : "false");
  add("old", json_quote(facts.before));
  add("new", json_quote(facts.after));
  add("knowledge_old", json_quote(facts.knowledge_before));
  add("knowledge_new", json_quote(facts.knowledge_after));
  add("generation", fmt::to_string(result.generation));
  add("from", json_quote(format_day(result.from)));
  add("to", json_quote(format_day(result.to)));
  add("people", fmt::to_string(result.people));
  add("people_share", fmt::format("{:.4f}", result.so_far.people == 0 ? 1.0
                                                                      : static_cast<double>(result.so_far.people_done) /
                                                                            static_cast<double>(result.so_far.people)));
  add("lines", fmt::to_string(result.lines));
  add("seconds", fmt::format("{:.3f}", result.seconds));
  add("seconds_to_first", fmt::format("{:.3f}", result.seconds_to_first));
  add("thread_seconds", fmt::format("{{\"old\": {:.3f}, \"new\": {:.3f}, \"others\": {:.3f}}}", result.before_seconds,
                                    result.after_seconds, result.overlap.seconds));
  add("findings", fmt::format("{{\"same\": {}, {}}}", result.tally.same, tally_json(result.tally)));
  add("rules", list_json(result.rules, rule_json));
  add("providers", list_json(result.providers, named_json));
  add("items", list_json(result.items, named_json));
  add("overlap", overlap_json(result.overlap));
  add("decisions", decisions_json(result, facts.decisions));
  add("seed", fmt::to_string(result.seed));
  add("sample", list_json(result.sample, sampled_json));
  return out + "\n}\n";
}

}  // namespace qiuhao::audit
