// Exceptions (豁免): a person, provider, item or rule that is set aside for a term, with a reason and two pairs of
// eyes. Nothing is judged otherwise for it: open findings of its days are set aside (set_aside.h), and whoever looks at
// one is told. Days behind its last are not covered, so it ends by itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "database/database.h"
#include "database/trail.h"

namespace qiuhao::casework {

inline constexpr std::size_t kExceptionReasonBytesMost = 2'000;
inline constexpr std::size_t kExceptionSubjectBytesMost = 64;
inline constexpr int kExceptionMonthsMost = 12;
inline constexpr int kExceptionsAtOnceMost = 1'000;  // of one list

// Stored; never reused.
enum class ExceptionKind : std::uint8_t { person = 1, provider = 2, item = 3, rule = 4 };
enum class ExceptionState : std::uint8_t { proposed = 1, approved = 2, refused = 3 };
std::string_view name_of(ExceptionKind kind);    // "person"
std::string_view name_of(ExceptionState state);  // "proposed"
Sentence title_of(ExceptionKind kind);
Sentence title_of(ExceptionState state);
std::optional<ExceptionKind> exception_kind_named(std::string_view name);

struct NewException {
  ExceptionKind kind = ExceptionKind::provider;
  std::string subject;  // a person's pseudonym (24 small hexadecimal digits), or the code of a provider, item or rule
  // Days of claims, both inclusive and always set; at most kExceptionMonthsMost.
  Day from = kNoDay;
  Day to = kNoDay;
  std::string reason;
};

struct Exception : NewException {
  std::int64_t id = 0;
  ExceptionState state = ExceptionState::proposed;
  std::string proposed_by;
  database::Micros proposed_at = 0;
  std::string decided_by;  // "" while it waits
  database::Micros decided_at = 0;
  Day ended = kNoDay;  // its last day, where it was ended early; the day before `from` when it never held

  Day last() const { return ended == kNoDay ? to : ended; }
  bool is_in_force(Day day) const { return state == ExceptionState::approved && from <= day && day <= last(); }
};

// Who does it, from where, and when.
struct ExceptionBy {
  std::string who;
  std::string where_from;
  database::Micros now = 0;
};

// What a claim is about; what it has not is empty.
struct ClaimSubjects {
  std::string person;
  std::string provider;
  std::vector<std::string> items;
  std::string rule;
};

// Each change is one transaction with an act of the trail on `exception:ID`. Whether somebody may do it is for the
// caller to ask; that two people did it is seen to here, and by the table.
class ExceptionStore {
 public:
  // Makes the tables where they are missing. Both have to outlive it. Errors: those of migrate().
  static Result<ExceptionStore> open(database::Database& database, const database::Trail& trail);

  // Gives its number. Errors: "bad_subject", "bad_date" (no term, one that ends before it begins, or more than a year),
  // "reason_is_missing", "reason_too_long", "already_proposed" (the same subject waits for or has one that meets these
  // days).
  Result<std::int64_t> propose(const ExceptionBy& by, const NewException& fresh) const;
  // By another than who proposed it: "same_person". "no_exception", "exception_is_decided", "reason_is_missing".
  Status decide(const ExceptionBy& by, std::int64_t id, bool approve, const std::string& why) const;
  // Its last day comes earlier; one person is enough, for nothing is set aside by it. "no_exception",
  // "exception_is_not_approved", "bad_date" (not before its last day, or more than a day before it began),
  // "reason_is_missing".
  Status end(const ExceptionBy& by, std::int64_t id, Day last, const std::string& why) const;

  Result<Exception> find(std::int64_t id) const;
  // Newest first, at most kExceptionsAtOnceMost; of one state, or of all.
  Result<std::vector<Exception>> list(std::optional<ExceptionState> state) const;
  // Those that cover a claim of this day, oldest first.
  Result<std::vector<Exception>> in_force(const ClaimSubjects& claim, Day day) const;

 private:
  ExceptionStore(database::Database& database, const database::Trail& trail) : database_(&database), trail_(&trail) {}

  Status note(database::Transaction& transaction, const ExceptionBy& by, std::string what, std::int64_t id,
              std::optional<std::string> before, std::string after, std::string why) const;

  database::Database* database_;
  const database::Trail* trail_;
};

// "exempt: provider H001 from 2026-03-01 to 2026-05-31, number 3: 系统升级": one line for people.
Sentence describe(const Exception& exception);

}  // namespace qiuhao::casework
