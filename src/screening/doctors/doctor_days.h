// Doctors who see more people in a day than anybody can, or who are in two institutions at once. Domain M22 (医生异常).
#pragma once

#include <string>
#include <vector>

#include "base/decimal.h"
#include "claims/tape.h"
#include "rules/parameters.h"

namespace qiuhao::screening {

struct DoctorRules {
  std::uint32_t visits_most = 100;  // of outpatients a day
  std::uint32_t move_minutes = 15;  // least time between two institutions
  std::uint32_t moves_least = 3;    // so many moves too quick for the way, over the period
};

// "no_parameter" and "bad_parameter" as read_thresholds.
Result<DoctorRules> read_doctor_rules(const rules::Parameters& parameters, Day day);

struct DoctorOptions {
  Day from = kNoDay;  // of the visit's start, both included; kNoDay: open
  Day to = kNoDay;
};

// A day with more visits than the rules allow.
struct CrowdedDoctorDay {
  std::string doctor;
  Day day = kNoDay;
  std::uint32_t visits = 0;
  std::uint32_t people = 0;
  std::uint32_t institutions = 0;
  Cents in_scope = 0;  // of the lines that the doctor ordered
};

// Two visits of a doctor at different institutions, one too soon after the other.
struct DoctorMove {
  Day day = kNoDay;
  std::string from_visit, to_visit;
  std::string from_institution, to_institution;
  std::int64_t minutes = 0;
};

struct DoctorInTwoPlaces {
  std::string doctor;
  std::uint32_t moves = 0;
  std::vector<DoctorMove> first;  // at most kShownMoves
};
inline constexpr std::size_t kShownMoves = 20;

struct DoctorReport {
  DoctorRules rules;
  std::size_t visits = 0;          // outpatient and emergency visits of the period with a doctor
  std::size_t without_doctor = 0;  // and without
  std::size_t without_clock = 0;   // of which only the day is known: they count for days, not for moves
  std::size_t doctors = 0;
  std::vector<CrowdedDoctorDay> days;     // most visits first
  std::vector<DoctorInTwoPlaces> in_two;  // most moves first
};

// Outpatient and emergency visits, by the doctors who ordered their lines; what was refunded whole does not count.
DoctorReport screen_doctors(const claims::Tape& tape, const claims::Schema& schema, const DoctorRules& rules,
                            const DoctorOptions& options);

}  // namespace qiuhao::screening
