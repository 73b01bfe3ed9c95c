// The doctor: looks at everything a workspace keeps and says of each trouble what it is and what to do.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "claims/schema.h"

namespace qiuhao::claims {

enum class Gravity : std::uint8_t {
  note,    // nothing is lost and nothing is wrong: what a crash left, a disk that fills up
  damage,  // something cannot be relied on
};

struct Trouble {
  Gravity gravity = Gravity::damage;
  std::string check;  // name of the check that found it
  std::string file;   // what is in trouble: a path in the workspace
  Sentence what;
  Sentence mend;
};

// One row of the summary.
struct Check {
  std::string name;  // "parts"; stable, for programs
  Sentence label;
  std::int64_t looked_at = 0;  // files, columns or folders, as the check has them
  std::int64_t bytes = 0;      // read
  std::int64_t troubles = 0;
};

struct Examination {
  std::vector<Check> checks;
  std::vector<Trouble> troubles;
  std::uint64_t generation = 0;
  double seconds = 0;

  bool is_whole() const;  // no damage
};

struct DoctorProgress {
  std::int64_t bytes_done = 0;
  std::int64_t bytes_total = 0;
};

struct DoctorOptions {
  Path workspace;
  bool quick = false;  // only what every opening looks at, and files: lengths, directories, names, rights
  Path backups;        // a folder of backups, where files to restore are looked for; "" for none
  std::function<void(const DoctorProgress&)> progress;
  const std::atomic<bool>* stop = nullptr;
};

// Looks and changes nothing. Errors: "no_workspace" where there is none, "interrupted".
Result<Examination> examine(const Schema& schema, const DoctorOptions& options);

}  // namespace qiuhao::claims
