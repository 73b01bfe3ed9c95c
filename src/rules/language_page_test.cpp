// The list of functions in docs/reference/rule-language.md is the environment's own, and its examples compile.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cel/parser/macros.h"
#include "rules/test_page.h"
#include "rules/test_world.h"
#include "rules/world.h"

namespace qiuhao::rules {
namespace {

constexpr std::string_view kBegin = "<!-- functions: generated -->\n";
constexpr std::string_view kEnd = "<!-- functions: end -->";

// A text in a cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) text.insert(at, "\\");
  return text;
}

std::string table_of(const std::vector<cel::FunctionDoc>& docs, std::string_view heading) {
  std::string table =
      fmt::format("| {} | form | meaning | 含义 | example |\n| --- | --- | --- | --- | --- |\n", heading);
  for (const cel::FunctionDoc& doc : docs) {
    table += fmt::format("| `{}` | `{}` | {} | {} | `{}` |\n", doc.name, cell(doc.signature), cell(doc.meaning.english),
                         cell(doc.meaning.chinese), cell(doc.example));
  }
  return table;
}

TEST(LanguagePage, ListsTheFunctionsThatRulesHave) {
  const cel::Environment environment = make_environment(*shipped_schema(), {Grain::line, true});
  const std::string wanted =
      table_of(environment.functions(), "function") + "\n" + table_of(cel::macro_docs(), "macro");
  expect_generated("docs/reference/rule-language.md", kBegin, kEnd, wanted);
}

// One sentence each, that ends like one; the Chinese is Chinese.
TEST(LanguagePage, EveryFunctionHasAMeaningInBothLanguages) {
  std::vector<cel::FunctionDoc> docs = make_environment(*shipped_schema(), {Grain::line, true}).functions();
  for (const cel::FunctionDoc& macro : cel::macro_docs()) docs.push_back(macro);
  EXPECT_GE(docs.size(), 80U);
  for (const cel::FunctionDoc& doc : docs) {
    EXPECT_TRUE(doc.meaning.english.ends_with('.')) << doc.name << ": " << doc.meaning.english;
    EXPECT_TRUE(doc.meaning.chinese.ends_with("。")) << doc.name << ": " << doc.meaning.chinese;
    EXPECT_EQ(doc.meaning.english.find("。"), std::string::npos) << doc.name;
  }
}

TEST(LanguagePage, ExamplesCompile) {
  const cel::Environment environment = make_environment(*shipped_schema(), {Grain::line, true});
  std::vector<cel::FunctionDoc> docs = environment.functions();
  for (const cel::FunctionDoc& macro : cel::macro_docs()) docs.push_back(macro);
  for (const cel::FunctionDoc& doc : docs) {
    const auto program = cel::compile(doc.example, environment, cel::Type::any(), {});
    EXPECT_TRUE(program.has_value()) << doc.name << ": " << program.error().text();
  }
}

// docs/reference/rule-file.md lists the fields of a knowledge point; each compiles.
TEST(LanguagePage, FieldsOfAPointAreOnTheRuleFilePage) {
  const cel::Environment environment = make_environment(*shipped_schema(), {Grain::line, true});
  const auto page = read_file(QIUHAO_SOURCE_DIR "/docs/reference/rule-file.md");
  ASSERT_TRUE(page.has_value()) << page.error().text();
  for (const char* field : {"point", "item_name", "constraint", "basis", "first", "second", "sex", "age_min", "age_max",
                            "age_unit", "child", "level_min", "modes", "insurance", "max_days", "min_gap_days",
                            "max_count", "per", "operation_group"}) {
    const std::string path = fmt::format("k.{}", field);
    EXPECT_TRUE(cel::compile(path, environment, cel::Type::any(), {}).has_value()) << path;
    EXPECT_NE(page->find("`" + path + "`"), std::string::npos) << path;
  }
}

}  // namespace
}  // namespace qiuhao::rules
