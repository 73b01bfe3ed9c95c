// One statement a page: conditions with bound values, and the key of the last line.
#include "casework/list.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "casework/cursor.h"
#include "casework/tables.h"

namespace qiuhao::casework {
namespace {

using database::Parameter;
using Column = database::Kind;

class Conditions {
 public:
  Conditions(const Scope& scope, const Filter& filter) {
    add_scope(scope);
    if (!filter.kind.empty()) add("m.kind = ?", {filter.kind});
    if (!filter.states.empty()) {
      std::string marks;
      for (const std::string& state : filter.states) {
        marks += marks.empty() ? "?" : ", ?";
        values_.emplace_back(state);
      }
      add("m.state in (" + marks + ")", {});
    }
    if (!filter.region.empty()) add(in_region(filter.region), {});
    if (!filter.person.empty())
      add("exists (select 1 from casework_people p where p.number = m.number and p.person = ?)", {filter.person});
    if (!filter.subject.empty()) add("m.subject = ?", {filter.subject});
    if (!filter.number_part.empty()) add(R"(m.number like ? escape '\')", {as_pattern(filter.number_part)});
    if (filter.due_before != kNoDay) add("m.due < ?", {filter.due_before});
    if (filter.opened_from != kNoDay) add("m.opened >= ?", {filter.opened_from});
    if (filter.opened_to != kNoDay) add("m.opened <= ?", {filter.opened_to});
  }

  void add(const std::string& condition, std::initializer_list<Parameter> values) {
    sql_ += (sql_.empty() ? "" : " and ") + condition;
    values_.insert(values_.end(), values.begin(), values.end());
  }
  std::string sql() const { return sql_.empty() ? "1 = 1" : sql_; }
  std::vector<Parameter> values() const { return values_; }

 private:
  std::string in_region(const std::string& prefix) { return region_condition(prefix, values_); }
  void add_scope(const Scope& scope) {
    if (scope.is_everything) return;
    std::string allowed;
    const auto allow = [&allowed](const std::string& condition) {
      allowed += (allowed.empty() ? "" : " or ") + condition;
    };
    for (const std::string& region : scope.regions) allow(in_region(region));
    if (!scope.institution.empty()) {
      values_.emplace_back(scope.institution);
      std::string marks;
      for (const std::string& role : scope.told_as) {
        marks += marks.empty() ? "?" : ", ?";
        values_.emplace_back(role);
      }
      allow(marks.empty() ? "m.subject = ?"
                          : "(m.subject = ? and exists (select 1 from casework_notices n where n.number = m.number and "
                            "n.recipient in (" +
                                marks + ")))");
    }
    if (!scope.person.empty()) {
      allow("m.number in (select p.number from casework_people p where p.person = ?)");
      values_.emplace_back(scope.person);
    }
    add(allowed.empty() ? "1 = 0" : "(" + allowed + ")", {});
  }
  static std::string as_pattern(const std::string& text) {
    std::string pattern = "%";
    for (const char c : text) {
      if (c == '%' || c == '_' || c == '\\') pattern += '\\';
      pattern += c;
    }
    return pattern + "%";
  }

  std::string sql_;
  std::vector<Parameter> values_;
};

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
  Conditions conditions(scope, filter);
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
  Conditions conditions(scope, {});
  conditions.add("m.number = ?", {number});
  const std::vector<Parameter> values = conditions.values();
  constexpr Column kColumns[] = {Column::number};
  ASSIGN(const auto rows,
         transaction.query("select 1 from casework_matters m where " + conditions.sql(), values, kColumns));
  return !rows.empty();
}

Result<std::map<std::pair<std::string, std::string>, std::int64_t>> count_matters(database::Transaction& transaction,
                                                                                  const Scope& scope,
                                                                                  const Filter& filter) {
  const Conditions conditions(scope, filter);
  constexpr Column kColumns[] = {Column::text, Column::text, Column::number};
  ASSIGN(const auto rows, transaction.query("select m.kind, m.state, count(*) from casework_matters m where " +
                                                conditions.sql() + " group by m.kind, m.state",
                                            conditions.values(), kColumns));
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (const database::Row& row : rows) counts[{row.text(0), row.text(1)}] = row.number(2);
  return counts;
}

}  // namespace qiuhao::casework
