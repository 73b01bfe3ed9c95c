// The bar and the lines.
#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace qiuhao::cli {
namespace {

constexpr int kBarWidth = 24;
constexpr std::chrono::milliseconds kBetweenBars{100};
constexpr std::chrono::seconds kBetweenLines{5};

std::string amount(double number, std::string_view unit) {
  if (unit == "bytes") return fmt::format("{:.1f} MB", number / 1e6);
  return fmt::format("{} {}", with_commas(static_cast<std::int64_t>(number)), unit);
}

}  // namespace

std::string with_commas(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t place = digits.size(); place > first + 3;) {
    place -= 3;
    digits.insert(place, 1, ',');
  }
  return digits;
}

std::string progress_text(std::string_view step, std::int64_t done, std::int64_t total, std::string_view unit,
                          double seconds, bool with_bar) {
  const double part = total <= 0 ? 1.0 : std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
  std::string text = fmt::format("{:<11}", step);
  if (with_bar) {
    const int full = static_cast<int>(part * kBarWidth);
    text += fmt::format(" [{:<{}}]", std::string(static_cast<std::size_t>(full), '='), kBarWidth);
  }
  text += fmt::format(" {:3.0f}%  {} of {}", part * 100, amount(static_cast<double>(done), unit),
                      amount(static_cast<double>(total), unit));
  if (seconds < 0.5 || done <= 0) return text;
  const double rate = static_cast<double>(done) / seconds;
  text += fmt::format("  {}/s", amount(rate, unit));
  if (done < total) text += fmt::format("  {:.0f} s left", static_cast<double>(total - done) / rate + 0.5);
  return text;
}

Progress::Progress(std::FILE* out) : out_(out), is_terminal_(::isatty(::fileno(out)) != 0) {}

Progress::~Progress() { finish(); }

void Progress::show(std::string_view step, std::int64_t done, std::int64_t total, std::string_view unit) {
  const auto now = Clock::now();
  if (step != step_) {
    finish();
    step_ = step;
    start_ = shown_ = now;
  } else if (now - shown_ < (is_terminal_ ? Clock::duration(kBetweenBars) : Clock::duration(kBetweenLines)) &&
             !(is_terminal_ && done >= total)) {
    return;
  }
  shown_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string text = progress_text(step, done, total, unit, seconds, is_terminal_);
  if (is_terminal_)
    fmt::print(out_, "\r{}\033[K", text);
  else
    fmt::print(out_, "{}\n", text);
  std::fflush(out_);
  is_line_open_ = is_terminal_;
}

void Progress::finish() {
  if (is_line_open_) fmt::print(out_, "\n");
  is_line_open_ = false;
}

}  // namespace qiuhao::cli
