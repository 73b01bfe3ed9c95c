// What the checks of the doctor share.
#pragma once

#include <chrono>
#include <optional>

#include "claims/doctor.h"
#include "claims/tape.h"
#include "claims/upkeep/named_files.h"

namespace qiuhao::claims::upkeep {

struct Examiner {
  const Schema& schema;
  const DoctorOptions& options;
  Examination found{};
  std::optional<Manifest> manifest{};      // when it could be read
  std::optional<Generation> generation{};  // when both lists could be read
  std::int64_t bytes_done = 0;
  std::int64_t bytes_total = 0;

  Path path(const Path& relative) const { return options.workspace / relative; }
  void begin(std::string name, Sentence label) { found.checks.push_back({std::move(name), std::move(label)}); }
  void looked_at(std::int64_t bytes = 0) {
    ++found.checks.back().looked_at;
    found.checks.back().bytes += bytes;
  }
  // A trouble of the check at hand.
  void tell(Gravity gravity, const Path& file, Sentence what, Sentence mend);
  void damage(const Path& file, Sentence what, Sentence mend) {
    tell(Gravity::damage, file, std::move(what), std::move(mend));
  }
  void note(const Path& file, Sentence what, Sentence mend) {
    tell(Gravity::note, file, std::move(what), std::move(mend));
  }
  // Whether damage of that file was told.
  bool was_told(const std::string& file) const;
  bool stopped() const { return options.stop != nullptr && options.stop->load(); }
  // Work on so many bytes is done.
  void advance(std::int64_t bytes);
};

// What an error says is wrong, without its mend: the doctor has one that knows more.
Sentence what_of(const Error& error);
// What to do about a file that must be replaced: the backup that has it, or a backup at large, or the imports to
// repeat.
Sentence mend_by_backup(const Examiner& examiner, const Path& relative);
// The imports of the list as words: "import again into a new workspace: a.csv, b.csv".
Sentence mend_by_import(const Examiner& examiner);

// The checks, in their order.
void check_folders(Examiner& examiner);
void check_lock(Examiner& examiner);
void check_manifest(Examiner& examiner);
void check_parts(Examiner& examiner);
void check_imports(Examiner& examiner);
void check_key(Examiner& examiner);
void check_leftovers(Examiner& examiner);
void check_disk(Examiner& examiner);
// The expensive ones.
void check_blocks(Examiner& examiner);
void check_columns(Examiner& examiner);
void check_staged(Examiner& examiner);

}  // namespace qiuhao::claims::upkeep
