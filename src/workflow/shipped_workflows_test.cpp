// Every workflow that is shipped is right, passes its own tests, and these show every action and both sides of each
// guard.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "workflow/draw.h"
#include "workflow/kind_tests.h"
#include "workflow/model_check.h"

namespace qiuhao::workflow {
namespace {

class ShippedWorkflows : public testing::Test {
 protected:
  void SetUp() override {
    auto calendar = Calendar::read(QIUHAO_SOURCE_DIR "/policy/calendar/china.yaml");
    ASSERT_TRUE(calendar.has_value()) << calendar.error().text();
    calendar_ = std::move(*calendar);
    for (const auto& entry : std::filesystem::directory_iterator(QIUHAO_SOURCE_DIR "/policy/workflows")) {
      KindReading reading = load_kind_all(entry.path().string());
      for (const Error& error : reading.errors) ADD_FAILURE() << error.text();
      if (reading.kind) kinds_.push_back(std::move(*reading.kind));
    }
  }
  Calendar calendar_;
  std::vector<Kind> kinds_;
};

TEST_F(ShippedWorkflows, PassTheirTestsWhichShowEverything) {
  for (const Kind& kind : kinds_) {
    const auto report = run_kind_tests(kind, calendar_);
    ASSERT_TRUE(report.has_value()) << report.error().text(Language::english);
    for (const KindTestFailure& failure : report->failures) ADD_FAILURE() << failure.text();
    for (const Error& missing : report->uncovered) ADD_FAILURE() << missing.text();
    EXPECT_GE(report->passed, 5U) << kind.name;
  }
}

TEST_F(ShippedWorkflows, AgreeWithEachOther) {
  for (const Error& error : check_together(kinds_)) ADD_FAILURE() << error.text();
  std::set<std::string> names;
  for (const Kind& kind : kinds_) names.insert(kind.name);
  EXPECT_TRUE(names.contains("finding_review") && names.contains("recovery"));
}

// Guards as free choices: an end can be reached from everywhere, each end from somewhere.
TEST_F(ShippedWorkflows, ReachAnEndFromEverywhere) {
  for (const Kind& kind : kinds_) {
    const ModelReport model = check_model(kind);
    EXPECT_TRUE(model.errors.empty());
    EXPECT_GE(model.positions, kind.states.size());
    for (Number end = 0; end < kind.states.size(); ++end) {
      for (Number state = 0; state < kind.states.size() && kind.states[end].is_final; ++state) {
        if (kind.states[state].is_initial) {
          EXPECT_TRUE(model.ends_reached[state][end]) << kind.name << " " << kind.states[end].name;
        }
      }
    }
  }
}

// A number that a document sets stands with its day and its basis.
TEST_F(ShippedWorkflows, NameTheBasisOfEveryNumber) {
  for (const Kind& kind : kinds_) {
    for (const Parameter& parameter : kind.parameters) {
      for (const ParameterValue& value : parameter.values) {
        EXPECT_FALSE(value.basis.document.empty() || value.basis.clause.empty()) << kind.name << " " << parameter.name;
        EXPECT_NE(value.from, kNoDay) << kind.name << " " << parameter.name;
      }
    }
  }
}

TEST_F(ShippedWorkflows, AreDrawn) {
  for (const Kind& kind : kinds_) {
    for (const State& state : kind.states) {
      EXPECT_NE(draw_text(kind, Language::chinese).find(state.title.chinese), std::string::npos);
      EXPECT_NE(draw_mermaid(kind, Language::english).find("s_" + state.name), std::string::npos);
      EXPECT_NE(draw_graphviz(kind, Language::english).find("s_" + state.name), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace qiuhao::workflow
