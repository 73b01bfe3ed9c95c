// How long case files are kept and how they are numbered, as policy/archive.yaml says.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "casework/kinds.h"
#include "workflow/kind.h"

namespace qiuhao::documents {

struct RetentionTerm : workflow::Named {
  int years = 0;  // 0: for ever
  std::string pattern;
};

struct ArchiveRules {
  std::vector<RetentionTerm> terms;
  std::map<std::string, workflow::Number> kinds;  // a kind's term
  int loan_days_most = 30;

  const RetentionTerm& term_of(const std::string& kind) const { return terms.at(kinds.at(kind)); }
  // The last day of a term that begins with the year after the one in which the matter was closed; kNoDay for ever.
  static Day last_day(const RetentionTerm& term, Day closed);
};

// Errors, with file and line: "bad_archive_rules", "bad_pattern", "unknown_name", "unknown_kind".
Result<ArchiveRules> parse_archive_rules(const std::string& content, const std::string& file);
Result<ArchiveRules> load_archive_rules(const std::string& file);

}  // namespace qiuhao::documents
