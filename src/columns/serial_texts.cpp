// From numbers back to texts.
#include "columns/serial_texts.h"

#include <array>

#include "base/check.h"

namespace qiuhao {
namespace {

constexpr std::size_t kBlockRows = 64;

std::size_t block_count(std::size_t rows) { return (rows + kBlockRows - 1) / kBlockRows; }

}  // namespace

struct SerialTexts::Block {
  std::string bytes;
  std::array<std::uint32_t, kBlockRows + 1> ends{};
};

SerialTexts::SerialTexts(std::vector<std::string> patterns, const Stream& pattern_of, const Stream& numbers)
    : patterns_(std::move(patterns)),
      pattern_of_(pattern_of),
      numbers_(numbers),
      rows_(numbers.rows),
      blocks_(std::make_unique<std::atomic<const Block*>[]>(block_count(numbers.rows))) {}

SerialTexts::SerialTexts(const std::uint8_t* hex, std::size_t width, std::size_t rows)
    : hex_(hex),
      width_(width),
      rows_(rows),
      blocks_(std::make_unique<std::atomic<const Block*>[]>(block_count(rows))) {}

SerialTexts::~SerialTexts() {
  for (std::size_t number = 0; number < block_count(rows_); ++number) delete blocks_[number].load();
}

void SerialTexts::append(RowIndex row, std::string& out) const {
  if (hex_ != nullptr) {
    for (const char letter : hex(row)) {
      static constexpr char kDigits[] = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(letter);
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
    return;
  }
  const auto pattern = static_cast<std::size_t>(pattern_of_.at(row));
  CHECK(pattern < patterns_.size());
  const std::size_t begin = out.size();
  out += patterns_[pattern];
  std::int64_t number = numbers_.at(row);
  for (std::size_t place = out.size(); place-- > begin;) {
    if (out[place] != kDigitPlace) continue;
    out[place] = static_cast<char>('0' + number % 10);
    number /= 10;
  }
}

const SerialTexts::Block& SerialTexts::make_block(std::size_t number) const {
  auto made = std::make_unique<Block>();
  for (std::size_t index = 0; index < kBlockRows; ++index) {
    const std::size_t row = number * kBlockRows + index;
    if (row < rows_) append(static_cast<RowIndex>(row), made->bytes);
    made->ends[index + 1] = static_cast<std::uint32_t>(made->bytes.size());
  }
  const Block* none = nullptr;
  if (blocks_[number].compare_exchange_strong(none, made.get())) return *made.release();
  return *none;  // another thread was quicker
}

std::string_view SerialTexts::text(RowIndex row) const {
  const std::size_t number = row / kBlockRows;
  const Block* known = blocks_[number].load(std::memory_order_acquire);
  const Block& block = known != nullptr ? *known : make_block(number);
  const std::size_t index = row % kBlockRows;
  return std::string_view(block.bytes).substr(block.ends[index], block.ends[index + 1] - block.ends[index]);
}

}  // namespace qiuhao
