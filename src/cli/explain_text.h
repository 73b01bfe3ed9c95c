// What `qiuhao explain` shows: a finding, or why a rule left a line alone.
#pragma once

#include <string>
#include <vector>

#include "audit/explain.h"
#include "claims/part.h"

namespace qiuhao::cli {

// A finding on the same line, in the order in which rules take money.
struct TakenMoney {
  std::string rule;
  std::string finding;
  Cents gross = 0;
  Cents net = 0;
  bool is_this = false;
};

struct ExplainedSubject {
  const rules::Subject* subject = nullptr;
  audit::Explanation explanation;
  std::string finding;            // id; "" for a line that was asked about
  std::vector<TakenMoney> taken;  // of a finding
};

std::string text_of_explanation(const ExplainedSubject& explained);
std::string json_of_explanation(const ExplainedSubject& explained);

}  // namespace qiuhao::cli
