// Heads of runs first, what is stored then.
#include "columns/prefetch.h"

#include <algorithm>

namespace qiuhao {
namespace {

constexpr std::size_t kLine = 64;        // bytes
constexpr std::size_t kMostBytes = 512;  // of one column: who reads more goes through it fast enough

void ask_for(const void* at) { __builtin_prefetch(at); }

void ask_for_bytes(const void* begin, std::size_t bytes) {
  const auto* at = static_cast<const char*>(begin);
  for (std::size_t done = 0; done < std::min(bytes, kMostBytes); done += kLine) ask_for(at + done);
}

// The stored values of places from `first` on.
void ask_for_values(const Packed& values, std::size_t first, std::size_t count) {
  if (first >= values.rows) return;
  const PackedRun& run = values.runs[first / kPackedRunRows];
  const std::size_t bit = first % kPackedRunRows * run.width;
  ask_for_bytes(values.bytes + run.offset + bit / 8, count * run.width / 8 + 1);
}

void ask_for(const Stream& stream, RowIndex first, std::size_t count, int step) {
  const bool has_values = stream.kept != nullptr || stream.adds || stream.guess == Guess::nothing;
  if (!has_values) return;
  // With kept values the place is known when the first step has come.
  const bool is_kept = stream.kept != nullptr;
  if (step == 0) {
    if (is_kept) {
      ask_for(&stream.kept_before[first / kPackedRunRows]);
      ask_for_bytes(&stream.kept[first / 64], count / 8 + 1);
    } else {
      ask_for(&stream.values.runs[first / kPackedRunRows]);
    }
    return;
  }
  const std::size_t place = is_kept ? stream.kept_before[first / kPackedRunRows] : first;
  if (is_kept && step == 1 && place < stream.values.rows) ask_for(&stream.values.runs[place / kPackedRunRows]);
  if (step == (is_kept ? 2 : 1)) ask_for_values(stream.values, place, count);
}

}  // namespace

void prefetch(const Column& column, RowIndex first, std::size_t count, int step) {
  if (count == 0) return;
  if (step == 0 && column.present != nullptr) ask_for_bytes(&column.present[first / 64], count / 8 + 1);
  if (column.stream != nullptr) ask_for(*column.stream, first, count, step);
  if (column.serial == nullptr) return;
  if (!column.serial->is_hex()) {
    ask_for(column.serial->numbers(), first, count, step);
    ask_for(column.serial->patterns(), first, count, step);
  } else if (step == 0) {
    const std::string_view row = column.serial->hex(first);
    ask_for_bytes(row.data(), count * row.size());
  }
}

}  // namespace qiuhao
