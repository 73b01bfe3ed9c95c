// The templates in policy/documents/: loaded against the shipped workflows, complete, and right by their own tests.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "casework/test_store.h"
#include "documents/template_tests.h"

namespace qiuhao::documents {
namespace {

TEST(ShippedTemplates, LoadTogetherAndPassTheirTests) {
  auto kinds = casework::Kinds::make(casework::shipped_kinds());
  ASSERT_TRUE(kinds.has_value()) << kinds.error().text();
  std::vector<Template> all;
  std::set<Form> forms;
  for (const auto& entry : std::filesystem::directory_iterator(QIUHAO_SOURCE_DIR "/policy/documents")) {
    TemplateReading reading = load_template_all(entry.path().string(), *kinds);
    for (const Error& error : reading.errors) ADD_FAILURE() << error.text();
    ASSERT_TRUE(reading.made.has_value());
    forms.insert(reading.made->form);
    all.push_back(std::move(*reading.made));
  }
  EXPECT_EQ(forms.size(), kForms) << "one of each form at least";
  EXPECT_GE(all.size(), 12U);
  const workflow::Calendar calendar = casework::test_calendar();
  std::size_t passed = 0;
  for (const Template& made : all) {
    const auto report = run_template_tests(made, *kinds->newest(made.kind), calendar);
    ASSERT_TRUE(report.has_value()) << report.error().text();
    for (const auto& failure : report->failures) ADD_FAILURE() << failure.text();
    EXPECT_GT(report->passed, 0U) << made.file << " shows nothing";
    passed += report->passed;
  }
  EXPECT_GE(passed, 18U);
  std::vector<const workflow::Kind*> newest;
  for (const char* name : {"finding_review", "recovery", "penalty_case", "tip_off"})
    newest.push_back(kinds->newest(name));
  const auto templates = Templates::make(std::move(all), newest);
  ASSERT_TRUE(templates.has_value()) << templates.error().text();
  EXPECT_NE(templates->find("recovery", "notice"), nullptr);
  EXPECT_EQ(templates->find("recovery", "receipt"), nullptr);
}

// The template in docs/recipes/write-a-document-template.md is right.
TEST(ShippedTemplates, TheRecipe) {
  const auto page = read_file(QIUHAO_SOURCE_DIR "/docs/recipes/write-a-document-template.md");
  ASSERT_TRUE(page.has_value());
  std::istringstream lines(*page);
  std::string content;
  for (std::string line; std::getline(lines, line);) {
    if (content.empty() && !line.starts_with("    document: ")) continue;
    if (!line.starts_with("    ")) break;
    content += line.substr(4) + "\n";
  }
  auto kinds = casework::Kinds::make(casework::shipped_kinds());
  const TemplateReading reading = parse_template_all(content, "write-a-document-template.md", *kinds);
  for (const Error& error : reading.errors) ADD_FAILURE() << error.text();
  ASSERT_TRUE(reading.made.has_value());
  const auto report = run_template_tests(*reading.made, *kinds->newest("recovery"), casework::test_calendar());
  ASSERT_TRUE(report.has_value()) << report.error().text();
  for (const auto& failure : report->failures) ADD_FAILURE() << failure.text();
  EXPECT_EQ(report->passed, 2U);
}

}  // namespace
}  // namespace qiuhao::documents
