// A queue and its worker.
#include "server/workbench/backtests.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace qiuhao::server {
namespace {

constexpr int kNice = 10;  // doctors wait for the live service; nobody waits for a backtest

Seconds clock_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

bool is_over(BacktestState state) { return state >= BacktestState::done; }

int half_of_machine() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / 2); }

}  // namespace

std::string_view name_of(BacktestState state) {
  constexpr std::string_view kNames[] = {"waiting", "running", "done", "cancelled", "failed"};
  return kNames[static_cast<std::size_t>(state)];
}

Backtests::Backtests(BacktestSources sources)
    : sources_(std::move(sources)),
      boot_(clock_now()),
      thread_([this](const std::stop_token& ending) { work(ending); }) {}

Backtests::~Backtests() {
  thread_.request_stop();
  const std::lock_guard lock(mutex_);
  for (const auto& job : jobs_) job->stop = true;
}

Result<std::string> Backtests::order(BacktestOrder order) {
  const std::lock_guard lock(mutex_);
  const auto waiting =
      std::ranges::count(jobs_, BacktestState::waiting, [](const auto& job) { return job->told.state; });
  if (static_cast<std::size_t>(waiting) >= kBacktestsWaitingMost)
    return input_error("too_many_backtests",
                       Sentence{fmt::format("{} backtests wait already; cancel one or come again later", waiting),
                                fmt::format("已有 {} 个回溯测试在等待；请取消一个，或稍后再来", waiting)});
  auto job = std::make_shared<Job>();
  job->told.id = fmt::format("{}-{}", boot_, ++ordered_);
  job->told.code = order.rule.code;
  job->told.by = std::move(order.by);
  job->told.from = order.from;
  job->told.to = order.to;
  job->told.asked_at = clock_now();
  job->rule = std::move(order.rule);
  jobs_.push_back(job);
  forget_old();
  wakes_.notify_all();
  return job->told.id;
}

void Backtests::forget_old() {
  auto over = std::ranges::count_if(jobs_, [](const auto& job) { return is_over(job->told.state); });
  std::erase_if(jobs_, [&](const auto& job) {
    const bool goes = is_over(job->told.state) && over > static_cast<std::ptrdiff_t>(kBacktestsKept);
    if (goes) --over;
    return goes;
  });
}

std::vector<BacktestTold> Backtests::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<BacktestTold> all;
  for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) all.push_back((*job)->told);
  return all;
}

std::shared_ptr<Backtests::Job> Backtests::find_job(const std::string& id) const {
  const auto job = std::ranges::find(jobs_, id, [](const auto& one) -> const std::string& { return one->told.id; });
  return job == jobs_.end() ? nullptr : *job;
}

Result<BacktestTold> Backtests::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  if (const auto job = find_job(id); job != nullptr) return job->told;
  Seconds boot = 0;
  std::from_chars(id.data(), id.data() + id.size(), boot);
  if (boot != 0 && boot < boot_)
    return input_error(
        "backtest_lost",
        Sentence{fmt::format("lost by a restart of the service on {}; order it again", format_time(boot_)),
                 fmt::format("服务于 {} 重启，该回溯测试已丢失；请重新提交", format_time(boot_))});
  return input_error("no_backtest",
                     Sentence{fmt::format("there is no backtest {}; the {} newest are kept", id, kBacktestsKept),
                              fmt::format("没有回溯测试 {}；只保留最近 {} 个", id, kBacktestsKept)});
}

Status Backtests::cancel(const std::string& id) {
  TRY(find(id));
  const std::lock_guard lock(mutex_);
  const auto job = find_job(id);
  if (job == nullptr || is_over(job->told.state))
    return input_error("backtest_is_over", Sentence{"it is over already", "该回溯测试已经结束"});
  job->stop = true;
  if (job->told.state != BacktestState::waiting) return {};
  job->told.state = BacktestState::cancelled;
  job->told.ended_at = clock_now();
  job->rule.reset();
  return {};
}

void Backtests::work(const std::stop_token& ending) {
  // Threads that the run starts are as patient as this one.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
  const auto is_next = [](const auto& job) { return job->told.state == BacktestState::waiting; };
  std::unique_lock lock(mutex_);
  while (wakes_.wait(lock, ending, [&] { return std::ranges::any_of(jobs_, is_next); })) {
    const std::shared_ptr<Job> job = *std::ranges::find_if(jobs_, is_next);
    job->told.state = BacktestState::running;
    job->told.began_at = clock_now();
    lock.unlock();
    const Status ran = run(*job);
    lock.lock();
    if (!ran) job->told.error = ran.error();
    job->told.state = job->stop ? BacktestState::cancelled : ran ? BacktestState::done : BacktestState::failed;
    job->told.ended_at = clock_now();
  }
}

Status Backtests::run(Job& job) {
  ASSIGN(const std::unique_ptr<BacktestInput> input, sources_.prepare(std::move(*job.rule)));
  job.rule.reset();
  audit::BacktestOptions wanted;
  wanted.from = job.told.from;
  wanted.to = job.told.to;
  wanted.threads = sources_.threads == 0 ? half_of_machine() : sources_.threads;
  wanted.sample = kBacktestSample;
  wanted.stop = &job.stop;
  wanted.tell = [&](const audit::SoFar& so_far) {
    const std::lock_guard lock(mutex_);
    job.told.so_far = so_far;
  };
  if (job.stop) return {};
  input->facts.started_at = clock_now();
  ASSIGN(const audit::BacktestResult result, audit::run_backtest(input->tape, input->plans, wanted));
  if (result.is_partial) return {};
  auto numbers = std::make_shared<const std::string>(audit::backtest_json(result, input->facts));
  auto chinese = std::make_shared<const std::string>(sources_.sample(*input, result, Language::chinese));
  auto english = std::make_shared<const std::string>(sources_.sample(*input, result, Language::english));
  const std::lock_guard lock(mutex_);
  job.told.so_far = result.so_far;
  job.told.result = std::move(numbers);
  job.told.sample_chinese = std::move(chinese);
  job.told.sample_english = std::move(english);
  return {};
}

}  // namespace qiuhao::server
