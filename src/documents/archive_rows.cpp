// A row counts only with its mark.
#include "documents/archive_rows.h"

#include <fmt/format.h>

#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Bytes;
using database::KeyRing;
using database::Parameter;
using database::Row;
using database::Transaction;
using Column = database::Kind;

constexpr int kRecordsMost = 10'000;

std::optional<std::int64_t> stored(Day day) {
  return day == kNoDay ? std::nullopt : std::optional(static_cast<std::int64_t>(day));
}
Day day_of_column(const Row& row, std::size_t column) {
  return row.is_absent(column) ? kNoDay : static_cast<Day>(row.number(column));
}
std::optional<std::string> or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::string mark_of(const KeyRing& ring, const ArchiveRow& row) {
  const Archived& one = row.archived;
  return row_mark(ring, "documents_archives",
                  {std::to_string(row.serial), row.pattern, std::to_string(row.year), std::to_string(row.count),
                   one.number, one.matter, one.kind, one.title, one.subject, one.region, std::to_string(one.closed),
                   one.term, std::to_string(one.until), one.hash, std::to_string(one.pages), std::to_string(one.items),
                   one.who, std::to_string(one.at)});
}
std::string mark_of(const KeyRing& ring, const Loan& loan) {
  return row_mark(
      ring, "documents_loans",
      {std::to_string(loan.serial), loan.archive, loan.borrower, loan.why, loan.lent_by, std::to_string(loan.lent_on),
       std::to_string(loan.due), std::to_string(loan.returned_on), loan.returned_by});
}
std::string mark_of(const KeyRing& ring, const DisposalRecord& record) {
  return row_mark(ring, "documents_disposals",
                  {std::to_string(record.serial), record.archive, record.why, record.proposed_by,
                   std::to_string(record.proposed_on), std::to_string(static_cast<int>(record.decision)),
                   record.decided_by, std::to_string(record.decided_on)});
}

template <typename T>
Result<T> marked(const KeyRing& ring, T read, const std::string& mark, std::string_view name) {
  if (database::is_equal_in_constant_time(mark_of(ring, read), mark)) return read;
  return fail({Fault::system,
               "damaged_archive",
               fmt::format("{}: the row of the archive is not as it was written; restore it from a backup", name),
               {},
               fmt::format("{}：档案记录与写入时不一致；请从备份恢复", name)});
}

Result<std::int64_t> next_serial(Transaction& transaction, std::string_view table) {
  ASSIGN(const auto rows,
         transaction.query(fmt::format("select coalesce(max(serial), 0) + 1 from {}", table), {}, {Column::number}));
  return rows.at(0).number(0);
}

std::vector<Parameter> with(std::vector<Parameter> values, const Parameter& last) {
  values.push_back(last);
  return values;
}

}  // namespace

std::int64_t as_stored(Day until) { return until == kNoDay ? kForEver : until; }

Result<std::vector<ArchiveRow>> archives_where(Transaction& transaction, const KeyRing& ring,
                                               std::string_view condition, const std::vector<Parameter>& values,
                                               int most) {
  const std::vector<Column> kinds = {Column::number, Column::text, Column::number, Column::number, Column::text,
                                     Column::text,   Column::text, Column::text,   Column::text,   Column::text,
                                     Column::number, Column::text, Column::number, Column::text,   Column::number,
                                     Column::number, Column::text, Column::number, Column::bytes,  Column::number};
  ASSIGN(const auto rows,
         transaction.query(fmt::format("select serial, pattern, year, count, number, matter, kind, title, subject, "
                                       "region, closed, term, until_day, hash, pages, items, who, at, mark, (select "
                                       "count(*) from documents_disposals d where d.archive = a.serial and d.decision "
                                       "= 1) from documents_archives a where {} order by serial limit ?",
                                       condition),
                           with(values, most), kinds));
  std::vector<ArchiveRow> all;
  for (const Row& row : rows) {
    const Day until = row.number(12) == kForEver ? kNoDay : static_cast<Day>(row.number(12));
    ArchiveRow read{
        row.number(0),
        row.text(1),
        static_cast<int>(row.number(2)),
        row.number(3),
        {row.number(0), row.text(4), row.text(5), row.text(6), row.text(7), row.text(8), row.text(9),
         static_cast<Day>(row.number(10)), row.text(11), until, row.text(13), static_cast<int>(row.number(14)),
         static_cast<int>(row.number(15)), row.text(16), row.number(17), row.number(19) > 0}};
    const std::string name = read.archived.number;
    ASSIGN(read, marked(ring, std::move(read), row.bytes(18), name));
    all.push_back(std::move(read));
  }
  return all;
}

