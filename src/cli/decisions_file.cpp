// Reading it.
#include "cli/decisions_file.h"

#include <filesystem>

namespace qiuhao::cli {

Result<DecisionsFile> load_decisions(const Path& workspace, const std::string& named) {
  const Path file = named.empty() ? workspace / "decisions.csv" : Path(named);
  std::error_code ignored;
  if (named.empty() && !std::filesystem::exists(file, ignored)) return DecisionsFile();
  ASSIGN(audit::Decisions decisions, audit::Decisions::read(file));
  return DecisionsFile{file.string(), std::move(decisions)};
}

}  // namespace qiuhao::cli
