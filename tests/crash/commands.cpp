// The table of commands under trial: one line for each.
#include "trial.h"

namespace qiuhao::crash {

const std::vector<Command>& commands() {
  static const Words kFirst = {"import", "@W", "@1"};
  static const Words kSecond = {"import", "@W", "@2", "--no-compact"};  // compaction has a line of its own
  static const Words kThird = {"import", "@W", "@3"};
  static const Words kFourth = {"import", "@W", "@4"};
  static const Words kBackup = {"backup", "@W", "@B", "--lang", "en"};
  static const Words kRestore = {"restore", "@B", "@R", "--lang", "en"};
  static const std::vector<Command> all = {
      {"import", {}, kFirst, kThird, "the tape holds"},
      {"second import", {kFirst}, kSecond, kThird, "the tape holds"},
      {"licences", {kFirst}, kFourth, kThird, "the tape holds"},
      {"compact", {kFirst, kSecond}, {"compact", "@W", "--all"}, kThird, "together"},
      {"backup", {kFirst, kBackup, kThird}, kBackup, {}, "backup done"},
      {"restore", {kFirst, kBackup}, kRestore, {}, "restored", false},
  };
  return all;
}

}  // namespace qiuhao::crash
