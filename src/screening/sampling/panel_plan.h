// Who is to be drawn for a panel or an inspection, and who may not: everything that, with roster, history and seed,
// decides the draw. It is part of the commitment.
#pragma once

#include "screening/sampling/commitment.h"
#include "screening/sampling/roster.h"

namespace qiuhao::screening {

inline constexpr std::uint32_t kMaxPanel = 1'000;
inline constexpr std::size_t kMaxQuotas = 50;

struct Quota {
  std::string specialty;
  std::uint32_t least = 0;
};

struct PanelPlan {
  RosterColumns columns;
  std::uint32_t count = 0;
  std::uint32_t spares = 0;
  std::vector<Quota> quotas;           // at least so many, each person counting for one of them
  std::uint32_t institutions = 1;      // at least so many different ones
  std::vector<std::string> inspected;  // the institution with its other names
  std::vector<std::string> parties;    // people and firms that stand for it
  std::string history_id = "id";       // columns of the history
  std::string history_date = "date";
  bool has_history = false;
  std::uint32_t most = 0;         // drawn at most so often …
  std::uint32_t within_days = 0;  // … in so many days up to `on`, else left out
  Day on = kNoDay;                // of the draw
};

// Errors: "bad_plan" with the sentence.
Status check_plan(const PanelPlan& plan);
std::vector<Named> parameters_of(const PanelPlan& plan);
Result<PanelPlan> panel_plan_of(const Commitment& commitment);

}  // namespace qiuhao::screening
