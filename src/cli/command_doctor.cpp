// `qiuhao doctor`: whether all that a workspace keeps is right, and what to do where it is not.
#include <fmt/format.h>

#include <memory>

#include "claims/doctor.h"
#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/doctor_text.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  std::string backups;
  std::string format = "text";
  bool quick = false;
};

Result<int> run_doctor(const Options& options, Language language) {
  ASSIGN(const auto schema, load_schema());
  const StopOnSignal stop;
  Progress progress;
  claims::DoctorOptions wanted;
  wanted.workspace = options.workspace;
  wanted.quick = options.quick;
  wanted.backups = options.backups;
  wanted.stop = &stop.flag();
  wanted.progress = [&](const claims::DoctorProgress& now) {
    progress.show("examining", now.bytes_done, now.bytes_total, "bytes");
  };
  const auto found = claims::examine(*schema, wanted);
  progress.finish();
  if (!found) return fail(found.error());
  const bool as_json = options.format == "json";
  fmt::print("{}", as_json ? json_of_examination(*found, options.workspace, options.quick)
                           : text_of_examination(*found, options.workspace, options.quick, language));
  return found->is_whole() ? 0 : 1;
}

}  // namespace

void add_doctor(Program& program) {
  CLI::App* command =
      add_command(program, "doctor", "verify everything a workspace keeps; say what to do about trouble",
                  "qiuhao doctor city --backups /mnt/backups");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_flag("--quick", options->quick, "only names, lengths, directories and rights: seconds at any size");
  command->add_option("--backups", options->backups, "folder of backups in which files to restore are looked for");
  command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->callback(
      [&program, options] { program.run = [&program, options] { return run_doctor(*options, program.language); }; });
}

}  // namespace qiuhao::cli
