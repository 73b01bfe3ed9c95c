// An estimated share with its interval: how many of the findings that people decided were confirmed.
#pragma once

#include <cstddef>

namespace qiuhao::audit {

struct Interval {
  double low = 0;
  double high = 1;
};

// Wilson's score interval for a share of `hits` in `all`, two-sided, at 95 %: E. B. Wilson, Probable inference, the law
// of succession, and statistical inference, JASA 22 (1927) 209–212. It stays within 0 … 1 and says something of few
// decisions, where the normal interval does not. Of nothing decided it is the whole 0 … 1.
Interval wilson_interval(std::size_t hits, std::size_t all);

}  // namespace qiuhao::audit
