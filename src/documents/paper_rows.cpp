// A row counts only with its mark.
#include "documents/paper_rows.h"

#include <fmt/format.h>

#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Bytes;
using database::Row;
using database::Transaction;
using Column = database::Kind;

constexpr std::string_view kColumns =
    "serial, matter, revision, document, pattern, year, count, number, title, version, template, content, page, who, "
    "at, request, asked, mark";
constexpr std::initializer_list<Column> kKinds = {
    Column::number, Column::text, Column::number, Column::text,   Column::text,   Column::number,
    Column::number, Column::text, Column::text,   Column::number, Column::text,   Column::text,
    Column::text,   Column::text, Column::number, Column::text,   Column::number, Column::bytes};

std::string mark_of(const database::KeyRing& ring, const Paper& paper, const PaperCount& counted) {
  return row_mark(ring, "documents_papers",
                  {paper.id, paper.matter, std::to_string(paper.revision), paper.document, counted.pattern,
                   std::to_string(counted.year), std::to_string(counted.count), paper.number, paper.title,
                   std::to_string(paper.version), paper.template_hash, paper.content, paper.page, paper.who,
                   std::to_string(paper.at), counted.request, std::to_string(counted.asked.value_or(0))});
}

Result<PaperRow> paper_of(const database::KeyRing& ring, const Row& row) {
  PaperRow read;
  Paper& paper = read.paper;
  paper.id = id_of(kPaperLetter, row.number(0));
  paper.matter = row.text(1);
  paper.revision = row.number(2);
  paper.document = row.text(3);
  read.counted = {row.text(4), static_cast<int>(row.number(5)), row.number(6), row.optional_text(15).value_or(""),
                  row.optional_number(16)};
  paper.number = row.text(7);
  paper.title = row.text(8);
  paper.version = static_cast<int>(row.number(9));
  paper.template_hash = row.text(10);
  paper.content = row.text(11);
  paper.page = row.text(12);
  paper.who = row.text(13);
  paper.at = row.number(14);
  if (database::is_equal_in_constant_time(mark_of(ring, paper, read.counted), row.bytes(17))) return read;
  return fail({Fault::system,
               "damaged_paper",
               fmt::format("{}: the document's row is not as it was written; restore it from a backup", paper.id),
               {},
               fmt::format("{}：文书记录与写入时不一致；请从备份恢复", paper.id)});
}

}  // namespace

Result<std::int64_t> last_count(Transaction& transaction, const std::string& pattern, int year) {
  ASSIGN(const auto rows, transaction.query("select last from documents_counters where pattern = ? and year = ?",
                                            {pattern, year}, {Column::number}));
  return rows.empty() ? 0 : rows[0].number(0);
}

Status insert_paper(Transaction& transaction, const database::KeyRing& ring, Paper& paper, const PaperCount& counted) {
  ASSIGN(const auto last,
         transaction.query("select coalesce(max(serial), 0) from documents_papers", {}, {Column::number}));
  const std::int64_t serial = last.at(0).number(0) + 1;
  paper.id = id_of(kPaperLetter, serial);
  const std::optional<std::string> request = counted.request.empty() ? std::nullopt : std::optional(counted.request);
  TRY(transaction.execute(
      fmt::format("insert into documents_papers ({}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  kColumns),
      {serial, paper.matter, paper.revision, paper.document, counted.pattern, counted.year, counted.count, paper.number,
       paper.title, paper.version, paper.template_hash, paper.content, paper.page, paper.who, paper.at, request,
       counted.asked, Bytes{mark_of(ring, paper, counted)}}));
  if (counted.count == 1) {
    TRY(transaction.execute("insert into documents_counters (pattern, year, last) values (?, ?, 1)",
                            {counted.pattern, counted.year}));
  } else {
    TRY(transaction.execute("update documents_counters set last = ? where pattern = ? and year = ?",
                            {counted.count, counted.pattern, counted.year}));
  }
  return {};
}

Result<std::vector<PaperRow>> papers_where(Transaction& transaction, const database::KeyRing& ring,
                                           std::string_view condition, const database::Parameter& value, int most) {
  ASSIGN(const auto rows,
         transaction.query(
             fmt::format("select {} from documents_papers where {} order by serial limit ?", kColumns, condition),
             {value, most}, kKinds));
  std::vector<PaperRow> all;
  for (const Row& row : rows) {
    ASSIGN(PaperRow read, paper_of(ring, row));
    all.push_back(std::move(read));
  }
  return all;
}

std::optional<std::int64_t> paper_serial(std::string_view id) { return serial_of(kPaperLetter, id); }

}  // namespace qiuhao::documents
