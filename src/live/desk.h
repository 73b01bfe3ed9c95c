// The desk where questions about visits are answered: the rows of a message, what is held and the person's tape are
// united and judged by the edition in place.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "live/edition.h"
#include "live/intake.h"
#include "live/shadow.h"

namespace qiuhao::live {

struct Question {
  std::string person;                   // pseudonym
  claims::LooseTape rows;               // what is asked about, and history
  unsigned moments = 0;                 // bits of rules::Moment
  std::vector<std::string> rule_codes;  // of those asked; empty: all of the moments
  bool is_whole_bill = false;           // held lines of the visit are asked about too
  std::size_t changes_most = 0;         // hits for which the smallest change is looked for
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

struct Judged {
  std::shared_ptr<const Edition> edition;  // that judged
  audit::JudgedVisit visit;
  std::chrono::nanoseconds time{0};  // of the processor, spent in judging alone
};

// Safe for several threads.
class Desk {
 public:
  // Without a shadow: null.
  Desk(std::shared_ptr<Editions> editions, std::shared_ptr<Intake> intake, std::shared_ptr<Shadow> shadow = nullptr);

  Judged judge(Question question) const;

  Editions& editions() const { return *editions_; }
  Intake& intake() const { return *intake_; }
  Shadow* shadow() const { return shadow_.get(); }

  // Visits that the edition in place has on a tape leave the live view, and are judged again as they were settled.
  struct Settled {
    HeldVisits::PersonVisit visit;
    audit::JudgedVisit judged;
  };
  Result<std::vector<Settled>> settle() const;

 private:
  std::shared_ptr<Editions> editions_;
  std::shared_ptr<Intake> intake_;
  std::shared_ptr<Shadow> shadow_;
};

}  // namespace qiuhao::live
