// The message that a thread sent last, in a file, so that one that ends the program can be found afterwards.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <string_view>

#include "base/check.h"
#include "base/files.h"

namespace qiuhao::malformed {

// The file goes with it; what is left behind was the last of a program that was killed or stopped itself.
class LastMessage {
 public:
  explicit LastMessage(Path path) : path_(std::move(path)), file_(::open(path_.c_str(), O_CREAT | O_RDWR, 0600)) {
    CHECK_NOTE(file_ >= 0, path_.string());
  }
  ~LastMessage() {
    ::close(file_);
    ::unlink(path_.c_str());
  }
  LastMessage(const LastMessage&) = delete;
  LastMessage& operator=(const LastMessage&) = delete;

  void write(std::string_view message) {
    CHECK(::pwrite(file_, message.data(), message.size(), 0) == static_cast<ssize_t>(message.size()));
    CHECK(::ftruncate(file_, static_cast<off_t>(message.size())) == 0);
  }

 private:
  Path path_;
  int file_;
};

}  // namespace qiuhao::malformed
