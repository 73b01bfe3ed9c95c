// Matters kept durably: each act is one write transaction, in which stand the matter, what it asks of the world, and an
// act of the trail.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "casework/planner.h"
#include "casework/rows.h"
#include "database/trail.h"
#include "workflow/act.h"

namespace qiuhao::casework {

inline constexpr std::size_t kActsAtOnce = 100;  // of an act on many matters, in one transaction

// Whence an act comes.
struct Origin {
  std::string where_from;  // address, terminal or program, for the trail
  // The request's id: asked again with it, the same act gives its first reply and changes nothing. "" for none.
  std::string request;
};

// What an act came to.
struct Reply {
  workflow::Outcome outcome = workflow::Outcome::done;
  Sentence sentence;                  // why it was refused; of matter_moved_on, who did what meanwhile
  std::string about;                  // as in workflow::Answer
  std::string number;                 // "" of an opening that was refused
  std::string state;                  // now
  std::int64_t revision = 0;          // now
  std::vector<std::string> opened{};  // matters that it opened beside
  bool is_repeated = false;           // the reply is that of an earlier request

  bool is_done() const { return outcome == workflow::Outcome::done; }
};

// A matter to be opened.
struct Opening {
  std::string kind;
  std::string subject;
  std::string region;
  workflow::Act act;  // the kind's opening action
};

// What the passing of time came to.
struct Passing {
  std::int64_t changed = 0;    // matters that went on
  std::vector<Reply> refused;  // whose clock's action was refused; they are tried again next time
  std::vector<Error> errors;   // matters that could not be read
};

// What carrying matters into a newer version came to.
struct Migrated {
  std::int64_t changed = 0;
  std::int64_t left = 0;      // that stay by their version: no file says how they are carried on
  std::vector<Error> errors;  // matters that could not be read or carried over
};

class MatterStore {
 public:
  // Brings the tables to this program's. All must outlive the store. Errors: those of migrate().
  static Result<MatterStore> open(database::Database& database, const database::Trail& trail,
                                  const database::KeyRing& ring, const Kinds& kinds,
                                  const workflow::Calendar& calendar);

  // A refusal is a reply, not an error. Errors: "unknown_kind", "request_reused" (the request's id is of another act),
  // "finding_in_review" (another matter holds the finding),
  // those of MatterRows::load, Planner, the trail and statements. After "commit_unknown" ask again with the same
  // request.
  Result<Reply> open_matter(const Opening& opening, const Origin& origin) const;
  Result<Reply> perform(const std::string& number, const workflow::Act& act, const Origin& origin) const;

  // Many, each with a reply or error of its own, in order; kActsAtOnce stand in one transaction, and an error of the
  // database is that of all in it. Requests are told apart by "/0", "/1", … and "/NUMBER" behind their id.
  std::vector<Result<Reply>> open_many(std::span<const Opening> openings, const Origin& origin) const;
  std::vector<Result<Reply>> perform_many(std::span<const std::string> numbers, const workflow::Act& act,
                                          const Origin& origin) const;

  // The clock of every matter that is due. Errors: those of statements.
  Result<Passing> pass_time(Seconds now) const;

  // Carries the matters of a kind from version to version as the files' migrations say, to the newest that they lead
  // to; `who` stands in the trail. Matters that are over are carried too, for their fields are looked up by the newest.
  // Run again, it does what was left. Errors: "unknown_kind" and those of statements.
  Result<Migrated> migrate_matters(const std::string& kind, const std::string& who, const Origin& origin,
                                   Seconds now) const;

  // Every matter with its rows, page by page; gives what is wrong, at most `most`. A matter that is gone altogether
  // shows as a gap of numbers: "matter_missing". Errors: those of statements.
  Result<std::vector<Error>> verify(std::size_t most = 100) const;

  // As it stands, sealed fields in clear: show it through workflow::seen_fields. Errors as MatterRows::load.
  Result<workflow::Matter> find(const std::string& number) const;
  // As MatterRows::find_personal.
  Result<std::vector<std::string>> find_personal(std::string_view kind, std::string_view field,
                                                 std::string_view text) const;

 private:
  MatterStore(database::Database& database, const database::Trail& trail, const database::KeyRing& ring,
              const Kinds& kinds, const workflow::Calendar& calendar)
      : database_(&database),
        trail_(&trail),
        ring_(&ring),
        kinds_(&kinds),
        calendar_(&calendar),
        rows_(kinds, calendar, ring) {}

  Result<Reply> open_in(database::Transaction& transaction, const Opening& opening, const Origin& origin) const;
  Result<Reply> perform_in(database::Transaction& transaction, const std::string& number, const workflow::Act& act,
                           const Origin& origin) const;
  Status pass_time_in(database::Transaction& transaction, const std::string& number, Seconds now,
                      Passing& passing) const;
  Status migrate_in(database::Transaction& transaction, const std::string& number, const std::string& who,
                    const Origin& origin, Seconds now, Migrated& migrated) const;
  Status save(database::Transaction& transaction, const Planner& planner, const workflow::Act& act,
              const Origin& origin) const;
  Result<Sentence> who_was_first(database::Transaction& transaction, const workflow::Matter& matter,
                                 std::int64_t revision) const;
  // A text that is equal for equal acts and tells nobody else anything.
  std::string fingerprint(std::string_view target, const workflow::Act& act) const;

  template <typename DoOne>
  std::vector<Result<Reply>> do_many(std::size_t count, const DoOne& do_one) const;

  database::Database* database_;
  const database::Trail* trail_;
  const database::KeyRing* ring_;
  const Kinds* kinds_;
  const workflow::Calendar* calendar_;
  MatterRows rows_;
};

}  // namespace qiuhao::casework
