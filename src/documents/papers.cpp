// Issuing papers, and serving what workflows ask for.
#include "documents/papers.h"

#include <fmt/format.h>

#include "base/check.h"
#include "casework/made.h"
#include "documents/disposed.h"
#include "documents/paper_html.h"
#include "documents/paper_rows.h"
#include "documents/tables.h"

namespace qiuhao::documents {
namespace {

using database::Transaction;
using Column = database::Kind;

constexpr int kServedAtOnce = 100;
constexpr std::string_view kClock = "clock";  // who acts in the trail when nobody does

std::unexpected<Error> wrong(std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence));
}

// The last act that was done at that moment: whose effect asked.
const workflow::Deed* deed_at(const workflow::Matter& matter, Seconds at) {
  const workflow::Deed* found = nullptr;
  for (const workflow::Deed& deed : matter.history) {
    if (deed.at == at) found = &deed;
  }
  return found;
}

}  // namespace

struct PaperStore::Made {
  Filled filled;
  PaperCount counted;
};

Result<PaperStore> PaperStore::open(const PaperDesk& desk, const Path& folder) {
  TRY(migrate_tables(desk.database));
  return PaperStore(desk, folder);
}

Result<PaperStore::Made> PaperStore::make(Transaction& transaction, const PaperOrder& order, bool is_draft) const {
  ASSIGN(const workflow::Matter matter, rows_.load(transaction, order.matter));
  ASSIGN(const bool disposed, is_disposed(transaction, desk_->ring, order.matter));
  if (disposed) return fail(was_disposed(order.matter));
  const Template* found = desk_->templates.find(matter.kind, order.document);
  if (found == nullptr)
    return wrong("no_template", {fmt::format("there is no template for {} of {}", order.document, matter.kind),
                                 fmt::format("{} 的 {} 没有模板", matter.kind, order.document)});
  const workflow::Kind* kind = desk_->kinds.find(matter.kind, matter.version);
  CHECK(kind != nullptr);
  workflow::Act act;
  act.by = order.by;
  act.at = order.at;
  act.note = order.note;
  Filling filling{*found, *kind, desk_->calendar, matter, act, desk_->office};
  filling.inputs = order.inputs;
  filling.signatures = order.signatures;
  filling.name_of = desk_->name_of;
  Made made;
  made.counted.pattern = found->number->text();
  made.counted.year = civil_from_day(day_of(order.at)).year;
  ASSIGN(made.counted.count, last_count(transaction, made.counted.pattern, made.counted.year));
  ++made.counted.count;
  ASSIGN(made.filled, fill(filling, is_draft ? "" : found->number->number(made.counted.year, made.counted.count)));
  return made;
}

Result<std::string> PaperStore::draft(const PaperOrder& order) const {
  std::string page;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(const Made made, make(transaction, order, true));
    ASSIGN(page, paper_html(made.filled, ""));
    return {};
  }));
  return page;
}

Result<Paper> PaperStore::issue(const PaperOrder& order, const casework::Origin& origin) const {
  Paper paper;
  TRY(desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(paper, issue_in(transaction, order, origin, std::nullopt));
    return {};
  }));
  return paper;
}

Result<Paper> PaperStore::issue_in(Transaction& transaction, const PaperOrder& order, const casework::Origin& origin,
                                   std::optional<std::int64_t> asked) const {
  if (!origin.request.empty()) {
    ASSIGN(const auto first, papers_where(transaction, desk_->ring, "request = ?", origin.request, 1));
    const bool is_same = !first.empty() && first[0].paper.matter == order.matter &&
                         first[0].paper.document == order.document && first[0].paper.who == order.by.id;
    if (is_same) return first[0].paper;
    if (!first.empty())
      return wrong("request_reused",
                   {fmt::format("request {} was of another document; give each an id of its own", origin.request),
                    fmt::format("请求 {} 已用于另一文书；每份文书请用新的请求号", origin.request)});
  }
  ASSIGN(Made made, make(transaction, order, false));
  const Filled& filled = made.filled;
  const std::string json = canonical_json(filled);
  ASSIGN(const std::string content, files_.keep(json));
  ASSIGN(const std::string html, paper_html(filled, content));
  ASSIGN(const std::string page, files_.keep(html));
  Paper paper{"",
              order.matter,
              filled.revision,
              order.document,
              filled.number,
              filled.title,
              filled.version,
              filled.template_hash,
              content,
              page,
              order.by.id.empty() ? std::string(kClock) : order.by.id,
              order.at};
  made.counted.request = origin.request;
  made.counted.asked = asked;
  TRY(insert_paper(transaction, desk_->ring, paper, made.counted));
  database::Act act;
  act.at = order.at * database::kMicrosASecond;
  act.who = paper.who;
  act.where_from = origin.where_from;
  act.what = "document_issued";
  act.subject = fmt::format("{}/{}", paper.matter, paper.id);
  act.after = fmt::format(R"({{"document":"{}","number":"{}","sha256":"{}"}})", paper.document, paper.number, content);
  if (!origin.request.empty()) act.request = origin.request;
  TRY(desk_->trail.append(transaction, act));
  return paper;
}

Result<Served> PaperStore::serve_requests() const {
  Served served;
  std::int64_t after = 0;
  while (true) {
    Transaction::Rows waiting;
    TRY(desk_->database.read([&](Transaction& transaction) -> Status {
      ASSIGN(waiting,
             transaction.query("select c.id, c.number, c.document, c.made_at from casework_documents c where "
                               "c.id > ? and not exists (select 1 from documents_papers p where p.asked = "
                               "c.id) order by c.id limit ?",
                               {after, kServedAtOnce}, {Column::number, Column::text, Column::text, Column::number}));
      return {};
    }));
    if (waiting.empty()) return served;
    for (const database::Row& row : waiting) {
      after = row.number(0);
      std::optional<Paper> paper;
      const Status done = desk_->database.write([&](Transaction& transaction) -> Status {
        paper.reset();
        // Somebody else may be serving too.
        ASSIGN(const auto there, papers_where(transaction, desk_->ring, "asked = ?", after, 1));
        if (!there.empty()) return {};
        ASSIGN(const workflow::Matter matter, rows_.load(transaction, row.text(1)));
        const workflow::Deed* deed = deed_at(matter, row.number(3));
        PaperOrder order{row.text(1), row.text(2), {}, row.number(3)};
        if (deed != nullptr) order.by = {deed->person, {}, deed->unit};
        if (deed != nullptr) order.note = deed->note;
        ASSIGN(paper, issue_in(transaction, order, {"documents", ""}, after));
        return {};
      });
      if (!done && done.error().fault == Fault::system) return fail(done.error());
      if (!done) served.refused.push_back({after, row.text(1), row.text(2), done.error()});
      if (done && paper) served.written.push_back(std::move(*paper));
    }
  }
}

}  // namespace qiuhao::documents
