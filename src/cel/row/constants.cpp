// Constants of a program: copies of folded values, and sets for `in`.
#include "cel/row/constants.h"

#include <algorithm>
#include <bit>

#include "cel/row/code.h"
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {
constexpr std::size_t kFewTexts = 8;  // up to here, looking at all is faster than hashing
}

const char* Constants::keep_text(std::string_view text) { return texts_.emplace_back(text).c_str(); }

Value Constants::keep(const Value& value) {
  // A fold that fails has used up its share too: its copies stay.
  return keep_counted(value, left_, kMaxValueDepth);
}

Value Constants::keep_counted(const Value& value, std::size_t& left, int depth) {
  const auto keep_all = [&](auto size, auto at) {
    std::vector<Value> copies;
    for (std::size_t i = 0; i < size && left > 0; ++i) {
      copies.push_back(keep_counted(at(i), left, depth - 1));
      if (copies.back().is_error()) left = 0;
    }
    return std::span<const Value>(values_.emplace_back(std::move(copies)));
  };
  if (left == 0 || depth < 0) return limit_error();
  --left;
  switch (value.kind) {
    case Kind::text:
    case Kind::bytes: {
      if (value.size > left) return limit_error();
      left -= value.size;
      const std::string& copy = texts_.emplace_back(value.as_text());
      return value.kind == Kind::text ? Value::of_text(copy) : Value::of_bytes(copy);
    }
    case Kind::list: {
      const ListValue& list = *value.list;
      ListValue copy;
      copy.values = keep_all(list.size(), [&](std::size_t i) { return list.at(i); });
      return left == 0 ? limit_error() : Value::of_list(&lists_.emplace_back(copy));
    }
    case Kind::map: {
      const MapValue& map = *value.map;
      MapValue copy;
      copy.keys = keep_all(map.keys.size(), [&](std::size_t i) { return map.keys[i]; });
      copy.values = keep_all(map.values.size(), [&](std::size_t i) { return map.values[i]; });
      return left == 0 ? limit_error() : Value::of_map(&maps_.emplace_back(copy));
    }
    case Kind::optional: {
      if (value.inner == nullptr) return value;
      const std::span<const Value> copy = keep_all(std::size_t{1}, [&](std::size_t) { return *value.inner; });
      return left == 0 ? limit_error() : Value::of_optional(copy.data());
    }
    default: return value;
  }
}

bool ConstantSet::can_hold(const ListValue& list) {
  return std::ranges::all_of(list.values, [](const Value& value) {
    return value.kind == Kind::text || value.kind == Kind::integer || value.kind == Kind::unsigned_integer ||
           value.kind == Kind::decimal || value.kind == Kind::boolean || value.kind == Kind::date;
  });
}

ConstantSet::ConstantSet(const ListValue& list) {
  slots_.resize(std::bit_ceil(2 * list.values.size() + 1));
  mask_ = slots_.size() - 1;
  for (const Value& value : list.values) {
    all_texts_ = all_texts_ && value.kind == Kind::text;
    if (value.kind == Kind::text) text_lengths_ |= std::uint64_t{1} << std::min(value.size, 63U);
    std::uint64_t slot = hash_of(value) & mask_;
    while (slots_[slot].kind != Kind::null) slot = (slot + 1) & mask_;
    slots_[slot] = value;
  }
  has_bytes_only_ =
      std::ranges::all_of(list.values, [](const Value& value) { return value.kind == Kind::text && value.size == 1; });
  for (const Value& value : list.values) {
    const auto byte = has_bytes_only_ ? static_cast<unsigned char>(value.text[0]) : 0U;
    if (has_bytes_only_) bytes_[byte / 64] |= std::uint64_t{1} << (byte % 64);
  }
  if (all_texts_ && list.values.size() <= kFewTexts) few_.assign(list.values.begin(), list.values.end());
}

bool ConstantSet::finds_text(std::string_view text) const {
  if (((text_lengths_ >> std::min<std::size_t>(text.size(), 63)) & 1) == 0) return false;
  for (const Value& member : few_) {
    if (same_text(member.as_text(), text)) return true;
  }
  if (!few_.empty()) return false;
  for (std::uint64_t slot = hash_of(Value::of_text(text)) & mask_; slots_[slot].kind != Kind::null;
       slot = (slot + 1) & mask_) {
    if (slots_[slot].kind == Kind::text && slots_[slot].as_text() == text) return true;
  }
  return false;
}

bool ConstantSet::contains(const Value& value) const {
  if (value.kind == Kind::text) return contains_text(value.as_text());
  if (all_texts_) return false;
  for (std::uint64_t slot = hash_of(value) & mask_; slots_[slot].kind != Kind::null; slot = (slot + 1) & mask_) {
    if (order_of(slots_[slot], value) == Order::equal) return true;
  }
  return false;
}

}  // namespace qiuhao::cel
