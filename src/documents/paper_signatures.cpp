// Signing papers that were issued. What is signed is the content by its hash, which never changes; the page gets the
// signature in its place and is kept anew.
#include <fmt/format.h>

#include <algorithm>

#include "documents/disposed.h"
#include "documents/paper_html.h"
#include "documents/paper_rows.h"
#include "documents/papers.h"
#include "documents/tables.h"
#include "text/document.h"

namespace qiuhao::documents {
namespace {

using database::Transaction;

std::unexpected<Error> wrong(std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence));
}

std::string drawn_hash(const Signature& signature) {
  return content_hash(signature.png.empty() ? signature.json() : signature.png);
}

}  // namespace

// Places as the content has them, with who signed since.
Result<std::vector<SignedPlace>> PaperStore::places_in(const Paper& paper,
                                                       const std::vector<SignatureRow>& rows) const {
  ASSIGN(const std::string json, content(paper));
  ASSIGN(const text::Node node, text::parse_json(json, paper.id));
  std::vector<SignedPlace> places;
  const text::Node* listed = node.find("signatures");
  for (const text::Node& one : listed == nullptr ? std::vector<text::Node>() : listed->items) {
    SignedPlace place{static_cast<int>(places.size()) + 1, one.text_of("title")};
    const text::Node* drawn = one.find("signature");
    if (drawn != nullptr && !drawn->is_nothing()) {
      place.who = paper.who;
      place.at = paper.at;
    }
    const auto row = std::ranges::find(rows, place.number, &SignatureRow::place);
    if (row != rows.end()) {
      place.who = row->who;
      place.at = row->at;
    }
    places.push_back(std::move(place));
  }
  return places;
}

Result<std::vector<SignedPlace>> PaperStore::places(const Paper& paper) const {
  std::vector<SignatureRow> rows;
  TRY(desk_->database.read([&](Transaction& transaction) -> Status {
    ASSIGN(rows, signatures_of(transaction, desk_->ring, paper.id));
    return {};
  }));
  return places_in(paper, rows);
}

Status PaperStore::sign(std::string_view id, int place, const Signature& signature, const std::string& who, Seconds at,
                        const casework::Origin& origin) const {
  ASSIGN(const Paper paper, find(id));
  const std::string drawn = drawn_hash(signature);
  return desk_->database.write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto rows, signatures_of(transaction, desk_->ring, paper.id));
    ASSIGN(const auto places, places_in(paper, rows));
    if (place < 1 || std::cmp_greater(place, places.size()))
      return wrong("signature_is_unknown", {fmt::format("the document has {} places to sign", places.size()),
                                            fmt::format("文书有 {} 处签名，没有这一处", places.size())});
    const auto row = std::ranges::find(rows, place, &SignatureRow::place);
    if (row != rows.end() && row->who == who && row->drawn == drawn) return {};  // asked again
    const SignedPlace& wanted = places[static_cast<std::size_t>(place) - 1];
    if (!wanted.who.empty())
      return wrong("signed_already",
                   {fmt::format("'{}' is signed already", wanted.title), fmt::format("“{}”处已签名", wanted.title)});
    ASSIGN(std::string page, read_file_of(files_, rows.empty() ? paper.page : rows.back().page, desk_->database,
                                          desk_->ring, paper.matter));
    ASSIGN(page, signed_page(std::move(page), place, signature, day_of(at)));
    SignatureRow made{0, paper.id, place, drawn, "", who, at};
    ASSIGN(made.page, files_.keep(page));
    TRY(insert_signature(transaction, desk_->ring, made));
    database::Act act;
    act.at = at * database::kMicrosASecond;
    act.who = who;
    act.where_from = origin.where_from;
    act.what = "document_signed";
    act.subject = fmt::format("{}/{}", paper.matter, paper.id);
    act.after = fmt::format(R"({{"place":{},"sha256":"{}","signature":"{}","page":"{}"}})", place, paper.content, drawn,
                            made.page);
    if (!origin.request.empty()) act.request = origin.request;
    TRY(desk_->trail.append(transaction, act));
    return {};
  });
}

}  // namespace qiuhao::documents
