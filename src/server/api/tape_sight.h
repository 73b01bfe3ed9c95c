// What the web API shows of the tape: why a finding was made, and a person's history. Made by whoever knows workspaces.
#pragma once

#include <string>

#include "base/result.h"

namespace qiuhao::server {

class TapeSight {
 public:
  virtual ~TapeSight() = default;

  // `only_provider`: rows of other providers are left out; "" for none. Both give JSON as api.yaml says it (`evidence`
  // and `personTape`); of several threads at once.
  //
  // Errors: "no_run", "no_findings", "no_such_finding" when the run's files do not hold it any more, "no_such_point",
  // and those of the tape.
  virtual Result<std::string> evidence(const std::string& run, const std::string& finding,
                                       const std::string& only_provider) const = 0;
  // "no_person" when the tape holds none of this pseudonym.
  virtual Result<std::string> person(const std::string& pseudonym, const std::string& only_provider) const = 0;
};

}  // namespace qiuhao::server
