// Running `qiuhao`: from arguments to an exit code.
#pragma once

#include "cli/command.h"

namespace qiuhao::cli {

inline constexpr const char* kVersion = QIUHAO_VERSION;

// Every command, with examples in the help.
void add_all_commands(Program& program);

// On standard error, in red on a terminal.
void print_error(const Error& error, Language language);

int run_program(int count, const char* const* arguments);

}  // namespace qiuhao::cli
