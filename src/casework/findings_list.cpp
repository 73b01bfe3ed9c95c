// Pages of findings. A million stand there, so a page is a short walk along an index that begins with what is filtered.
#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "casework/conditions.h"
#include "casework/cursor.h"
#include "casework/findings.h"

namespace qiuhao::casework {
namespace {

using database::Parameter;
using database::Transaction;
using Column = database::Kind;

constexpr std::string_view kColumns =
    "f.id, f.rule, f.rule_name, f.is_certain, f.provider, f.provider_name, f.region, f.person, f.visit, f.day, "
    "f.item, f.item_name, f.gross, f.net, f.message, f.run, f.state, f.matter";
constexpr Column kKinds[] = {Column::text, Column::text,   Column::text,   Column::number, Column::text,
                             Column::text, Column::text,   Column::text,   Column::text,   Column::number,
                             Column::text, Column::text,   Column::number, Column::number, Column::text,
                             Column::text, Column::number, Column::text};

// Which of the regions that findings have begin with one of these; nothing when all do.
Result<std::optional<std::vector<std::string>>> regions_within(Transaction& transaction,
                                                               const std::vector<std::string>& prefixes) {
  ASSIGN(const auto rows, transaction.query("select region from casework_finding_regions", {}, {Column::text}));
  std::vector<std::string> within;
  for (const database::Row& row : rows) {
    const std::string& region = row.text(0);
    if (std::ranges::any_of(prefixes, [&](const std::string& prefix) { return region.starts_with(prefix); }))
      within.push_back(region);
  }
  if (within.size() == rows.size()) return std::optional<std::vector<std::string>>();
  return std::optional(std::move(within));
}

Status add_regions(Transaction& transaction, Conditions& conditions, const std::vector<std::string>& prefixes) {
  ASSIGN(const auto within, regions_within(transaction, prefixes));
  if (!within) return {};
  if (within->empty())
    conditions.add("1 = 0");
  else
    conditions.add_one_of("f.region", *within);
  return {};
}

Status add_scope(Transaction& transaction, Conditions& conditions, const Scope& scope) {
  if (scope.is_everything) return {};
  if (!scope.regions.empty()) return add_regions(transaction, conditions, scope.regions);
  if (scope.institution.empty())
    conditions.add("1 = 0");
  else
    conditions.add("f.provider = ? and f.state between 2 and 5", {scope.institution});
  return {};
}

Result<Conditions> conditions_of(Transaction& transaction, const Scope& scope, const FindingFilter& filter) {
  Conditions conditions;
  TRY(add_scope(transaction, conditions, scope));
  if (!filter.region.empty()) TRY(add_regions(transaction, conditions, {filter.region}));
  if (!filter.states.empty()) {
    std::vector<std::int64_t> states;
    for (const FindingState state : filter.states) states.push_back(static_cast<std::int64_t>(state));
    conditions.add_one_of("f.state", states);
  }
  if (!filter.rule.empty()) conditions.add("f.rule = ?", {filter.rule});
  if (!filter.provider.empty()) conditions.add("f.provider = ?", {filter.provider});
  if (!filter.person.empty()) conditions.add("f.person = ?", {filter.person});
  if (filter.is_certain) conditions.add("f.is_certain = ?", {*filter.is_certain ? 1 : 0});
  if (filter.from != kNoDay) conditions.add("f.day >= ?", {filter.from});
  if (filter.to != kNoDay) conditions.add("f.day <= ?", {filter.to});
  if (filter.net_at_least) conditions.add("f.net >= ?", {*filter.net_at_least});
  return conditions;
}

KeptFinding finding_of(const database::Row& row) {
  return {row.text(0),
          row.text(1),
          row.text(2),
          row.number(3) != 0,
          row.text(4),
          row.text(5),
          row.text(6),
          row.text(7),
          row.text(8),
          static_cast<Day>(row.number(9)),
          row.text(10),
          row.text(11),
          row.number(12),
          row.number(13),
          row.text(14),
          row.text(15),
          static_cast<FindingState>(row.number(16)),
          row.text(17)};
}

}  // namespace

Result<FindingPage> list_findings(Transaction& transaction, const Scope& scope, const FindingFilter& filter,
                                  FindingSort sort, const std::string& cursor, int most) {
  CHECK(most > 0 && most <= kPageMost);
  const bool by_net = sort == FindingSort::net;
  const char letter = by_net ? 'n' : 'y';
  ASSIGN(Conditions conditions, conditions_of(transaction, scope, filter));
  if (!cursor.empty()) {
    ASSIGN(const CursorKey key, read_cursor(letter, cursor));
    conditions.add(by_net ? "(f.net, f.id) < (?, ?)" : "(f.day, f.id) < (?, ?)", {key.sorted, key.id});
  }
  std::vector<Parameter> values = conditions.values();
  values.emplace_back(most + 1);
  ASSIGN(const auto rows, transaction.query(fmt::format("select {} from casework_findings f where {} order by {} "
                                                        "limit ?",
                                                        kColumns, conditions.sql(),
                                                        by_net ? "f.net desc, f.id desc" : "f.day desc, f.id desc"),
                                            values, kKinds));
  FindingPage page;
  const auto size = std::min(rows.size(), static_cast<std::size_t>(most));
  for (std::size_t place = 0; place < size; ++place) page.findings.push_back(finding_of(rows[place]));
  if (rows.size() > size) {
    const KeptFinding& last = page.findings.back();
    page.next = write_cursor(letter, {by_net ? last.net : last.day, last.id});
  }
  return page;
}

Result<FindingCount> count_findings(Transaction& transaction, const Scope& scope, const FindingFilter& filter) {
  ASSIGN(const Conditions conditions, conditions_of(transaction, scope, filter));
  std::vector<Parameter> values = conditions.values();
  values.emplace_back(kCountedMost + 1);
  constexpr Column kCount[] = {Column::number};
  ASSIGN(const auto rows,
         transaction.query(fmt::format("select count(*) from (select 1 from casework_findings f where {} limit ?) c",
                                       conditions.sql()),
                           values, kCount));
  const std::int64_t counted = rows.at(0).number(0);
  return FindingCount{std::min(counted, kCountedMost), counted > kCountedMost};
}

Result<std::optional<KeptFinding>> find_finding(Transaction& transaction, const Scope& scope, const std::string& id) {
  ASSIGN(Conditions conditions, conditions_of(transaction, scope, {}));
  conditions.add("f.id = ?", {id});
  ASSIGN(const auto rows,
         transaction.query(fmt::format("select {} from casework_findings f where {}", kColumns, conditions.sql()),
                           conditions.values(), kKinds));
  if (rows.empty()) return std::optional<KeptFinding>();
  return std::optional(finding_of(rows.front()));
}

}  // namespace qiuhao::casework
