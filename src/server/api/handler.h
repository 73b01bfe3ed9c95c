// The web API: a request finds its operation in api.yaml, is checked against it, comes from somebody, and is answered
// by an endpoint.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "http/log.h"
#include "http/server.h"
#include "server/api/call.h"

namespace qiuhao::server {

inline constexpr std::string_view kSessionCookie = "qiuhao-session";

class ApiHandler : public http::Handler {
 public:
  // `others` answers paths that do not begin with /api/; null: 404. Errors: those of Description::built_in();
  // "bad_description" when an operation has no endpoint, or an endpoint no operation.
  static Result<std::shared_ptr<ApiHandler>> open(std::shared_ptr<const ApiDesk> desk, std::shared_ptr<http::Log> log,
                                                  std::shared_ptr<http::Handler> others);

  void answer(const http::Request& request, http::Reply reply) override;
  const Description& description() const { return description_; }
  // Whether the body is a file, which may be larger than others.
  bool takes_file(std::string_view method, std::string_view path) const;

 private:
  ApiHandler(std::shared_ptr<const ApiDesk> desk, std::shared_ptr<http::Log> log, std::shared_ptr<http::Handler> others,
             Description description)
      : desk_(std::move(desk)),
        log_(std::move(log)),
        others_(std::move(others)),
        description_(std::move(description)) {}
  http::Answer answer_api(const http::Request& request) const;
  std::optional<Problem> check(Call& call, text::JsonReader& reader) const;
  Result<std::optional<Problem>> identify(Call& call) const;
  void note_refusal(const Call& call, const Problem& problem) const;

  std::shared_ptr<const ApiDesk> desk_;
  std::shared_ptr<http::Log> log_;
  std::shared_ptr<http::Handler> others_;
  Description description_;
  std::map<std::string, Endpoint, std::less<>> endpoints_;
};

}  // namespace qiuhao::server
