// A folder for the files of a test, gone with it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

#include "base/files.h"

namespace qiuhao::screening {

class TestFolder {
 public:
  TestFolder() {
    static std::atomic<int> number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("qiuhao-learning-" + std::to_string(::getpid()) + "-" + std::to_string(number++));
    std::filesystem::create_directories(path_);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() { std::filesystem::remove_all(path_); }

  const Path& path() const { return path_; }
  Path write(const std::string& name, std::string_view content) const {
    EXPECT_TRUE(write_file_atomically(path_ / name, content).has_value());
    return path_ / name;
  }

 private:
  Path path_;
};

}  // namespace qiuhao::screening
