// One more queue.
#include "http/own_threads.h"

#include "http/head_fields.h"

namespace qiuhao::http {

OwnThreads::OwnThreads(std::shared_ptr<Handler> inner, int threads, int waiting_most)
    : inner_(std::move(inner)), work_(threads, waiting_most, *inner_) {
  work_.start();
}

void OwnThreads::answer(const Request& request, Reply reply) {
  Request copy = request;
  // A std::function must be copyable, a reply is not.
  const auto held = std::make_shared<Reply>(std::move(reply));
  Reply::Send send = [held](Answer answer) { (*held)(std::move(answer)); };
  if (work_.offer(copy, send)) return;
  Answer busy = text_answer(503, "too many requests wait; try again\n");
  busy.fields.emplace_back("Retry-After", "1");
  (*held)(std::move(busy));
}

}  // namespace qiuhao::http
