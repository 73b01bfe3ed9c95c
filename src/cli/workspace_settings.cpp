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

Result<std::optional<Setting>> workspace_setting(const Path& workspace, std::string_view name) {
  const Path file = workspace / "qiuhao.toml";
  std::error_code ignored;
  if (workspace.empty() || !std::filesystem::exists(file, ignored)) return std::optional<Setting>();
  ASSIGN(const std::string content, read_file(file, kMaxSettingsBytes));
  std::string section;
  int number = 0;
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find('\n', begin), content.size());
    const std::string_view line = trimmed(std::string_view(content).substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (line.starts_with('[') && line.ends_with(']'))
      section = fmt::format("{}.", trimmed(line.substr(1, line.size() - 2)));
    const std::size_t equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos) continue;
    if (fmt::format("{}{}", section, trimmed(line.substr(0, equals))) != name) continue;
    const std::string_view value = trimmed(line.substr(equals + 1));
    const Place place{file.string(), number, 0, std::string(name)};
    if (value.size() < 2 || value.front() != '"' || value.back() != '"')
      return input_error("bad_setting",
                         Sentence{fmt::format("the value of {} stands in quotes: {} = \"…\"", name, name),
                                  fmt::format("{} 的值要加引号：{} = \"…\"", name, name)},
                         place);
    return std::optional(Setting{std::string(value.substr(1, value.size() - 2)), place});
  }
  return std::optional<Setting>();
}

Result<std::string> workspace_region(const Path& workspace) {
  auto setting = workspace_setting(workspace, "region");
  if (setting && !*setting) return "";
  if (setting && rules::is_region((*setting)->value)) return (*setting)->value;
  if (!setting && setting.error().code != "bad_setting") return std::unexpected(std::move(setting).error());
  Place place = setting ? (*setting)->place : setting.error().place;
  place.field.clear();
  return input_error("bad_region",
                     Sentence{R"(region is a division code in quotes, such as region = "340600")",
                              R"(region 是带引号的区划代码，例如 region = "340600")"},
                     std::move(place));
}

}  // namespace qiuhao::cli
