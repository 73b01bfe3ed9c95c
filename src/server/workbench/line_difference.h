// Two texts held against each other, line by line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qiuhao::server {

enum class LineChange : std::uint8_t { same, gone, fresh };

struct DifferentLine {
  LineChange change = LineChange::same;
  int before = 0;  // number of the line in the old text; 0: it is not there
  int after = 0;
  std::string_view text;
};

// All lines in order, those that went before those that came; with as many same ones as can be, unless the texts are so
// large and different that looking for them would take long. The lines are those of the texts.
std::vector<DifferentLine> difference_of(std::string_view before, std::string_view after);

}  // namespace qiuhao::server
