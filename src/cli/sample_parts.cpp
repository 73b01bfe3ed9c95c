// What the parts of `qiuhao sample` share.
#include "cli/sample_parts.h"

#include <fmt/format.h>

#include <charconv>

#include "base/files.h"

namespace qiuhao::cli {

Result<std::vector<std::pair<std::string, std::string>>> read_pairs(const std::vector<std::string>& words,
                                                                    const std::string& option) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& word : words) {
    const std::size_t equals = word.rfind('=');
    const std::string name = equals == std::string::npos ? "" : word.substr(0, equals);
    const std::string value = equals == std::string::npos ? word : word.substr(equals + 1);
    if (value.empty()) {
      return usage_error("bad_pair", Sentence{fmt::format("{} {}: write NAME=NUMBER, as in 内科=120", option, word),
                                              fmt::format("{} {}：请写 名称=数字，例如 内科=120", option, word)});
    }
    pairs.emplace_back(name, value);
  }
  return pairs;
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> read_counts(const std::vector<std::string>& words,
                                                                       const std::string& option) {
  ASSIGN(const auto pairs, read_pairs(words, option));
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  for (const auto& [name, value] : pairs) {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (error != std::errc{} || end != value.data() + value.size() || count == 0) {
      const std::string word = name.empty() ? value : name + "=" + value;
      return usage_error(
          "bad_count", Sentence{fmt::format("{} {}: write a whole number above 0, as in 内科=120 or 120", option, word),
                                fmt::format("{} {}：请写大于 0 的整数，例如 内科=120 或 120", option, word)});
    }
    counts.emplace_back(name, count);
  }
  return counts;
}

Status put_text(const std::string& text, const std::string& file) {
  if (!file.empty()) return write_file_atomically(file, text);
  fmt::print("{}", text);
  return {};
}

}  // namespace qiuhao::cli
