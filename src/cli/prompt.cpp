// Reading a line without echo.
#include "cli/prompt.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>

namespace qiuhao::cli {
namespace {

constexpr std::size_t kSecretBytesMost = 1'024;

// The terminal without echo, until it goes.
class Quiet {
 public:
  Quiet() {
    is_terminal_ = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!is_terminal_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Quiet() {
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  bool is_terminal() const { return is_terminal_; }

 private:
  termios before_{};
  bool is_terminal_ = false;
};

}  // namespace

Result<std::string> ask_secret(const std::string& question) {
  const Quiet quiet;
  if (quiet.is_terminal()) fmt::print(stderr, "{}: ", question);
  std::string line;
  for (char byte = 0; ::read(STDIN_FILENO, &byte, 1) == 1;) {
    if (byte == '\n') {
      if (quiet.is_terminal()) fmt::print(stderr, "\n");
      return line;
    }
    if (byte != '\r' && line.size() < kSecretBytesMost) line += byte;
  }
  if (!line.empty()) return line;
  return usage_error("no_input",
                     Sentence{fmt::format("{} is wanted: on a terminal, or as a line of standard input", question),
                              fmt::format("需要输入“{}”：在终端输入，或由标准输入逐行提供", question)});
}

}  // namespace qiuhao::cli
