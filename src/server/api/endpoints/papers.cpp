// Documents that were issued in a matter: listed, written, read as PDF.
#include "documents/papers.h"

#include <fmt/format.h>

#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_paper.h"
#include "server/api/endpoints/written.h"
#include "signing/encoding.h"

namespace qiuhao::server {

using documents::Form;
using documents::Paper;

void write_paper(text::JsonWriter& json, const Paper& paper) {
  json.begin_object()
      .field("id", paper.id)
      .field("matter", paper.matter)
      .field("document", paper.document)
      .field("number", paper.number)
      .field("title", paper.title)
      .field("hash", paper.content)
      .field("who", paper.who);
  write_time(json, "at", paper.at);
  json.end_object();
}

// Outsiders see what is written to them; minutes and records when the matter is over.
bool is_shown(const Call& call, const SeenMatter& seen, const Paper& paper) {
  if (!is_there(seen, paper.document, paper.id)) return false;
  if (!is_outside(call) || is_over(seen)) return true;
  const documents::Template* made = call.desk.templates().find(seen.matter.kind, paper.document);
  return made != nullptr && made->form != Form::minutes && made->form != Form::record;
}

Result<SeenPaper> seen_paper(const Call& call, const std::string& id) {
  const auto hidden = [] { return input_error("no_paper", Sentence{"there is no such document", "没有这份文书"}); };
  auto paper = call.desk.papers().find(id);
  if (!paper) return paper.error().code == "no_paper" ? hidden() : fail(paper.error());
  auto seen = seen_matter(call, paper->matter);
  if (!seen || !is_shown(call, *seen, *paper)) return hidden();
  return SeenPaper{std::move(*paper), std::move(*seen)};
}

Result<documents::Signature> signature_of(const std::string& bytes) {
  return bytes.starts_with('[') ? documents::parse_strokes(bytes) : documents::signature_of_png(bytes);
}

namespace {

// By the names of places, in base64 or as strokes: what is signed before the document is issued.
Status read_signatures(const text::JsonView& given, documents::PaperOrder& order) {
  Status status;
  given.for_each_field([&](std::string_view place, const text::JsonView& drawn) {
    if (!status) return;
    const auto bytes = signing::from_base64(drawn.text());
    auto signature = signature_of(bytes.value_or(""));
    if (signature)
      order.signatures[std::string(place)] = std::move(*signature);
    else
      status = wrong_value(fmt::format("/signatures/{}", place), "bad_signature", signature.error().sentence());
  });
  return status;
}

}  // namespace

Result<http::Answer> list_papers(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  ASSIGN(const std::vector<Paper> all, call.desk.papers().list(seen.matter.number));
  text::JsonWriter json;
  json.begin_object().key("papers").begin_array();
  for (const Paper& paper : all) {
    if (is_shown(call, seen, paper)) write_paper(json, paper);
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> issue_paper(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  TRY(require_in_matter(call, "paper.issue", seen.matter));
  if (!is_there(seen, call.body_text("document"), ""))
    return input_error("no_template", Sentence{"there is no such document to be issued", "没有可出具的这种文书"});
  documents::PaperOrder order{seen.matter.number, call.body_text("document"), seen.person, call.now_s(),
                              call.body_text("note")};
  if (const documents::Template* made = call.desk.templates().find(seen.matter.kind, order.document)) {
    for (const documents::Input& input : made->inputs) {
      const text::JsonView given = call.body.find("inputs").find(input.name);
      if (given.kind() == text::JsonView::Kind::nothing) continue;
      ASSIGN(order.inputs[input.name], field_value(given, input.shape, "/inputs/" + input.name));
    }
  }
  TRY(read_signatures(call.body.find("signatures"), order));
  ASSIGN(const Paper paper, call.desk.papers().issue(order, call.origin()));
  text::JsonWriter json;
  write_paper(json, paper);
  return json_answer(201, json.take());
}

Result<http::Answer> read_paper(const Call& call) {
  ASSIGN(const SeenPaper seen, seen_paper(call, call.path_value("id")));
  const Paper& paper = seen.paper;
  ASSIGN(std::string pdf, call.desk.papers().pdf(paper));
  return pdf_answer(std::move(pdf), paper.id + ".pdf");
}

}  // namespace qiuhao::server
