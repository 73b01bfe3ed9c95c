// One statement a page: conditions with bound values, and the key of the last line.
#include "casework/list.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "casework/conditions.h"
#include "casework/cursor.h"
#include "casework/tables.h"
#include "database/like.h"

namespace qiuhao::casework {
namespace {

using database::Parameter;
using Column = database::Kind;

// One of these has to hold. Their values are added in the order of their marks.
void add_scope(Conditions& conditions, const Scope& scope) {
  if (scope.is_everything) return;
  std::vector<Parameter>& values = conditions.values();
  std::string allowed;
  const auto allow = [&allowed](const std::string& condition) {
    allowed += (allowed.empty() ? "" : " or ") + condition;
  };
  for (const std::string& region : scope.regions) allow(region_condition(region, values));
  if (!scope.institution.empty()) {
    values.emplace_back(scope.institution);
    const std::string marks = marks_of(scope.told_as, values);
    allow(marks.empty() ? "m.subject = ?"
                        : "(m.subject = ? and exists (select 1 from casework_notices n where n.number = m.number and "
                          "n.recipient in (" +
                              marks + ")))");
  }
  if (!scope.person.empty()) {
    allow("m.number in (select p.number from casework_people p where p.person = ?)");
    values.emplace_back(scope.person);
  }
  conditions.add(allowed.empty() ? "1 = 0" : "(" + allowed + ")");
}

void add_waiting(Conditions& conditions, const std::vector<std::pair<std::string, std::string>>& waiting) {
  if (waiting.empty()) return conditions.add("1 = 0");
  std::string any;
  for (const auto& [kind, state] : waiting) {
    any += any.empty() ? "(m.kind = ? and m.state = ?)" : " or (m.kind = ? and m.state = ?)";
    conditions.values().emplace_back(kind);
    conditions.values().emplace_back(state);
  }
  conditions.add("(" + any + ")");
}

Conditions conditions_of(const Scope& scope, const Filter& filter) {
  Conditions conditions;
  add_scope(conditions, scope);
  if (!filter.kind.empty()) conditions.add("m.kind = ?", {filter.kind});
  if (!filter.states.empty()) conditions.add_one_of("m.state", filter.states);
  if (filter.waiting) add_waiting(conditions, *filter.waiting);
  if (!filter.region.empty()) conditions.add(region_condition(filter.region, conditions.values()));
  if (!filter.person.empty())
    conditions.add("exists (select 1 from casework_people p where p.number = m.number and p.person = ?)",
                   {filter.person});
  if (!filter.subject.empty()) conditions.add("m.subject = ?", {filter.subject});
  if (!filter.number_part.empty())
    conditions.add(R"(m.number like ? escape '\')", {database::containing(filter.number_part)});
  if (filter.due_before != kNoDay) conditions.add("m.due < ?", {filter.due_before});
  if (filter.opened_from != kNoDay) conditions.add("m.opened >= ?", {filter.opened_from});
  if (filter.opened_to != kNoDay) conditions.add("m.opened <= ?", {filter.opened_to});
  return conditions;
}

char letter_of(Sort sort) { return sort == Sort::due ? 'd' : 'o'; }

Line line_of(const database::Row& row) {
  Line line{row.text(0), row.text(1), static_cast<int>(row.number(2)), row.text(3),
            row.text(4), row.text(5), static_cast<Day>(row.number(6))};
  line.due = row.number(7) == kNever ? kNoDay : static_cast<Day>(row.number(7));
  line.due_owner = row.text(8);
  line.revision = row.number(9);
  return line;
}

}  // namespace

Result<Page> list_matters(database::Transaction& transaction, const Scope& scope, const Filter& filter, Sort sort,
                          const std::string& cursor, int most) {
  CHECK(most > 0 && most <= kPageMost);
  Conditions conditions = conditions_of(scope, filter);
  const bool by_due = sort == Sort::due;
  if (!cursor.empty()) {
    ASSIGN(const CursorKey key, read_cursor(letter_of(sort), cursor));
    conditions.add(by_due ? "(m.due, m.number) > (?, ?)" : "(m.opened, m.number) < (?, ?)", {key.sorted, key.id});
  }
  std::vector<Parameter> values = conditions.values();
  values.emplace_back(most + 1);
  const auto sql = fmt::format(
      "select m.number, m.kind, m.version, m.state, m.subject, m.region, m.opened, m.due, m.due_owner, m.revision from "
      "casework_matters m where {} order by {} limit ?",
      conditions.sql(), by_due ? "m.due, m.number" : "m.opened desc, m.number desc");
  constexpr Column kColumns[] = {Column::text, Column::text,   Column::number, Column::text, Column::text,
                                 Column::text, Column::number, Column::number, Column::text, Column::number};
  ASSIGN(const auto rows, transaction.query(sql, values, kColumns));
  Page page;
  const auto size = std::min(rows.size(), static_cast<std::size_t>(most));
  for (std::size_t place = 0; place < size; ++place) page.lines.push_back(line_of(rows[place]));
  if (rows.size() > size) {
    const database::Row& last = rows[size - 1];
    page.next = write_cursor(letter_of(sort), {last.number(by_due ? 7 : 6), last.text(0)});
  }
  return page;
}

Result<bool> is_seen(database::Transaction& transaction, const Scope& scope, const std::string& number) {
  Conditions conditions = conditions_of(scope, {});
  conditions.add("m.number = ?", {number});
  constexpr Column kColumns[] = {Column::number};
  ASSIGN(const auto rows, transaction.query("select 1 from casework_matters m where " + conditions.sql(),
                                            conditions.values(), kColumns));
  return !rows.empty();
}

Result<std::map<std::pair<std::string, std::string>, std::int64_t>> count_matters(database::Transaction& transaction,
                                                                                  const Scope& scope,
                                                                                  const Filter& filter) {
  const Conditions conditions = conditions_of(scope, filter);
  constexpr Column kColumns[] = {Column::text, Column::text, Column::number};
  ASSIGN(const auto rows, transaction.query("select m.kind, m.state, count(*) from casework_matters m where " +
                                                conditions.sql() + " group by m.kind, m.state",
                                            conditions.values(), kColumns));
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (const database::Row& row : rows) counts[{row.text(0), row.text(1)}] = row.number(2);
  return counts;
}

}  // namespace qiuhao::casework
