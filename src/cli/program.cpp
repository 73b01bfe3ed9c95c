// The program: its commands, help, version, and how errors end it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
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
                       Sentence{fmt::format("QIUHAO_POLICY: {} has no folder schema; name the policy folder", named),
                                fmt::format("QIUHAO_POLICY：{} 里没有 schema 文件夹；请写政策文件夹", named)});
  }
  const Path program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const char* beside : {"../share/qiuhao/policy", "../../policy"}) {
    const Path folder = (program / beside).lexically_normal();
    if (std::filesystem::is_directory(folder / "schema", ignored)) return folder.string();
  }
  return usage_error(
      "no_policy", Sentence{fmt::format("no policy folder stands beside {}; set QIUHAO_POLICY to it", program.string()),
                            fmt::format("{} 旁边没有政策文件夹；请设置 QIUHAO_POLICY", program.string())});
}

std::string web_folder() {
  std::error_code ignored;
  if (const char* named = std::getenv("QIUHAO_WEB"); named != nullptr && *named != '\0') return named;
  const Path program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const char* beside : {"../share/qiuhao/web", "../web"}) {
    const Path folder = (program / beside).lexically_normal();
    if (std::filesystem::exists(folder / "index.html", ignored)) return folder.string();
  }
  return "";
}

std::vector<std::string> yaml_files_in(const std::vector<std::string>& folders) {
  std::vector<std::string> files;
  std::error_code ignored;
  for (const std::string& folder : folders) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
      if (entry.path().extension() == ".yaml") found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

std::vector<std::string> yaml_files(const std::vector<std::string>& named) {
  std::vector<std::string> files;
  std::vector<std::string> folders;
  std::error_code ignored;
  for (const std::string& one : named) (std::filesystem::is_directory(one, ignored) ? folders : files).push_back(one);
  const auto in_folders = yaml_files_in(folders);
  files.insert(files.end(), in_folders.begin(), in_folders.end());
  return files;
}

void print_error(const Error& error, Language language) {
  const bool is_terminal = ::isatty(STDERR_FILENO) != 0;
  fmt::print(stderr, "{}qiuhao: {}{}\n", is_terminal ? "\x1b[31m" : "", error.text(language),
             is_terminal ? "\x1b[0m" : "");
}

void add_all_commands(Program& program) {
  program.app.name("qiuhao");
  program.app.description("Qiuhao 秋毫 audits medical-insurance claims (医保基金审核).");
  program.app.set_version_flag("--version", std::string("qiuhao ") + kVersion);
  program.app.require_subcommand(1);
  program.app.fallthrough();  // --lang may stand behind the command too
  program.language = language_of_environment();
  program.app
      .add_option_function<std::string>(
          "--lang",
          [&program](const std::string& word) {
            program.language = word == "zh" ? Language::chinese : Language::english;
          },
          "language of sentences: zh or en (default: of LC_ALL, LC_MESSAGES or LANG)")
      ->check(CLI::IsMember({"zh", "en"}))
      ->type_name("zh|en");
  add_simulate(program);
  add_import(program);
  add_compact(program);
  add_backup(program);
  add_restore(program);
  add_doctor(program);
  add_knowledge(program);
  add_rules(program);
  add_workflows(program);
  add_library(program);
  add_audit(program);
  add_rank(program);
  add_explain(program);
  add_serve(program);
  add_replay(program);
  add_sql(program);
  add_screen(program);
  add_export(program);
  add_sample(program);
  add_draw(program);
  add_documents(program);
  add_users(program);
  add_trail(program);
  add_findings(program);
  add_records(program);
  add_evidence(program);
  add_verify(program);
  add_exceptions(program);
}

namespace {

// The first word when it is no command: the parser's own sentence says only that one is missing.
std::string unknown_command(const CLI::App& app, int count, const char* const* arguments) {
  const std::string word = count > 1 ? arguments[1] : "";
  return word.starts_with('-') || !app.get_subcommands().empty() ? "" : word;
}

}  // namespace

int run_program(int count, const char* const* arguments) {
  Program program;
  add_all_commands(program);
  try {
    program.app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    constexpr int kWrongUse = 2;
    const std::string word = error.get_exit_code() == 0 ? "" : unknown_command(program.app, count, arguments);
    if (!word.empty()) {
      print_error({Fault::usage,
                   "unknown_command",
                   fmt::format("there is no command '{}'; qiuhao --help lists them", word),
                   {},
                   fmt::format("没有命令“{}”；qiuhao --help 列出全部命令", word)},
                  program.language);
      return kWrongUse;
    }
    return program.app.exit(error) == 0 ? 0 : kWrongUse;
  }
  const Result<int> code = program.run();
  std::fflush(stdout);
  if (code) return *code;
  print_error(code.error(), program.language);
  return exit_code(code.error());
}

}  // namespace qiuhao::cli
