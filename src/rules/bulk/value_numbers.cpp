// A table of pairs, and one of texts.
#include "rules/bulk/value_numbers.h"

#include "base/hash.h"

namespace qiuhao::rules {

void ValueNumbers::clear() {
  entries_.assign(entries_.size(), {});
  texts_.clear();
  size_ = 0;
}

void ValueNumbers::grow() {
  const std::vector<Entry> old = std::move(entries_);
  entries_.assign(old.empty() ? 64 : 2 * old.size(), {});
  const std::size_t mask = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (!entry.is_used) continue;
    std::size_t place = mix(static_cast<std::uint64_t>(entry.value), static_cast<std::uint64_t>(entry.pattern)) & mask;
    while (entries_[place].is_used) place = (place + 1) & mask;
    entries_[place] = entry;
  }
}

std::uint32_t ValueNumbers::of_pair(std::int64_t value, std::int64_t pattern) {
  if (2 * size_ >= entries_.size()) grow();
  const std::size_t mask = entries_.size() - 1;
  std::size_t place = mix(static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(pattern)) & mask;
  for (; entries_[place].is_used; place = (place + 1) & mask) {
    if (entries_[place].value == value && entries_[place].pattern == pattern) return entries_[place].number;
  }
  entries_[place] = {value, pattern, static_cast<std::uint32_t>(size_), true};
  return static_cast<std::uint32_t>(size_++);
}

// Neighbours mostly have the same one.
void ValueNumbers::of_serials(std::span<const std::int64_t> values, std::span<const std::int64_t> patterns,
                              std::int64_t* out) {
  for (std::size_t at = 0; at < values.size(); ++at) {
    const bool is_same = at > 0 && values[at] == values[at - 1] && patterns[at] == patterns[at - 1];
    out[at] = is_same ? out[at - 1] : of_pair(values[at], patterns[at]);
  }
}

std::uint32_t ValueNumbers::of(const Column& column, RowIndex row) {
  if (column.storage == Storage::text) {
    if (const auto serial = column.serial == nullptr ? std::nullopt : column.serial->serial(row))
      return of_pair(serial->number, serial->pattern);
    const std::string_view text = column.serial == nullptr ? column.text(row) : column.serial->hex(row);
    const auto [known, is_new] = texts_.emplace(text, static_cast<std::uint32_t>(size_));
    size_ += is_new ? 1 : 0;
    return known->second;
  }
  switch (column.storage) {
    case Storage::code: return of_pair(column.code(row), 0);
    case Storage::day: return of_pair(column.day(row), 0);
    case Storage::index: return of_pair(column.index(row), 0);
    default: return of_pair(column.number(row), 0);
  }
}

}  // namespace qiuhao::rules
