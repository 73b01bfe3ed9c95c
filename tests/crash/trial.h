// A trial: a command meets an accident, and what is left is held against what it may be.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "child.h"
#include "state.h"

namespace qiuhao::crash {

// A command under trial. In words, @W is the workspace, @B the folder of backups, @R the workspace that is restored to,
// @1 and @2 are tables of two cities (the second has rows that are rejected), @3 a few more visits, @4 a few more
// licences.
struct Command {
  std::string name;
  std::vector<Words> before;  // what made the folder that it finds
  Words words;
  Words other;          // what may follow instead of the same once more
  std::string done;     // words of its output that say it is done
  bool repeats = true;  // may be run again when it is done
};

// Every command that changes a store.
const std::vector<Command>& commands();

// What a command makes of its folder when nothing happens.
struct Reference {
  Path before;  // the folder it finds
  State state_before;
  State state_after;
  std::set<std::string> names_after;
  State other_before;  // when `other` follows on the state before
  State other_after;   // when `other` follows on the state after
  std::set<std::string> names_other_before;
  std::set<std::string> names_other_after;
  double seconds = 0;
  long calls = 0;
};

class Trials {
 public:
  // Makes the cities below `scratch`; `people` sets how long commands run.
  static Result<Trials> make(const Path& scratch, std::int64_t people);

  // Runs the command without an accident, once for all trials.
  Result<Reference> reference(const Command& command);

  struct Outcome {
    Ended ended;
    bool is_after = false;  // the state is the one after the command
    std::string trouble;    // "" when all is whole
  };
  // `with_other`: what follows is the other command instead of the same.
  Result<Outcome> run(const Command& command, const Reference& reference, const Accident& accident, bool with_other);

 private:
  Path folder(int number) const;
  Words words_in(const Words& words, const Path& folder) const;
  Status make_before(const Command& command, const Path& folder);
  Result<std::string> judge_next(const Command& command, const Reference& reference, const Path& folder, bool is_after,
                                 bool with_other) const;
  Status follow(const Words& words, const Path& folder) const;
  // What the doctor says of the workspace and of the restored one; "" when all is well.
  std::string doctor_says(const Path& folder, bool quick) const;
  std::string judge(const Command& command, const Reference& reference, const Path& folder, Outcome& outcome) const;

  Path scratch_;
  claims::Schema schema_;
  int references_ = 0;
};

}  // namespace qiuhao::crash
