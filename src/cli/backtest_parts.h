// The commands that tell what a change would do before it is published: rules_backtest.cpp, knowledge_backtest.cpp.
#pragma once

#include "cli/command.h"

namespace qiuhao::cli {

void add_rules_backtest(Program& program, CLI::App& rules);  // `rules backtest` and `rules compare`
void add_knowledge_backtest(Program& program, CLI::App& knowledge);

}  // namespace qiuhao::cli
