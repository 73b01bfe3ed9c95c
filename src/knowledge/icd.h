// Sets of ICD codes as people write them: "C34", "E10-E14", "I11.0", parted by blanks or commas.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qiuhao::knowledge {

// One code or range; both ends are of the form C34, I11.0 or longer.
struct IcdRange {
  std::string from;  // without the dot: C34, I110
  std::string to;    // as long as `from`, and not before it
  bool operator==(const IcdRange&) const = default;
};

// "E10-E14" or "C34"; nullopt for what is no code, or a range whose end is before its beginning.
std::optional<IcdRange> parse_icd_range(std::string_view text);

// Whether a code, in whatever longer form (C34.900x001), lies in "E10-E14" or under "C34". False for what is no range.
bool icd_lies_in(std::string_view code, std::string_view range);

// Each once and in order, those that a wider one covers left out: "C34 C50-C51".
std::vector<std::string> tidy_icd(const std::vector<std::string>& ranges);

}  // namespace qiuhao::knowledge
