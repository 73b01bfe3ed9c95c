// Random texts of the rule language, each of a wanted type, over the columns of the tests: what comparisons of the two
// programs are fed with.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "cel/cel.h"

namespace qiuhao::cel {

class RandomText {
 public:
  explicit RandomText(std::uint64_t seed) : random_(seed) {}

  std::string of_kind(Kind kind, int depth);
  std::uint64_t pick(std::uint64_t count) { return random_() % count; }

 private:
  std::string one_of(const std::vector<const char*>& choices) { return choices[pick(choices.size())]; }
  std::string of_bool(int depth);
  std::string of_int(int depth);
  std::string of_decimal(int depth);
  std::string of_double(int depth);
  std::string of_date(int depth);
  std::string of_text(int depth);
  std::string number_literal();
  std::string comparison(int depth);

  std::mt19937_64 random_;
};

}  // namespace qiuhao::cel
