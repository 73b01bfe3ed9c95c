// Which file a request is answered with; the server sends it.
#include "http/files.h"

#include "http/head_fields.h"

namespace qiuhao::http {

void Files::answer(const Request& request, Reply reply) {
  if (request.method != "GET" && request.method != "HEAD") {
    Answer refusal = text_answer(405, "only GET and HEAD are answered\n");
    refusal.fields.emplace_back("Allow", "GET, HEAD");
    return reply(std::move(refusal));
  }
  const auto file = file_of_(request.path.substr(0, request.path.find('#')));
  if (!file) return reply(text_answer(404, "there is no such file here\n"));
  Answer answer;
  answer.file = *file;
  reply(std::move(answer));
}

}  // namespace qiuhao::http