Result<std::vector<Loan>> loans_where(Transaction& transaction, const KeyRing& ring, std::string_view condition,
                                      const std::vector<Parameter>& values) {
  const std::vector<Column> kinds = {Column::number, Column::text,   Column::text,   Column::text, Column::text,
                                     Column::number, Column::number, Column::number, Column::text, Column::bytes};
  ASSIGN(
      const auto rows,
      transaction.query(fmt::format("select l.serial, a.number, l.borrower, l.why, l.lent_by, l.lent_on, l.due, "
                                    "l.returned_on, l.returned_by, l.mark from documents_loans l join "
                                    "documents_archives a on a.serial = l.archive where {} order by l.serial limit ?",
                                    condition),
                        with(values, kRecordsMost), kinds));
  std::vector<Loan> all;
  for (const Row& row : rows) {
    Loan read{row.number(0),
              row.text(1),
              row.text(2),
              row.text(3),
              row.text(4),
              static_cast<Day>(row.number(5)),
              static_cast<Day>(row.number(6)),
              day_of_column(row, 7),
              row.optional_text(8).value_or("")};
    const std::string name = fmt::format("{} ({})", read.archive, read.serial);
    ASSIGN(read, marked(ring, std::move(read), row.bytes(9), name));
    all.push_back(std::move(read));
  }
  return all;
}

Result<std::vector<DisposalRecord>> disposals_where(Transaction& transaction, const KeyRing& ring,
                                                    std::string_view condition, const std::vector<Parameter>& values) {
  const std::vector<Column> kinds = {Column::number, Column::text, Column::text,   Column::text, Column::number,
                                     Column::number, Column::text, Column::number, Column::bytes};
  ASSIGN(
      const auto rows,
      transaction.query(fmt::format("select d.serial, a.number, d.why, d.proposed_by, d.proposed_on, d.decision, "
                                    "d.decided_by, d.decided_on, d.mark from documents_disposals d join "
                                    "documents_archives a on a.serial = d.archive where {} order by d.serial limit ?",
                                    condition),
                        with(values, kRecordsMost), kinds));
  std::vector<DisposalRecord> all;
  for (const Row& row : rows) {
    DisposalRecord read{row.number(0),
                        row.text(1),
                        row.text(2),
                        row.text(3),
                        static_cast<Day>(row.number(4)),
                        static_cast<Decided>(row.number(5)),
                        row.optional_text(6).value_or(""),
                        day_of_column(row, 7)};
    const std::string name = fmt::format("{} ({})", read.archive, read.serial);
    ASSIGN(read, marked(ring, std::move(read), row.bytes(8), name));
    all.push_back(std::move(read));
  }
  return all;
}

Result<ArchiveRow> archive_named(Transaction& transaction, const KeyRing& ring, std::string_view number) {
  ASSIGN(auto rows, archives_where(transaction, ring, "number = ?", {number}, 1));
  if (!rows.empty()) return std::move(rows[0]);
  return input_error("no_archive", Sentence{fmt::format("there is no case file {} in the archive", number),
                                            fmt::format("没有档号为 {} 的案卷", number)});
}

Status insert_archive(Transaction& transaction, const KeyRing& ring, ArchiveRow& row) {
  ASSIGN(row.serial, next_serial(transaction, "documents_archives"));
  row.archived.serial = row.serial;
  const Archived& one = row.archived;
  TRY(transaction.execute(
      "insert into documents_archives (serial, pattern, year, count, number, matter, kind, title, subject, region, "
      "closed, term, until_day, hash, pages, items, who, at, mark) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, "
      "?, ?, ?, ?)",
      {row.serial, row.pattern, row.year, row.count, one.number, one.matter, one.kind, one.title, one.subject,
       one.region, one.closed, one.term, as_stored(one.until), one.hash, one.pages, one.items, one.who, one.at,
       Bytes{mark_of(ring, row)}}));
  return {};
}

Status insert_loan(Transaction& transaction, const KeyRing& ring, std::int64_t archive, Loan& loan) {
  ASSIGN(loan.serial, next_serial(transaction, "documents_loans"));
  TRY(
      transaction.execute("insert into documents_loans (serial, archive, borrower, why, lent_by, lent_on, due, mark) "
                          "values (?, ?, ?, ?, ?, ?, ?, ?)",
                          {loan.serial, archive, loan.borrower, loan.why, loan.lent_by, loan.lent_on, loan.due,
                           Bytes{mark_of(ring, loan)}}));
  return {};
}

Status update_loan(Transaction& transaction, const KeyRing& ring, const Loan& loan) {
  TRY(transaction.execute(
      "update documents_loans set returned_on = ?, returned_by = ?, mark = ? where serial = ?",
      {stored(loan.returned_on), or_none(loan.returned_by), Bytes{mark_of(ring, loan)}, loan.serial}));
  return {};
}

Status insert_disposal(Transaction& transaction, const KeyRing& ring, std::int64_t archive, DisposalRecord& record) {
  ASSIGN(record.serial, next_serial(transaction, "documents_disposals"));
  TRY(
      transaction.execute("insert into documents_disposals (serial, archive, why, proposed_by, proposed_on, decision, "
                          "mark) values (?, ?, ?, ?, ?, ?, ?)",
                          {record.serial, archive, record.why, record.proposed_by, record.proposed_on,
                           static_cast<int>(record.decision), Bytes{mark_of(ring, record)}}));
  return {};
}

Status update_disposal(Transaction& transaction, const KeyRing& ring, const DisposalRecord& record) {
  TRY(transaction.execute(
      "update documents_disposals set decision = ?, decided_by = ?, decided_on = ?, mark = ? where serial = ?",
      {static_cast<int>(record.decision), or_none(record.decided_by), stored(record.decided_on),
       Bytes{mark_of(ring, record)}, record.serial}));
  return {};
}

}  // namespace qiuhao::documents
