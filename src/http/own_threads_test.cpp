// What is slow waits by itself; what is too much is refused.
#include "http/own_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "http/head_fields.h"

namespace qiuhao::http {
namespace {

// Answers once it is let go.
class Slow : public Handler {
 public:
  void answer(const Request& request, Reply reply) override {
    ++begun;
    is_open_.wait();
    reply(text_answer(200, request.path));
  }
  void let_go() { gate_.set_value(); }
  std::atomic<int> begun{0};

 private:
  std::promise<void> gate_;
  std::shared_future<void> is_open_ = gate_.get_future().share();
};

TEST(OwnThreads, the_caller_goes_on_at_once_and_too_many_are_refused) {
  const auto slow = std::make_shared<Slow>();
  std::vector<int> statuses(4, 0);
  std::atomic<int> answered{0};
  {
    OwnThreads handler(slow, 1, 1);
    const auto ask = [&](std::size_t number) {
      Request request;
      request.path = "/" + std::to_string(number);
      handler.answer(request, Reply([&, number](Answer answer) {
                       statuses[number] = answer.status;
                       ++answered;
                     }));
    };
    ask(0);
    while (slow->begun == 0) std::this_thread::yield();
    ask(1);  // waits
    ask(2);  // one too many
    EXPECT_EQ(statuses[2], 503);
    EXPECT_EQ(answered, 1);
    slow->let_go();
    while (answered < 3) std::this_thread::yield();
  }
  EXPECT_EQ(statuses[0], 200);
  EXPECT_EQ(statuses[1], 200);
}

}  // namespace
}  // namespace qiuhao::http
