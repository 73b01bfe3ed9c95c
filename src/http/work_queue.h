// Threads that run a handler, and the bounded queue before them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "http/server.h"

namespace qiuhao::http {

class WorkQueue {
 public:
  WorkQueue(int threads, int waiting_most, Handler& handler);
  ~WorkQueue() { close(); }
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  void start();
  // Takes a request, or leaves it as it is and returns false when no thread is free and waiting_most wait already.
  bool offer(Request& request, Reply::Send& send);
  std::size_t waiting() const;
  // Drops what waits (its replies say 500) and waits for what is in work.
  void close();

 private:
  struct Work {
    Request request;
    Reply reply;
  };
  void run();

  const int threads_most_;
  const std::size_t waiting_most_;
  Handler& handler_;
  mutable std::mutex mutex_;
  std::condition_variable offered_;
  std::deque<Work> waiting_;
  std::size_t idle_ = 0;  // threads that wait for work
  bool is_closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace qiuhao::http
