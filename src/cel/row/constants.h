// A hash set of constants, for `in` on a list that is written out.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "cel/value.h"

namespace qiuhao::cel {

class ConstantSet {
 public:
  // Only texts, numbers without doubles, bools and dates can be members.
  static bool can_hold(const ListValue& list);
  explicit ConstantSet(const ListValue& list);  // whose values outlive the set
  bool contains(const Value& value) const;
  bool contains_text(std::string_view text) const {
    if (has_bytes_only_) {  // codes such as '1' and '2'
      const auto byte = text.size() == 1 ? static_cast<unsigned char>(text[0]) : 0U;
      return text.size() == 1 && ((bytes_[byte / 64] >> (byte % 64)) & 1) != 0;
    }
    return finds_text(text);
  }

 private:
  bool finds_text(std::string_view text) const;
  std::vector<Value> slots_;  // open addressing; null is empty
  std::vector<Value> few_;    // the members, when they are few texts
  std::uint64_t mask_ = 0;
  std::uint64_t text_lengths_ = 0;  // bit n: a text of n bytes is a member (63: of 63 or more)
  bool all_texts_ = true;
  bool has_bytes_only_ = false;  // every member is a text of one byte:
  std::array<std::uint64_t, 4> bytes_{};
};

}  // namespace qiuhao::cel
