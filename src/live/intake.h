// The live journal of a workspace: what messages leave behind is on disk before they are answered, counts once however
// often it is sent, and disappears from the live view when it is settled.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "claims/schema.h"
#include "live/accepted.h"
#include "live/held_visits.h"

namespace qiuhao::live {

// What happened to a message.
enum class Taken : std::uint8_t {
  kept = 1,    // it is on disk now
  before = 2,  // the same message was taken before
};

struct IntakeCounts {
  std::size_t records = 0;     // of the journal's, live ones
  std::size_t held_bytes = 0;  // packed rows of visits that are not settled
  std::size_t disk_bytes = 0;
  std::uint64_t commits = 0;
  std::size_t feedback = 0;
};

struct Feedback {
  Seconds at = 0;
  std::string institution;
  std::string hit;  // id
  std::string way;  // "1" goes on, "2" changes the order
  std::string reason;
};

// What doctors of an institution did about hits that they were told.
struct FeedbackTally {
  std::size_t ignored = 0;  // went on
  std::size_t changed = 0;  // changed the order
};

// Safe for several threads.
class Intake {
 public:
  // WORKSPACE/live/journal, made when it is not there. "journal_in_use", "damaged_journal", "damaged_record".
  static Result<std::unique_ptr<Intake>> open(const Path& workspace, const claims::Schema& schema);
  ~Intake();

  // `done` is called once, from some thread, when it is on disk or cannot get there ("journal_failed"); or at once when
  // an institution uses the number of a message again for something else ("message_reused").
  using Done = std::function<void(const Result<Taken>&)>;
  void accept(Accepted accepted, Done done);

  const HeldVisits& held() const;
  // The institution that a sign-in number was given to and that has not signed out; "" when there is none.
  std::string signed_in(const std::string& sign_no) const;
  std::vector<Feedback> feedback() const;                         // in the order in which it came
  std::map<std::string, FeedbackTally> feedback_tallies() const;  // by institution
  // Rows of stock, as sent: transaction, institution and JSON.
  struct StockRow {
    Seconds at = 0;
    std::string institution;
    std::string transaction;
    std::string row;
  };
  std::vector<StockRow> stock() const;

  // Visits that a tape has by now are dropped; when most of the journal is of such, the rest is carried on to its end
  // and its files removed. Gives the visits dropped.
  Result<std::vector<HeldVisits::PersonVisit>> settle(
      const std::function<bool(const HeldVisits::PersonVisit&)>& is_settled);

  IntakeCounts counts() const;

 private:
  struct State;
  explicit Intake(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace qiuhao::live
