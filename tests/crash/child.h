// Runs the program as a child to which an accident may happen: a call that fails, or kill -9.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"

namespace qiuhao::crash {

using Words = std::vector<std::string>;

struct Accident {
  std::string kind = "none";  // as failing_calls.cpp has them; "time": kill -9 after `seconds`
  long call = 0;              // number of the call that changes something, from 1
  double seconds = 0;

  std::string text() const;  // "ENOSPC at call 17"
};

struct Ended {
  int code = -1;       // exit code; -1 when a signal ended it
  int signal = 0;      // 0 when it exited
  std::string out;     // standard output
  std::string error;   // standard error
  double seconds = 0;  // it ran
  long calls = 0;      // changing calls, when it could count to the end
  std::string place;   // "17 write PATH": where the accident happened, "" when it was not reached
};

// Every call that changed a file below a folder, in the order in which they were done.
struct Call {
  std::string name;  // "open", "write", "fsync", "rename", "mkdir", …
  std::string path;
  std::string to;  // rename
};
// Runs `qiuhao WORDS…` without an accident; it must end with 0.
Result<std::vector<Call>> trace_child(const Words& words, const Path& watched, const Path& scratch);

// Runs `qiuhao WORDS…`; calls that change files below `watched` count. `scratch` is for what the child prints.
Result<Ended> run_child(const Words& words, const Path& watched, const Accident& accident, const Path& scratch);

}  // namespace qiuhao::crash
