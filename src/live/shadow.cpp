// A queue that leaves out rather than waits.
#include "live/shadow.h"

#include <algorithm>
#include <map>
#include <set>

namespace qiuhao::live {

std::vector<ShadowDifference> differences(const rules::Plan& plan, const audit::JudgedVisit& answered,
                                          const rules::Plan& candidate, const audit::JudgedVisit& shadowed) {
  struct Both {
    std::optional<Cents> before;
    std::optional<Cents> after;
  };
  std::map<std::pair<std::string, std::string>, Both> hits;
  for (const audit::VisitHit& hit : answered.hits) hits[{plan.rules()[hit.rule].code, hit.id.hex()}].before = hit.gross;
  for (const audit::VisitHit& hit : shadowed.hits)
    hits[{candidate.rules()[hit.rule].code, hit.id.hex()}].after = hit.gross;
  std::vector<ShadowDifference> all;
  using Kind = ShadowDifference::Kind;
  for (const auto& [hit, said] : hits) {
    if (said.before == said.after) continue;
    const Kind kind = !said.before ? Kind::only_new : !said.after ? Kind::gone : Kind::other_money;
    all.push_back({kind, hit.first, hit.second, said.before.value_or(0), said.after.value_or(0)});
  }
  return all;
}

Shadow::Shadow(std::shared_ptr<Editions> candidates, Tell tell)
    : candidates_(std::move(candidates)), tell_(std::move(tell)), thread_([this] { run(); }) {}

Shadow::~Shadow() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  wakes_.notify_all();
  thread_.join();
}

void Shadow::offer(Question question) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= kWaitingMost) {
      ++left_out_;
      return;
    }
    waiting_.push_back(std::move(question));
  }
  wakes_.notify_one();
}

void Shadow::run() {
  for (;;) {
    Question question;
    {
      std::unique_lock lock(mutex_);
      wakes_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
      if (is_ending_) return;
      question = std::move(waiting_.front());
      waiting_.pop_front();
    }
    const auto candidate = candidates_->current();
    const auto shadowed =
        candidate->judge->judge(question.rows, candidate->tape_of(question.person), {.moments = question.moments});
    ++judged_;
    const auto found = differences(*question.edition->plan, question.answered, *candidate->plan, shadowed);
    if (!found.empty()) tell_(found);
  }
}

}  // namespace qiuhao::live
