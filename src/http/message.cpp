// Request and Reply.
#include <utility>

#include "base/check.h"
#include "http/server.h"

namespace qiuhao::http {

std::string_view Request::field(std::string_view name) const {
  for (const auto& [known, value] : fields) {
    if (known == name) return value;
  }
  return {};
}

Reply::Reply(Send send) : send_(std::move(send)) {}

Reply::Reply(Reply&& other) noexcept : send_(std::exchange(other.send_, nullptr)) {}

Reply& Reply::operator=(Reply&& other) noexcept {
  std::swap(send_, other.send_);
  return *this;
}

Reply::~Reply() {
  if (send_) send_({500, "text/plain; charset=utf-8", "the request could not be answered\n"});
}

void Reply::operator()(Answer answer) {
  CHECK_NOTE(send_ != nullptr, "a reply is given once");
  std::exchange(send_, nullptr)(std::move(answer));
}

}  // namespace qiuhao::http
