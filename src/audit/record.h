// The record of a run: a folder of files that says what was found, by which rules and with which knowledge.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "base/files.h"

namespace qiuhao::audit {

inline constexpr int kMaxRuns = 999'999;

// What a run rested on, beside its rules; written down so that the run can be repeated and explained.
struct RunFacts {
  std::string program;  // version of qiuhao
  Seconds started_at = 0;
  Day known_on = kNoDay;    // knowledge as known on this day
  std::string knowledge;    // name of the last publication, or of the shipped file
  int publications = 0;     // 0: the workspace has none
  bool is_starter = false;  // the shipped starter points stood in
  std::size_t points = 0;
};

struct RecordOptions {
  bool parquet = true;
  bool csv = true;
  bool xlsx = true;
  bool html = true;
  Path out;  // a folder that is not there yet, or is empty; empty: the next WORKSPACE/exports/audit-NNNNNN
};

struct Record {
  Path folder;
  std::vector<std::string> files;  // names in it
};

// Writes findings.parquet, findings.csv, findings.xlsx, undecided.csv, summary.json and report.html into a temporary
// folder beside, then renames it; nothing is left behind on failure. `exports/latest` then holds the folder's name
// (unless `out` was given). Refuses an `out` that has something in it with "folder_in_use".
Result<Record> record_run(const Path& workspace, std::span<const claims::Part> parts, const AuditResult& result,
                          const RunFacts& facts, const RecordOptions& options);

std::string summary_json(const AuditResult& result, const RunFacts& facts);

// What explain, serve and findings read back of a run.
struct RunReference {
  Path folder;
  Day known_on = kNoDay;
  bool is_starter = false;
  std::uint64_t generation = 0;
  std::vector<std::pair<std::string, std::string>> rules;  // code and hash, in order of code
  Day from = kNoDay;                                       // what was asked for; kNoDay: open
  Day to = kNoDay;
  bool is_of_all_providers = false;
};

// WORKSPACE/exports/latest's folder; "no_run" when no audit was recorded.
Result<Path> latest_run(const Path& workspace);
// `run` is "" for the latest, a number (12 is audit-000012) or a folder.
Result<RunReference> read_run(const Path& workspace, const std::string& run);

}  // namespace qiuhao::audit
