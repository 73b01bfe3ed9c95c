// The audit trail: every act of a person, in a chain of hashes, written in the transaction of the change itself.
// docs/reference/audit-trail.md says how its bytes are made and what it finds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "database/database.h"
#include "database/digest.h"

namespace qiuhao::database {

inline constexpr std::size_t kActNameBytesMost = 1'024;     // of who, where_from, what, subject, request
inline constexpr std::size_t kActTextBytesMost = 64 << 10;  // of before, after, why

// What one person (or the program itself) did. Personal data of others should not stand here in clear: mask it.
struct Act {
  Micros at = 0;           // 0: now
  std::string who;         // the user's id, never empty
  std::string where_from;  // address, terminal or program
  std::string what;        // a word of the program: "recovery_confirmed", never empty
  std::string subject;     // what it was done to: "recovery:2026-00017"
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::optional<std::string> why;
  std::optional<std::string> request;  // the id of the request that did it

  bool operator==(const Act&) const = default;
};

struct KeptAct {
  std::int64_t sequence = 0;  // from 1, without gaps
  Act act;
  std::string previous;  // hash of the act before; of the trail's birth for the first
  std::string hash;
};

struct TrailHead {
  std::string trail;  // its id, 32 hex digits drawn at its birth
  Digest digest = Digest::sha256;
  Micros born = 0;
  std::int64_t acts = 0;
  std::string hash;  // of the last act
};

class Trail {
 public:
  // Makes the trail's tables and gives it birth where there is none; `digest` counts only then. Errors: those of
  // migrate(), and "trail_damaged" when the head is not one.
  static Result<Trail> open(Database& database, Digest digest = Digest::sha256);

  // Appends in the caller's transaction, which writes: acts and change stand together or not at all. Takes the head's
  // row, so others who append wait for the commit. Gives the last sequence. Errors: "bad_act" (too long, or without who
  // or what), "bad_text", "trail_damaged" (the head is gone), and those of statements.
  Result<std::int64_t> append(Transaction& transaction, const Act& act) const;
  Result<std::int64_t> append(Transaction& transaction, std::span<const Act> acts) const;

  // In order, from after this sequence on, at most `most` (up to 1,000).
  Result<std::vector<KeptAct>> acts_after(Transaction& transaction, std::int64_t sequence, int most) const;
  // The newest acts on a subject first, before this sequence (0: from the end).
  Result<std::vector<KeptAct>> acts_on(Transaction& transaction, std::string_view subject, std::int64_t before,
                                       int most) const;
  Result<TrailHead> head(Transaction& transaction) const;

 private:
  Trail() = default;
};

// What is wrong first, by the lowest sequence at which the trail cannot be what was written.
enum class TrailFault {
  none = 0,
  edited = 1,            // the act's columns do not give its hash
  missing = 2,           // acts before or at the end are gone
  out_of_place = 3,      // the act does not follow the one before: put in, moved, or that one was replaced
  after_head = 4,        // acts behind the last one that the head knows
  head_disagrees = 5,    // the head's row is gone, doubled or does not fit the acts
  anchor_disagrees = 6,  // an anchor names another hash than the act has: all was written anew from before it
  other_trail = 7,       // the anchors are of another trail: this one was begun anew
};
std::string_view name_of(TrailFault fault);

struct TrailVerdict {
  TrailFault fault = TrailFault::none;
  std::int64_t sequence = 0;  // of the first wrong act; 0 where it is the head's or the anchors' as a whole
  std::int64_t acts = 0;      // that were right before it
  std::int64_t anchors = 0;   // held against

  bool is_whole() const { return fault == TrailFault::none; }
  Sentence sentence() const;
};

// Walks the whole trail by pages, as it is at one moment; `anchors` is the anchor file, or "" for none. Errors are only
// those that keep it from reading: of statements, files, "bad_anchors".
Result<TrailVerdict> verify_trail(Database& database, const Path& anchors);

// The last head told to the anchor file, outside of the database.
struct Anchor {
  Micros at = 0;  // in whole seconds
  std::string trail;
  std::int64_t acts = 0;
  std::string hash;
};

// Appends the trail's head to the file, which is made when missing and may be read by everybody; only once a local day,
// unless `always`. Gives the anchor when it wrote one. "trail_damaged" when the trail does not fit the last anchor:
// nothing is written, so that the file keeps what was.
Result<std::optional<Anchor>> anchor_trail(Database& database, const Path& anchors, Micros now, bool always = false);
// All of them, oldest first. "bad_anchors" with the line that is none.
Result<std::vector<Anchor>> read_anchors(const Path& anchors);

}  // namespace qiuhao::database
