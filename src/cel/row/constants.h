// A hash set of constants, for `in` on a list that is written out.
#pragma once

#include <cstdint>
#include <vector>

#include "cel/value.h"

namespace qiuhao::cel {

class ConstantSet {
 public:
  // Only texts, numbers without doubles, bools and dates can be members.
  static bool can_hold(const ListValue& list);
  explicit ConstantSet(const ListValue& list);  // whose values outlive the set
  bool contains(const Value& value) const;
  bool contains_text(std::string_view text) const;

 private:
  std::vector<Value> slots_;  // open addressing; null is empty
  std::vector<Value> few_;    // the members, when they are few texts
  std::uint64_t mask_ = 0;
  std::uint64_t text_lengths_ = 0;  // bit n: a text of n bytes is a member (63: of 63 or more)
  bool all_texts_ = true;
};

}  // namespace qiuhao::cel
