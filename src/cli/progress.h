// How long work tells how far it is: a bar that stays on one line of a terminal, plain lines now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace qiuhao::cli {

class Progress {
 public:
  // Units are counted ("lines", "rows"); "bytes" are shown as MB.
  explicit Progress(std::FILE* out = stderr);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  // A new step begins a new line and its own clock. Cheap enough to call often: most calls show nothing.
  void show(std::string_view step, std::int64_t done, std::int64_t total, std::string_view unit);
  // Ends the line at hand, so that other output begins at its start.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  std::FILE* out_;
  bool is_terminal_;
  bool is_line_open_ = false;
  std::string step_;
  Clock::time_point start_;
  Clock::time_point shown_;
};

// "assembling  [=====>    ]  52%  1,234,567 of 2,345,678 lines  512,345 lines/s  2 s left"
std::string progress_text(std::string_view step, std::int64_t done, std::int64_t total, std::string_view unit,
                          double seconds, bool with_bar);
// "1,234,567"
std::string with_commas(std::int64_t number);

}  // namespace qiuhao::cli
