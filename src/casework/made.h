// What matters have asked of the world, each kept once beside the matter that asked: notices, postings, points,
// suspensions, publications and documents to be written.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "database/database.h"
#include "workflow/act.h"

namespace qiuhao::casework {

inline constexpr int kMadeAtOnceMost = 1'000;  // of one reading

// Who asked: the effect at `place` (from 0) of what brought the matter to `revision`.
struct Made {
  std::int64_t id = 0;  // grows; the readers below go on from it
  std::string number;
  std::int64_t revision = 0;
  std::int64_t place = 0;
  Seconds at = 0;
};

struct Notice : Made {
  std::string recipient;  // a role or a part
  std::string person;     // of a part, one notice each; "" for holders of a role
  std::string message;
  std::optional<Seconds> read_at;
  std::string read_by;
};
// To be booked by the ledger: `cents` move by a scheme of policy/accounts/, which says from which account to which.
struct Posting : Made {
  std::string scheme;
  Cents cents = 0;
  std::string memo;
};
struct Points : Made {
  std::string person;
  std::int64_t points = 0;
  std::string reason;
};
struct Suspension : Made {
  std::string subject;
  Day from = kNoDay;
  Day until = kNoDay;  // kNoDay: until it is lifted
  std::string reason;
};
struct Publication : Made {
  std::string title;
  std::string text;
};
struct DocumentRequest : Made {
  std::string document;
};

// Writes the rows of a matter's effects, in the transaction that saves the matter. `matter` as they leave it. What was
// written before is refused ("not_unique"), so nothing is asked twice. Errors: those of statements.
Status write_effects(database::Transaction& transaction, const workflow::Matter& matter,
                     std::span<const workflow::Effect> effects, Seconds at);

// Readers give rows with ids beyond `after`, oldest first, at most `most` (up to kMadeAtOnceMost).

struct Reader {
  std::string person;
  std::vector<std::string> roles;
  std::vector<std::string> regions;  // prefixes; of the notices to roles, only those of matters in one of them
  bool unread_only = true;
  std::string institution{};  // of whoever is of one: of the notices to roles, only those of matters about it
};
Result<std::vector<Notice>> notices_for(database::Transaction& transaction, const Reader& reader, std::int64_t after,
                                        int most);
// How many are unread, counted up to kMadeAtOnceMost.
Result<std::int64_t> count_unread(database::Transaction& transaction, const Reader& reader);
// All up to this id; gives how many were unread.
Result<std::int64_t> mark_all_read(database::Transaction& transaction, const Reader& reader, std::int64_t up_to,
                                   Seconds at);
// False when it was read before. "no_notice": none of this id that is the reader's.
Result<bool> mark_read(database::Transaction& transaction, const Reader& reader, std::int64_t id, Seconds at);

Result<std::vector<Posting>> postings(database::Transaction& transaction, std::int64_t after, int most);
Result<std::vector<Publication>> publications(database::Transaction& transaction, std::int64_t after, int most);
Result<std::vector<DocumentRequest>> document_requests(database::Transaction& transaction, std::int64_t after,
                                                       int most);
Result<std::vector<Points>> points_of(database::Transaction& transaction, std::string_view person, std::int64_t after,
                                      int most);
// Those that hold on a day.
Result<std::vector<Suspension>> suspensions_of(database::Transaction& transaction, std::string_view subject, Day on);

}  // namespace qiuhao::casework
