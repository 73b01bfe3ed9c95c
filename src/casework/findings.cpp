// Keeping findings, and what matters make of them.
#include "casework/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/check.h"
#include "casework/tables.h"

namespace qiuhao::casework {
namespace {

using database::Kind;
using database::Parameter;
using database::Transaction;

constexpr std::array<std::string_view, kFindingStates> kStates = {"open",   "in_review", "confirmed", "rejected",
                                                                  "closed", "gone",      "set_aside"};

std::int64_t number_of(FindingState state) { return static_cast<std::int64_t>(state); }

FindingState state_of(const workflow::Kind& kind, const workflow::Matter& matter) {
  const auto state = workflow::find_named(kind.states, matter.state);
  CHECK_NOTE(state.has_value(), matter.state);
  if (!kind.states[*state].is_final) return FindingState::in_review;
  if (matter.state == "confirmed") return FindingState::confirmed;
  return matter.state == "rejected" ? FindingState::rejected : FindingState::closed;
}

// Null when the kind holds none, or the matter has none yet.
const std::string* finding_in(const workflow::Kind& kind, const workflow::Matter& matter) {
  const auto field = workflow::find_named(kind.fields, "finding");
  const auto held = matter.fields.find("finding");
  const workflow::ValueShape text{workflow::FieldType::text, false};
  const bool is_there = field && kind.fields[*field].shape == text && held != matter.fields.end();
  return is_there && !held->second.is_nothing() ? &held->second.text() : nullptr;
}

Status keep_regions(Transaction& transaction, std::span<const KeptFinding> findings) {
  std::set<std::string_view> regions;
  for (const KeptFinding& finding : findings) regions.insert(finding.region);
  for (const std::string_view region : regions) {
    TRY(transaction.execute("insert into casework_finding_regions (region) values (?) on conflict (region) do nothing",
                            {region}));
  }
  return {};
}

}  // namespace

std::string_view name_of(FindingState state) { return kStates.at(static_cast<std::size_t>(state) - 1); }

std::optional<FindingState> finding_state_named(std::string_view name) {
  const auto* const found = std::ranges::find(kStates, name);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<FindingState>(found - kStates.begin() + 1);
}

// So many rows a statement that their values stay below the most that one may have.
Status keep_findings(Transaction& transaction, std::span<const KeptFinding> findings) {
  constexpr std::size_t kAtOnce = 50;
  constexpr std::string_view kRow = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, '')";
  TRY(keep_regions(transaction, findings));
  for (std::size_t begin = 0; begin < findings.size(); begin += kAtOnce) {
    const auto some = findings.subspan(begin, std::min(kAtOnce, findings.size() - begin));
    std::string rows;
    std::vector<Parameter> values;
    for (const KeptFinding& one : some) {
      rows += rows.empty() ? "" : ", ";
      rows += kRow;
      values.insert(values.end(), {one.id, one.rule, one.rule_name, one.is_certain ? 1 : 0, one.provider,
                                   one.provider_name, one.region, one.person, one.visit, one.day, one.item,
                                   one.item_name, one.gross, one.net, one.message, one.run});
    }
    TRY(transaction.execute(
        fmt::format(
            "insert into casework_findings (id, rule, rule_name, is_certain, provider, provider_name, region, person, "
            "visit, day, item, item_name, gross, net, message, run, state, matter) values {} on conflict (id) do "
            "update set "
            "rule_name = excluded.rule_name, is_certain = excluded.is_certain, provider_name = excluded.provider_name, "
            "region = excluded.region, item = excluded.item, item_name = excluded.item_name, gross = excluded.gross, "
            "net = excluded.net, "
            "message = excluded.message, run = excluded.run, "
            "state = case when casework_findings.state = 6 then 1 else casework_findings.state end",
            rows),
        values));
  }
  return {};
}

Status learn_findings(Transaction& transaction) {
  TRY(transaction.execute("analyze casework_findings"));
  return {};
}

Status keep_in_bulk(Transaction& transaction, const std::function<Status()>& fill) {
  constexpr std::string_view kFront = "create index ";
  for (std::string_view index : kFindingIndexes) {
    index.remove_prefix(kFront.size());
    TRY(transaction.execute(fmt::format("drop index {}", index.substr(0, index.find(' ')))));
  }
  TRY(fill());
  for (const std::string_view index : kFindingIndexes) TRY(transaction.execute(index));
  return {};
}

Result<std::int64_t> close_gone(Transaction& transaction, const RunScope& scope) {
  std::int64_t gone = 0;
  for (const std::string& rule : scope.rules) {
    ASSIGN(const std::int64_t of_rule,
           transaction.execute(
               "update casework_findings set state = ? where state in (?, ?) and rule = ? and run <> ? "
               "and day >= ? and day <= ?",
               {number_of(FindingState::gone), number_of(FindingState::open), number_of(FindingState::set_aside), rule,
                scope.run, scope.from == kNoDay ? std::int64_t{INT32_MIN} : std::int64_t{scope.from},
                scope.to == kNoDay ? std::int64_t{INT32_MAX} : std::int64_t{scope.to}}));
    gone += of_rule;
  }
  return gone;
}

Status check_finding(Transaction& transaction, const workflow::Kind& kind, const workflow::Matter& matter) {
  const std::string* id = finding_in(kind, matter);
  if (id == nullptr) return {};
  ASSIGN(const auto row, transaction.query_first("select matter, state from casework_findings where id = ?", {*id},
                                                 {Kind::text, Kind::number}));
  if (!row || row->text(0) == matter.number) return {};
  if (row->number(1) == number_of(FindingState::set_aside))
    return input_error("finding_is_set_aside",
                       Sentence{fmt::format("finding {} is set aside by an exception; end that first", *id),
                                fmt::format("疑点 {} 已豁免；请先终止豁免", *id)});
  if (row->number(1) != number_of(FindingState::in_review)) return {};
  return input_error("finding_in_review",
                     Sentence{fmt::format("finding {} is in review already, in {}", *id, row->text(0)),
                              fmt::format("疑点 {} 已在 {} 中复核", *id, row->text(0))});
}

Status note_finding(Transaction& transaction, const workflow::Kind& kind, const workflow::Matter& matter) {
  const std::string* id = finding_in(kind, matter);
  if (id == nullptr) return {};
  TRY(transaction.execute("update casework_findings set matter = ?, state = ? where id = ?",
                          {matter.number, number_of(state_of(kind, matter)), *id}));
  return {};
}

}  // namespace qiuhao::casework
