// Values of the tape come by the column, so that what they are pieced of is decoded once.
#include "claims/few_rows.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"
#include "base/day.h"

namespace qiuhao::claims {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;

const LooseValue* value_of(const LooseRow& row, FieldIndex field) {
  return field < row.values.size() && row.values[field] ? &*row.values[field] : nullptr;
}

// Of length and both ends: texts of one column differ there, as a rule.
std::size_t hash_of(std::string_view text) {
  std::uint64_t first = 0, last = 0;
  const std::size_t count = std::min<std::size_t>(text.size(), 8);
  std::memcpy(&first, text.data(), count);
  std::memcpy(&last, text.data() + text.size() - count, count);
  return ((first ^ std::rotl(last, 23) ^ text.size()) * 0x9e3779b97f4a7c15U) >> 32;
}

template <typename Value>
void move_values(const Column& column, RowIndex from, RowIndex to) {
  move_among(static_cast<Value*>(const_cast<void*>(column.data)), from, to);
}

void move_text(const Column& column, RowIndex from, RowIndex to) {
  auto* ends = static_cast<std::uint64_t*>(const_cast<void*>(column.data));
  auto* bytes = const_cast<char*>(column.text_bytes);
  const auto begin_of = [&](RowIndex row) { return row == 0 ? 0 : ends[row - 1]; };
  const std::uint64_t begin = begin_of(std::min(from, to));
  const std::uint64_t end = ends[std::max(from, to)];
  const std::string moved(bytes + begin_of(from), bytes + ends[from]);
  const std::uint64_t between = end - begin - moved.size();
  if (from <= to) {
    std::memmove(bytes + begin, bytes + begin + moved.size(), between);
    std::memcpy(bytes + begin + between, moved.data(), moved.size());
    for (RowIndex row = from; row < to; ++row) ends[row] = ends[row + 1] - moved.size();
  } else {
    std::memmove(bytes + begin + moved.size(), bytes + begin, between);
    std::memcpy(bytes + begin, moved.data(), moved.size());
    for (RowIndex row = from; row > to; --row) ends[row] = ends[row - 1] + moved.size();
    ends[to] = begin + moved.size();
  }
}

// Bits first … last - 1 of word `word` of a row of bits.
std::uint64_t bits_between(RowIndex word, RowIndex first, RowIndex last) {
  const auto below = [word](RowIndex bit) {  // bits of the word that are below it
    if (bit <= word * 64) return std::uint64_t{0};
    return bit >= word * 64 + 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (bit - word * 64)) - 1;
  };
  return below(last) & ~below(first);
}

void move_presence(const std::uint64_t* present, RowIndex from, RowIndex to) {
  auto* words = const_cast<std::uint64_t*>(present);
  const std::uint64_t moved = words[from / 64] >> (from % 64) & 1;
  for (RowIndex word = from / 64; word <= to / 64 && from < to; ++word) {
    const std::uint64_t next = word < to / 64 ? words[word + 1] << 63 : 0;
    const std::uint64_t between = bits_between(word, from, to);
    words[word] = (words[word] & ~between) | ((words[word] >> 1 | next) & between);
  }
  for (RowIndex word = from / 64 + 1; word-- > to / 64 && from > to;) {
    const std::uint64_t before = word > to / 64 ? words[word - 1] >> 63 : 0;
    const std::uint64_t between = bits_between(word, to + 1, from + 1);
    words[word] = (words[word] & ~between) | ((words[word] << 1 | before) & between);
  }
  const std::uint64_t bit = std::uint64_t{1} << (to % 64);
  words[to / 64] = moved != 0 ? words[to / 64] | bit : words[to / 64] & ~bit;
}

}  // namespace

void move_few_row(const Column& column, RowIndex from, RowIndex to) {
  switch (column.storage) {
    case Storage::code:
    case Storage::index: move_values<std::uint32_t>(column, from, to); break;
    case Storage::text: move_text(column, from, to); break;
    case Storage::day: move_values<std::int32_t>(column, from, to); break;
    case Storage::number: move_values<std::int64_t>(column, from, to); break;
  }
  if (column.present != nullptr) move_presence(column.present, from, to);
}

void FewRowsWriter::set_rows(std::span<const FewRow> rows) {
  rows_ = rows;
  tape_rows_.clear();
  for (const FewRow& row : rows) {
    if (row.loose == nullptr) tape_rows_.push_back(row.row);
  }
}

FewRowsWriter::Presence FewRowsWriter::all_present() {
  const auto bits = memory_.take<std::uint64_t>((rows_.size() + 63) / 64);
  std::ranges::fill(bits, ~std::uint64_t{0});
  return {bits};
}

const char* FewRowsWriter::keep_blob() {
  const auto bytes = memory_.take<char>(blob_.size());
  std::ranges::copy(blob_, bytes.begin());
  return bytes.data();
}

Column FewRowsWriter::write(Storage storage, int scale, FieldIndex field, const Column* from) {
  Column column;
  switch (storage) {
    case Storage::code: column = write_codes(field, from); break;
    case Storage::text: column = write_texts(field, from); break;
    case Storage::day: column = write_numbers<std::int32_t>(field, from); break;
    case Storage::number: column = write_numbers<std::int64_t>(field, from); break;
    case Storage::index: CHECK(false);
  }
  column.storage = storage;
  column.scale = scale;
  column.rows = rows_.size();
  return column;
}

