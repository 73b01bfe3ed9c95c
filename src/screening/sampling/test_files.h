// Files of tests in a folder that goes with the test.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "base/files.h"

namespace qiuhao::screening {

class TestFolder {
 public:
  TestFolder()
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("qiuhao-sampling-{}-{}", ::getpid(),
                          ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  Path operator/(const std::string& name) const { return path_ / name; }
  Path add(const std::string& name, const std::string& content) const {
    EXPECT_TRUE(write_file_atomically(path_ / name, content).has_value());
    return path_ / name;
  }

 private:
  Path path_;
};

}  // namespace qiuhao::screening
