// The threads take from one queue under one lock; the handler's own time is far above the lock's.
#include "http/work_queue.h"

#include <utility>

namespace qiuhao::http {

WorkQueue::WorkQueue(int threads, int waiting_most, Handler& handler)
    : threads_most_(threads), waiting_most_(static_cast<std::size_t>(waiting_most)), handler_(handler) {}

void WorkQueue::start() {
  for (int count = 0; count < threads_most_; ++count) threads_.emplace_back([this] { run(); });
}

bool WorkQueue::offer(Request& request, Reply::Send& send) {
  {
    const std::lock_guard lock(mutex_);
    if (is_closed_ || waiting_.size() >= waiting_most_ + idle_) return false;
    waiting_.push_back({std::move(request), Reply(std::move(send))});
  }
  offered_.notify_one();
  return true;
}

std::size_t WorkQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

void WorkQueue::close() {
  std::deque<Work> dropped;
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    dropped.swap(waiting_);
  }
  offered_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void WorkQueue::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    offered_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
    --idle_;
    if (is_closed_) return;
    Work work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      handler_.answer(work.request, std::move(work.reply));
    } catch (...) {
      // The reply went with the call and has said 500 when it was thrown away.
    }
    { const Work done = std::move(work); }  // its memory goes back without the lock
    lock.lock();
  }
}

}  // namespace qiuhao::http
