// Judging in one process, a shard or all of it, and uniting shards.
#include "cli/audit_run.h"

#include <fmt/format.h>

#include <chrono>
#include <mutex>

#include "cli/audit_text.h"
#include "cli/judge_shard.h"
#include "cli/progress.h"
#include "cli/run_program.h"
#include "cli/stop_on_signal.h"

namespace qiuhao::cli {

// Threads tell their progress one at a time.
Result<audit::AuditResult> judge_with_progress(const Sources& sources, audit::AuditOptions options, bool is_shown) {
  const StopOnSignal stop;
  Progress progress;
  std::mutex mutex;
  options.stop = &stop.flag();
  if (is_shown) {
    options.progress = [&](std::size_t done, std::size_t all) {
      const std::lock_guard lock(mutex);
      progress.show("judging", static_cast<std::int64_t>(done), static_cast<std::int64_t>(all), "lines");
    };
  }
  return audit::run_audit(sources.tape, sources.plan, options);
}

Result<audit::Partial> judge_shard(const AuditRun& run, const audit::Shard& shard, bool is_shown) {
  const Seconds started_at = current_time();
  ASSIGN(const Sources sources, load_sources(run.workspace, run.rules, run.known_on));
  audit::Partial partial;
  partial.identity = audit::identity_of(sources.tape, *sources.plan);
  partial.facts = run_facts(sources, started_at);
  partial.shard = shard;
  audit::AuditOptions options = run.options;
  options.shard = shard;
  ASSIGN(partial.result, judge_with_progress(sources, options, is_shown));
  return partial;
}

namespace {

Result<int> record_and_tell(const AuditRun& run, const Sources& sources, const audit::AuditResult& result,
                            const audit::RunFacts& facts) {
  ASSIGN(const audit::Record record, audit::record_run(run.workspace, sources.tape.parts(), result, facts, run.record));
  fmt::print("{}", text_of_audit(result, facts, record, run.workspace));
  return run.fail_on_findings && !result.findings.empty() ? 1 : 0;
}

}  // namespace

Result<int> audit_everybody(const AuditRun& run) {
  const Seconds started_at = current_time();
  ASSIGN(const Sources sources, load_sources(run.workspace, run.rules, run.known_on));
  ASSIGN(const audit::AuditResult result, judge_with_progress(sources, run.options, true));
  return record_and_tell(run, sources, result, run_facts(sources, started_at));
}

Result<int> audit_shard(const AuditRun& run, const audit::Shard& shard, const Path& folder) {
  ASSIGN(const audit::Partial partial, judge_shard(run, shard, true));
  ASSIGN(const Path file, audit::save_partial(partial, folder));
  const audit::AuditResult& result = partial.result;
  fmt::print("分片 shard {}: {} people, {} lines, {} findings, {} undecided; {:.2f} s\n文件 file: {}\n", shard.text(),
             with_commas(static_cast<std::int64_t>(result.people)),
             with_commas(static_cast<std::int64_t>(result.lines)),
             with_commas(static_cast<std::int64_t>(result.findings.size())),
             with_commas(static_cast<std::int64_t>(result.undecided_count())), result.seconds, file.string());
  fmt::print("下一步 next, when all {} shards are there:\n  qiuhao audit merge {} {}\n", shard.count, run.workspace,
             folder.string());
  return 0;
}

Result<int> unite_partials(const AuditRun& run, std::vector<audit::Partial> partials) {
  TRY(audit::check_partials(partials));
  const audit::Partial& first = partials.front();
  std::vector<std::string> codes;
  for (const auto& [code, hash] : first.identity.rules) codes.push_back(code);
  ASSIGN(const Sources sources, load_sources(run.workspace, codes, first.facts.known_on, first.facts.is_starter));
  TRY(audit::check_identity(partials, audit::identity_of(sources.tape, *sources.plan), kVersion));
  const audit::RunFacts facts = audit::merge_facts(partials);
  ASSIGN(const audit::AuditResult result, audit::merge_partials(sources.tape, sources.plan, std::move(partials)));
  return record_and_tell(run, sources, result, facts);
}

Result<int> merge_shards(AuditRun run, const std::vector<Path>& partials) {
  ASSIGN(std::vector<audit::Partial> loaded, audit::load_partials(partials));
  return unite_partials(run, std::move(loaded));
}

}  // namespace qiuhao::cli
