// Reading the floors.
#include "conformance/floors.h"

#include <fmt/format.h>

#include <charconv>

namespace qiuhao::conformance {

Result<Floors> read_floors(const Path& file) {
  ASSIGN(const std::string content, read_file(file, 64 * 1024));
  Floors floors;
  int line_number = 0;
  for (std::size_t at = 0; at < content.size();) {
    const std::size_t end = std::min(content.find('\n', at), content.size());
    const std::string_view line = std::string_view(content).substr(at, end - at);
    at = end + 1;
    ++line_number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string_view digits = line.substr(std::min(space + 1, line.size()));
    int passed = -1;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), passed);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || passed < 0) {
      return input_error("bad_floor", fmt::format("{} is no floor; write a line as in: basic 30", line),
                         {file.string(), line_number, 1, ""});
    }
    floors.emplace(line.substr(0, space), passed);
  }
  return floors;
}

}  // namespace qiuhao::conformance
