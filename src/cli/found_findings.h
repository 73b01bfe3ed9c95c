// Findings of a run read back from findings.parquet, and their money shared out once more.
#pragma once

#include <string>
#include <vector>

#include "audit/find_subject.h"
#include "base/files.h"
#include "cli/explain_text.h"
#include "tables/engine.h"

namespace qiuhao::cli {

// A row of findings.parquet.
struct FoundFinding {
  std::string id;
  std::string rule;
  std::string point;
  audit::SubjectNames names;
  std::string lines;  // numbers of those blamed, separated by spaces
  std::uint16_t part = 0;
  RowIndex row = kNoRow;
  Cents gross = 0;
  Cents net = 0;
};

// findings.parquet of a run's folder; "no_findings" when it is not there.
Result<Path> findings_file(const Path& run);

class FoundFindings {
 public:
  // Errors: "no_findings".
  static Result<FoundFindings> open(const Path& run);

  // The one finding whose id begins so. Errors: "bad_finding", "no_such_finding", "ambiguous_finding".
  Result<FoundFinding> find(const std::string& prefix);
  // All findings about the same person, in the order of the run.
  Result<std::vector<FoundFinding>> of_person(const FoundFinding& found);

 private:
  FoundFindings(Path file, tables::Engine engine) : file_(std::move(file)), engine_(std::move(engine)) {}
  Result<std::vector<FoundFinding>> query(const std::string& where, std::size_t most);

  Path file_;
  tables::Engine engine_;
};

// Fills taken and shares: what each finding took from the lines of the one explained, in the order of money.
void share_money(ExplainedSubject& explained, const std::vector<FoundFinding>& findings);

}  // namespace qiuhao::cli
