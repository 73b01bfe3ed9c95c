// For tests: the workbench of a small workspace over the shipped policy, on functions as commands give them.
#pragma once

#include "claims/import.h"
#include "knowledge/import.h"
#include "rules/plan.h"
#include "server/workbench/tests_json.h"
#include "server/workbench/workbench.h"
#include "simulate/city.h"

namespace qiuhao::server {

template <typename T>
T well_made(Result<T> result) {
  CHECK_NOTE(result.has_value(), result ? "" : result.error().text());
  return std::move(*result);
}

class TestBench {
 public:
  // WORKSPACE is made; a city of a few people is simulated in it when there are to be any.
  explicit TestBench(const Path& workspace, int people = 0)
      : workspace_(workspace),
        schema_(std::make_shared<const claims::Schema>(well_made(claims::Schema::load(source() + "/policy/schema")))) {
    well_made(folder(workspace));
    if (people > 0) simulate(people);
  }

  static std::string source() { return QIUHAO_SOURCE_DIR; }
  const std::shared_ptr<const claims::Schema>& schema() const { return schema_; }
  static Result<KnowledgeAtHand> knowledge() {
    ASSIGN(auto all, kinds());
    ASSIGN(auto points, knowledge::read_points(all, {source() + "/policy/knowledge/starter.csv"}, {}));
    return KnowledgeAtHand{knowledge::Library::make(std::move(all), std::move(points), day_from_civil({2026, 11, 1})),
                           "starter.csv", true};
  }

  static std::shared_ptr<Workbench> open(const Path& workspace, int people = 0) {
    const auto self = std::make_shared<TestBench>(workspace, people);
    WorkbenchSources sources;
    sources.shipped_rules = source() + "/policy/rules";
    sources.own_rules = (workspace / "policy/rules").string();
    sources.schema = self->schema_;
    sources.state = [self] { return self->listing(); };
    sources.load_kinds = [] { return kinds(); };
    sources.load_parameters = [] { return rules::Parameters::load({source() + "/policy/parameters"}); };
    sources.load_knowledge = [] { return knowledge(); };
    sources.run_tests = [self](const std::string& text) -> Result<std::string> {
      ASSIGN(const rules::Rule rule, rules::parse_rule(text, kDraftFile, *self->schema_));
      return tests_json(rule, rules::run_rule_tests(rule, self->schema_, well_made(kinds())));
    };
    sources.backtest.prepare = [self](rules::Rule rule) { return self->prepare(std::move(rule)); };
    sources.backtest.sample = [](const BacktestInput&, const audit::BacktestResult& result, Language language) {
      return std::string(language == Language::chinese ? R"([{"title":"抽样 )" : R"([{"title":"sample )") +
             std::to_string(result.sample.size()) + R"("}])";
    };
    sources.backtest.threads = 1;
    return std::make_shared<Workbench>(std::move(sources));
  }

  static std::string rule_text(const std::string& file) {
    return well_made(read_file(source() + "/policy/rules/" + file));
  }
  // The text with this in place of that, which has to be there.
  static std::string swapped(std::string text, const std::string& before, const std::string& after) {
    const std::size_t at = text.find(before);
    CHECK_NOTE(at != std::string::npos, before);
    return text.replace(at, before.size(), after);
  }

 private:
  static Result<bool> folder(const Path& path) {
    TRY(make_folder(path));
    return true;
  }
  static Result<knowledge::Kinds> kinds() { return knowledge::read_kinds(source() + "/policy/knowledge/kinds.yaml"); }
  void simulate(int people) {
    simulate::CityOptions city;
    city.directory = workspace_ / "tables";
    city.people = people;
    city.seed = 3;
    CHECK(simulate::simulate_city(city).has_value());
    claims::ImportOptions options;
    options.workspace = workspace_;
    options.inputs = {city.directory};
    CHECK(claims::import_files(*schema_, options).has_value());
  }
  std::string listing() const {
    std::string state;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(workspace_ / "policy/rules", ignored))
      state += entry.path().string() + std::to_string(entry.last_write_time().time_since_epoch().count());
    return state;
  }
  Result<std::shared_ptr<const rules::Plan>> plan_of(rules::Rule rule) {
    std::vector<rules::Rule> rules;
    rules.push_back(std::move(rule));
    ASSIGN(const KnowledgeAtHand at_hand, knowledge());
    return rules::Plan::make(schema_, std::move(rules), at_hand.library);
  }
  Result<std::unique_ptr<BacktestInput>> prepare(rules::Rule rule) {
    auto input = std::make_unique<BacktestInput>();
    ASSIGN(input->tape, claims::Tape::open(workspace_, *schema_));
    ASSIGN(auto before, rules::load_rules({source() + "/policy/rules"}, {rule.code}, *schema_));
    ASSIGN(input->plans.before, plan_of(std::move(before.front())));
    ASSIGN(input->plans.after, plan_of(std::move(rule)));
    input->plans.is_one_rule = true;
    return input;
  }

  Path workspace_;
  std::shared_ptr<const claims::Schema> schema_;
};

}  // namespace qiuhao::server
