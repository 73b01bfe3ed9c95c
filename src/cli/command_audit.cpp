// `qiuhao audit`: judges every line of a workspace and records what was found; in shards where it is asked to.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/audit_run.h"
#include "cli/command.h"
#include "cli/shard_option.h"
#include "mpi/ranks.h"

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
  std::string shard;
  bool mpi = false;
  std::vector<std::string> partials;
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

Result<AuditRun> audit_run(const Options& options) {
  AuditRun run;
  run.workspace = options.workspace;
  run.rules = options.rules;
  ASSIGN(run.options, audit_options(options));
  ASSIGN(run.known_on, day_option("--known-on", options.known_on, day_of(current_time())));
  run.record = record_options(options);
  run.fail_on_findings = options.fail_on_findings;
  return run;
}

Result<int> run_audit_command(const Options& options) {
  if (options.workspace.empty()) {
    return usage_error("no_workspace", Sentence{"audit: name the workspace, as in: qiuhao audit city",
                                                "audit：请写工作区，如 qiuhao audit city"});
  }
  ASSIGN(const AuditRun run, audit_run(options));
  if (options.shard.empty()) {
    return options.mpi || mpi::is_launched() ? audit_by_ranks(run) : audit_everybody(run);
  }
  if (options.out.empty()) {
    return usage_error("no_out", Sentence{"--shard: say with --out in which folder the partial results are gathered",
                                          "--shard：请用 --out 写明存放部分结果的文件夹"});
  }
  ASSIGN(const audit::Shard shard, shard_option(options.shard));
  return audit_shard(run, shard, options.out);
}

Result<int> run_merge_command(const Options& options) {
  ASSIGN(AuditRun run, audit_run(options));
  return merge_shards(std::move(run), {options.partials.begin(), options.partials.end()});
}

void add_record_options(CLI::App& command, Options& options) {
  command.add_option("--format", options.formats, "files to write: parquet,csv,xlsx,html (default: all)")
      ->delimiter(',')
      ->check(CLI::IsMember({"parquet", "csv", "xlsx", "html"}));
  command.add_option("--out", options.out, "a new or empty folder for the files (default: WORKSPACE/exports)");
  command.add_flag("--fail-on-findings", options.fail_on_findings, "end with exit code 1 when something was found");
}

// A workspace that is called merge is written ./merge.
void add_merge(Program& program, CLI::App& audit) {
  CLI::App* command = audit.add_subcommand("merge", "unite the partial results of all shards into one run");
  command->footer("Example:\n  qiuhao audit merge city partials");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("PARTIAL", options->partials, "partial results, or folders of them")->required();
  add_record_options(*command, *options);
  command->callback([&program, options] { program.run = [options] { return run_merge_command(*options); }; });
}

}  // namespace

void add_audit(Program& program) {
  CLI::App* command = add_command(program, "audit", "judge every line; findings as Parquet, CSV, xlsx and a report",
                                  "qiuhao audit city --from 2025-01-01 --to 2025-12-31");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace");
  command->add_option("--from", options->from, "first day of the lines to judge");
  command->add_option("--to", options->to, "last day of the lines to judge, included");
  command->add_option("--rules", options->rules, "codes of rules, such as R0101,R0102 (default: all)")->delimiter(',');
  command->add_option("--providers", options->providers, "codes of providers (default: all)")->delimiter(',');
  command->add_option("--known-on", options->known_on, "knowledge as it was known on this day (default: today)");
  command->add_option("--threads", options->threads, "threads to judge with (default: as many as the machine has)")
      ->check(CLI::Range(1, kMaxThreads));
  command->add_option("--shard", options->shard,
                      "judge one shard of the people, as in 2/7, into a partial result in --out; auto: the shard that "
                      "Slurm, Kubernetes or mpirun says");
  command->add_flag("--mpi", options->mpi, "take part in an MPI job that another launcher than mpirun started");
  add_record_options(*command, *options);
  add_merge(program, *command);
  command->callback([&program, options, command] {
    if (command->get_subcommands().empty()) program.run = [options] { return run_audit_command(*options); };
  });
}

}  // namespace qiuhao::cli
