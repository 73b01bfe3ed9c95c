// For tests: runs the program in this process as people call it, its streams in files.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
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

}  // namespace qiuhao::cli
