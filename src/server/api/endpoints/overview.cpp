// The overview, and the profile of a provider: sums of findings, matters and money within the caller's sight.
#include <fmt/format.h>

#include <algorithm>

#include "casework/list.h"
#include "casework/permissions.h"
#include "identity/organisations.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using casework::FindingCell;
using casework::FindingState;
using casework::FindingSum;
using database::Transaction;
using text::JsonWriter;

constexpr std::size_t kTopMost = 10;
constexpr int kRiskWorkingDays = 5;

// "2026-03" as 202603; 0 when it was not asked.
int month_asked(const Call& call, std::string_view name) {
  const std::string text = call.text(name);
  return text.empty() ? 0 : std::stoi(text.substr(0, 4)) * 100 + std::stoi(text.substr(5));
}

std::string month_text(int month) { return fmt::format("{:04}-{:02}", month / 100, month % 100); }

// Regions in which the caller reads findings; "not_allowed" where that is none.
Result<std::vector<std::string>> regions_of(const Call& call) {
  const auto scope = casework::scope_of(call.by().holder, call.desk.policy(), casework::Seen::findings, call.today());
  if (!scope.regions.empty()) return scope.regions;
  return input_error("not_allowed", Sentence{"overviews are for those who read the findings of a region",
                                             "总览只供可以查看统筹区疑点的人员使用"});
}

bool is_within(const std::vector<std::string>& regions, std::string_view region) {
  return std::ranges::any_of(regions, [&](const std::string& prefix) { return region.starts_with(prefix); });
}

struct Sums {
  FindingSum all;
  FindingSum confirmed;
  FindingSum rejected;

  void add(const FindingCell& cell) {
    all.add(cell.sum);
    if (cell.state == FindingState::confirmed) confirmed.add(cell.sum);
    if (cell.state == FindingState::rejected) rejected.add(cell.sum);
  }
};

// What is summed of the cells that the question is about. Findings that are gone count nowhere but in their state.
struct Overview {
  Sums all;
  FindingSum certain;
  std::map<FindingState, FindingSum> states;
  std::map<int, Sums> months;
  std::map<std::string, Sums> regions;
  std::map<std::string, Sums> providers;
  std::map<std::string, Sums> rules;

  void add(const FindingCell& cell) {
    states[cell.state].add(cell.sum);
    if (cell.state == FindingState::gone) return;
    all.add(cell);
    if (cell.is_certain) certain.add(cell.sum);
    months[cell.month].add(cell);
    regions[cell.region].add(cell);
    providers[cell.provider].add(cell);
    rules[cell.rule].add(cell);
  }
};

void write_sum(JsonWriter& json, std::string_view key, const FindingSum& sum) {
  json.key(key).begin_object().field("count", sum.count).field("net", format_cents(sum.net)).end_object();
}

void write_sums(JsonWriter& json, const Sums& sums) {
  write_sum(json, "found", sums.all);
  write_sum(json, "confirmed", sums.confirmed);
  write_sum(json, "rejected", sums.rejected);
}

void write_top(JsonWriter& json, std::string_view key, const std::map<std::string, Sums>& all,
               const std::map<std::string, std::string>& names, std::size_t most) {
  std::vector<std::pair<std::string, Sums>> sorted(all.begin(), all.end());
  std::ranges::stable_sort(sorted, std::greater(), [](const auto& one) { return one.second.all.net; });
  if (sorted.size() > most) sorted.resize(most);
  json.key(key).begin_array();
  for (const auto& [code, sums] : sorted) {
    const auto name = names.find(code);
    json.begin_object().field("code", code).field("name", name == names.end() ? std::string() : name->second);
    write_sums(json, sums);
    json.end_object();
  }
  json.end_array();
}

void write_overview(JsonWriter& json, const Overview& overview, const casework::FindingTotals& totals) {
  write_sums(json, overview.all);
  write_sum(json, "certain", overview.certain);
  json.key("states").begin_array();
  for (const auto& [state, sum] : overview.states)
    json.begin_object()
        .field("state", casework::name_of(state))
        .field("count", sum.count)
        .field("net", format_cents(sum.net))
        .end_object();
  json.end_array().key("months").begin_array();
  for (const auto& [month, sums] : overview.months) {
    json.begin_object().field("month", month_text(month));
    write_sums(json, sums);
    json.end_object();
  }
  json.end_array();
  write_top(json, "rules", overview.rules, totals.rule_names, kTopMost);
}

const workflow::State* state_named(const workflow::Kind& kind, std::string_view name) {
  const auto found = std::ranges::find(kind.states, name, &workflow::State::name);
  return found == kind.states.end() ? nullptr : &*found;
}

