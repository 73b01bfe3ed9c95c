// Findings of audits as people work on them: each once by its id, with the matter in which it is reviewed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "casework/list.h"
#include "database/database.h"
#include "workflow/kind.h"
#include "workflow/matter.h"

namespace qiuhao::casework {

// Stored; never reused.
enum class FindingState : std::uint8_t {
  open = 1,       // nobody works on it
  in_review = 2,  // a matter that holds it is not over
  confirmed = 3,  // by the matter's last state, like the next two
  rejected = 4,
  closed = 5,     // over in another way
  gone = 6,       // the newest audit of its day does not find it any more, and nobody worked on it
  set_aside = 7,  // open, but an exception covers it (exceptions.h)
};
inline constexpr std::size_t kFindingStates = 7;
std::string_view name_of(FindingState state);  // "in_review"
std::optional<FindingState> finding_state_named(std::string_view name);

struct KeptFinding {
  std::string id;  // 32 hex digits, the same in every run
  std::string rule;
  std::string rule_name;
  bool is_certain = false;  // 明确违规
  std::string provider;
  std::string provider_name;
  std::string region;  // of the provider
  std::string person;  // pseudonym; "" of a provider's month
  std::string visit;
  Day day = kNoDay;
  std::string item;  // its code; "" for none
  std::string item_name;
  Cents gross = 0;
  Cents net = 0;
  std::string message;
  std::string run;  // "audit-000012", the last that found it
  FindingState state = FindingState::open;
  std::string matter{};  // "" for none
};

// Puts findings of a run: a new one is open, a known one gets the run's sentence and money and keeps its state; one
// that was gone is open again. Errors are those of statements.
Status keep_findings(database::Transaction& transaction, std::span<const KeptFinding> findings);

// Has the planner look at the findings again: without it a list of one county and provider walks all of the county. A
// second for a million; after many were kept.
Status learn_findings(database::Transaction& transaction);

// For a run that is large beside what is kept: `fill` keeps its findings, and the indexes are made once behind it, in
// the same transaction. Row by row a million findings take half an hour, so a minute. Others wait for the whole of it.
Status keep_in_bulk(database::Transaction& transaction, const std::function<Status()>& fill);

// What a whole run looked at.
struct RunScope {
  std::string run;
  Day from = kNoDay;
  Day to = kNoDay;
  std::vector<std::string> rules{};  // that it judged by
};
// Findings of days and rules that the run looked at and that it did not find are gone, where nobody worked on them;
// gives how many.
Result<std::int64_t> close_gone(database::Transaction& transaction, const RunScope& scope);

// For matters of a kind with a text field `finding`; for others, and for a finding that is not kept, both do nothing.
// The first is asked before anything is written. "finding_in_review": another matter holds the finding;
// "finding_is_set_aside": an exception covers it.
Status check_finding(database::Transaction& transaction, const workflow::Kind& kind, const workflow::Matter& matter);
// The finding goes along with the matter.
Status note_finding(database::Transaction& transaction, const workflow::Kind& kind, const workflow::Matter& matter);

// All that are given have to hold.
struct FindingFilter {
  std::vector<FindingState> states;  // one of them
  std::string rule;
  std::string provider;
  std::string person;
  std::string region;  // a prefix
  std::optional<bool> is_certain;
  Day from = kNoDay;
  Day to = kNoDay;  // the last day
  std::optional<Cents> net_at_least;
};

enum class FindingSort : std::uint8_t {
  net,  // the most money first
  day,  // the newest first
};

struct FindingPage {
  std::vector<KeptFinding> findings;
  std::string next;  // the cursor of the next page; "" at the end
};

// As list_matters; of the scope only regions and institution count, the latter as the provider, for findings that are
// in review or over. Errors: "bad_cursor" and those of statements.
Result<FindingPage> list_findings(database::Transaction& transaction, const Scope& scope, const FindingFilter& filter,
                                  FindingSort sort, const std::string& cursor, int most);

// How many there are, counted up to kCountedMost.
inline constexpr std::int64_t kCountedMost = 10'000;
struct FindingCount {
  std::int64_t count = 0;
  bool is_more = false;  // there are more than kCountedMost
};
Result<FindingCount> count_findings(database::Transaction& transaction, const Scope& scope,
                                    const FindingFilter& filter);

// Nothing when there is none that the scope sees.
Result<std::optional<KeptFinding>> find_finding(database::Transaction& transaction, const Scope& scope,
                                                const std::string& id);

}  // namespace qiuhao::casework
