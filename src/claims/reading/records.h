// Records of a CSV text one by one, with the line and byte where each begins. The slow, exact reader: for rows that
// DuckDB turned down, for rows without a required value, and for mapped extracts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "claims/reading/byte_source.h"

namespace qiuhao::claims::reading {

struct Record {
  std::int64_t offset = 0;  // of its first byte, from 0
  std::int64_t line = 0;    // physical, from 1
  std::string text;         // without its line end; at most kMostRowBytes, then `too_long`
  bool too_long = false;
  bool open_quote = false;  // a quote in its first line does not end where a field ends; `text` is that line alone
};

class RecordReader {
 public:
  RecordReader(std::unique_ptr<ByteSource> bytes, char delimiter);

  // False at the end. Empty lines are passed over, as DuckDB does. After a record whose quote stays open, reading goes
  // on at the next line, so that one stray quote costs one line and not the rest of the file.
  Result<bool> next(Record& record);

 private:
  Result<int> byte();  // -1 at the end
  Result<int> first_byte();
  void give_back(Record& record, int last);

  std::unique_ptr<ByteSource> bytes_;
  char delimiter_;
  std::vector<char> buffer_;
  std::size_t position_ = 0;
  std::size_t size_ = 0;
  std::string again_;  // bytes that were read for a record and belong to later ones
  std::size_t again_position_ = 0;
  std::int64_t offset_ = 0;  // of the next byte
  std::int64_t line_ = 1;
  bool after_return_ = false;  // the last byte was CR: an LF now belongs to it
};

// The fields of a record: quotes taken off, doubled quotes made one.
std::vector<std::string> split_record(std::string_view text, char delimiter);

// A field as CSV writes it, quoted when it must be.
std::string csv_field(std::string_view text);

// Without spaces, tabs, line ends and ideographic spaces at both ends: what reading means by trimmed.
std::string_view trimmed(std::string_view text);

}  // namespace qiuhao::claims::reading
