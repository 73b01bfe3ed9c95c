// The options that screenings of leads share, and where their text goes.
#pragma once

#include <cstddef>
#include <string>

#include "cli/command.h"

namespace qiuhao::cli {

struct LeadOptions {
  std::string workspace;
  std::string from;
  std::string to;
  std::string format = "table";
  std::string out;
  std::size_t most = 20;
};

// WORKSPACE, --from, --to, --most, --format and --out. `first` and `last` say which days those of --from and --to are,
// `leads` what is shown: "outliers". The options must outlive the command.
void add_lead_options(CLI::App& command, LeadOptions& options, const std::string& first, const std::string& last,
                      const std::string& leads);

}  // namespace qiuhao::cli
