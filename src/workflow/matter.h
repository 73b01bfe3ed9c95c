// A matter (事项): a case, a recovery, a tip-off on its way through the states of its kind. A value: acts make new
// ones.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "workflow/calendar.h"
#include "workflow/value.h"

namespace qiuhao::workflow {

inline constexpr std::size_t kMaxActs = 10'000;      // of a matter
inline constexpr std::size_t kMaxDocuments = 1'000;  // of a matter

// An act that was done.
struct Deed {
  std::string action;
  std::string person;  // "" of the clock
  std::string unit;
  Seconds at = 0;
  std::string from;  // states; "" before the matter was opened
  std::string to;
  std::string note;
  bool operator==(const Deed&) const = default;
};

// A term that runs.
struct RunningTerm {
  Day from = kNoDay;
  std::vector<Term> terms;  // the first, then its extensions
  std::vector<Stop> stops;
  Day due = kNoDay;           // kNoDay while the clock stands still
  bool is_certain = true;     // false: rests on a year whose holidays are not known
  int told = 0;               // escalations made since it passed
  bool was_acted_on = false;  // the clock's action was done

  bool stands_still() const { return !stops.empty() && stops.back().until == kNoDay; }
  bool operator==(const RunningTerm&) const = default;
};

// A document by its name in the kind; its content is elsewhere.
struct AttachedDocument {
  std::string name;
  std::string reference;
  Seconds at = 0;
  bool operator==(const AttachedDocument&) const = default;
};

struct Link {
  std::string relation;  // "recovery_of"
  std::string number;    // of the other matter
  bool operator==(const Link&) const = default;
};

struct Matter {
  std::string kind;
  int version = 1;
  std::string number;
  std::string subject;  // whom or what it is about: a finding's id, a provider's code
  std::string region;   // division code: parameters hold by it
  Day opened = kNoDay;  // parameters hold by this day
  std::string state;
  std::map<std::string, FieldValue> fields;
  std::map<std::string, std::vector<std::string>> people;  // by part
  std::map<std::string, RunningTerm> terms;                // by deadline
  std::vector<AttachedDocument> documents;
  std::vector<Deed> history;
  std::vector<Link> links;
  std::uint64_t revision = 0;  // grows by one with each act
  bool operator==(const Matter&) const = default;
};

}  // namespace qiuhao::workflow