// Matters by kind and state, and those whose terms end soon or have ended.
Status write_matters(JsonWriter& json, const Call& call, Transaction& transaction, const casework::Filter& asked) {
  const casework::Scope scope =
      casework::scope_of(call.by().holder, call.desk.policy(), casework::Seen::matters, call.today());
  ASSIGN(const auto counts, casework::count_matters(transaction, scope, asked));
  json.key("matters").begin_array();
  for (const auto& [of, count] : counts) {
    const workflow::Kind* kind = call.desk.kinds().newest(of.first);
    json.begin_object().field("kind", of.first).field("state", of.second).field("count", count);
    write_sentence(json, "kind_title", kind == nullptr ? Sentence{of.first, of.first} : kind->title);
    const workflow::State* state = kind == nullptr ? nullptr : state_named(*kind, of.second);
    write_sentence(json, "state_title", state == nullptr ? Sentence{of.second, of.second} : state->title);
    json.field("is_final", state != nullptr && state->is_final).end_object();
  }
  json.end_array();
  const auto due_before = [&](Day day) -> Result<std::int64_t> {
    casework::Filter filter = asked;
    filter.due_before = day;
    ASSIGN(const auto due, casework::count_matters(transaction, scope, filter));
    std::int64_t sum = 0;
    for (const auto& [of, count] : due) sum += count;
    return sum;
  };
  ASSIGN(const std::int64_t overdue, due_before(call.today()));
  const Day soon = call.desk.calendar().due_day(call.today(), {kRiskWorkingDays, workflow::TermUnit::working_days}).day;
  ASSIGN(const std::int64_t at_risk, due_before(soon + 1));
  json.key("due").begin_object().field("overdue", overdue).field("soon", at_risk - overdue);
  write_day(json, "soon_until", soon);
  json.end_object();
  return {};
}

void write_postings(JsonWriter& json, const std::map<std::string, Cents>& postings) {
  json.key("postings").begin_array();
  for (const auto& [scheme, cents] : postings)
    json.begin_object().field("scheme", scheme).field("amount", format_cents(cents)).end_object();
  json.end_array();
}

void write_as_of(JsonWriter& json, const KeptTotals& kept) {
  write_time(json, "as_of", kept.as_of / database::kMicrosASecond);
}

}  // namespace

Result<http::Answer> show_overview(const Call& call) {
  ASSIGN(std::vector<std::string> regions, regions_of(call));
  const std::string region(identity::region_prefix(call.text("region")));
  const int from = month_asked(call, "from");
  const int to = month_asked(call, "to");
  ASSIGN(const auto kept, call.desk.totals().get(call.desk.database(), call.now));
  Overview overview;
  for (const FindingCell& cell : kept->totals.cells) {
    const bool is_asked = cell.region.starts_with(region) && cell.month >= from && (to == 0 || cell.month <= to);
    if (is_asked && is_within(regions, cell.region)) overview.add(cell);
  }
  JsonWriter json;
  json.begin_object();
  write_as_of(json, *kept);
  write_overview(json, overview, kept->totals);
  write_top(json, "regions", overview.regions, {}, overview.regions.size());
  write_top(json, "providers", overview.providers, kept->totals.provider_names, kTopMost);
  if (!region.empty()) {
    const bool is_inside = is_within(regions, region);
    std::erase_if(regions, [&](const std::string& one) { return !one.starts_with(region); });
    if (is_inside) regions = {region};
  }
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    casework::Filter filter;
    filter.region = region;
    TRY(write_matters(json, call, transaction, filter));
    ASSIGN(const auto postings, casework::sum_postings(transaction, regions));
    write_postings(json, postings);
    return {};
  }));
  json.end_object();
  return json_answer(200, json.take());
}

// Its place among the providers of its kind, by the money that was found.
Result<http::Answer> show_provider(const Call& call) {
  ASSIGN(const std::vector<std::string> regions, regions_of(call));
  const std::string& code = call.path_value("code");
  ASSIGN(const auto kept, call.desk.totals().get(call.desk.database(), call.now));
  Overview overview;
  std::map<std::string, Cents> of_all;
  for (const FindingCell& cell : kept->totals.cells) {
    if (!is_within(regions, cell.region)) continue;
    if (cell.state != FindingState::gone) of_all[cell.provider] += cell.sum.net;
    if (cell.provider == code) overview.add(cell);
  }
  std::optional<identity::Organisation> institution;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(institution, identity::institution_called(transaction, code));
    return {};
  }));
  const bool is_seen = overview.states.size() > 0 || (institution && is_within(regions, institution->region));
  if (!is_seen)
    return input_error("no_provider", Sentence{"there is no such provider in your sight", "没有您可查看的这家机构"});
  const Cents own = of_all[code];
  const auto rank = 1 + std::ranges::count_if(of_all, [&](const auto& one) { return one.second > own; });
  const auto name = kept->totals.provider_names.find(code);
  JsonWriter json;
  json.begin_object().field("code", code);
  json.field("name", institution ? institution->name : name == kept->totals.provider_names.end() ? "" : name->second);
  json.field("kind", institution ? identity::name_of(institution->kind) : std::string_view());
  json.field("region", institution ? institution->region : std::string());
  json.field("rank", rank).field("of", of_all.size());
  write_as_of(json, *kept);
  write_overview(json, overview, kept->totals);
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    casework::Filter filter;
    filter.subject = code;
    return write_matters(json, call, transaction, filter);
  }));
  json.end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
