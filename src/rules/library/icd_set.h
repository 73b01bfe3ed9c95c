// Sets of ICD codes as ranges of numbers, to tell whether one holds another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace qiuhao::rules {

class IcdSet {
 public:
  // Of "C34", "E10-E14"; what is no range counts nothing.
  explicit IcdSet(const std::vector<std::string>& ranges);

  bool is_empty() const { return ranges_.empty(); }
  bool holds(const IcdSet& other) const;  // every code of the other
  bool meets(const IcdSet& other) const;  // any code of the other
  bool has(const std::string& code) const;
  bool operator==(const IcdSet&) const = default;
  // A code inside, as a claim would have it: C34.900. The set must not be empty.
  std::string first_code() const;
  // A code of this set that the other has not; "" when there is none.
  std::string code_outside(const IcdSet& other) const;
  // A code that both have; "" when there is none.
  std::string code_in_both(const IcdSet& other) const;

 private:
  struct Range {
    std::int64_t from;
    std::int64_t to;  // inclusive
    bool operator==(const Range&) const = default;
  };
  std::vector<Range> ranges_;  // sorted, apart from each other
};

}  // namespace qiuhao::rules
