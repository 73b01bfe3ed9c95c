// The workbench on the real functions: tests in a process of their own, a backtest against the library, and knowledge.
#include <fmt/format.h>

#include <thread>

#include "cli/test_calls.h"
#include "cli/workbench_sources.h"
#include "cli/workbench_tests.h"
#include "text/json_view.h"

namespace qiuhao::cli {
namespace {

class WorkbenchTest : public CallTest {
 protected:
  static std::string program() {
    return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "qiuhao").string();
  }
  static std::string rule_text(const std::string& file) {
    return read_file(std::string(QIUHAO_SOURCE_DIR) + "/policy/rules/" + file).value();
  }
  static std::string swapped(std::string text, const std::string& before, const std::string& after) {
    const std::size_t at = text.find(before);
    CHECK_NOTE(at != std::string::npos, before);
    return text.replace(at, before.size(), after);
  }
};

TEST_F(WorkbenchTest, tests_run_in_a_process_of_their_own) {
  const std::string right = rule_text("R0101_drug_sex.yaml");
  const auto good = run_tests_apart(program(), workspace(), right);
  ASSERT_TRUE(good) << good.error().text();
  EXPECT_TRUE(has(*good, R"({"passed":9,"failed":0)")) << *good;
  const auto wrong = run_tests_apart(program(), workspace(), swapped(right, R"("12.34")", R"("1.00")"));
  ASSERT_TRUE(wrong) << wrong.error().text();
  EXPECT_TRUE(has(*wrong, R"("failed":1)")) << *wrong;
}

// A single evaluation is ended by its own count of steps, so it takes many of them to be slow; here there is no time at
// all, which ends any.
TEST_F(WorkbenchTest, tests_that_take_too_long_are_ended) {
  const auto start = std::chrono::steady_clock::now();
  const auto ended =
      run_tests_apart(program(), workspace(), rule_text("R0112_service_frequency.yaml"), std::chrono::seconds(0));
  ASSERT_FALSE(ended) << ended->substr(0, 600);
  EXPECT_EQ(ended.error().code, "tests_too_slow") << ended.error().text();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(WorkbenchTest, a_backtest_is_held_against_the_library) {
  const std::string city = (folder_ / "tables").string();
  ASSERT_EQ(call({"simulate", city, "--people", "200", "--months", "2"}).code, 0);
  ASSERT_EQ(call({"import", workspace(), city}).code, 0);
  const auto bench = open_workbench(workspace(), program());
  ASSERT_TRUE(bench) << bench.error().text();
  const auto library = (*bench)->library();
  ASSERT_TRUE(library) << library.error().text();
  EXPECT_NE((*library)->find("R0101"), nullptr);
  const auto knowledge = (*bench)->knowledge();
  ASSERT_TRUE(knowledge) << knowledge.error().text();
  EXPECT_TRUE((*knowledge)->is_starter);

  const std::string text = swapped(rule_text("R0101_drug_sex.yaml"), "person.sex != k.sex && ", "");
  auto checked = (*bench)->check(text);
  ASSERT_TRUE(checked && checked->rule);
  const auto id = (*bench)->backtests().order({std::move(*checked->rule), "editor"});
  ASSERT_TRUE(id);
  server::BacktestTold told;
  for (int tries = 0; tries < 6'000; ++tries) {
    told = (*bench)->backtests().find(*id).value();
    if (told.state >= server::BacktestState::done) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(told.state, server::BacktestState::done) << (told.error ? told.error->text() : "");
  EXPECT_TRUE(has(*told.result, R"("old": "R0101 v1 )")) << told.result->substr(0, 400);
  EXPECT_GT(told.so_far.found.added, 0U);
  text::JsonReader reader;
  const auto sample = reader.read(*told.sample_chinese);
  ASSERT_TRUE(sample) << told.sample_chinese->substr(0, 400);
  EXPECT_EQ(sample->size(), std::min<std::size_t>(told.so_far.found.added, server::kBacktestSample));

  // What the command says of the same text.
  const Path file = folder_ / "R0101.yaml";
  ASSERT_TRUE(write_file_atomically(file, text).has_value());
  const Said said = call({"rules", "backtest", workspace(), file.string()});
  EXPECT_TRUE(has(said.text, fmt::format("{}", told.so_far.found.added))) << said.text;
}

}  // namespace
}  // namespace qiuhao::cli
