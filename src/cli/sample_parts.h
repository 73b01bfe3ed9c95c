// The parts of `qiuhao sample` that have files of their own.
#pragma once

#include <utility>
#include <vector>

#include "cli/command.h"

namespace qiuhao::cli {

void add_sample_size(Program& program, CLI::App& sample);
void add_sample_appraise(Program& program, CLI::App& sample);

// "NAME=VALUE" at its last =; "VALUE" alone has the name "". "bad_pair" when there is no value.
Result<std::vector<std::pair<std::string, std::string>>> read_pairs(const std::vector<std::string>& words,
                                                                    const std::string& option);
// The same with whole numbers above 0: "bad_count".
Result<std::vector<std::pair<std::string, std::uint64_t>>> read_counts(const std::vector<std::string>& words,
                                                                       const std::string& option);

// Prints a text, or writes it to a file when one is named.
Status put_text(const std::string& text, const std::string& file);

}  // namespace qiuhao::cli
