// A log of one JSON object a line, written by a thread of its own:
//   {"time":"2026-11-30T20:04:49.123456Z","level":"info","event":"request","path":"/api/audit","status":"200"}
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::http {

enum class Level { debug, info, warning, error };

struct LogOptions {
  Path file{};                      // appended to; "" for stderr
  Level least = Level::info;        // what is below is not written
  std::size_t waiting_most = 8192;  // lines that wait for the writing thread; further ones are lost, and counted
};

class Log {
 public:
  static constexpr std::size_t kValueBytesMost = 8 * 1024;  // what a value has beyond is cut off

  // "cannot_log" names the file and what the system said.
  static Result<Log> open(LogOptions options = {});
  Log(Log&&) noexcept;
  Log& operator=(Log&&) noexcept;
  ~Log();  // writes what waits

  // From any thread; never waits for the disk. Bytes that are no UTF-8 become U+FFFD. After lost lines stands a line
  // {"event":"log_lines_lost","lines":"12"}.
  void write(Level level, std::string_view event,
             std::initializer_list<std::pair<std::string_view, std::string_view>> fields = {});
  // Opens the file by its name again before the next line, as after a rotation (SIGHUP); when that cannot be done the
  // old one stays and says so. From any thread.
  void reopen();
  void flush();                // waits until all lines before are written
  std::uint64_t lost() const;  // lines so far, also those that the disk did not take

 private:
  struct State;
  explicit Log(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Appends a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD, and what is beyond `most` bytes is cut
// off at a character's border.
void put_json_string(std::string& out, std::string_view text, std::size_t most = std::string_view::npos);

}  // namespace qiuhao::http
