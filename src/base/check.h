// CHECK: stops the program at our own mistakes, with place and sentence; on in release builds.
// Never for input: that is a Result (result.h).
#pragma once

#include <string_view>

namespace qiuhao {

[[noreturn]] void check_failed(const char* expression, const char* file, int line, std::string_view note);

}  // namespace qiuhao

#define CHECK(condition)                                          \
  do {                                                            \
    if (!(condition)) [[unlikely]]                                \
      ::qiuhao::check_failed(#condition, __FILE__, __LINE__, ""); \
  } while (false)

// As CHECK, with a note (any string) that names the values at hand; evaluated only on failure.
#define CHECK_NOTE(condition, note)                                   \
  do {                                                                \
    if (!(condition)) [[unlikely]]                                    \
      ::qiuhao::check_failed(#condition, __FILE__, __LINE__, (note)); \
  } while (false)
