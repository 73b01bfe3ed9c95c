// What a window looks like to an editor: the part of the JSON Schema of rule files that says which keys go with which
// kind, made from window_keys().
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace qiuhao::rules {

// YAML reads a formula such as `true` or `1` as no text.
inline constexpr std::string_view kFormulaShape = R"("type": ["string", "boolean", "number"])";

// The schema of `windows`: names to one of the kinds.
std::string window_shapes();

std::string json_list(std::span<const std::string_view> words);

}  // namespace qiuhao::rules
