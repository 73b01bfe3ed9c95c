// What an act comes to, before anything is written: the matter it changes and those that it opens beside.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "casework/rows.h"
#include "workflow/act.h"

namespace qiuhao::casework {

inline constexpr int kOpenedDeepMost = 4;             // a matter that opens one that opens one …
inline constexpr std::size_t kOpenedAtOnceMost = 50;  // by one act, all together

// One matter that is opened or goes on.
struct Change {
  std::optional<workflow::Matter> before;  // none: it is opened
  workflow::Matter now;
  std::vector<workflow::Effect> effects;
  std::string what;  // "recovery.record_payment"
  std::string why;   // the note
};

// Used for one act within one write transaction, and then written or forgotten.
class Planner {
 public:
  Planner(database::Transaction& transaction, const Kinds& kinds, const workflow::Calendar& calendar)
      : transaction_(transaction), kinds_(kinds), calendar_(calendar) {}

  // The act's answer, or the refusal of a matter that it would have opened. Errors: "unknown_kind", "opens_too_many"
  // (more than kOpenedDeepMost after each other or kOpenedAtOnceMost), and those of statements.
  Result<workflow::Answer> open(const std::string& kind, const workflow::NewMatter& fresh, const workflow::Act& act);
  Result<workflow::Answer> perform(const workflow::Matter& matter, const workflow::Act& act);
  Result<workflow::Answer> pass_time(const workflow::Matter& matter, Seconds now);

  // In the order in which they have to be written; empty when it was refused.
  const std::vector<Change>& changes() const { return changes_; }
  // Last counts by kind and year, to be kept with the changes.
  const std::map<std::pair<std::string, int>, std::int64_t>& counters() const { return counters_; }

 private:
  Result<workflow::Answer> open(const std::string& kind, const workflow::NewMatter& fresh, const workflow::Act& act,
                                int depth);
  Result<workflow::Answer> keep(std::optional<workflow::Matter> before, workflow::Answer answer, std::string what,
                                const workflow::Act& act, int depth);
  Result<workflow::Answer> open_beside(std::size_t place, const workflow::Effect& effect, const workflow::Act& act,
                                       int depth);
  Result<std::int64_t> last_count(const std::string& kind, int year);

  database::Transaction& transaction_;
  const Kinds& kinds_;
  const workflow::Calendar& calendar_;
  std::vector<Change> changes_;
  std::map<std::pair<std::string, int>, std::int64_t> counters_;
};

}  // namespace qiuhao::casework
