// What is said of a year whose holidays are not known. The sentences are made at compile time, for run-time errors hold
// texts that live as long as the program.
#pragma once

#include <string_view>

namespace qiuhao::cel {

// Names the year when it is from 1900 to 2199.
const char* unknown_year_sentence(int year);
// The Chinese of such a sentence; empty for any other.
std::string_view chinese_unknown_year(std::string_view english);

}  // namespace qiuhao::cel
