// Running the tests of a workflow file.
#include "workflow/kind_tests.h"

#include <fmt/format.h>

#include <map>

#include "workflow/coverage.h"
#include "workflow/test_steps.h"

namespace qiuhao::workflow {
namespace {

class Runner {
 public:
  Runner(const Kind& kind, const Calendar& calendar)
      : kind_(kind), calendar_(calendar), reader_(kind), coverage_(kind) {}

  Result<KindTestReport> run(std::string_view filter) {
    TRY(reader_.read_people());
    if (kind_.tests.items.size() > kMaxTests)
      return input_error("bad_test", Sentence{fmt::format("a workflow has at most {} tests", kMaxTests),
                                              fmt::format("一个流程最多 {} 个测试", kMaxTests)});
    for (const text::Node& test : kind_.tests.items) TRY(run_test(test, filter));
    report_.uncovered = coverage_.missing();
    return std::move(report_);
  }

 private:
  std::unexpected<Error> bad(const text::Node& node, Sentence sentence) const {
    return input_error("bad_test", std::move(sentence), {kind_.file, node.line, node.column, ""});
  }

  // Tests that others go on from run whatever the filter says.
  Status run_test(const text::Node& test, std::string_view filter) {
    for (const auto& [key, value] : test.entries) {
      if (key.scalar != "name" && key.scalar != "after" && key.scalar != "region" && key.scalar != "subject" &&
          key.scalar != "steps")
        return bad(key, {fmt::format("a test has name, after, region, subject and steps, no '{}'", key.scalar),
                         fmt::format("测试有 name、after、region、subject、steps，没有“{}”", key.scalar)});
    }
    const std::string name = test.text_of("name");
    const text::Node* steps = test.find("steps");
    if (name.empty() || steps == nullptr || !steps->is_sequence() || ends_.contains(name))
      return bad(test, {"a test has a name of its own and steps: a list", "测试要有不重复的 name 和列表 steps"});
    std::optional<Matter> matter;
    if (const text::Node* after = test.find("after")) {
      const auto found = ends_.find(after->scalar);
      if (found == ends_.end() || !found->second)
        return bad(*after, {fmt::format("no test above is called '{}', or it opens nothing", after->scalar),
                            fmt::format("上面没有名为“{}”的测试，或它没有立项", after->scalar)});
      matter = found->second;
    }
    const std::size_t failures_before = report_.failures.size();
    for (std::size_t number = 0; number < steps->items.size(); ++number) {
      TRY(run_step(test, steps->items[number], number + 1, matter));
    }
    const bool is_meant = name.find(filter) != std::string::npos;
    const bool is_right = report_.failures.size() == failures_before;
    ends_[name] = std::move(matter);
    if (!is_meant) {
      report_.failures.resize(failures_before);
      return {};
    }
    report_.names.push_back(name);
    ++(is_right ? report_.passed : report_.failed);
    return {};
  }

  Status run_step(const text::Node& test, const text::Node& node, std::size_t number, std::optional<Matter>& matter) {
    ASSIGN(const TestStep step, reader_.read_step(node));
    if (step.passes_time && !matter) return bad(node, {"nothing is opened yet", "还没有立项"});
    const Answer answer = answer_of(step, test, matter);
    ASSIGN(const std::vector<Sentence> wrong, reader_.compare(step, answer));
    for (const Sentence& sentence : wrong)
      report_.failures.push_back({test.text_of("name"), number, {kind_.file, node.line, node.column, ""}, sentence});
    if (answer.is_done()) matter = answer.matter;
    return {};
  }

  Answer answer_of(const TestStep& step, const text::Node& test, const std::optional<Matter>& matter) {
    Trace trace;
    ClockTraces clock;
    if (step.passes_time) {
      Answer answer = pass_time(kind_, calendar_, *matter, step.act.at, &clock);
      for (const auto& [action, seen] : clock) coverage_.add(action, seen, answer.is_done());
      return answer;
    }
    const std::string region = test.text_of("region");
    Answer answer = matter ? perform(kind_, calendar_, *matter, step.act, &trace)
                           : open(kind_, calendar_, {"T1", test.text_of("subject"), region}, step.act, &trace);
    if (const auto action = find_named(kind_.actions, step.act.action)) coverage_.add(*action, trace, answer.is_done());
    return answer;
  }

  const Kind& kind_;
  const Calendar& calendar_;
  TestReader reader_;
  Coverage coverage_;
  std::map<std::string, std::optional<Matter>> ends_;  // of tests, by name
  KindTestReport report_;
};

}  // namespace

std::string KindTestFailure::text(Language language) const {
  const std::string step_text =
      language == Language::chinese ? fmt::format("第 {} 步", step) : fmt::format("step {}", step);
  return fmt::format("{}:{}:{}: {}, {}: {}", place.file, place.line, place.column, test, step_text,
                     sentence.in(language));
}

Result<KindTestReport> run_kind_tests(const Kind& kind, const Calendar& calendar, std::string_view filter) {
  return Runner(kind, calendar).run(filter);
}

}  // namespace qiuhao::workflow
