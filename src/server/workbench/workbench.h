// The workbench of rules: the library of a workspace as it is now, and what can be tried on it. What only commands know
// how to do comes in as functions, for commands stand above this folder.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/backtest/backtest_files.h"
#include "claims/tape.h"
#include "knowledge/publication.h"
#include "rules/parameters.h"
#include "rules/rule.h"
#include "server/workbench/backtests.h"

namespace qiuhao::server {

inline constexpr std::size_t kRuleTextBytesMost = 256 << 10;  // of a draft, a check, a test or a backtest
inline constexpr int kTestsAtOnce = 2;
// What a test of a draft is named as in places of its mistakes.
inline constexpr const char* kDraftFile = "draft.yaml";

// A kind of the national catalogue of 2025, which has 88.
struct NationalKind {
  std::string klass;
  std::string name;
  std::string national;  // number in the first edition; "" for none
};
// From the shipped rules: each kind has one that bears its name (docs/reference/national-kinds.md).
std::vector<NationalKind> national_kinds_of(std::span<const rules::Rule> shipped);

struct KnowledgeAtHand {
  std::shared_ptr<const knowledge::Library> library;
  std::string name;  // of the last publication, or of the starter's file
  bool is_starter = false;
  std::vector<knowledge::PublicationHeader> publications{};
};

struct WorkbenchSources {
  std::string shipped_rules;  // folder
  std::string own_rules;      // folder of the workspace's own; need not be there
  std::shared_ptr<const claims::Schema> schema;
  // Changes when rules, parameters or knowledge would be read otherwise; cheap.
  std::function<std::string()> state;
  std::function<Result<knowledge::Kinds>()> load_kinds;
  std::function<Result<rules::Parameters>()> load_parameters;
  std::function<Result<KnowledgeAtHand>()> load_knowledge;
  // The tests inside a rule's text, run apart with limits of time and memory; JSON as tests_json() has it. Errors:
  // "tests_too_slow".
  std::function<Result<std::string>(const std::string& text)> run_tests;
  BacktestSources backtest{};
};

// The rules of a workspace with what stands around them. Immutable.
struct RuleLibrary {
  struct Entry {
    rules::Rule rule;
    bool is_own = false;            // a file of the workspace
    bool replaces_shipped = false;  // the workspace's stands in place of a shipped one
  };
  std::vector<Entry> entries;  // by code
  rules::Parameters parameters;
  knowledge::Kinds kinds;
  std::vector<NationalKind> national{};

  const Entry* find(std::string_view code) const;
};

// Safe for several threads.
class Workbench {
 public:
  explicit Workbench(WorkbenchSources sources);

  const claims::Schema& schema() const { return *sources_.schema; }
  const WorkbenchSources& sources() const { return sources_; }
  Backtests& backtests() { return backtests_; }

  // Read anew when files have changed. Errors are those of rules, parameters and kinds.
  Result<std::shared_ptr<const RuleLibrary>> library();
  Result<std::shared_ptr<const KnowledgeAtHand>> knowledge();

  // Everything that is wrong with a rule's text as the library would have it; nothing is read by names in it.
  struct Checked {
    std::optional<rules::Rule> rule;  // when there is nothing
    std::vector<Error> errors;
  };
  Result<Checked> check(const std::string& text);
  // WorkbenchSources::run_tests, kTestsAtOnce at most: they take their time, and others wait for answers too.
  // "tests_are_busy", and its errors.
  Result<std::string> run_tests(const std::string& text);

 private:
  Result<std::shared_ptr<const RuleLibrary>> read_library() const;

  const WorkbenchSources sources_;
  std::atomic<int> tests_running_{0};
  std::mutex mutex_;
  std::string library_state_;
  std::shared_ptr<const RuleLibrary> library_;
  std::string knowledge_state_;
  std::shared_ptr<const KnowledgeAtHand> knowledge_;
  Backtests backtests_;
};

}  // namespace qiuhao::server
