// The visits of a tape as networks need them: events of settling and being admitted, stays, money of people. People get
// numbers in the order of parts, institutions in the order of their codes.
#pragma once

#include <string>
#include <vector>

#include "base/decimal.h"
#include "claims/tape.h"
#include "screening/networks/event.h"

namespace qiuhao::screening {

struct Stay {
  PersonNumber person = 0;
  std::uint32_t visit = 0;  // row in the person's part
  InstitutionNumber institution = 0;
  std::uint32_t diagnosis = 0;   // of TapeVisits::diagnoses; 0 is "", no main diagnosis
  std::uint32_t admitted = 0;    // seconds UTC since 1970
  std::uint32_t discharged = 0;  // 0: still in hospital
  bool is_transfer = false;      // left by doctor's order for another hospital (离院方式 2)
  Cents total = 0;
  Cents fund = 0;
};

// Money of one visit: what was billed, and what funds paid. Where no settlement tells, the lines do: amount, in scope.
struct Bill {
  Cents total = 0;
  Cents fund = 0;
};

// Why visits make no event, each counted.
struct LeftOut {
  std::size_t cancelled = 0;     // refunded whole, or nothing was ever billed
  std::size_t exempt = 0;        // by item or diagnosis: dialysis
  std::size_t without_time = 0;  // the day is known but no time of day
  std::size_t odd_time = 0;      // before 1970-02 or after 2105, or without an institution
  std::size_t nobody = 0;        // of a "person" with more than kMostVisitsOfPerson, who is none
};

struct TapeVisits {
  std::vector<std::string> institutions;  // codes
  std::vector<std::string> names;         // of institutions, as the last part that knows them says
  std::vector<std::string> diagnoses;     // first three characters, the first ""
  std::vector<PersonNumber> part_begins;  // number of the first person of each part, and one more
  std::vector<Event> events;              // by person
  std::vector<Stay> stays;                // by person, then admission
  std::vector<Bill> bills;                // by person: of the period
  std::size_t visits = 0;                 // of the period, with those left out
  LeftOut left_out;

  PersonNumber people() const { return part_begins.back(); }
  PlaceNumber places() const { return static_cast<PlaceNumber>(institutions.size()) * kWays; }
};

struct VisitOptions {
  Day from = kNoDay;  // of settling or admission, both included; kNoDay: open
  Day to = kNoDay;
  std::vector<std::string> exempt_diagnoses;  // beginnings of codes
  std::vector<std::string> exempt_items;
};

// A number that many share (the number 0 of all who pay themselves) is no person, and would meet everybody.
inline constexpr std::size_t kMostVisitsOfPerson = 10'000;
inline constexpr std::size_t kMaxInstitutions = 10'000'000;

// Bytes that a screening of so many visits and people needs at most, for refusing before it begins.
std::size_t bytes_needed(std::size_t visits, std::size_t people, int threads);

Result<TapeVisits> read_visits(const claims::Tape& tape, const claims::Schema& schema, const VisitOptions& options,
                               const Work& work);

// Part and row of a person's number.
struct PersonPlace {
  std::size_t part = 0;
  RowIndex row = 0;
};
PersonPlace place_of_person(const TapeVisits& visits, PersonNumber person);

}  // namespace qiuhao::screening
