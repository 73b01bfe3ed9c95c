// The page of screening models says of each model what there is, and names each of their rules; each such rule says
// which model it is for and what it cannot see.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "base/files.h"

namespace qiuhao::rules {
namespace {

constexpr int kModels = 45;

std::string text_of(const std::filesystem::path& path) {
  const auto text = read_file(path);
  EXPECT_TRUE(text.has_value()) << path;
  return text ? *text : "";
}

std::set<std::string> screening_files() {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(QIUHAO_SOURCE_DIR "/policy/rules")) {
    const std::string name = file.path().filename();
    if (name >= "R0501" && name < "R0600") names.insert(name);
  }
  return names;
}

TEST(ScreeningPage, HasARowForEachModelAndNamesEachRule) {
  const std::string page = text_of(QIUHAO_SOURCE_DIR "/docs/reference/screening-models.md");
  for (int model = 1; model <= kModels; ++model) {
    EXPECT_NE(page.find(fmt::format("\n| M{:02} |", model)), std::string::npos) << "M" << model;
  }
  const auto names = screening_files();
  EXPECT_GE(names.size(), 53U);
  for (const std::string& name : names) {
    EXPECT_NE(page.find(fmt::format("[{}](../../policy/rules/{})", name.substr(0, 5), name)), std::string::npos)
        << name;
  }
}

TEST(ScreeningPage, RulesSayTheirModelAndWhatTheyCannotSee) {
  for (const std::string& name : screening_files()) {
    const std::string text = text_of(std::filesystem::path(QIUHAO_SOURCE_DIR "/policy/rules") / name);
    const std::string comment = text.substr(0, text.find("\nrule: "));
    EXPECT_NE(comment.find("筛查模型 M"), std::string::npos) << name;
    EXPECT_NE(comment.find("看不到的"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace qiuhao::rules
