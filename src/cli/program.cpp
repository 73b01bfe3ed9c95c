// The program: its commands, help, version, and how errors end it.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "cli/run_program.h"

namespace qiuhao::cli {

CLI::App* add_command(Program& program, const std::string& name, const std::string& purpose,
                      const std::string& example) {
  CLI::App* command = program.app.add_subcommand(name, purpose);
  command->footer("Example:\n  " + example);
  std::string footer = program.app.get_footer();
  if (footer.empty()) footer = "Examples:";
  program.app.footer(footer + "\n  " + example);
  return command;
}

Result<std::string> policy_folder() {
  std::error_code ignored;
  if (const char* named = std::getenv("QIUHAO_POLICY"); named != nullptr && *named != '\0') {
    if (std::filesystem::is_directory(Path(named) / "schema", ignored)) return std::string(named);
    return usage_error("no_policy",
                       fmt::format("QIUHAO_POLICY: {} has no folder schema; name the policy folder", named));
  }
  const Path program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const char* beside : {"../share/qiuhao/policy", "../../policy"}) {
    const Path folder = (program / beside).lexically_normal();
    if (std::filesystem::is_directory(folder / "schema", ignored)) return folder.string();
  }
  return usage_error("no_policy",
                     fmt::format("no policy folder stands beside {}; set QIUHAO_POLICY to it", program.string()));
}

void print_error(const Error& error) {
  const bool is_terminal = ::isatty(STDERR_FILENO) != 0;
  fmt::print(stderr, "{}qiuhao: {}{}\n", is_terminal ? "\x1b[31m" : "", error.text(), is_terminal ? "\x1b[0m" : "");
}

void add_all_commands(Program& program) {
  program.app.name("qiuhao");
  program.app.description("Qiuhao 秋毫 audits medical-insurance claims (医保基金审核).");
  program.app.set_version_flag("--version", std::string("qiuhao ") + kVersion);
  program.app.require_subcommand(1);
  add_simulate(program);
  add_import(program);
  add_knowledge(program);
  add_rules(program);
  add_audit(program);
  add_explain(program);
  add_serve(program);
}

namespace {

// The parser's own sentence for a word that is no command says only that one is missing.
std::string unknown_command(const CLI::App& app, int count, const char* const* arguments) {
  const std::string word = count > 1 ? arguments[1] : "";
  if (word.empty() || word.starts_with('-') || !app.get_subcommands().empty()) return "";
  return fmt::format("there is no command '{}'; qiuhao --help lists them", word);
}

}  // namespace

int run_program(int count, const char* const* arguments) {
  Program program;
  add_all_commands(program);
  try {
    program.app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    constexpr int kWrongUse = 2;
    const std::string sentence = error.get_exit_code() == 0 ? "" : unknown_command(program.app, count, arguments);
    if (!sentence.empty()) {
      print_error({Fault::usage, "unknown_command", sentence, {}});
      return kWrongUse;
    }
    return program.app.exit(error) == 0 ? 0 : kWrongUse;
  }
  const Result<int> code = program.run();
  std::fflush(stdout);
  if (code) return *code;
  print_error(code.error());
  return exit_code(code.error());
}

}  // namespace qiuhao::cli
