// Small things that the texts of screening share.
#include "cli/screen_output.h"

#include <fmt/format.h>

#include <cmath>

#include "base/files.h"
#include "screening/learning/table_columns.h"
#include "text/csv_field.h"

namespace qiuhao::cli {

Status write_screen_output(const std::string& text, const std::string& out) {
  if (!out.empty()) return write_file_atomically(out, text);
  fmt::print("{}", text);
  return {};
}

Status check_out(const std::string& out, const std::string& input, const std::string& option) {
  std::error_code ignored;
  if (out.empty() || !std::filesystem::equivalent(out, input, ignored)) return {};
  return usage_error("out_is_input",
                     Sentence{fmt::format("{} {} is the file that is read; name another one", option, out),
                              fmt::format("{} {} 就是要读的文件；请换一个文件名", option, out)});
}

std::string screen_cell(const std::string& text) {
  return screening::number_of_cell(text) ? text::csv_field(text) : text::guarded_csv_field(text);
}

std::string short_number(double number) {
  const double size = std::abs(number);
  if (size >= 1000) return fmt::format("{:.0f}", number);
  if (size >= 0.001 || size == 0) return fmt::format("{:.4g}", number);
  return fmt::format("{:.2e}", number);
}

}  // namespace qiuhao::cli
