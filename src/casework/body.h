// A matter as one line of JSON, exact both ways: what is written reads as it was, and one matter is written in one way.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "workflow/matter.h"

namespace qiuhao::casework {

// Values: nothing null, bool, integers (also 分, days, seconds) as numbers, text, decimals {"decimal":"12.50"}, lists.
std::string write_value(const workflow::FieldValue& value);
// "damaged_matter": anything that write_value() does not write.
Result<workflow::FieldValue> read_value(std::string_view json);

std::string write_matter(const workflow::Matter& matter);
// "damaged_matter": anything that write_matter() does not write, to the byte.
Result<workflow::Matter> read_matter(std::string_view json);

}  // namespace qiuhao::casework
