// A person's visits in the order of time over the simulated months, each composed, planted and ready to be written.
#pragma once

#include <functional>

#include "simulate/compose.h"
#include "simulate/household.h"
#include "simulate/outliers.h"
#include "simulate/providers.h"

namespace qiuhao::simulate {

struct Period {
  Day first_day = 0;
  int months = 0;
  bool is_honest = false;                                        // nothing is planted but look-alikes
  Day end_day() const { return add_months(first_day, months); }  // the day after the last
};

// Calls `take` with each visit; a visit is valid during the call only. No two visits of a person overlap, but for those
// planted to.
void make_visits(const Person& person, const Period& period, const Providers& providers, const Outliers& outliers,
                 Scene& scene, const std::function<void(Visit&)>& take);

}  // namespace qiuhao::simulate
