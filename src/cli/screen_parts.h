// The parts of `qiuhao screen`.
#pragma once

#include "cli/command.h"

namespace qiuhao::cli {

void add_screen_train(Program& program, CLI::App& parent);
void add_screen_score(Program& program, CLI::App& parent);
void add_screen_outliers(Program& program, CLI::App& parent);

}  // namespace qiuhao::cli
