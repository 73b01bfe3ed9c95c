// `qiuhao audit`: judges every line of a workspace and records what was found.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "cli/audit_sources.h"
#include "cli/audit_text.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxThreads = 1'024;

struct Options {
  std::string workspace;
  std::string from;
  std::string to;
  std::string known_on;
  std::vector<std::string> rules;
  std::vector<std::string> providers;
  int threads = 0;
  std::vector<std::string> formats;
  std::string out;
  bool fail_on_findings = false;
};

audit::RecordOptions record_options(const Options& options) {
  audit::RecordOptions record;
  record.out = options.out;
  if (options.formats.empty()) return record;
  const auto has = [&](const char* format) {
    return std::find(options.formats.begin(), options.formats.end(), format) != options.formats.end();
  };
  record.parquet = has("parquet");
  record.csv = has("csv");
  record.xlsx = has("xlsx");
  record.html = has("html");
  return record;
}

Result<audit::AuditOptions> audit_options(const Options& options) {
  audit::AuditOptions audit;
  ASSIGN(audit.from, day_option("--from", options.from, kNoDay));
  ASSIGN(audit.to, day_option("--to", options.to, kNoDay));
  if (audit.from != kNoDay && audit.to != kNoDay && audit.from > audit.to) {
    return usage_error("bad_period", fmt::format("--from {} is after --to {}; swap them", options.from, options.to));
  }
  audit.providers = options.providers;
  audit.threads = options.threads;
  return audit;
}

// Threads tell their progress one at a time.
Result<audit::AuditResult> run_with_progress(const Sources& sources, audit::AuditOptions options) {
  const StopOnSignal stop;
  Progress progress;
  std::mutex mutex;
  options.stop = &stop.flag();
  options.progress = [&](std::size_t done, std::size_t all) {
    const std::lock_guard lock(mutex);
    progress.show("judging", static_cast<std::int64_t>(done), static_cast<std::int64_t>(all), "lines");
  };
  return audit::run_audit(sources.tape, sources.plan, options);
}

Result<int> run_audit_command(const Options& options) {
  const Path workspace = options.workspace;
  const Seconds started_at = current_time();
  ASSIGN(audit::AuditOptions audit, audit_options(options));
  ASSIGN(const Day known_on, day_option("--known-on", options.known_on, day_of(started_at)));
  ASSIGN(const Sources sources, load_sources(workspace, options.rules, known_on));
  ASSIGN(const audit::AuditResult result, run_with_progress(sources, audit));
  const audit::RunFacts facts = run_facts(sources, started_at);
  ASSIGN(const audit::Record record,
         audit::record_run(workspace, sources.tape.parts(), result, facts, record_options(options)));
  fmt::print("{}", text_of_audit(result, facts, record, options.workspace));
  return options.fail_on_findings && !result.findings.empty() ? 1 : 0;
}

}  // namespace

void add_audit(Program& program) {
  CLI::App* command = add_command(program, "audit", "judge every line; findings as Parquet, CSV, xlsx and a report",
                                  "qiuhao audit city --from 2025-01-01 --to 2025-12-31");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("--from", options->from, "first day of the lines to judge");
  command->add_option("--to", options->to, "last day of the lines to judge, included");
  command->add_option("--rules", options->rules, "codes of rules, such as R0101,R0102 (default: all)")->delimiter(',');
  command->add_option("--providers", options->providers, "codes of providers (default: all)")->delimiter(',');
  command->add_option("--known-on", options->known_on, "knowledge as it was known on this day (default: today)");
  command->add_option("--threads", options->threads, "threads to judge with (default: as many as the machine has)")
      ->check(CLI::Range(1, kMaxThreads));
  command->add_option("--format", options->formats, "files to write: parquet,csv,xlsx,html (default: all)")
      ->delimiter(',')
      ->check(CLI::IsMember({"parquet", "csv", "xlsx", "html"}));
  command->add_option("--out", options->out, "a new or empty folder for the files (default: WORKSPACE/exports)");
  command->add_flag("--fail-on-findings", options->fail_on_findings, "end with exit code 1 when something was found");
  command->callback([&program, options] { program.run = [options] { return run_audit_command(*options); }; });
}

}  // namespace qiuhao::cli
