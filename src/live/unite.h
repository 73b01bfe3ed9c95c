// History that a message brings, history held here and the person's tape become one, and nothing counts twice.
#pragma once

#include <string_view>
#include <vector>

#include "claims/person_part.h"
#include "live/held_visits.h"

namespace qiuhao::live {

// Numbers of the visits on a person's tape, in its order.
std::vector<std::string> visits_on_tape(const claims::Schema& schema, const claims::PersonTape& tape);

// Who counts where several know of a visit or a line:
// - a visit of the tape is settled: what a message brings of it as history, and what is held of it, is left out. Only
//   the visit that is asked about takes the place of the tape's.
// - of a visit that is not settled, lines of the message and lines held count together. A line of both counts once, as
//   the message has it, with what only the held one knows: it has the same number, or the message's line has the held
//   one's prescription or order as its number, or item, time, quantity and amount are the same.
// Held lines of the visit that is asked about are asked about too when `is_whole_bill`; else they are history.
void unite(const claims::Schema& schema, claims::LooseTape& message, std::vector<HeldVisit> held,
           const std::vector<std::string>& settled, bool is_whole_bill);

}  // namespace qiuhao::live
