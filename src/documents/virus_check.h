// A program of the bureau's that looks at each file before it is kept, such as clamdscan.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::documents {

struct VirusCommand {
  std::vector<std::string> words;  // the program's path and its arguments; the file's path follows. None: no check
  std::chrono::milliseconds deadline{60'000};
};

// The words of a setting, parted by blanks; no shell reads them. "bad_setting": the program has no absolute path.
Result<VirusCommand> parse_virus_command(std::string_view setting);

// Well when the program ends with 0, "virus_found" with 1; otherwise, or beyond the deadline, "virus_check_failed".
Status check_for_viruses(const VirusCommand& command, const Path& file);

}  // namespace qiuhao::documents
