// One statement a page: conditions with bound values, and the key of the last line.
#include "casework/list.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "casework/tables.h"
#include "database/digest.h"

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
    for (const std::string& region : scope.regions) allowed += (allowed.empty() ? "" : " or ") + in_region(region);
    if (!scope.institution.empty()) {
      allowed += allowed.empty() ? "m.subject = ?" : " or m.subject = ?";
      values_.emplace_back(scope.institution);
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

struct Key {
  std::int64_t day = 0;
  std::string number;
};

char letter_of(Sort sort) { return sort == Sort::due ? 'd' : 'o'; }

std::string write_cursor(Sort sort, const Key& key) {
  return database::to_hex(fmt::format("{}{} {}", letter_of(sort), key.day, key.number));
}

Result<Key> read_cursor(Sort sort, const std::string& cursor) {
  const auto text = database::from_hex(cursor);
  const std::size_t blank = text ? text->find(' ') : std::string::npos;
  if (blank != std::string::npos && text->front() == letter_of(sort)) {
    Key key;
    const auto [end, wrong] = std::from_chars(text->data() + 1, text->data() + blank, key.day);
    key.number = text->substr(blank + 1);
    if (wrong == std::errc() && end == text->data() + blank) return key;
  }
  return input_error("bad_cursor", Sentence{"this is no page of this list; begin again at the first",
                                            "不是该列表的页码；请从第一页重新开始"});
}

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
    ASSIGN(const Key key, read_cursor(sort, cursor));
    conditions.add(by_due ? "(m.due, m.number) > (?, ?)" : "(m.opened, m.number) < (?, ?)", {key.day, key.number});
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
    page.next = write_cursor(sort, {last.number(by_due ? 7 : 6), last.text(0)});
  }
  return page;
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
