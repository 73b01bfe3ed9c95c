// Fields of CSV as they are written.
#pragma once

#include <string>

namespace qiuhao::text {

// In quotes where it needs them.
std::string csv_field(const std::string& field);
// The same; a text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return), or
// that begins with ', gets one ' in front, as in findings.csv.
std::string guarded_csv_field(const std::string& field);

}  // namespace qiuhao::text
