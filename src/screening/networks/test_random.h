// Random numbers for tests of networks: the same on every machine.
#pragma once

#include <cstdint>
#include <random>

namespace qiuhao::screening {

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(engine_() % end); }

 private:
  std::mt19937 engine_;
};

}  // namespace qiuhao::screening
