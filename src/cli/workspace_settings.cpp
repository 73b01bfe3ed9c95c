// Reading `key = "value"` lines, which is all of TOML that the file uses.
#include "cli/workspace_settings.h"

#include <fmt/format.h>

#include <filesystem>

#include "rules/parameters.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kMaxSettingsBytes = std::size_t{1} << 20;

std::string_view trimmed(std::string_view text) {
  constexpr const char* kBlanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

}  // namespace

Result<std::string> workspace_region(const Path& workspace) {
  const Path file = workspace / "qiuhao.toml";
  std::error_code ignored;
  if (workspace.empty() || !std::filesystem::exists(file, ignored)) return "";
  ASSIGN(const std::string content, read_file(file, kMaxSettingsBytes));
  int number = 0;
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find('\n', begin), content.size());
    std::string_view line = trimmed(std::string_view(content).substr(begin, end - begin));
    begin = end + 1;
    ++number;
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || trimmed(line.substr(0, equals)) != "region") continue;
    std::string_view value = trimmed(line.substr(equals + 1));
    const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    if (is_quoted) value = value.substr(1, value.size() - 2);
    if (!is_quoted || !rules::is_region(value)) {
      return input_error("bad_region",
                         Sentence{R"(region is a division code in quotes, such as region = "340600")",
                                  R"(region 是带引号的区划代码，例如 region = "340600")"},
                         {file.string(), number, 0, ""});
    }
    return std::string(value);
  }
  return "";
}

}  // namespace qiuhao::cli
