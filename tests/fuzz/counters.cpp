// Coverage for libFuzzer from GCC, which marks blocks by calls where libFuzzer wants counters. Not itself marked.
#include <cstddef>
#include <cstdint>

namespace {

constexpr unsigned kBits = 16;
std::uint8_t counters[std::size_t{1} << kBits];

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier): names that GCC and libFuzzer have agreed on.
extern "C" {

void __sanitizer_cov_8bit_counters_init(std::uint8_t* begin, std::uint8_t* end);

void __sanitizer_cov_trace_pc() {
  const auto place = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
  std::uint8_t& counter = counters[(place * 0x9E3779B97F4A7C15U) >> (64 - kBits)];
  if (counter != 255) ++counter;
}

// GCC reports comparisons of floating numbers too; libFuzzer has no use for them.
void __sanitizer_cov_trace_cmpf(float, float) {}
void __sanitizer_cov_trace_cmpd(double, double) {}

int LLVMFuzzerInitialize(int*, char***) {
  __sanitizer_cov_8bit_counters_init(counters, counters + sizeof counters);
  return 0;
}

}  // extern "C"
// NOLINTEND
