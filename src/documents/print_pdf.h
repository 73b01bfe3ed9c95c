// HTML becomes PDF, by Debian's chromium in a folder of its own, without a network.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao::documents {

struct Printer {
  std::string program = "/usr/bin/chromium";
  std::chrono::milliseconds deadline{120'000};  // a machine that is busy takes long to start it
};

// Errors, all Fault::system: "no_printer" (the program is not installed), "print_too_slow", "print_failed" (with what
// it said).
Result<std::string> print_pdf(const Printer& printer, std::string_view html);

}  // namespace qiuhao::documents
