// The parts of `qiuhao screen`, a file each.
#pragma once

#include "cli/command.h"

namespace qiuhao::cli {

void add_screen_networks(Program& program, CLI::App& parent);
void add_screen_doctors(Program& program, CLI::App& parent);
void add_screen_peers(Program& program, CLI::App& parent);
void add_screen_beds(Program& program, CLI::App& parent);
void add_screen_traces(Program& program, CLI::App& parent);
void add_screen_features(Program& program, CLI::App& parent);
void add_screen_train(Program& program, CLI::App& parent);
void add_screen_score(Program& program, CLI::App& parent);
void add_screen_outliers(Program& program, CLI::App& parent);

// "4GB", "900MB", "1.5GB" as bytes, 10 MB at least; a usage error that names the option.
Result<std::size_t> memory_option(std::string_view option, const std::string& text);

}  // namespace qiuhao::cli
