// For tests of commands on a workspace with records: the program in this process, its streams in files.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/files.h"
#include "cli/run_program.h"

namespace qiuhao::cli {

struct Said {
  int code = 0;
  std::string text;  // both streams
};

inline bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

// `input` is its standard input; files of the streams stand in `folder`.
inline Said call_program(const Path& folder, const std::vector<std::string>& arguments, const std::string& input = "",
                         const std::string& language = "en") {
  const Path said_file = folder / "said";
  const Path input_file = folder / "input";
  CHECK(write_file_atomically(input_file, input).has_value());
  std::fflush(stdout);
  std::fflush(stderr);
  const int before[] = {::dup(0), ::dup(1), ::dup(2)};
  const int from = ::open(input_file.c_str(), O_RDONLY);
  const int to = ::open(said_file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
  ::dup2(from, 0);
  ::dup2(to, 1);
  ::dup2(to, 2);
  std::vector<const char*> words{"qiuhao", "--lang", language.c_str()};
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  Said said;
  said.code = run_program(static_cast<int>(words.size()), words.data());
  std::fflush(stdout);
  std::fflush(stderr);
  for (int stream = 0; stream < 3; ++stream) ::dup2(before[stream], stream);
  for (const int descriptor : {before[0], before[1], before[2], from, to}) ::close(descriptor);
  said.text = *read_file(said_file);
  return said;
}

class CallTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "qiuhao-calls-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    std::filesystem::create_directories(workspace());
    ::setenv("QIUHAO_POLICY", QIUHAO_SOURCE_DIR "/policy", 1);
  }
  void TearDown() override {
    ::unsetenv("QIUHAO_POLICY");
    std::filesystem::remove_all(folder_);
  }
  std::string workspace() const { return (folder_ / "city").string(); }

  Said call(const std::vector<std::string>& arguments, const std::string& input = "") const {
    return call_program(folder_, arguments, input);
  }
  void found() {
    const Said said =
        call({"users", "found", workspace(), "--organisation", "B1", "--title", "某市医保局", "--region", "340600",
              "--system", "root", "--system-name", "张三丰", "--security", "guard", "--security-name", "李四"},
             "Sixth-Lamp7\nSixth-Lamp7\nEighth-Lamp9\nEighth-Lamp9\n");
    ASSERT_EQ(said.code, 0) << said.text;
  }

  Path folder_;
};

}  // namespace qiuhao::cli
