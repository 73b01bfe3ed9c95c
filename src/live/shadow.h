// Shadow mode: a candidate library judges live questions too, after they were answered, and what it would have said
// otherwise is written down. Its answers reach nobody.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "live/edition.h"

namespace qiuhao::live {

// What the candidate says of one hit.
struct ShadowDifference {
  enum class Kind : std::uint8_t { only_new, gone, other_money } kind = Kind::only_new;
  std::string rule;  // code
  std::string id;    // of the hit
  Cents before = 0;  // of the edition in place
  Cents after = 0;   // of the candidate
};

// What of two answers to one question differs, by rule's code and id of the hit, in their order.
std::vector<ShadowDifference> differences(const rules::Plan& plan, const audit::JudgedVisit& answered,
                                          const rules::Plan& candidate, const audit::JudgedVisit& shadowed);

class Shadow {
 public:
  static constexpr std::size_t kWaitingMost = 256;  // questions; further ones are not shadowed, and counted

  // `tell` gets each question's differences, from the shadow's own thread.
  using Tell = std::function<void(const std::vector<ShadowDifference>&)>;
  Shadow(std::shared_ptr<Editions> candidates, Tell tell);
  ~Shadow();

  struct Question {
    std::string person;
    claims::LooseTape rows;  // united
    unsigned moments = 0;
    std::shared_ptr<const Edition> edition;  // that answered
    audit::JudgedVisit answered;
  };
  void offer(Question question);

  std::uint64_t judged() const { return judged_; }
  std::uint64_t left_out() const { return left_out_; }
  Editions& candidates() const { return *candidates_; }

 private:
  void run();

  std::shared_ptr<Editions> candidates_;
  Tell tell_;
  std::mutex mutex_;
  std::condition_variable wakes_;
  std::deque<Question> waiting_;
  bool is_ending_ = false;
  std::atomic<std::uint64_t> judged_{0};
  std::atomic<std::uint64_t> left_out_{0};
  std::thread thread_;
};

}  // namespace qiuhao::live
