// The rule at the end of a TZif file, in the form of POSIX's TZ variable: "AEST-10AEDT,M10.1.0,M4.1.0/3".
#pragma once

#include "cel/values/zone.h"

namespace qiuhao::cel {

class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : rest_(text) {}
  // Nothing when the text is no rule.
  std::optional<Zone::Rule> read();

 private:
  bool skip(char c);
  bool skip_name();
  std::optional<int> number(int most);
  std::optional<Seconds> clock();  // "[+-]h[:mm[:ss]]" in seconds
  std::optional<Zone::Change> change();

  std::string_view rest_;
};

}  // namespace qiuhao::cel
