// One pass over the findings, one over their names.
#include "casework/finding_totals.h"

#include <fmt/format.h>

#include "casework/tables.h"

namespace qiuhao::casework {
namespace {

using database::Kind;
using database::Parameter;
using database::Transaction;

// The month of a day as one number, in the words of the engine.
std::string_view month_of_day(database::Engine engine) {
  return engine == database::Engine::sqlite
             ? "cast(strftime('%Y%m', day * 86400, 'unixepoch') as integer)"
             : "cast(to_char(date '1970-01-01' + cast(day as integer), 'YYYYMM') as bigint)";
}

Result<std::map<std::string, std::string>> names_of(Transaction& transaction, std::string_view code) {
  ASSIGN(const auto rows,
         transaction.query(fmt::format("select {0}, max({0}_name) from casework_findings group by {0}", code), {},
                           std::initializer_list<Kind>{Kind::text, Kind::text}));
  std::map<std::string, std::string> names;
  for (const database::Row& row : rows) names.emplace(row.text(0), row.text(1));
  return names;
}

}  // namespace

void FindingSum::add(const FindingSum& other) {
  count += other.count;
  gross += other.gross;
  net += other.net;
}

Result<FindingTotals> sum_findings(Transaction& transaction) {
  const auto sql = fmt::format(
      "select region, provider, rule, {} as month, state, is_certain, count(*), cast(sum(gross) as bigint), "
      "cast(sum(net) as bigint) from casework_findings group by region, provider, rule, month, state, is_certain",
      month_of_day(transaction.engine()));
  ASSIGN(const auto rows,
         transaction.query(sql, {},
                           std::initializer_list<Kind>{Kind::text, Kind::text, Kind::text, Kind::number, Kind::number,
                                                       Kind::number, Kind::number, Kind::number, Kind::number}));
  FindingTotals totals;
  totals.cells.reserve(rows.size());
  for (const database::Row& row : rows)
    totals.cells.push_back({row.text(0), row.text(1), row.text(2), static_cast<int>(row.number(3)),
                            static_cast<FindingState>(row.number(4)), row.number(5) != 0,
                            FindingSum{row.number(6), row.number(7), row.number(8)}});
  ASSIGN(totals.provider_names, names_of(transaction, "provider"));
  ASSIGN(totals.rule_names, names_of(transaction, "rule"));
  return totals;
}

Result<std::map<std::string, Cents>> sum_postings(Transaction& transaction, const std::vector<std::string>& regions) {
  std::vector<Parameter> values;
  std::string condition;
  for (const std::string& region : regions) {
    condition += condition.empty() ? "" : " or ";
    condition += region_condition(region, values);
  }
  constexpr Kind kColumns[] = {Kind::text, Kind::number};
  ASSIGN(const auto rows,
         transaction.query(fmt::format("select p.scheme, cast(sum(p.cents) as bigint) from casework_postings p join "
                                       "casework_matters m on m.number = p.number where {} group by p.scheme",
                                       condition.empty() ? "1 = 0" : condition),
                           values, kColumns));
  std::map<std::string, Cents> sums;
  for (const database::Row& row : rows) sums.emplace(row.text(0), row.number(1));
  return sums;
}

}  // namespace qiuhao::casework
