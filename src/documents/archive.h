// The archive: closed case files, kept for their term, found again, lent, and in the end disposed of by two people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/archive_rules.h"
#include "documents/case_file.h"
#include "documents/disposed.h"

namespace qiuhao::documents {

struct Archived {
  std::int64_t serial = 0;
  std::string number;  // 档号
  std::string matter;
  std::string kind{};
  std::string title;  // of the kind
  std::string subject;
  std::string region;
  Day closed = kNoDay;  // when the matter came to its end
  std::string term;     // by its name in the rules
  Day until = kNoDay;   // the last day that it is kept; kNoDay for ever
  std::string hash;     // of the case file
  int pages = 0;
  int items = 0;
  std::string who;
  Seconds at = 0;
  bool is_disposed = false;
};

// All that are given have to hold.
struct ArchiveFilter {
  std::string words{};  // somewhere in number, matter or subject
  std::string kind{};
  std::vector<std::string> regions{};  // prefixes, one of them; none: all
  Day closed_from = kNoDay;
  Day closed_to = kNoDay;
  Day over_on = kNoDay;    // whose term has ended before this day
  std::int64_t after = 0;  // whose serial is larger
};

struct Loan {
  std::int64_t serial = 0;
  std::string archive;  // its number
  std::string borrower;
  std::string why;
  std::string lent_by;
  Day lent_on = kNoDay;
  Day due = kNoDay;  // the last day
  Day returned_on = kNoDay;
  std::string returned_by{};
};

enum class Decided : std::uint8_t { waiting = 0, approved = 1, refused = 2 };

// Somebody wants to read it; another decides.
struct LoanRequest {
  std::int64_t serial = 0;
  std::string archive;
  std::string borrower;  // who asked
  std::string why;
  Day asked_on = kNoDay;
  Day due = kNoDay;
  Decided decision = Decided::waiting;
  std::string decided_by{};
  Day decided_on = kNoDay;
  std::int64_t loan = 0;  // that it became; 0 for none
};

struct LentFile {
  Loan loan;
  Archived archived;
  std::string pdf;
};

struct DisposalRecord {
  std::int64_t serial = 0;
  std::string archive;
  std::string why;
  std::string proposed_by;
  Day proposed_on = kNoDay;
  Decided decision = Decided::waiting;
  std::string decided_by{};
  Day decided_on = kNoDay;
};

// Who does it, when and whence.
struct Clerk {
  std::string id;
  Seconds at = 0;
  std::string where_from;
};

class ArchiveStore {
 public:
  // Takes away files that were disposed of. All must outlive the store.
  static Result<ArchiveStore> open(const PaperDesk& desk, const ArchiveRules& rules, const Path& folder);

  // Makes the case file with its number on the cover, of what everybody may see who may see the matter, and keeps it,
  // in the transaction that takes the number. Errors: "matter_is_open", "archived_already", "no_term" (of its kind),
  // those of make_case_file, "archive_busy" (others took the number again and again).
  Result<Archived> close(const workflow::Matter& matter, const PaperStore& papers, const AttachmentStore& attachments,
                         const Clerk& clerk) const;
  // With a case file that was made elsewhere; "number_taken" when the number is no longer this one.
  Result<Archived> close_with(const workflow::Matter& matter, const CaseFile& made, const std::string& number,
                              const Clerk& clerk) const;
  // What the next case file of this matter would be called, and for how long it would be kept.
  Result<CaseCover> next_cover(const workflow::Matter& matter, Seconds at) const;

  // Errors: "no_archive", "damaged_archive", those of EvidenceFiles::read, "was_disposed" (of read).
  Result<Archived> find(std::string_view number) const;
  Result<std::string> read(std::string_view number) const;
  // By number, up to `most`.
  Result<std::vector<Archived>> search(const ArchiveFilter& filter, int most) const;

  // Errors: "no_archive", "was_disposed", "lent_already", "asked_already" (by the same person), "bad_due" (before
  // today, or later than the rules allow).
  Result<LoanRequest> ask_loan(std::string_view number, const std::string& why, Day due, const Clerk& clerk) const;
  // The loan, when it is approved. Also "no_request" and "same_person_may_not".
  Result<std::optional<Loan>> decide_loan(std::int64_t serial, bool approves, const Clerk& clerk) const;
  Result<std::vector<LoanRequest>> loan_requests() const;       // that wait
  Result<LoanRequest> find_request(std::int64_t serial) const;  // "no_request"
  // The case file, for its borrower until it is due; each look is an act of the trail. Otherwise "no_loan".
  Result<LentFile> read_lent(std::int64_t serial, const Clerk& clerk) const;
  // "no_loan": none of this serial that is out.
  Status give_back(std::int64_t serial, const Clerk& clerk) const;
  Result<Loan> find_loan(std::int64_t serial) const;  // "no_loan"
  Result<std::vector<Loan>> loans(std::string_view number) const;
  Result<std::vector<Loan>> loans_out() const;
  Result<std::vector<Loan>> overdue(Day today) const;

  // Errors: "no_archive", "was_disposed", "term_not_over", "lent_already", "proposed_already".
  Result<DisposalRecord> propose_disposal(std::string_view number, const std::string& why, const Clerk& clerk) const;
  // "no_proposal", "same_person_may_not". Approved, every stored file of the matter goes that no other matter uses; the
  // rows stay, with their hashes.
  Result<TakenAway> decide_disposal(std::int64_t serial, bool approves, const Clerk& clerk) const;
  Result<std::vector<DisposalRecord>> disposals(Decided decision) const;
  Result<DisposalRecord> find_disposal(std::int64_t serial) const;  // "no_proposal"

  Result<std::vector<Error>> verify() const;

 private:
  ArchiveStore(const PaperDesk& desk, const ArchiveRules& rules, const Path& folder)
      : desk_(&desk), rules_(&rules), files_(folder) {}
  Status tell(database::Transaction& transaction, const std::string& what, const Archived& archived, const Clerk& clerk,
              std::string after, const std::string& why = "") const;
  Status may_leave(database::Transaction& transaction, const struct ArchiveRow& row) const;
  Status check_due(Day due, Day today) const;
  Result<TakenAway> take_away(const DisposalRecord& record) const;
  Status take_away_disposed() const;

  const PaperDesk* desk_;
  const ArchiveRules* rules_;
  EvidenceFiles files_;
};

}  // namespace qiuhao::documents
