// Snapshots by the state of files.
#include "server/workbench/workbench.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/parameter_table.h"

namespace qiuhao::server {
namespace {

// What a plan would refuse: a knowledge table that no kind has, and values of parameters of another type.
void check_around(const rules::Rule& rule, const RuleLibrary& library, std::vector<Error>& errors) {
  const auto table = rules::ParameterTable::make(library.parameters, std::span(&rule, 1));
  if (!table) errors.push_back(table.error());
  if (!rule.knowledge || library.kinds.find_table(rule.knowledge->table)) return;
  errors.push_back({Fault::input, "unknown_table", fmt::format("there is no knowledge table {}", rule.knowledge->table),
                    rule.code_place, fmt::format("没有知识表 {}", rule.knowledge->table)});
}

}  // namespace

// Rules up to R0499 are the national kinds, and four that screen beside them; the others are screening models.
std::vector<NationalKind> national_kinds_of(std::span<const rules::Rule> shipped) {
  constexpr std::string_view kFirstModel = "R0500";
  constexpr std::array<std::string_view, 4> kBeside = {"R0202", "R0205", "R0206", "R0207"};
  std::vector<NationalKind> kinds;
  for (const rules::Rule& rule : shipped) {
    if (rule.code >= kFirstModel || std::ranges::find(kBeside, rule.code) != kBeside.end()) continue;
    kinds.push_back({rule.klass, rule.name, rule.national});
  }
  return kinds;
}

const RuleLibrary::Entry* RuleLibrary::find(std::string_view code) const {
  const auto at =
      std::ranges::find(entries, code, [](const Entry& entry) -> std::string_view { return entry.rule.code; });
  return at == entries.end() ? nullptr : &*at;
}

Workbench::Workbench(WorkbenchSources sources) : sources_(std::move(sources)), backtests_(sources_.backtest) {}

Result<std::shared_ptr<const RuleLibrary>> Workbench::read_library() const {
  auto library = std::make_shared<RuleLibrary>();
  ASSIGN(auto all, rules::load_rules({sources_.shipped_rules, sources_.own_rules}, {}, *sources_.schema));
  ASSIGN(const auto shipped, rules::load_rules({sources_.shipped_rules}, {}, *sources_.schema));
  library->national = national_kinds_of(shipped);
  const std::string own = sources_.own_rules + "/";
  for (rules::Rule& rule : all) {
    const bool is_own = rule.file.starts_with(own);
    const bool replaces = is_own && std::ranges::find(shipped, rule.code, &rules::Rule::code) != shipped.end();
    library->entries.push_back({std::move(rule), is_own, replaces});
  }
  ASSIGN(library->parameters, sources_.load_parameters());
  ASSIGN(library->kinds, sources_.load_kinds());
  return library;
}

Result<std::shared_ptr<const RuleLibrary>> Workbench::library() {
  const std::lock_guard lock(mutex_);
  std::string state = sources_.state();
  if (library_ != nullptr && state == library_state_) return library_;
  ASSIGN(library_, read_library());
  library_state_ = std::move(state);
  return library_;
}

Result<std::shared_ptr<const KnowledgeAtHand>> Workbench::knowledge() {
  const std::lock_guard lock(mutex_);
  std::string state = sources_.state();
  if (knowledge_ != nullptr && state == knowledge_state_) return knowledge_;
  ASSIGN(KnowledgeAtHand loaded, sources_.load_knowledge());
  knowledge_ = std::make_shared<const KnowledgeAtHand>(std::move(loaded));
  knowledge_state_ = std::move(state);
  return knowledge_;
}

Result<Workbench::Checked> Workbench::check(const std::string& text) {
  ASSIGN(const auto around, library());
  rules::RuleReading reading = rules::parse_rule_all(text, kDraftFile, *sources_.schema);
  if (reading.rule) check_around(*reading.rule, *around, reading.errors);
  Checked checked;
  checked.errors = std::move(reading.errors);
  if (checked.errors.empty()) checked.rule = std::move(reading.rule);
  return checked;
}

Result<std::string> Workbench::run_tests(const std::string& text) {
  struct Place {
    std::atomic<int>& running;
    int before;
    explicit Place(std::atomic<int>& count) : running(count), before(count++) {}
    ~Place() { --running; }
  };
  const Place place(tests_running_);
  if (place.before >= kTestsAtOnce)
    return input_error("tests_are_busy", Sentence{"tests of others are running; try again in a moment",
                                                  "他人的测试正在运行，请稍后重试"});
  return sources_.run_tests(text);
}

}  // namespace qiuhao::server
