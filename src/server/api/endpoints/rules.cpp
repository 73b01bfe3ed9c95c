// The library of rules with what it has found, and the national catalogue with what covers it.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "casework/permissions.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/at_workbench.h"
#include "server/api/endpoints/rule_head.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using casework::FindingState;
using Entry = RuleLibrary::Entry;

using RuleTally = std::map<FindingState, casework::FindingSum>;

// By rule, of what the caller reads.
std::map<std::string, RuleTally> tallies_of(const Call& call, const casework::FindingTotals& totals) {
  const casework::Scope scope =
      casework::scope_of(call.by().holder, call.desk.policy(), casework::Seen::findings, call.today());
  std::map<std::string, RuleTally> tallies;
  for (const casework::FindingCell& cell : totals.cells) {
    const bool is_seen =
        std::ranges::any_of(scope.regions, [&](const std::string& prefix) { return cell.region.starts_with(prefix); });
    if (is_seen) tallies[cell.rule][cell.state].add(cell.sum);
  }
  return tallies;
}

std::int64_t count_of(const RuleTally& tally, FindingState state) {
  const auto found = tally.find(state);
  return found == tally.end() ? 0 : found->second.count;
}

// The share confirmed of what people decided, as "0.931"; null before they decided anything.
void write_precision(text::JsonWriter& json, const RuleTally& tally) {
  const std::int64_t confirmed = count_of(tally, FindingState::confirmed);
  const std::int64_t decided = confirmed + count_of(tally, FindingState::rejected);
  json.key("precision");
  if (decided == 0)
    json.null();
  else
    json.value(fmt::format("{:.3f}", static_cast<double>(confirmed) / static_cast<double>(decided)));
}

void write_tally(text::JsonWriter& json, const RuleTally& tally) {
  json.key("findings").begin_array();
  for (const auto& [state, one] : tally)
    json.begin_object()
        .field("state", casework::name_of(state))
        .field("count", one.count)
        .field("net", format_cents(one.net))
        .end_object();
  json.end_array();
  write_precision(json, tally);
}

// By its number, or by its name: kinds that are new in 2025 have no number.
bool covers(const rules::Rule& rule, const NationalKind& kind) {
  return rule.name == kind.name || (!kind.national.empty() && rule.national == kind.national);
}

void write_kind(text::JsonWriter& json, const NationalKind& kind, const RuleLibrary& library) {
  json.begin_object().field("class", kind.klass).field("name", kind.name).field("national", kind.national);
  json.key("rules").begin_array();
  for (const Entry& entry : library.entries) {
    if (!covers(entry.rule, kind)) continue;
    json.begin_object()
        .field("code", entry.rule.code)
        .field("name", entry.rule.name)
        .field("certainty", entry.rule.certainty)
        .end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void write_rule_head(text::JsonWriter& json, const Entry& entry) {
  const rules::Rule& rule = entry.rule;
  json.field("code", rule.code)
      .field("name", rule.name)
      .field("version", rule.version)
      .field("class", rule.klass)
      .field("national", rule.national)
      .field("certainty", rule.certainty)
      .field("grain", rules::grain_name(rule.grain));
  json.key("moments").begin_array();
  constexpr std::pair<rules::Moment, const char*> kMoments[] = {
      {rules::Moment::before, "before"}, {rules::Moment::during, "during"}, {rules::Moment::after, "after"}};
  for (const auto& [moment, name] : kMoments) {
    if ((rule.moments & static_cast<unsigned>(moment)) != 0) json.value(name);
  }
  json.end_array();
  write_day(json, "effective_from", rule.effective_from);
  write_day(json, "effective_to", rule.effective_to);
  json.field("tests", rule.tests.items.size())
      .field("table", rule.knowledge ? rule.knowledge->table : "")
      .field("origin", entry.is_own ? "workspace" : "shipped")
      .field("replaces_shipped", entry.replaces_shipped)
      .field("hash", rule.hash);
}

Result<http::Answer> list_rules(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.read"));
  ASSIGN(const auto library, bench->library());
  ASSIGN(const auto kept, call.desk.totals().get(call.desk.database(), call.now));
  const std::map<std::string, RuleTally> tallies = tallies_of(call, kept->totals);
  text::JsonWriter json;
  json.begin_object().key("rules").begin_array();
  for (const Entry& entry : library->entries) {
    json.begin_object();
    write_rule_head(json, entry);
    const auto tally = tallies.find(entry.rule.code);
    write_tally(json, tally == tallies.end() ? RuleTally() : tally->second);
    json.end_object();
  }
  json.end_array();
  write_time(json, "counted_at", kept->as_of / database::kMicrosASecond);
  json.end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> show_catalogue(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.read"));
  ASSIGN(const auto library, bench->library());
  text::JsonWriter json;
  json.begin_object().key("kinds").begin_array();
  std::int64_t covered = 0;
  for (const NationalKind& kind : library->national) {
    write_kind(json, kind, *library);
    covered += std::ranges::any_of(library->entries, [&](const Entry& entry) { return covers(entry.rule, kind); });
  }
  json.end_array().field("covered", covered).end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
