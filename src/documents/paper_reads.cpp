// Papers read, printed and verified.
#include <fmt/format.h>

#include "documents/attachment_rows.h"
#include "documents/disposed.h"
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
constexpr std::string_view kSignedPrints = "documents_signed_prints";

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

// The page as it is now, and the row of its print.
struct PaperStore::Sheet {
  std::string page;         // its hash
  std::string_view prints;  // the table
  std::int64_t serial = 0;  // in it
  std::string id;           // of what the row's mark speaks
};

Result<PaperStore::Sheet> PaperStore::sheet_of(const Paper& paper) const {
  std::vector<SignatureRow> signatures;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(signatures, signatures_of(transaction, desk_->ring, paper.id));
    return {};
  }));
  if (signatures.empty()) return Sheet{paper.page, kPrints, paper_serial(paper.id).value(), paper.id};
  const SignatureRow& last = signatures.back();
  return Sheet{last.page, kSignedPrints, last.serial, fmt::format("{}/{}", paper.id, last.place)};
}

Result<std::string> PaperStore::content(const Paper& paper) const {
  return read_file_of(files_, paper.content, desk_->database, desk_->ring, paper.matter);
}

Result<std::string> PaperStore::page(const Paper& paper) const {
  ASSIGN(const Sheet sheet, sheet_of(paper));
  return read_file_of(files_, sheet.page, desk_->database, desk_->ring, paper.matter);
}

// The hash of its print.
Result<std::optional<std::string>> PaperStore::printed(const Sheet& sheet) const {
  Transaction::Rows rows;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(rows, transaction.query(fmt::format("select hash, mark from {} where serial = ?", sheet.prints),
                                   {sheet.serial}, {Column::text, Column::bytes}));
    return {};
  }));
  if (rows.empty()) return std::nullopt;
  if (row_mark(desk_->ring, sheet.prints, {sheet.id, rows[0].text(0)}) == rows[0].bytes(1)) return rows[0].text(0);
  return fail(wrong(Fault::system, "damaged_paper", sheet.id,
                    {"the row of its print is not as it was written; restore it from a backup",
                     "打印记录与写入时不一致；请从备份恢复"}));
}

Result<std::string> PaperStore::pdf(const Paper& paper) const {
  ASSIGN(const Sheet sheet, sheet_of(paper));
  ASSIGN(auto hash, printed(sheet));
  if (!hash) {
    ASSIGN(const std::string html, read_file_of(files_, sheet.page, desk_->database, desk_->ring, paper.matter));
    ASSIGN(const std::string pdf, print_pdf(desk_->printer, html));
    ASSIGN(const std::string made, files_.keep(pdf));
    TRY(desk_->database.write([&](Transaction& transaction) -> Status {
      // No two prints have the same bytes; the first counts.
      TRY(transaction.execute(
          fmt::format("insert into {0} (serial, hash, mark) select ?, ?, ? where not exists (select 1 from {0} where "
                      "serial = ?)",
                      sheet.prints),
          {sheet.serial, made, Bytes{row_mark(desk_->ring, sheet.prints, {sheet.id, made})}, sheet.serial}));
      return {};
    }));
    ASSIGN(hash, printed(sheet));
  }
  return read_file_of(files_, hash.value(), desk_->database, desk_->ring, paper.matter);
}

// The first of its files that is not as it was kept.
Status PaperStore::verify_files(const Paper& paper) const {
  const auto held = [&](const std::string& hash) -> Status {
    const auto bytes = read_file_of(files_, hash, desk_->database, desk_->ring, paper.matter);
    return bytes || bytes.error().code == "was_disposed" ? Status() : fail(bytes.error());
  };
  std::vector<SignatureRow> signatures;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(signatures, signatures_of(transaction, desk_->ring, paper.id));
    return {};
  }));
  TRY(held(paper.content));
  TRY(held(paper.page));
  std::vector<Sheet> sheets = {{paper.page, kPrints, paper_serial(paper.id).value(), paper.id}};
  for (const SignatureRow& signature : signatures) {
    TRY(held(signature.page));
    sheets.push_back(
        {signature.page, kSignedPrints, signature.serial, fmt::format("{}/{}", paper.id, signature.place)});
  }
  for (const Sheet& sheet : sheets) {
    ASSIGN(const auto print, printed(sheet));
    if (print) TRY(held(*print));
  }
  return {};
}

Result<std::vector<Error>> PaperStore::verify() const {
  std::vector<Error> errors;
  std::int64_t last = 0;
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
      const Status files = paper ? verify_files(*paper) : Status(fail(paper.error()));
      if (!files) errors.push_back(files.error());
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
                       const std::map<std::string, std::string>& documents, const IsThere& is_seen) {
  for (const auto& [name, reference] : documents) {
    bool is_there = false;
    const auto seen = [&](const std::string& document, const std::string& who) {
      return !is_seen || is_seen(document, reference, who);
    };
    if (const auto paper = paper_serial(reference)) {
      ASSIGN(const auto rows, papers_where(transaction, ring, "serial = ?", *paper, 1));
      is_there = !rows.empty() && rows[0].paper.matter == matter && rows[0].paper.document == name &&
                 seen(name, rows[0].paper.who);
    } else if (const auto attachment = serial_of(kAttachmentLetter, reference)) {
      ASSIGN(const auto row, attachment_by(transaction, "serial", *attachment));
      if (row) {
        ASSIGN(const Attachment held, attachment_of(ring, *row));
        is_there =
            held.number == matter && (held.document.empty() || held.document == name) && seen(held.document, held.who);
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
