// The bureau's program is asked, and whatever it does not say plainly counts as no answer.
#include "documents/virus_check.h"

#include <fmt/format.h>

#include "documents/child_program.h"

namespace qiuhao::documents {
namespace {

constexpr int kClean = 0;
constexpr int kFound = 1;

std::unexpected<Error> no_answer(const Sentence& why) {
  return fail({Fault::system,
               "virus_check_failed",
               fmt::format("the file was not kept, for it could not be checked for viruses: {}", why.english),
               {},
               fmt::format("病毒检查未能完成，文件没有保存：{}", why.chinese)});
}

}  // namespace

Result<VirusCommand> parse_virus_command(std::string_view setting) {
  VirusCommand command;
  while (true) {
    const std::size_t begin = setting.find_first_not_of(' ');
    if (begin == std::string_view::npos) break;
    setting.remove_prefix(begin);
    const std::size_t end = std::min(setting.find(' '), setting.size());
    command.words.emplace_back(setting.substr(0, end));
    setting.remove_prefix(end);
  }
  if (command.words.empty() || command.words[0].starts_with('/')) return command;
  return input_error("bad_setting", Sentence{"the program that checks for viruses is named by its whole path, such as "
                                             "/usr/bin/clamdscan --no-summary",
                                             "病毒检查程序要写完整路径，例如 /usr/bin/clamdscan --no-summary"});
}

Status check_for_viruses(const VirusCommand& command, const Path& file) {
  if (command.words.empty()) return {};
  std::vector<std::string> words = command.words;
  words.push_back(file.string());
  const auto end = run_program(words, command.deadline);
  if (!end) return no_answer({end.error().message, end.error().chinese});
  if (end->was_late) return no_answer({"the program did not end in time", "检查程序超时"});
  if (end->exit_code == kClean) return {};
  if (end->exit_code != kFound)
    return no_answer(
        {fmt::format("the program ended with {}", end->exit_code), fmt::format("检查程序以 {} 退出", end->exit_code)});
  return input_error("virus_found",
                     Sentence{"the virus check found something in this file, so it was not kept; clean the computer "
                              "that it comes from",
                              "病毒检查发现该文件有问题，没有保存；请先清理来源电脑"});
}

}  // namespace qiuhao::documents
