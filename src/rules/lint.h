// Lints: what is right by the language, but is hardly what the author meant.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "claims/schema.h"
#include "knowledge/kinds.h"
#include "rules/rule.h"

namespace qiuhao::rules {

class Subject;

// One finding: "unknown_code", "missing_test", "absent_compared", "timestamp_getter", "always_true", "always_false",
// "unused_let", "unused_window".
struct Lint {
  std::string code;
  Place place;
  Sentence sentence;  // what, and what to write

  std::string text(Language language) const;  // "rules/R9.yaml:12:7: sentence [code]"
};

// Counts how the clauses of a rule's where and when come out on subjects.
class ClauseWatch {
 public:
  explicit ClauseWatch(const Rule& rule);
  // The subject must stand on one of this rule's.
  void see(const Subject& subject);
  std::size_t seen() const { return seen_; }

 private:
  friend class Linter;
  struct Counts {
    bool is_when = false;
    std::size_t number = 0;
    std::size_t times_true = 0;
    std::size_t times_false = 0;
  };
  const Rule* rule_;
  std::vector<Counts> clauses_;
  std::size_t seen_ = 0;
};

inline constexpr std::size_t kLeastSeen = 3;  // subjects that a clause must have met to be called constant

// All findings, in order of place. Clauses are judged by `watch`, or by the rule's own tests when it is null.
Result<std::vector<Lint>> lint_rule(const Rule& rule, std::shared_ptr<const claims::Schema> schema,
                                    const knowledge::Kinds& kinds, const ClauseWatch* watch = nullptr);

}  // namespace qiuhao::rules
