// SQL over the views of a tape, for commands that ask it.
#pragma once

#include <string>

#include "claims/views/tape_views.h"

namespace qiuhao::cli {

// A folder for what a sort does not hold in memory; "" where none can be made.
class SpillFolder {
 public:
  explicit SpillFolder(const Path& workspace);
  SpillFolder(const SpillFolder&) = delete;
  SpillFolder& operator=(const SpillFolder&) = delete;
  ~SpillFolder();
  const Path& path() const { return path_; }

 private:
  Path path_;
};

struct ViewEngineOptions {
  std::string memory = "2GB";
  Path spill;               // "": none
  int threads = 0;          // 0: as many as the machine has
  std::string tables = {};  // statements of our own that make tables beside the views
};

// Locked down: statements reach no file and change no setting. The tape must outlive it.
Result<tables::Engine> engine_over(const claims::Tape& tape, const claims::Schema& schema, Language names,
                                   const ViewEngineOptions& options);

}  // namespace qiuhao::cli
