// The parameters that a rule declares: `parameters: {split_stay_gap_days: int}`.
#include "rules/parameters.h"

#include <fmt/format.h>

#include <array>

#include "rules/load/loader.h"

namespace qiuhao::rules {
namespace {

constexpr std::array kTypes = {ParameterType::integer, ParameterType::decimal, ParameterType::floating,
                               ParameterType::texts};

std::optional<ParameterType> type_named(std::string_view word) {
  for (const ParameterType type : kTypes) {
    if (parameter_type_name(type) == word) return type;
  }
  return std::nullopt;
}

// Numbers lie in columns by their type, lists are asked for.
cel::FieldId field_of(ParameterType type, std::size_t number) {
  const std::size_t within = type == ParameterType::texts ? std::size_t{cel::kFirstAskedField}
                                                          : static_cast<std::size_t>(type) * kMaxParameters;
  return static_cast<cel::FieldId>(within + number);
}

}  // namespace

Status Loader::read_parameters() {
  const Node* node = root_.find("parameters");
  if (node == nullptr || node->is_nothing()) return {};
  if (!node->is_map() || node->entries.size() > kMaxParameters) {
    return at(
        *node, "bad_rule",
        {fmt::format("parameters is a map of at most {} names to types, such as {{gap_days: int}}", kMaxParameters),
         fmt::format("parameters 是最多 {} 项的映射，名称对类型，例如 {{gap_days: int}}", kMaxParameters)});
  }
  for (const auto& [key, value] : node->entries) {
    if (!is_parameter_name(key.scalar)) {
      note(at(key, "bad_name",
              {fmt::format("'{}' is no name of a parameter; write small letters, digits and _", key.scalar),
               fmt::format("“{}”不能作参数名；请用小写字母、数字和 _", key.scalar)}));
      continue;
    }
    const auto type = type_named(value.scalar);
    if (!type) {
      note(at(value, "bad_rule",
              {fmt::format("a parameter is an int, decimal, double or texts, not '{}'", value.scalar),
               fmt::format("参数的类型是 int、decimal、double 或 texts，而不是“{}”", value.scalar)}));
    }
    // One whose type is wrong keeps its name, so that its readers are not wrong for that too.
    const ParameterType known = type.value_or(ParameterType::integer);
    rule_.parameters.push_back({key.scalar, known, field_of(known, rule_.parameters.size())});
  }
  return {};
}

}  // namespace qiuhao::rules
