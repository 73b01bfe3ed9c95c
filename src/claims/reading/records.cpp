// RFC 4180 with any delimiter; a quote counts only at the start of a field (spaces before it are allowed).
#include "claims/reading/records.h"

#include "claims/reading.h"

namespace qiuhao::claims::reading {

RecordReader::RecordReader(std::unique_ptr<ByteSource> bytes, char delimiter)
    : bytes_(std::move(bytes)), delimiter_(delimiter), buffer_(1 << 18) {}

Result<int> RecordReader::byte() {
  char c = 0;
  if (again_position_ < again_.size()) {
    c = again_[again_position_++];
  } else {
    if (position_ == size_) {
      ASSIGN(size_, bytes_->read(buffer_));
      position_ = 0;
      if (size_ == 0) return -1;
    }
    c = buffer_[position_++];
  }
  ++offset_;
  const bool second_half = c == '\n' && after_return_;
  if ((c == '\n' && !second_half) || c == '\r') ++line_;
  after_return_ = c == '\r';
  return static_cast<unsigned char>(c);
}

Result<int> RecordReader::first_byte() {
  while (true) {
    ASSIGN(const int c, byte());
    const bool mark =
        c == 0xEF && offset_ == 1 && again_.empty() && size_ >= 3 && buffer_[1] == '\xBB' && buffer_[2] == '\xBF';
    if (mark) {
      position_ += 2;
      offset_ += 2;
    } else if (c != '\n' && c != '\r') {
      return c;
    }
  }
}

// Leaves the first line in the record; the other bytes (and `last`, read but not in the text) are read again.
void RecordReader::give_back(Record& record, int last) {
  record.open_quote = true;
  const std::size_t end = record.text.find_first_of("\r\n");
  if (end == std::string::npos) return;
  std::string rest = record.text.substr(end);
  if (last >= 0) rest += static_cast<char>(last);
  offset_ = record.offset + static_cast<std::int64_t>(end);
  line_ = record.line;
  after_return_ = false;
  again_.erase(0, again_position_);
  again_.insert(0, rest);
  again_position_ = 0;
  record.text.resize(end);
  record.too_long = false;
}

Result<bool> RecordReader::next(Record& record) {
  ASSIGN(int c, first_byte());
  if (c < 0) return false;
  record = {offset_ - 1, line_, {}};
  enum class State { field_start, plain, quoted, after_quote } state = State::field_start;
  while (c >= 0 && (state == State::quoted || (c != '\n' && c != '\r'))) {
    const char letter = static_cast<char>(c);
    const bool full = record.text.size() >= kMostRowBytes;
    if (state == State::quoted && full) break;
    if (letter == delimiter_ && state != State::quoted) {
      state = State::field_start;
    } else if (state == State::quoted) {
      if (letter == '"') state = State::after_quote;
    } else if (state == State::after_quote) {
      if (letter == '"') state = State::quoted;  // a doubled quote
      if (letter != '"' && letter != ' ') break;
    } else if (letter != ' ' || state == State::plain) {
      state = letter == '"' && state == State::field_start ? State::quoted : State::plain;
    }
    if (!full) record.text += letter;
    record.too_long = record.too_long || full;
    ASSIGN(c, byte());
  }
  const bool faulty = state == State::quoted || (state == State::after_quote && c >= 0 && c != '\n' && c != '\r');
  if (!faulty) return true;
  // A fault on the first line itself: the rest of that line belongs to the record.
  const bool one_line = record.text.find_first_of("\r\n") == std::string::npos;
  if (!one_line) {
    give_back(record, c);
    return true;
  }
  record.open_quote = true;
  while (c >= 0 && c != '\n' && c != '\r') {
    if (record.text.size() < kMostRowBytes) record.text += static_cast<char>(c);
    ASSIGN(c, byte());
  }
  return true;
}

std::vector<std::string> split_record(std::string_view text, char delimiter) {
  std::vector<std::string> fields;
  std::size_t at = 0;
  while (true) {
    std::string field;
    std::size_t start = at;
    while (start < text.size() && text[start] == ' ' && delimiter != ' ') ++start;
    if (start < text.size() && text[start] == '"') {
      at = start + 1;
      while (at < text.size()) {
        if (text[at] == '"' && at + 1 < text.size() && text[at + 1] == '"') {
          field += '"';
          at += 2;
        } else if (text[at] == '"') {
          ++at;
          break;
        } else {
          field += text[at++];
        }
      }
    }
    while (at < text.size() && text[at] != delimiter) field += text[at++];
    fields.push_back(std::move(field));
    if (at >= text.size()) return fields;
    ++at;
  }
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && trimmed(text).size() == text.size())
    return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string_view trimmed(std::string_view text) {
  static constexpr std::string_view kWide = "\xE3\x80\x80";  // U+3000, what Chinese input methods type for a space
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (true) {
    const std::size_t before = text.size();
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    if (text.starts_with(kWide)) text.remove_prefix(kWide.size());
    if (text.ends_with(kWide)) text.remove_suffix(kWide.size());
    if (text.size() == before) return text;
  }
}

}  // namespace qiuhao::claims::reading
