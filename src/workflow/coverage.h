// What tests have shown of a kind.
#pragma once

#include <vector>

#include "workflow/act.h"

namespace qiuhao::workflow {

class Coverage {
 public:
  explicit Coverage(const Kind& kind);

  // An act that was answered; a refused one still shows guards.
  void add(Number action, const Trace& trace, bool is_done);
  std::vector<Error> missing() const;

 private:
  struct Seen {
    bool is_true = false;
    bool is_false = false;
  };
  struct OfAction {
    bool is_done = false;
    std::vector<Seen> guards;
    std::vector<Seen> effects;
    std::vector<bool> branches;
  };
  void tell_guards(const Action& action, const OfAction& seen, std::vector<Error>& errors) const;

  const Kind& kind_;
  std::vector<OfAction> seen_;
};

}  // namespace qiuhao::workflow
