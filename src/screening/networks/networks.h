// Networks of people and institutions over a tape, by every model of this folder: who goes to hospital together (M20),
// is admitted in groups (M04), goes from hospital to hospital (M06) and shares a contact (M21). Leads, not verdicts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "claims/tape.h"
#include "screening/networks/companions.h"
#include "screening/networks/contacts.h"
#include "screening/networks/group_stays.h"
#include "screening/networks/stay_chains.h"
#include "screening/networks/thresholds.h"
#include "screening/networks/visits.h"

namespace qiuhao::screening {

// What may make a network an honest one; told beside it, never left out for it.
enum class LookAlike : std::uint8_t {
  none,
  adult_with_child,  // of two people: one under 16, one at least 16 years older
  man_and_woman,     // of two people: grown up, of two sexes, at most 15 years apart
  same_address,      // all share an address or a phone
  by_chance,         // the surprise is below what the most surprising pair of so many people reaches by chance
};
inline constexpr std::size_t kLookAlikes = 5;
inline constexpr std::string_view kLookAlikeNames[kLookAlikes] = {"", "adult_with_child", "man_and_woman",
                                                                  "same_address", "by_chance"};

struct Member {
  PersonNumber person = 0;
  std::string id;                     // pseudonym
  std::uint32_t companions = 0;       // members whom the person met often enough
  std::uint32_t days = 0;             // the sum over them of the days together
  std::optional<double> betweenness;  // graph.h
  std::uint32_t community = 0;        // from 0; one where the network is small
  bool is_central = false;            // most days; of equals the most betweenness
  Cents total = 0;                    // of the visits on which companions were met
  Cents fund = 0;
};

// A component of the graph of companions.
struct Network {
  std::string id;                  // "N" and hexadecimal digits, by its members
  std::vector<Member> members;     // by pseudonym
  std::vector<std::size_t> edges;  // of Companions::pairs
  double density = 0;              // edges over all pairs of members
  std::uint32_t communities = 1;
  std::uint32_t days = 0;  // distinct days on which any two met
  Day first = kNoDay;
  Day last = kNoDay;
  std::vector<InstitutionNumber> institutions;  // where most meetings were first
  // Of as many edges as the smallest network needs (people_least - 1; of fewer all), the most surprising ones, the
  // least: so that a gang is seen in whatever web of chance meetings hangs on it.
  double surprise = 0;
  double mean_surprise = 0;  // of the edges
  double expected = 0;       // mean of the edges'
  Cents total = 0;           // of the visits on which they met, each once
  Cents fund = 0;
  LookAlike look_alike = LookAlike::none;
};

struct NetworkOptions {
  Day from = kNoDay;
  Day to = kNoDay;
  Path contacts{};  // CSV of contacts.h; "": none
  std::size_t memory_bytes = std::size_t{4} << 30;
};

struct NetworkReport {
  Thresholds thresholds;
  TapeVisits visits;  // its events are moved on
  std::size_t events = 0;
  std::size_t people_with_events = 0;
  double chance_surprise = 0;  // log10 of the pairs of people: what the most surprising one reaches by chance
  std::size_t events_left_out = 0;
  std::vector<CrowdedDay> crowded_days;
  std::unique_ptr<const Companions> companions;
  std::vector<Network> networks;  // of thresholds.people_least and more: not by chance first, then by surprise
  std::vector<Network> smaller;   // couples, and what else is too small; the same order
  GroupStays group_stays;
  StayMoves moves;
  std::optional<Contacts> contacts;
  SharedContacts shared;
};

// Errors: "needs_memory" when the tape's visits do not fit, "interrupted", "too_many_pairs", those of contacts.
Result<NetworkReport> screen_networks(const claims::Tape& tape, const claims::Schema& schema,
                                      const Thresholds& thresholds, const NetworkOptions& options, const Work& work);

// Texts of the tape.
class TapeNames {
 public:
  TapeNames(const claims::Tape& tape, const claims::Schema& schema, const TapeVisits& visits);
  std::string person(PersonNumber person) const;
  std::string visit(PersonNumber person, std::uint32_t visit) const;

 private:
  const claims::Tape& tape_;
  const TapeVisits& visits_;
  claims::FieldIndex person_id_;
  claims::FieldIndex visit_id_;
};

}  // namespace qiuhao::screening
