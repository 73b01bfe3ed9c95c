// One document, and signing it.
#include <fmt/format.h>

#include <charconv>

#include "documents/papers.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_paper.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using documents::Paper;

Result<http::Answer> answer_of(const Call& call, const Paper& paper, int status) {
  ASSIGN(const auto places, call.desk.papers().places(paper));
  text::JsonWriter json;
  json.begin_object().key("paper");
  write_paper(json, paper);
  json.key("places").begin_array();
  for (const documents::SignedPlace& place : places) {
    json.begin_object().field("place", place.number).field("title", place.title).field("who", place.who);
    if (place.who.empty())
      json.key("at").null();
    else
      write_time(json, "at", place.at);
    json.end_object();
  }
  json.end_array().end_object();
  return json_answer(status, json.take());
}

}  // namespace

Result<http::Answer> show_paper(const Call& call) {
  ASSIGN(const SeenPaper seen, seen_paper(call, call.path_value("id")));
  return answer_of(call, seen.paper, 200);
}

Result<http::Answer> sign_paper(const Call& call) {
  ASSIGN(const SeenPaper seen, seen_paper(call, call.path_value("id")));
  TRY(require_in_matter(call, "paper.sign", seen.in.matter));
  ASSIGN(const documents::Signature signature, signature_of(call.request.body));
  TRY(call.desk.papers().sign(seen.paper.id, static_cast<int>(call.integer("place").value_or(0)), signature,
                              call.by().asker.login, call.now_s(), call.origin()));
  return answer_of(call, seen.paper, 201);
}

}  // namespace qiuhao::server
