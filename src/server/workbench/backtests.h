// Backtests that people asked for, one at a time on a thread of its own. They are kept in memory: a restart loses them,
// and says so.
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

#include "audit/backtest/backtest_files.h"
#include "claims/tape.h"
#include "rules/rule.h"

namespace qiuhao::server {

inline constexpr std::size_t kBacktestsWaitingMost = 5;
inline constexpr std::size_t kBacktestsKept = 50;  // over ones, the newest
inline constexpr std::size_t kBacktestSample = 5;  // findings to read, of each kind of change

// The tape and the plans of a rule's backtest. It stays where it is until the run is over.
struct BacktestInput {
  claims::Tape tape;
  audit::BacktestPlans plans;
  audit::BacktestFacts facts;
};

struct BacktestSources {
  std::function<Result<std::unique_ptr<BacktestInput>>(rules::Rule rule)> prepare;
  // The sampled findings, explained: a JSON list.
  std::function<std::string(const BacktestInput& input, const audit::BacktestResult& result, Language language)> sample;
  int threads = 0;  // 0: half the machine's
};

enum class BacktestState : std::uint8_t { waiting, running, done, cancelled, failed };
std::string_view name_of(BacktestState state);

struct BacktestOrder {
  rules::Rule rule;
  std::string by;  // login
  Day from = kNoDay;
  Day to = kNoDay;
};

// What people see of one.
struct BacktestTold {
  std::string id;
  std::string code;
  std::string by;
  Day from = kNoDay;
  Day to = kNoDay;
  BacktestState state = BacktestState::waiting;
  Seconds asked_at = 0;
  Seconds began_at = 0;  // 0: not yet
  Seconds ended_at = 0;
  audit::SoFar so_far{};
  std::optional<Error> error{};  // of one that failed
  // Of one that is done: the numbers as JSON, and the sample in both languages.
  std::shared_ptr<const std::string> result{};
  std::shared_ptr<const std::string> sample_chinese{};
  std::shared_ptr<const std::string> sample_english{};
};

// Safe for several threads.
class Backtests {
 public:
  explicit Backtests(BacktestSources sources);
  ~Backtests();  // cancels what runs
  Backtests(const Backtests&) = delete;
  Backtests& operator=(const Backtests&) = delete;

  // Gives its id. "too_many_backtests" when kBacktestsWaitingMost wait.
  Result<std::string> order(BacktestOrder order);
  std::vector<BacktestTold> all() const;  // newest first
  // "no_backtest"; "backtest_lost" for one of an earlier run of the service.
  Result<BacktestTold> find(const std::string& id) const;
  // "backtest_is_over"; errors of find().
  Status cancel(const std::string& id);

 private:
  struct Job {
    BacktestTold told;
    std::optional<rules::Rule> rule;
    std::atomic<bool> stop{false};
  };
  void work(const std::stop_token& ending);
  Status run(Job& job);
  std::shared_ptr<Job> find_job(const std::string& id) const;
  void forget_old();

  const BacktestSources sources_;
  const Seconds boot_;  // what ids of this run of the service begin with
  mutable std::mutex mutex_;
  std::condition_variable_any wakes_;
  std::deque<std::shared_ptr<Job>> jobs_;  // oldest first
  std::size_t ordered_ = 0;
  std::jthread thread_;  // last: it works on the others
};

}  // namespace qiuhao::server
