// Reading what matters have asked for.
#include "casework/made.h"

#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "casework/tables.h"

namespace qiuhao::casework {
namespace {

using database::Parameter;
using database::Row;
using database::Transaction;
using Column = database::Kind;

constexpr std::size_t kFront = 5;  // columns of Made

// id, number, revision, place, made_at, then `columns`; 't' a text, 'n' a number each.
Result<Transaction::Rows> rows_of(Transaction& transaction, std::string_view table, std::string_view columns,
                                  std::string_view kinds, const std::string& where, std::vector<Parameter> values,
                                  int most) {
  CHECK(most > 0 && most <= kMadeAtOnceMost);
  std::vector<Column> all = {Column::number, Column::text, Column::number, Column::number, Column::number};
  for (const char kind : kinds) all.push_back(kind == 't' ? Column::text : Column::number);
  values.emplace_back(most);
  return transaction.query(fmt::format("select x.id, x.number, x.revision, x.place, x.made_at, {} from {} x where {} "
                                       "order by x.id limit ?",
                                       columns, table, where),
                           values, all);
}

template <typename T>
T front_of(const Row& row) {
  T made;
  static_cast<Made&>(made) = {row.number(0), row.text(1), row.number(2), row.number(3), row.number(4)};
  return made;
}

template <typename T, typename Fill>
Result<std::vector<T>> filled(Result<Transaction::Rows> rows, const Fill& fill) {
  if (!rows) return std::unexpected(std::move(rows).error());
  std::vector<T> list;
  for (const Row& row : *rows) {
    list.push_back(front_of<T>(row));
    fill(list.back(), row);
  }
  return list;
}

// Which notices are a reader's: the person's own, and those to a role in a region. Values for its marks follow.
std::string readers(const Reader& reader, std::vector<Parameter>& values) {
  values.emplace_back(reader.person);
  std::string to_role;
  if (!reader.roles.empty() && !reader.regions.empty()) {
    std::string roles;
    for (const std::string& role : reader.roles) {
      roles += roles.empty() ? "?" : ", ?";
      values.emplace_back(role);
    }
    std::string regions;
    for (const std::string& region : reader.regions) {
      regions += (regions.empty() ? "" : " or ") + region_condition(region, values);
    }
    const bool is_of_one = !reader.institution.empty();
    if (is_of_one) values.emplace_back(reader.institution);
    to_role = fmt::format(
        " or (x.person = '' and x.recipient in ({}) and exists (select 1 from casework_matters m where m.number = "
        "x.number and ({}){}))",
        roles, regions, is_of_one ? " and m.subject = ?" : "");
  }
  return fmt::format("((x.person <> '' and x.person = ?){})", to_role);
}

}  // namespace

Result<std::vector<Notice>> notices_for(Transaction& transaction, const Reader& reader, std::int64_t after, int most) {
  std::vector<Parameter> values = {after};
  const std::string where =
      "x.id > ? and " + readers(reader, values) + (reader.unread_only ? " and x.read_at is null" : "");
  return filled<Notice>(rows_of(transaction, "casework_notices", "recipient, person, message, read_at, read_by",
                                "tttnt", where, std::move(values), most),
                        [](Notice& notice, const Row& row) {
                          notice.recipient = row.text(kFront);
                          notice.person = row.text(kFront + 1);
                          notice.message = row.text(kFront + 2);
                          notice.read_at = row.optional_number(kFront + 3);
                          notice.read_by = row.optional_text(kFront + 4).value_or("");
                        });
}

Result<bool> mark_read(Transaction& transaction, const Reader& reader, std::int64_t id, Seconds at) {
  std::vector<Parameter> values = {id};
  const std::string where = "x.id = ? and " + readers(reader, values);
  ASSIGN(const auto rows, rows_of(transaction, "casework_notices", "read_at", "n", where, std::move(values), 1));
  if (rows.empty())
    return input_error(
        "no_notice", Sentence{fmt::format("notice {} is none of yours", id), fmt::format("通知 {} 不是发给您的", id)});
  if (!rows[0].is_absent(kFront)) return false;
  TRY(transaction.execute("update casework_notices set read_at = ?, read_by = ? where id = ?",
                          {at, reader.person, id}));
  return true;
}

namespace {

// Ids of unread ones up to this.
Result<std::vector<std::int64_t>> unread_ids(Transaction& transaction, const Reader& reader, std::int64_t up_to) {
  std::vector<Parameter> values = {up_to};
  const std::string where = "x.id <= ? and " + readers(reader, values) + " and x.read_at is null";
  ASSIGN(const auto rows,
         rows_of(transaction, "casework_notices", "read_at", "n", where, std::move(values), kMadeAtOnceMost));
  std::vector<std::int64_t> ids;
  for (const Row& row : rows) ids.push_back(row.number(0));
  return ids;
}

}  // namespace

Result<std::int64_t> count_unread(Transaction& transaction, const Reader& reader) {
  ASSIGN(const auto ids, unread_ids(transaction, reader, INT64_MAX));
  return static_cast<std::int64_t>(ids.size());
}

Result<std::int64_t> mark_all_read(Transaction& transaction, const Reader& reader, std::int64_t up_to, Seconds at) {
  ASSIGN(const auto ids, unread_ids(transaction, reader, up_to));
  for (const std::int64_t id : ids) {
    TRY(transaction.execute("update casework_notices set read_at = ?, read_by = ? where id = ?",
                            {at, reader.person, id}));
  }
  return static_cast<std::int64_t>(ids.size());
}

Result<std::vector<Posting>> postings(Transaction& transaction, std::int64_t after, int most) {
  return filled<Posting>(
      rows_of(transaction, "casework_postings", "scheme, cents, memo", "tnt", "x.id > ?", {after}, most),
      [](Posting& posting, const Row& row) {
        posting.scheme = row.text(kFront);
        posting.cents = row.number(kFront + 1);
        posting.memo = row.text(kFront + 2);
      });
}

Result<std::vector<Publication>> publications(Transaction& transaction, std::int64_t after, int most) {
  return filled<Publication>(
      rows_of(transaction, "casework_publications", "title, text", "tt", "x.id > ?", {after}, most),
      [](Publication& publication, const Row& row) {
        publication.title = row.text(kFront);
        publication.text = row.text(kFront + 1);
      });
}

Result<std::vector<DocumentRequest>> document_requests(Transaction& transaction, std::int64_t after, int most) {
  return filled<DocumentRequest>(rows_of(transaction, "casework_documents", "document", "t", "x.id > ?", {after}, most),
                                 [](DocumentRequest& request, const Row& row) { request.document = row.text(kFront); });
}

Result<std::vector<Points>> points_of(Transaction& transaction, std::string_view person, std::int64_t after, int most) {
  return filled<Points>(rows_of(transaction, "casework_points", "person, points, reason", "tnt",
                                "x.id > ? and x.person = ?", {after, person}, most),
                        [](Points& points, const Row& row) {
                          points.person = row.text(kFront);
                          points.points = row.number(kFront + 1);
                          points.reason = row.text(kFront + 2);
                        });
}

Result<std::vector<Suspension>> suspensions_of(Transaction& transaction, std::string_view subject, Day on) {
  return filled<Suspension>(
      rows_of(transaction, "casework_suspensions", "subject, from_day, until_day, reason", "tnnt",
              "x.subject = ? and x.from_day <= ? and x.until_day >= ?", {subject, on, on}, kMadeAtOnceMost),
      [](Suspension& suspension, const Row& row) {
        suspension.subject = row.text(kFront);
        suspension.from = static_cast<Day>(row.number(kFront + 1));
        const std::int64_t until = row.number(kFront + 2);
        suspension.until = until == kNever ? kNoDay : static_cast<Day>(until);
        suspension.reason = row.text(kFront + 3);
      });
}

}  // namespace qiuhao::casework
