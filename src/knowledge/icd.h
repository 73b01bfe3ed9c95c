// Sets of ICD codes as people write them: "C34", "E10-E14", "I11.0" of diagnoses (ICD-10), "74", "68.3-68.7" of
// operations (ICD-9-CM-3), parted by blanks or commas.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qiuhao::knowledge {

// One code or range; both ends are of the form C34, I11.0 or longer, those of operations 74, 68.3 or longer.
struct IcdRange {
  std::string from;  // without the dot: C34, I110, 683
  std::string to;    // as long as `from`, and not before it
  bool operator==(const IcdRange&) const = default;
};

// "E10-E14" or "C34"; nullopt for what is no code, or a range whose end is before its beginning.
std::optional<IcdRange> parse_icd_range(std::string_view text);

// The same of operations: "74", "68.3-68.7".
std::optional<IcdRange> parse_operation_range(std::string_view text);

// The first letters of a code without its dot, as many as a range of this length compares: "C34" of "C34.900x001".
// Shorter than asked for where the code is.
std::string icd_start(std::string_view code, std::size_t length);

// Whether a code, in whatever longer form (C34.900x001), lies in "E10-E14" or under "C34"; a code of an operation in
// "68.3-68.7". False for what is no range.
bool icd_lies_in(std::string_view code, std::string_view range);

// Each once and in order, those that a wider one covers left out: "C34 C50-C51".
std::vector<std::string> tidy_icd(const std::vector<std::string>& ranges);

}  // namespace qiuhao::knowledge
