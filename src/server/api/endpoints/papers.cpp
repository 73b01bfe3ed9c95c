// Documents that were issued in a matter: listed, written, read as PDF.
#include "documents/papers.h"

#include <fmt/format.h>

#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_matter.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

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
  if (!is_outside(call) || is_over(seen)) return true;
  const documents::Template* made = call.desk.templates().find(seen.matter.kind, paper.document);
  return made != nullptr && made->form != Form::minutes && made->form != Form::record;
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
  ASSIGN(const auto offers, offers_to(call, seen));
  if (offers.empty() || is_outside(call))
    return input_error("not_allowed", Sentence{"you have nothing to do in this matter now, so you cannot write for it",
                                               "您目前在该事项中没有待办操作，不能出具文书"});
  documents::PaperOrder order{seen.matter.number, call.body_text("document"), seen.person, call.now_s(),
                              call.body_text("note")};
  if (const documents::Template* made = call.desk.templates().find(seen.matter.kind, order.document)) {
    for (const documents::Input& input : made->inputs) {
      const text::JsonView given = call.body.find("inputs").find(input.name);
      if (given.kind() == text::JsonView::Kind::nothing) continue;
      ASSIGN(order.inputs[input.name], field_value(given, input.shape, "/inputs/" + input.name));
    }
  }
  ASSIGN(const Paper paper, call.desk.papers().issue(order, call.origin()));
  text::JsonWriter json;
  write_paper(json, paper);
  return json_answer(201, json.take());
}

Result<http::Answer> read_paper(const Call& call) {
  const auto hidden = [] { return input_error("no_paper", Sentence{"there is no such document", "没有这份文书"}); };
  ASSIGN(const Paper paper, call.desk.papers().find(call.path_value("id")));
  const auto seen = seen_matter(call, paper.matter);
  if (!seen || !is_shown(call, *seen, paper)) return hidden();
  http::Answer answer;
  ASSIGN(answer.body, call.desk.papers().pdf(paper));
  answer.content_type = "application/pdf";
  answer.fields.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}.pdf\"", paper.id));
  return answer;
}

}  // namespace qiuhao::server
