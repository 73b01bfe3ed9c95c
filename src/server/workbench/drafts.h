// Drafts of rules: proposed by one, decided by another, then written where the workspace keeps its own rules. A rule is
// in force only once its approval is committed: an approved draft whose file is not there yet is written when the
// service starts, or when it is asked again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "database/database.h"
#include "database/trail.h"

namespace qiuhao::server {

inline constexpr std::size_t kDraftReasonBytesMost = 2'000;
inline constexpr int kDraftsAtOnceMost = 200;  // of one list

// Stored; never reused.
enum class DraftState : std::uint8_t { proposed = 1, approved = 2, published = 3, refused = 4, withdrawn = 5 };
std::string_view name_of(DraftState state);  // "proposed"
std::optional<DraftState> draft_state_named(std::string_view name);

struct NewDraft {
  std::string code;
  std::string name;
  int version = 0;
  std::string text;
  std::string base;  // text of the rule in force as it was drafted; "" for a new rule
  std::string why;
};

struct RuleDraft : NewDraft {
  std::int64_t id = 0;
  DraftState state = DraftState::proposed;
  std::string proposed_by;
  database::Micros proposed_at = 0;
  std::string decided_by;  // "" while it waits; of one withdrawn, who did
  database::Micros decided_at = 0;
  std::string decision;  // why
};

struct DraftBy {
  std::string who;
  std::string where_from;
  database::Micros now = 0;
};

// Each change is one transaction with an act of the trail on `rule_draft:ID`. Whether somebody may do it is for the
// caller to ask; that two people did it is seen to here, and by the table.
class DraftStore {
 public:
  // Makes the table where it is missing. Both have to outlive it. Errors: those of migrate().
  static Result<DraftStore> open(database::Database& database, const database::Trail& trail);

  // Gives its number. "already_drafted": another draft of the rule waits; "reason_is_missing", "reason_too_long".
  Result<std::int64_t> propose(const DraftBy& by, const NewDraft& fresh) const;
  // By another than who proposed it: "same_person". "no_draft", "draft_is_decided", "reason_is_missing".
  Status decide(const DraftBy& by, std::int64_t id, bool approve, const std::string& why) const;
  // By whoever proposed it: "not_own_draft". Otherwise as decide().
  Status withdraw(const DraftBy& by, std::int64_t id, const std::string& why) const;
  // An approved one is in its file.
  Status note_published(std::int64_t id) const;

  Result<RuleDraft> find(std::int64_t id) const;
  // Newest first, without texts, at most kDraftsAtOnceMost; of one state, or of all.
  Result<std::vector<RuleDraft>> list(std::optional<DraftState> state) const;

 private:
  DraftStore(database::Database& database, const database::Trail& trail) : database_(&database), trail_(&trail) {}
  Status end(database::Transaction& transaction, const DraftBy& by, const RuleDraft& draft, DraftState state,
             const std::string& why) const;

  database::Database* database_;
  const database::Trail* trail_;
};

// Writes an approved draft into the folder of own rules: over the file of the rule's code where there is one. The old
// content or the new one is there, never a part.
Status write_rule_file(const Path& own_rules, const RuleDraft& draft);
// Writes all that are approved and not in their files yet.
Status finish_approved(const DraftStore& store, const Path& own_rules);

}  // namespace qiuhao::server
