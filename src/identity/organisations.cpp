// Queries of one table.
#include "identity/organisations.h"

#include <fmt/format.h>

#include "database/like.h"

namespace qiuhao::identity {
namespace {

using database::Kind;
using database::Parameter;

constexpr Kind kColumns[] = {Kind::text, Kind::text, Kind::number, Kind::text};

constexpr std::int64_t number_of(OrganisationKind kind) { return static_cast<std::int64_t>(kind); }

Result<std::vector<Organisation>> institutions_where(database::Transaction& transaction, std::string_view condition,
                                                     std::vector<Parameter> values, int most) {
  values.insert(values.begin(), {number_of(OrganisationKind::hospital), number_of(OrganisationKind::pharmacy)});
  values.emplace_back(most);
  ASSIGN(const auto rows,
         transaction.query(fmt::format("select code, name, kind, region from identity_organisations where kind in "
                                       "(?, ?) and is_closed = 0 and ({}) order by name, code limit ?",
                                       condition),
                           values, kColumns));
  std::vector<Organisation> found;
  for (const database::Row& row : rows)
    found.push_back({row.text(0), row.text(1), static_cast<OrganisationKind>(row.number(2)), row.text(3), false});
  return found;
}

}  // namespace

Result<std::vector<Organisation>> organisations_like(database::Transaction& transaction, const std::string& text,
                                                     int most) {
  const std::string pattern = database::containing(text);
  ASSIGN(const auto rows,
         transaction.query(R"(select code, name, kind, region, is_closed from identity_organisations where )"
                           R"(name like ? escape '\' or code like ? escape '\' order by kind, name, code limit ?)",
                           {pattern, pattern, most}, {Kind::text, Kind::text, Kind::number, Kind::text, Kind::number}));
  std::vector<Organisation> found;
  for (const database::Row& row : rows)
    found.push_back(
        {row.text(0), row.text(1), static_cast<OrganisationKind>(row.number(2)), row.text(3), row.number(4) != 0});
  return found;
}

Result<std::vector<Organisation>> institutions_like(database::Transaction& transaction, const std::string& text,
                                                    int most) {
  return institutions_where(transaction, R"(name like ? escape '\' or code = ?)", {database::containing(text), text},
                            most);
}

Result<std::optional<Organisation>> institution_called(database::Transaction& transaction, const std::string& text) {
  ASSIGN(auto by_code, institutions_where(transaction, "code = ?", {text}, 1));
  if (!by_code.empty()) return std::optional(std::move(by_code.front()));
  ASSIGN(auto by_name, institutions_where(transaction, "name = ?", {text}, 2));
  if (by_name.size() == 1) return std::optional(std::move(by_name.front()));
  return std::optional<Organisation>();
}

Result<std::string> bureau_region(database::Transaction& transaction) {
  ASSIGN(const auto row, transaction.query_first("select region from identity_organisations where kind = ? and "
                                                 "is_closed = 0 order by length(region), code",
                                                 {number_of(OrganisationKind::bureau)}, {Kind::text}));
  return row ? row->text(0) : std::string();
}

}  // namespace qiuhao::identity
