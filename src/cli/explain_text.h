// What `qiuhao explain` shows: a finding, or why a rule left a line, visit, … alone.
#pragma once

#include <string>
#include <vector>

#include "audit/explain.h"
#include "audit/money.h"
#include "casework/exceptions.h"
#include "claims/part.h"
#include "rules/smallest_change.h"

namespace qiuhao::cli {

// A finding that blames some of the same lines, in the order in which rules take money.
struct TakenMoney {
  std::string rule;
  std::string finding;
  Cents gross = 0;
  Cents net = 0;
  Cents from_here = 0;  // part of net that came from lines of the finding explained
  bool is_this = false;
};

struct ExplainedSubject {
  const rules::Subject* subject = nullptr;
  audit::Explanation explanation;
  std::string finding;               // id; "" for a subject that was asked about
  std::vector<TakenMoney> taken;     // of a finding
  std::vector<audit::Share> shares;  // of a finding: what it took, line by line
  // Of a hit: what would make the claim right, each proven by judging it so.
  std::vector<rules::SmallestChange> changes{};
  std::vector<casework::Exception> exceptions{};  // in force on its day: the finding stays, and whoever looks is told
  Language language = Language::chinese;          // of whole sentences; labels are in both
};

std::string text_of_explanation(const ExplainedSubject& explained);
std::string json_of_explanation(const ExplainedSubject& explained);

}  // namespace qiuhao::cli
