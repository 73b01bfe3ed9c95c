// One spelling of what every screening offers.
#include "cli/lead_options.h"

#include <fmt/format.h>

namespace qiuhao::cli {

void add_lead_options(CLI::App& command, LeadOptions& options, const std::string& first, const std::string& last,
                      const std::string& leads) {
  command.add_option("WORKSPACE", options.workspace, "folder of the workspace")->required();
  command.add_option("--from", options.from, first);
  command.add_option("--to", options.to, last);
  command.add_option("--most", options.most, fmt::format("how many {} to show (default: {})", leads, options.most))
      ->check(CLI::Range(1, 1'000'000));
  command.add_option("--format", options.format, "table, csv or json (default: table)")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  command.add_option("--out", options.out, "write into this file instead");
}

}  // namespace qiuhao::cli
