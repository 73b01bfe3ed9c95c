// Running a backtest for a person who waits.
#include "cli/backtest_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "audit/new_folder.h"
#include "audit/report_text.h"
#include "cli/backtest_sample.h"
#include "cli/backtest_text.h"
#include "cli/decisions_file.h"
#include "cli/run_program.h"
#include "cli/stop_on_signal.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxThreads = 1'024;
constexpr std::size_t kMaxSample = 1'000;

// Partial results: over each other on a terminal, lines elsewhere, the first as soon as there is one.
class PartialLines {
 public:
  PartialLines() : is_terminal_(::isatty(STDERR_FILENO) != 0) {}
  PartialLines(const PartialLines&) = delete;
  PartialLines& operator=(const PartialLines&) = delete;
  ~PartialLines() {
    if (is_terminal_ && told_ > 0) fmt::print(stderr, "\r\033[K");
  }

  void tell(const audit::SoFar& so_far) {
    if (!is_terminal_ && told_ > 0 && so_far.seconds - last_ < 1) return;
    ++told_;
    last_ = so_far.seconds;
    if (is_terminal_)
      fmt::print(stderr, "\r{}\033[K", text_of_so_far(so_far));
    else
      fmt::print(stderr, "{}\n", text_of_so_far(so_far));
    std::fflush(stderr);
  }

 private:
  bool is_terminal_;
  std::size_t told_ = 0;
  double last_ = 0;
};

bool is_wanted(const BacktestCommand& options, const char* format) {
  return options.formats.empty() || std::ranges::find(options.formats, format) != options.formats.end();
}

Result<Path> write_files(const BacktestCommand& options, const BacktestSources& sources,
                         const audit::BacktestResult& result, const audit::BacktestFacts& facts,
                         const audit::Decisions* decisions) {
  const Path out = audit::folder_name(options.out);
  TRY(make_folder(out.parent_path()));
  const audit::TemporaryFolder beside(out.parent_path() / fmt::format(".backtest-{}", ::getpid()));
  TRY(make_folder(beside.path()));
  const auto& parts = sources.tape.parts();
  if (is_wanted(options, "csv")) TRY(audit::write_backtest_csv(parts, result, decisions, beside.path()));
  if (is_wanted(options, "json")) {
    TRY(write_file_atomically(beside.path() / "summary.json", audit::backtest_json(result, facts)));
    TRY(write_file_atomically(beside.path() / "sample.json", json_of_sample(parts, result, options.language)));
  }
  TRY(write_file_atomically(beside.path() / "sample.txt", text_of_sample(parts, result, options.language, true)));
  ASSIGN(const auto files, audit::sync_files(beside.path()));
  return audit::place_at(beside.path(), out);
}

}  // namespace

void add_backtest_options(CLI::App& command, BacktestCommand& options, bool with_known_on) {
  command.add_option("--from", options.from, "first day of the lines to judge");
  command.add_option("--to", options.to, "last day of the lines to judge, included");
  if (with_known_on) {
    command.add_option("--known-on", options.known_on, "knowledge as it was known on this day (default: today)");
  }
  command.add_option("--decisions", options.decisions,
                     "what people decided: CSV finding,decision,by,on,reason with confirmed or refused (default: "
                     "WORKSPACE/decisions.csv when it is there)");
  command.add_option("--sample", options.sample, "findings to read, of new, gone and changed ones each (default: 5)")
      ->check(CLI::Range(std::size_t{0}, kMaxSample));
  command.add_option("--seed", options.seed, "which ones: the same seed gives the same sample (default: 1)");
  command.add_flag("--no-overlap", options.no_overlap,
                   "leave out what other rules say of the same lines; saves judging them on the people touched");
  command.add_option("--threads", options.threads, "threads to judge with (default: as many as the machine has)")
      ->check(CLI::Range(1, kMaxThreads));
  auto* out = command.add_option("--out", options.out, "a new or empty folder for all findings, tables and numbers");
  command.add_option("--format", options.formats, "with --out, what to write: csv,json (default: both)")
      ->delimiter(',')
      ->check(CLI::IsMember({"csv", "json"}))
      ->needs(out);
}

Result<BacktestSources> load_backtest_sources(const BacktestCommand& options) {
  if (!options.out.empty()) TRY(audit::check_free(options.out));
  BacktestSources sources;
  ASSIGN(sources.schema, load_schema());
  sources.workspace = options.workspace;
  ASSIGN(sources.tape, claims::Tape::open(options.workspace, *sources.schema));
  ASSIGN(sources.parameters, load_parameters(options.workspace));
  return sources;
}

Result<std::shared_ptr<const rules::Plan>> plan_of_rules(const BacktestSources& sources, std::vector<rules::Rule> rules,
                                                         const std::shared_ptr<const knowledge::Library>& library) {
  if (rules.empty()) return std::shared_ptr<const rules::Plan>();
  ASSIGN(rules::Registers registers, rules::load_registers(sources.schema, rules, sources.workspace));
  return rules::Plan::make(sources.schema, std::move(rules), library, sources.parameters, std::move(registers));
}

Result<std::shared_ptr<const rules::Plan>> plan_of_others(const BacktestSources& sources,
                                                          std::vector<rules::Rule> rules,
                                                          const std::vector<std::string>& at_stake,
                                                          const std::shared_ptr<const knowledge::Library>& library) {
  std::erase_if(rules, [&](const rules::Rule& rule) {
    return rule.grain == rules::Grain::provider_period || std::ranges::find(at_stake, rule.code) != at_stake.end();
  });
  return plan_of_rules(sources, std::move(rules), library);
}

std::string told_knowledge(const LoadedKnowledge& knowledge) {
  const std::size_t points = knowledge.library->points().size();
  if (knowledge.is_starter) return fmt::format("{} starter points", audit::grouped(points));
  return fmt::format("{} points, {} publications, the last one '{}', as known on {}", audit::grouped(points),
                     knowledge.publications, knowledge.name, format_day(knowledge.library->known_on()));
}

Result<int> run_and_tell(const BacktestCommand& options, const BacktestSources& sources,
                         const audit::BacktestPlans& plans, audit::BacktestFacts facts) {
  facts.program = kVersion;
  facts.started_at = current_time();
  audit::BacktestOptions wanted;
  ASSIGN(wanted.from, day_option("--from", options.from, kNoDay));
  ASSIGN(wanted.to, day_option("--to", options.to, kNoDay));
  ASSIGN(const DecisionsFile decided, load_decisions(options.workspace, options.decisions));
  facts.decisions = decided.file;
  wanted.decisions = decided.get();
  wanted.threads = options.threads;
  wanted.sample = options.sample;
  wanted.seed = options.seed;
  wanted.keep_findings = !options.out.empty();
  audit::BacktestResult result;
  {
    const StopOnSignal stop;
    PartialLines lines;
    wanted.stop = &stop.flag();
    wanted.tell = [&](const audit::SoFar& so_far) { lines.tell(so_far); };
    ASSIGN(result, audit::run_backtest(sources.tape, plans, wanted));
  }
  fmt::print("{}", text_of_backtest(result, facts, options.language));
  fmt::print("{}", text_of_sample(sources.tape.parts(), result, options.language, false));
  fmt::print("{}", text_of_times(result));
  if (!options.out.empty()) {
    ASSIGN(const Path folder, write_files(options, sources, result, facts, wanted.decisions));
    fmt::print("文件 files: {}\n", folder.string());
  }
  return result.is_partial ? 1 : 0;
}

}  // namespace qiuhao::cli
