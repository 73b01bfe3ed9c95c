// Papers read, printed and verified.
#include <fmt/format.h>

#include "documents/attachment_rows.h"
#include "documents/paper_rows.h"
#include "documents/papers.h"
#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Bytes;
using database::Transaction;
using Column = database::Kind;

constexpr int kPage = 500;
constexpr int kPapersMost = 10'000;  // of a matter
constexpr std::string_view kPrints = "documents_prints";

Error wrong(Fault fault, std::string code, std::string_view id, const Sentence& sentence) {
  return {fault,
          std::move(code),
          fmt::format("{}: {}", id, sentence.english),
          {},
          fmt::format("{}：{}", id, sentence.chinese)};
}

Error no_paper(std::string_view id) {
  return wrong(Fault::input, "no_paper", id, {"there is no such document", "没有这份文书"});
}

}  // namespace

Result<Paper> PaperStore::find(std::string_view id) const {
  const auto serial = paper_serial(id);
  std::vector<PaperRow> rows;
  if (serial) {
    TRY(desk_->database.read([&](Transaction& transaction) -> Status {
      ASSIGN(rows, papers_where(transaction, desk_->ring, "serial = ?", *serial, 1));
      return {};
    }));
  }
  if (rows.empty()) return fail(no_paper(id));
  return std::move(rows[0].paper);
}

Result<std::vector<Paper>> PaperStore::list(std::string_view matter) const {
  std::vector<PaperRow> rows;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(rows, papers_where(transaction, desk_->ring, "matter = ?", matter, kPapersMost));
    return {};
  }));
  std::vector<Paper> papers;
  for (PaperRow& row : rows) papers.push_back(std::move(row.paper));
  return papers;
}

Result<std::string> PaperStore::content(const Paper& paper) const { return files_.read(paper.content); }
Result<std::string> PaperStore::page(const Paper& paper) const { return files_.read(paper.page); }

// The hash of its print.
Result<std::optional<std::string>> PaperStore::printed(const Paper& paper) const {
  Transaction::Rows rows;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(rows, transaction.query("select hash, mark from documents_prints where serial = ?",
                                   {paper_serial(paper.id).value()}, {Column::text, Column::bytes}));
    return {};
  }));
  if (rows.empty()) return std::nullopt;
  if (row_mark(desk_->ring, kPrints, {paper.id, rows[0].text(0)}) == rows[0].bytes(1)) return rows[0].text(0);
  return fail(wrong(Fault::system, "damaged_paper", paper.id,
                    {"the row of its print is not as it was written; restore it from a backup",
                     "打印记录与写入时不一致；请从备份恢复"}));
}

Result<std::string> PaperStore::pdf(const Paper& paper) const {
  ASSIGN(auto hash, printed(paper));
  if (!hash) {
    ASSIGN(const std::string html, page(paper));
    ASSIGN(const std::string pdf, print_pdf(desk_->printer, html));
    ASSIGN(const std::string made, files_.keep(pdf));
    const std::int64_t serial = paper_serial(paper.id).value();
    TRY(desk_->database.write([&](Transaction& transaction) -> Status {
      // No two prints have the same bytes; the first counts.
      TRY(
          transaction.execute("insert into documents_prints (serial, hash, mark) select ?, ?, ? where not exists "
                              "(select 1 from documents_prints where serial = ?)",
                              {serial, made, Bytes{row_mark(desk_->ring, kPrints, {paper.id, made})}, serial}));
      return {};
    }));
    ASSIGN(hash, printed(paper));
  }
  return files_.read(hash.value());
}

Result<std::vector<Error>> PaperStore::verify() const {
  std::vector<Error> errors;
  std::int64_t last = 0;
  const auto look = [&](const auto& result) {
    if (!result) errors.push_back(result.error());
  };
  for (bool is_over = false; !is_over;) {
    Transaction::Rows serials;
    TRY(desk_->database.read([&](Transaction& transaction) -> Status {
      ASSIGN(serials, transaction.query("select serial from documents_papers where serial > ? order by serial limit ?",
                                        {last, kPage}, {Column::number}));
      return {};
    }));
    for (const database::Row& row : serials) {
      for (std::int64_t gone = last + 1; gone < row.number(0); ++gone)
        errors.push_back(no_paper(id_of(kPaperLetter, gone)));
      last = row.number(0);
      const auto paper = find(id_of(kPaperLetter, last));
      look(paper);
      if (!paper) continue;
      look(content(*paper));
      look(page(*paper));
      const auto print = printed(*paper);
      look(print);
      if (print && *print) look(files_.read(**print));
    }
    is_over = serials.empty();
  }
  // Numbers: as many papers as were counted, the last with the last count.
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto rows,
           transaction.query("select c.pattern, c.year from documents_counters c where c.last <> (select count(*) from "
                             "documents_papers p where p.pattern = c.pattern and p.year = c.year) or c.last <> (select "
                             "max(p.count) from documents_papers p where p.pattern = c.pattern and p.year = c.year)",
                             {}, {Column::text, Column::number}));
    for (const database::Row& row : rows)
      errors.push_back(
          wrong(Fault::system, "numbers_have_gaps", fmt::format("{} {}", row.text(0), row.number(1)),
                {"numbers of documents are missing; restore them from a backup", "文书编号有缺号；请从备份恢复"}));
    return {};
  }));
  return errors;
}

Status check_documents(Transaction& transaction, const database::KeyRing& ring, std::string_view matter,
                       const std::map<std::string, std::string>& documents) {
  for (const auto& [name, reference] : documents) {
    bool is_there = false;
    if (const auto paper = paper_serial(reference)) {
      ASSIGN(const auto rows, papers_where(transaction, ring, "serial = ?", *paper, 1));
      is_there = !rows.empty() && rows[0].paper.matter == matter && rows[0].paper.document == name;
    } else if (const auto attachment = serial_of(kAttachmentLetter, reference)) {
      ASSIGN(const auto row, attachment_by(transaction, "serial", *attachment));
      if (row) {
        ASSIGN(const Attachment held, attachment_of(ring, *row));
        is_there = held.number == matter && (held.document.empty() || held.document == name);
      }
    }
    if (!is_there)
      return input_error("no_document", Sentence{fmt::format("{} is no document of this matter for '{}'; add it first",
                                                             reference, name),
                                                 fmt::format("{} 不是该事项的“{}”；请先上传或生成", reference, name)});
  }
  return {};
}

}  // namespace qiuhao::documents
