// The audit of a large tape: against reading its columns once, against SQL in DuckDB, threads against one, and what a
// line costs as the tape grows. QIUHAO_BENCH_TAPES names ready workspaces, the largest last, "A:B:C"; without it cities
// are made.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "bench.h"
#include "bench_plan.h"
#include "families.h"
#include "rules/touched_fields.h"
#include "tape_sql.h"

namespace qiuhao::bench {
namespace {

using claims::Entity;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Columns that formulas, windows and the engine read of every row or of some. Of texts that are serial numbers the
// numbers are read; other texts without a dictionary are left out.
class Touched {
 public:
  // `with_links`: those between rows too.
  explicit Touched(const rules::Plan& plan, bool with_links = true)
      : columns_(rules::touched_fields(plan, false)), with_links_(with_links) {}

  // Sums every touched column of a part; the numbers of serial texts too, or not.
  std::int64_t sum(const claims::Part& part, bool with_texts) const {
    std::int64_t total = 0;
    for (const auto& [entity, field] : columns_) {
      const Column* column = part.column(entity, field);
      if (column == nullptr) continue;
      if (column->storage != Storage::text)
        total += sum(*column);
      else if (with_texts && column->serial != nullptr)
        total += sum(column->serial->numbers());
    }
    if (!with_links_) return total;
    for (const claims::Link link : {claims::Link::line_visit, claims::Link::visit_person, claims::Link::visit_provider,
                                    claims::Link::person_lines, claims::Link::person_visits}) {
      total += sum(part.links(link));
    }
    return total;
  }
  std::size_t size() const { return columns_.size(); }

 private:
  template <typename Number>
  static std::int64_t sum_as(const Column& column) {
    std::array<Number, kStreamBatch> values;
    std::int64_t total = 0;
    for (std::size_t begin = 0; begin < column.rows; begin += kStreamBatch) {
      const std::size_t count = std::min(kStreamBatch, column.rows - begin);
      column.read(static_cast<RowIndex>(begin), count, values.data());
      for (std::size_t row = 0; row < count; ++row) total += static_cast<std::int64_t>(values[row]);
    }
    return total;
  }
  static std::int64_t sum(const Stream& numbers) {
    std::array<std::int64_t, kStreamBatch> values;
    std::int64_t total = 0;
    for (std::size_t begin = 0; begin < numbers.rows; begin += kStreamBatch) {
      const std::size_t count = std::min(kStreamBatch, numbers.rows - begin);
      numbers.read(static_cast<RowIndex>(begin), count, values.data());
      for (std::size_t row = 0; row < count; ++row) total += values[row];
    }
    return total;
  }
  static std::int64_t sum(const Column& column) {
    const bool is_narrow = column.storage == Storage::code || column.storage == Storage::index;
    return is_narrow ? sum_as<std::uint32_t>(column) : sum_as<std::int64_t>(column);
  }

  std::vector<claims::FieldPlace> columns_;
  bool with_links_ = true;
};

// Seconds of the fastest plain sum on two threads, a part at a time each.
double time_sum(const claims::Tape& tape, const Touched& touched, int threads, bool with_texts, int rounds) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const auto start = Clock::now();
    std::atomic<std::size_t> next{0};
    std::atomic<std::int64_t> total{0};
    const auto work = [&] {
      for (std::size_t part = next++; part < tape.parts().size(); part = next++) {
        total += touched.sum(tape.parts()[part], with_texts);
      }
    };
    {
      std::vector<std::jthread> others;
      for (int thread = 1; thread < threads; ++thread) others.emplace_back(work);
      work();
    }
    best = std::min(best, seconds_since(start));
    fmt::print(stderr, "plain sum {} in {:.3f} s\n", total.load(), seconds_since(start));
  }
  return best;
}

struct TimedAudit {
  double seconds = 1e9;
  std::size_t lines = 0;
  audit::AuditResult result;
};

