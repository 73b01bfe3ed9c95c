// A handler whose work is done on threads of its own, so that what is slow there holds up nothing else.
#pragma once

#include <memory>

#include "http/work_queue.h"

namespace qiuhao::http {

class OwnThreads : public Handler {
 public:
  // Beyond `waiting_most` that wait for one of the threads, requests are answered 503.
  OwnThreads(std::shared_ptr<Handler> inner, int threads, int waiting_most);

  void answer(const Request& request, Reply reply) override;

 private:
  const std::shared_ptr<Handler> inner_;
  WorkQueue work_;  // ends before what it works by
};

}  // namespace qiuhao::http
