// How the columns of a part are kept: for each the smallest of what fits, guesses from its neighbours among them.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "claims/part.h"
#include "columns/encode.h"

namespace qiuhao::claims::part_file {

struct EncodedColumn {
  std::string name;
  const Column* plain = nullptr;
  std::optional<Column> own;              // what `plain` is, when the part has no such column
  std::optional<StreamBytes> stream;      // codes, days, numbers, rows; ends of texts; numbers of serial texts
  std::vector<std::string> patterns;      // of serial texts
  std::optional<StreamBytes> pattern_of;  // of serial texts
  std::optional<HexBytes> hex;            // of texts of hexadecimal digits, instead of a stream
};

// Columns of which no row has a value are left out. The part must outlive the result.
std::deque<EncodedColumn> encode_part(const Part& part, const Schema& schema);

}  // namespace qiuhao::claims::part_file