Result<TimedAudit> time_audit(const claims::Tape& tape, const std::shared_ptr<const rules::Plan>& plan, int threads,
                              int rounds) {
  TimedAudit best;
  audit::AuditOptions options;
  options.threads = threads;
  for (int round = 0; round < rounds; ++round) {
    ASSIGN(audit::AuditResult result, audit::run_audit(tape, plan, options));
    fmt::print(stderr, "audit of {} lines on {} threads in {:.3f} s\n", result.lines, threads, result.seconds);
    best.seconds = std::min(best.seconds, result.seconds);
    best.lines = result.lines;
    best.result = std::move(result);
  }
  return best;
}

// Rules whose answers are not those of the audit, told on standard error.
std::size_t differences(const rules::Plan& plan, const audit::AuditResult& result,
                        const std::vector<RuleAnswer>& answers) {
  std::size_t different = 0;
  for (std::size_t rule = 0; rule < plan.rules().size(); ++rule) {
    const std::string& code = plan.rules()[rule].code;
    const auto answer = std::ranges::find(answers, code, &RuleAnswer::code);
    const audit::RuleSummary& ours = result.rules[rule];
    const bool is_same =
        answer != answers.end() && answer->hits == static_cast<std::int64_t>(ours.hits) && answer->gross == ours.gross;
    different += is_same ? 0 : 1;
    if (answer == answers.end()) {
      fmt::print(stderr, "{}: SQL has no answer\n", code);
    } else {
      fmt::print(stderr, "{}: {} hits, {} fen; SQL {} hits, {} fen in {:.3f} s{}\n", code, ours.hits, ours.gross,
                 answer->hits, answer->gross, answer->seconds, is_same ? "" : "  DIFFERENT");
    }
  }
  return different;
}

// Seconds of reading the columns of each rule once for it alone: what rules that share nothing need at the least.
Result<double> time_each(const Setting& setting, const std::shared_ptr<const claims::Schema>& schema,
                         const claims::Tape& tape, const rules::Plan& all, int threads) {
  double seconds = 0;
  for (const rules::Rule& rule : all.rules()) {
    ASSIGN(const auto alone, plan_of(setting, schema, 0, {rule.code}));
    seconds += time_sum(tape, Touched(*alone, false), threads, true, 1);
  }
  return seconds;
}

