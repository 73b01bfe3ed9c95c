// `qiuhao backup` and `qiuhao restore`: a workspace to another disk and back.
#include <fmt/format.h>

#include <memory>

#include "claims/backup.h"
#include "cli/audit_sources.h"
#include "cli/backup_text.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"

namespace qiuhao::cli {
namespace {

struct BackupWords {
  std::string workspace;
  std::string destination;
  std::string list;
  std::string verify;
};

struct RestoreWords {
  std::string destination;
  std::string workspace;
  std::string file;
  std::int64_t number = 0;
};

claims::BackupOptions options_of(const StopOnSignal& stop, Progress& progress, const char* step) {
  claims::BackupOptions options;
  options.stop = &stop.flag();
  options.progress = [&progress, step](const claims::BackupProgress& now) {
    progress.show(step, now.bytes_done, now.bytes_total, "bytes");
  };
  return options;
}

Result<int> run_list(const std::string& destination, Language language) {
  ASSIGN(const claims::BackupList list, claims::list_backups(destination));
  fmt::print("{}", text_of_backups(list, language));
  return list.damaged.empty() ? 0 : 1;
}

Result<int> run_verify(const std::string& destination, Language language) {
  const StopOnSignal stop;
  Progress progress;
  const auto damaged = claims::verify_backups(destination, options_of(stop, progress, "verifying"));
  progress.finish();
  if (!damaged) return fail(damaged.error());
  fmt::print("{}", text_of_verified(*damaged, language));
  return damaged->empty() ? 0 : 1;
}

Result<int> run_backup(const BackupWords& words, Language language) {
  if (!words.list.empty()) return run_list(words.list, language);
  if (!words.verify.empty()) return run_verify(words.verify, language);
  if (words.workspace.empty() || words.destination.empty()) {
    return usage_error("missing_argument",
                       Sentence{"backup needs WORKSPACE and DEST, as in: qiuhao backup city backups",
                                "backup 需要 WORKSPACE 和 DEST，例如：qiuhao backup city backups"});
  }
  const StopOnSignal stop;
  Progress progress;
  const auto summary = claims::back_up(words.workspace, words.destination, options_of(stop, progress, "copying"));
  progress.finish();
  if (!summary) return fail(summary.error());
  fmt::print("{}", text_of_backup(*summary, words.destination, language));
  return 0;
}

Result<int> run_restore(const RestoreWords& words, Language language) {
  if (!words.file.empty()) {
    TRY(claims::restore_file(words.destination, words.number, words.workspace, words.file));
    fmt::print("{}", text_of_restored_file(words.workspace, words.file, language));
    return 0;
  }
  ASSIGN(const auto schema, load_schema());
  const StopOnSignal stop;
  Progress progress;
  const auto summary = claims::restore(*schema, words.destination, words.number, words.workspace,
                                       options_of(stop, progress, "restoring"));
  progress.finish();
  if (!summary) return fail(summary.error());
  fmt::print("{}", text_of_restore(*summary, words.workspace, language));
  return 0;
}

}  // namespace

void add_backup(Program& program) {
  CLI::App* command =
      add_command(program, "backup", "copy a workspace, also while an import runs", "qiuhao backup city /mnt/backups");
  const auto words = std::make_shared<BackupWords>();
  command->add_option("WORKSPACE", words->workspace, "folder of the workspace");
  command->add_option("DEST", words->destination, "folder of backups; made when absent, best on another disk");
  command->add_option("--list", words->list, "list the backups of that folder, and do nothing else");
  command->add_option("--verify", words->verify, "read every copy of that folder, and do nothing else");
  command->callback(
      [&program, words] { program.run = [&program, words] { return run_backup(*words, program.language); }; });
}

void add_restore(Program& program) {
  CLI::App* command = add_command(program, "restore", "make a workspace from a backup",
                                  "qiuhao restore /mnt/backups city-2 --number 3");
  const auto words = std::make_shared<RestoreWords>();
  command->add_option("BACKUPS", words->destination, "folder of backups")->required();
  command->add_option("WORKSPACE", words->workspace, "folder that is not there yet, or empty")->required();
  command->add_option("--number", words->number, "of the backup (default: the latest)")
      ->check(CLI::Range(1, 1'000'000'000));
  command->add_option("--file", words->file, "put only this file back, named below the workspace");
  command->callback(
      [&program, words] { program.run = [&program, words] { return run_restore(*words, program.language); }; });
}

}  // namespace qiuhao::cli
