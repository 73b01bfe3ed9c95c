// The standard functions: each stands beside its documentation in functions_*.cpp; functions.cpp lists those files.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cel/row/code.h"

namespace qiuhao::cel {

struct FunctionSource {
  FunctionDoc doc;  // its signature is what the checker goes by
  Implementation run;
  Run step = nullptr;  // instead of run: it evaluates the arguments itself, or leaves some
};

std::vector<FunctionSource> standard_functions();

std::vector<FunctionSource> text_functions();
std::vector<FunctionSource> text_edit_functions();
std::vector<FunctionSource> conversion_functions();
std::vector<FunctionSource> date_functions();
std::vector<FunctionSource> timestamp_functions();
std::vector<FunctionSource> list_functions();
std::vector<FunctionSource> math_functions();
std::vector<FunctionSource> bit_functions();
std::vector<FunctionSource> optional_functions();
std::vector<FunctionSource> format_functions();
std::vector<FunctionSource> encoding_functions();

// A copy of the text in the scratch, or limit_error.
Value text_in_scratch(Frame& frame, std::string_view text);

}  // namespace qiuhao::cel