// Every rule of the library, those that have no query yet among them.
Result<std::vector<Measure>> reading_by_all(const Setting& setting, const std::shared_ptr<const claims::Schema>& schema,
                                            const claims::Tape& tape, int threads) {
  ASSIGN(const auto plan, plan_of(setting, schema, 3'899, {}));
  const Touched touched(*plan);
  const double sum = time_sum(tape, touched, threads, true, 3);
  ASSIGN(const double each, time_each(setting, schema, tape, *plan, threads));
  ASSIGN(const TimedAudit all, time_audit(tape, plan, threads, 3));
  const std::string audit = fmt::format("audit by {} rules: {:.3f} s", plan->rules().size(), all.seconds);
  return std::vector<Measure>{
      {"tape-audit-reading-all", static_cast<double>(all.lines) / all.seconds, "lines/s",
       fmt::format("plain sum over {} columns: {:.3f} s, {}", touched.size(), sum, audit), all.seconds / sum},
      {"tape-audit-reading-each", each, "s",
       fmt::format("plain sums over each rule's own columns, added up; {}", audit), all.seconds / each}};
}

}  // namespace

Result<std::vector<Path>> tapes_of(const Setting& setting) {
  std::vector<Path> made;
  if (const char* named = std::getenv("QIUHAO_BENCH_TAPES"); named != nullptr && !setting.small) {
    for (std::string_view rest = named; !rest.empty();) {
      const std::size_t end = std::min(rest.find(':'), rest.size());
      made.emplace_back(std::string(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return made;
  }
  for (const std::int64_t people : setting.small ? std::vector{1'500, 5'000} : std::vector{27'000, 270'000}) {
    ASSIGN(Path workspace, workspace_of(setting, people));
    made.push_back(std::move(workspace));
  }
  return made;
}

Result<std::vector<Measure>> tape_audit(const Setting& setting) {
  constexpr int kThreads = 2;
  ASSIGN(const auto schema, schema_of(setting));
  ASSIGN(const std::string sql, read_file(setting.source / "bench/peers/rules.sql"));
  ASSIGN(const auto plan, plan_of(setting, schema, 3'899, codes_of_rules(sql)));
  ASSIGN(const std::vector<Path> workspaces, tapes_of(setting));
  std::vector<Measure> measures;

  double least = 1e9, most = 0;
  std::string costs;
  std::vector<double> cost_of(workspaces.size(), 1e9);
  std::vector<std::size_t> lines_of(workspaces.size());
  // Sizes take turns, for a machine shared with others is not the same from one minute to the next.
  for (int round = 0; round < 4; ++round) {
    for (std::size_t size = 0; size < workspaces.size(); ++size) {
      ASSIGN(const claims::Tape tape, claims::Tape::open(workspaces[size], *schema));
      ASSIGN(const TimedAudit timed, time_audit(tape, plan, kThreads, 1));
      lines_of[size] = timed.lines;
      cost_of[size] = std::min(cost_of[size], timed.seconds * 1e9 / static_cast<double>(timed.lines));
    }
  }
  for (std::size_t size = 0; size < workspaces.size(); ++size) {
    costs += fmt::format("{}{:.2f} ns at {} lines", costs.empty() ? "" : ", ", cost_of[size], lines_of[size]);
    least = std::min(least, cost_of[size]);
    most = std::max(most, cost_of[size]);
  }
  measures.push_back({"tape-audit-flat", most, "ns/line", costs, most / least});

  ASSIGN(const claims::Tape tape, claims::Tape::open(workspaces.back(), *schema));
  const Touched touched(*plan);
  const double sum = time_sum(tape, touched, kThreads, true, 3);
  const double sum_of_numbers = time_sum(tape, touched, kThreads, false, 3);
  ASSIGN(const TimedAudit two, time_audit(tape, plan, kThreads, 3));
  measures.push_back({"tape-audit-reading", static_cast<double>(two.lines) / two.seconds, "lines/s",
                      fmt::format("plain sum over {} columns: {:.3f} s, audit by {} rules: {:.3f} s, {} lines",
                                  touched.size(), sum, plan->rules().size(), two.seconds, two.lines),
                      two.seconds / sum});
  measures.push_back({"tape-audit-reading-no-texts", sum_of_numbers, "s",
                      "plain sum that leaves out the serial numbers of texts", two.seconds / sum_of_numbers});
  ASSIGN(const auto of_all, reading_by_all(setting, schema, tape, kThreads));
  measures.insert(measures.end(), of_all.begin(), of_all.end());
  ASSIGN(const auto starter, plan_of(setting, schema, 0, codes_of_rules(sql)));
  ASSIGN(const TimedAudit few, time_audit(tape, starter, kThreads, 2));
  measures.push_back({"tape-audit-reading-starter", static_cast<double>(few.lines) / few.seconds, "lines/s",
                      fmt::format("{} points: {:.3f} s", starter->library().points().size(), few.seconds),
                      few.seconds / sum});
  ASSIGN(const TimedAudit one, time_audit(tape, plan, 1, 2));
  measures.push_back({"tape-audit-threads", one.seconds / two.seconds, "times",
                      fmt::format("one thread: {:.3f} s", one.seconds), one.seconds / two.seconds});

  const Path folder = setting.data / "tape-duckdb";
  ASSIGN(tables::Engine engine, tape_in_duckdb(tape, *plan, folder, kThreads));
  ASSIGN(const auto answers, ask_rules(engine, sql));
  double seconds = 0;
  for (const RuleAnswer& answer : answers) seconds += answer.seconds;
  measures.push_back(
      {"tape-audit-sql", seconds, "s", fmt::format("ours: {:.3f} s", two.seconds), seconds / two.seconds});
  const std::size_t different = differences(*plan, two.result, answers);
  measures.push_back({"tape-audit-sql-same", static_cast<double>(different), "rules differ",
                      fmt::format("{} queries", answers.size()), 0});
  ASSIGN(const auto of_families, families(setting, schema, tape, answers));
  measures.insert(measures.end(), of_families.begin(), of_families.end());
  std::filesystem::remove_all(folder);
  return measures;
}

}  // namespace qiuhao::bench
