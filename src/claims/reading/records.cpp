// RFC 4180 with any delimiter; a quote counts only at the start of a field (spaces before it are allowed).
#include "claims/reading/records.h"

#include "claims/reading.h"

namespace qiuhao::claims::reading {

RecordReader::RecordReader(std::unique_ptr<ByteSource> bytes, char delimiter)
    : bytes_(std::move(bytes)), delimiter_(delimiter), buffer_(1 << 18) {}

Result<int> RecordReader::byte() {
  if (position_ == size_) {
    ASSIGN(size_, bytes_->read(buffer_));
    position_ = 0;
    if (size_ == 0) return -1;
  }
  ++offset_;
  const char c = buffer_[position_++];
  const bool second_half = c == '\n' && after_return_;
  if ((c == '\n' && !second_half) || c == '\r') ++line_;
  after_return_ = c == '\r';
  return static_cast<unsigned char>(c);
}

Result<int> RecordReader::first_byte() {
  while (true) {
    ASSIGN(const int c, byte());
    const bool mark = c == 0xEF && offset_ == 1 && size_ >= 3 && buffer_[1] == '\xBB' && buffer_[2] == '\xBF';
    if (mark) {
      position_ += 2;
      offset_ += 2;
    } else if (c != '\n' && c != '\r') {
      return c;
    }
  }
}

Result<bool> RecordReader::next(Record& record) {
  ASSIGN(int c, first_byte());
  if (c < 0) return false;
  record.offset = offset_ - 1;
  record.line = line_;
  record.text.clear();
  record.too_long = false;
  bool field_start = true;
  bool quoted = false;
  while (c >= 0 && (quoted || (c != '\n' && c != '\r'))) {
    const char letter = static_cast<char>(c);
    if (record.text.size() < kMostRowBytes)
      record.text += letter;
    else
      record.too_long = true;
    if (quoted) {
      quoted = letter != '"';
    } else if (letter == '"') {
      // A second quote right after a closing one reopens the field: that is how a doubled quote reads.
      quoted = field_start || (record.text.size() >= 2 && record.text[record.text.size() - 2] == '"' && was_quoted_);
      was_quoted_ = quoted;
      field_start = false;
    } else {
      field_start = letter == delimiter_ || (field_start && letter == ' ');
      if (letter == delimiter_) was_quoted_ = false;
    }
    ASSIGN(c, byte());
  }
  record.open_quote = quoted;
  was_quoted_ = false;
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
