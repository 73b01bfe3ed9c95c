// The model check: every state a matter can be in, with every deadline not set, running or stopped, explored with
// guards as free choices. What holds there holds whatever the fields say.
#pragma once

#include <vector>

#include "workflow/kind.h"

namespace qiuhao::workflow {

enum class ClockState : std::uint8_t { not_set, running, stopped };

struct ModelReport {
  std::size_t positions = 0;  // states with the positions of all clocks that can be reached
  std::size_t transitions = 0;
  // By state: the final states that can be reached from it.
  std::vector<std::vector<bool>> ends_reached;
  std::vector<Error> errors;
};

// Errors, each at the place of the state, action or deadline, with a way that leads there:
//   unreachable_state, unreachable_action, dead_end (no final state can be reached), clock_never_resumes (it was
//   stopped, and no way leads to where it runs again).
// That no deadline lives on in a final state follows from runs_in, which a kind's other checks hold.
ModelReport check_model(const Kind& kind);

}  // namespace qiuhao::workflow