Column FewRowsWriter::write_index(std::span<const RowIndex> rows) {
  const auto copy = memory_.take<RowIndex>(rows.size());
  std::ranges::copy(rows, copy.begin());
  Column column;
  column.storage = Storage::index;
  column.rows = rows.size();
  column.data = copy.data();
  return column;
}

template <typename Number>
Column FewRowsWriter::write_numbers(FieldIndex field, const Column* from) {
  const auto out = memory_.take<Number>(rows_.size());
  Presence presence = all_present();
  numbers_.resize(tape_rows_.size());
  if (from != nullptr) from->gather(tape_rows_, numbers_.data());
  std::size_t next = 0;
  for (std::size_t at = 0; at < rows_.size(); ++at) {
    const FewRow& row = rows_[at];
    bool has_value = false;
    std::int64_t number = 0;
    if (row.loose == nullptr) {
      has_value = from != nullptr && from->has(row.row);
      number = has_value ? numbers_[next] : 0;
      ++next;
    } else if (const LooseValue* value = value_of(*row.loose, field); value != nullptr) {
      CHECK(!value->is_text);
      has_value = true;
      number = value->number;
    }
    out[at] = static_cast<Number>(number);
    if (!has_value) presence.set_absent(at);
  }
  Column column;
  column.data = out.data();
  column.present = presence.present();
  return column;
}

// Two codes of the tape are never the same text.
std::uint32_t FewRowsWriter::tape_code(const Column& from, std::uint32_t code) {
  const std::size_t last = by_tape_code_.size() - 1;
  for (std::size_t at = (code * 0x9e3779b1U >> 7) & last;; at = (at + 1) & last) {
    if (by_tape_code_[at] == kNone) {
      by_tape_code_[at] = static_cast<std::uint32_t>(entries_.size());
      entries_.push_back({from.entry(code), code});
    }
    if (entries_[by_tape_code_[at]].of_tape == code) return by_tape_code_[at];
  }
}

// After all of the tape's.
std::uint32_t FewRowsWriter::loose_code(std::string_view text) {
  if (last_loose_ != kNone && entries_[last_loose_].text == text) return last_loose_;
  if (by_text_.empty()) by_text_.assign(std::bit_ceil(2 * rows_.size() + 2), kNone);
  const std::size_t last = by_text_.size() - 1;
  for (; in_by_text_ < entries_.size(); ++in_by_text_) {
    std::size_t at = hash_of(entries_[in_by_text_].text) & last;
    while (by_text_[at] != kNone) at = (at + 1) & last;
    by_text_[at] = static_cast<std::uint32_t>(in_by_text_);
  }
  std::size_t at = hash_of(text) & last;
  while (by_text_[at] != kNone && entries_[by_text_[at]].text != text) at = (at + 1) & last;
  if (by_text_[at] == kNone) {
    by_text_[at] = static_cast<std::uint32_t>(in_by_text_++);
    entries_.push_back({text, kNone});
  }
  last_loose_ = by_text_[at];
  return last_loose_;
}

Column FewRowsWriter::write_codes(FieldIndex field, const Column* from) {
  entries_.clear();
  by_tape_code_.assign(std::bit_ceil(2 * tape_rows_.size() + 2), kNone);
  by_text_.clear();
  in_by_text_ = 0;
  last_loose_ = kNone;
  codes_.resize(tape_rows_.size());
  if (from != nullptr) from->gather(tape_rows_, codes_.data());
  for (std::uint32_t& code : codes_)
    code = from == nullptr || code == from->dictionary_size ? kNone : tape_code(*from, code);
  const auto out = memory_.take<std::uint32_t>(rows_.size());
  Presence presence = all_present();
  std::size_t next = 0;
  for (std::size_t at = 0; at < rows_.size(); ++at) {
    std::uint32_t code = kNone;
    if (rows_[at].loose == nullptr) {
      code = codes_[next++];
    } else if (const LooseValue* value = value_of(*rows_[at].loose, field); value != nullptr) {
      CHECK(value->is_text);
      code = loose_code(value->words);
    }
    out[at] = code == kNone ? 0 : code;
    if (code == kNone) presence.set_absent(at);
  }
  const auto ends = memory_.take<std::uint64_t>(entries_.size());
  blob_.clear();
  for (std::size_t entry = 0; entry < entries_.size(); ++entry) {
    blob_ += entries_[entry].text;
    ends[entry] = blob_.size();
  }
  Column column;
  column.data = out.data();
  column.present = presence.present();
  column.text_ends = ends.data();
  column.text_bytes = keep_blob();
  column.dictionary_size = entries_.size();
  return column;
}

Column FewRowsWriter::write_texts(FieldIndex field, const Column* from) {
  const auto ends = memory_.take<std::uint64_t>(rows_.size());
  Presence presence = all_present();
  blob_.clear();
  for (std::size_t at = 0; at < rows_.size(); ++at) {
    const FewRow& row = rows_[at];
    bool has_value = false;
    if (row.loose == nullptr) {
      has_value = from != nullptr && from->has(row.row);
      if (has_value) from->append_text(row.row, blob_);
    } else if (const LooseValue* value = value_of(*row.loose, field); value != nullptr) {
      CHECK(value->is_text);
      has_value = true;
      blob_ += value->words;
    }
    ends[at] = blob_.size();
    if (!has_value) presence.set_absent(at);
  }
  Column column;
  column.data = ends.data();
  column.present = presence.present();
  column.text_bytes = keep_blob();
  return column;
}

}  // namespace qiuhao::claims
