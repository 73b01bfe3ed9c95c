// One pass over everybody: threads judge both sides of a run of people, compare, count, and go on.
#include "audit/backtest/backtest.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <limits>

#include "audit/backtest/backtest_finish.h"

namespace qiuhao::audit {
namespace {

using Clock = std::chrono::steady_clock;

AuditOptions audit_options(const BacktestOptions& options) {
  AuditOptions audit;
  audit.from = options.from;
  audit.to = options.to;
  audit.threads = options.threads;
  audit.stop = options.stop;
  return audit;
}

// The days of the first and the last line.
std::pair<Day, Day> days_of(const claims::Tape& tape, const rules::Plan& plan) {
  std::pair<Day, Day> days{std::numeric_limits<Day>::max(), kNoDay};
  for (const claims::Part& part : tape.parts()) {
    const Column* day = part.column(claims::Entity::line, plan.fields().line_day);
    for (RowIndex person = 0; day != nullptr && person < part.rows(claims::Entity::person); ++person) {
      const claims::Range lines = part.range(claims::Link::person_lines, person);
      if (lines.begin == lines.end || part.is_gone(person)) continue;
      days.first = std::min(days.first, day->day(lines.begin));
      days.second = std::max(days.second, day->day(lines.end - 1));
    }
  }
  return days;
}

Status check_days(const BacktestOptions& options, const claims::Tape& tape, const rules::Plan& plan) {
  if (options.from == kNoDay && options.to == kNoDay) return {};
  if (options.from != kNoDay && options.to != kNoDay && options.from > options.to) {
    return usage_error("bad_period", Sentence{fmt::format("the period ends ({}) before it begins ({}); swap them",
                                                          format_day(options.to), format_day(options.from)),
                                              fmt::format("期间的结束（{}）早于开始（{}）；请对调",
                                                          format_day(options.to), format_day(options.from))});
  }
  const auto [first, last] = days_of(tape, plan);
  const bool is_outside =
      (options.from != kNoDay && options.from > last) || (options.to != kNoDay && options.to < first);
  if (!is_outside) return {};
  return usage_error("period_outside_tape",
                     Sentence{fmt::format("no line of the tape lies in the period; the tape goes from {} to {}",
                                          format_day(first), format_day(last)),
                              fmt::format("期间内没有费用；数据自 {} 至 {}", format_day(first), format_day(last))});
}

std::size_t people_rows(const claims::Tape& tape) {
  std::size_t people = 0;
  for (const claims::Part& part : tape.parts()) people += part.rows(claims::Entity::person);
  return people;
}

}  // namespace

Result<BacktestResult> run_backtest(const claims::Tape& tape, const BacktestPlans& plans,
                                    const BacktestOptions& options) {
  CHECK(plans.before != nullptr || plans.after != nullptr);
  const auto start = Clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  TRY(check_days(options, tape, plans.after != nullptr ? *plans.after : *plans.before));
  const AuditOptions audit = audit_options(options);
  const std::vector<Chunk> chunks = make_chunks(tape.parts());
  BacktestShared shared(tape, plans, audit, options, chunks.size() + 1);
  Teller teller(people_rows(tape), chunks.size(), options.tell);
  std::deque<BacktestWorker> workers;
  for (std::size_t thread = 0; thread < threads_of(audit, chunks.size()); ++thread) workers.emplace_back(shared);
  LineCount count(audit, tape.lines());
  run_chunks(chunks, tape.parts(), audit, count, [&](std::size_t number, std::size_t thread) {
    workers[thread].work(chunks[number], shared.chunks[number], teller);
  });

  BacktestResult result;
  result.plans = plans;
  result.from = options.from;
  result.to = options.to;
  result.generation = tape.manifest().generation;
  result.seed = options.seed;
  result.so_far = teller.so_far();
  result.is_partial = !result.so_far.is_all();
  finish_backtest(shared, workers, result);
  result.seconds = seconds();
  result.seconds_to_first = teller.seconds_to_first() > 0 ? teller.seconds_to_first() : result.seconds;
  return result;
}

}  // namespace qiuhao::audit
