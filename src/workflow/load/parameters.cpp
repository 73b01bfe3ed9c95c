// Parameters: every number that a document sets, with the day from which it holds.
#include <algorithm>

#include "workflow/load/loader.h"

namespace qiuhao::workflow {

void Loader::read_parameters() {
  each_of("parameters", [&](const Node& key, const Node& body) {
    const Sentence what{"a parameter", "参数"};
    if (!check_keys(body, {"title", "type", "unit", "values"}, what)) return;
    Parameter parameter = named<Parameter>(key, body);
    parameter.unit = body.text_of("unit");
    const std::string type = body.text_of("type");
    const auto shape = type.empty() ? ValueShape{FieldType::integer, false} : shape_named(type).value_or(ValueShape{});
    parameter.type = shape.type;
    const bool is_number = shape.type == FieldType::integer || shape.type == FieldType::money ||
                           shape.type == FieldType::decimal || shape.type == FieldType::boolean;
    if (shape.is_list || !is_number)
      wrong(*body.find("type"), "bad_workflow",
            {"a parameter is an integer, money, a decimal or a bool", "参数的类型是 integer、money、decimal 或 bool"});
    if (const Node* values = must_find(body, "values", what); values != nullptr && is_number)
      read_parameter_values(parameter, *values);
    kind_.parameters.push_back(std::move(parameter));
  });
}

// 340600 is the city around 340602, and 340000 the province: pairs of zeros at the end stand for whatever is inside.
std::string Loader::region_of(const Node& item) {
  std::string region = item.text_of("region");
  const bool is_code = region.find_first_not_of("0123456789") == std::string::npos && region.size() % 2 == 0;
  if (!is_code)
    wrong(*item.find("region"), "bad_number",
          {fmt::format("'{}' is no division code (GB/T 2260)", region), fmt::format("“{}”不是行政区划代码", region)});
  while (region.ends_with("00")) region.resize(region.size() - 2);
  return region;
}

void Loader::read_parameter_values(Parameter& parameter, const Node& list) {
  const Sentence what{"a value of a parameter", "参数的取值"};
  for (const Node& item : list.items) {
    if (!check_keys(item, {"from", "to", "region", "value", "basis"}, what)) continue;
    ParameterValue value;
    if (const Node* from = item.find("from")) value.from = read_day(*from).value_or(kNoDay);
    if (const Node* to = item.find("to")) value.to = read_day(*to).value_or(kNoDay);
    value.region = region_of(item);
    if (const Node* basis = must_find(item, "basis", what)) value.basis = read_basis(*basis);
    const Node* written = must_find(item, "value", what);
    if (written == nullptr) continue;
    auto parsed = parse_value(written->scalar, parameter.type);
    if (!parsed) {
      wrong(*written, parsed.error().code, parsed.error().sentence());
      continue;
    }
    value.value = std::move(*parsed);
    const auto is_same = [&](const ParameterValue& other) {
      return other.region == value.region && other.from == value.from;
    };
    if (std::ranges::any_of(parameter.values, is_same))
      wrong(item, "parameter_twice",
            {fmt::format("{} has two values from one day on", parameter.name),
             fmt::format("{} 自同一天起有两个取值", parameter.name)});
    parameter.values.push_back(std::move(value));
  }
  if (parameter.values.empty())
    wrong(list, "bad_workflow",
          {"values is a list of {from: …, value: …, basis: …}", "values 是列表，每项为 {from: …, value: …, basis: …}"});
}

const ParameterValue* parameter_value(const Parameter& parameter, Day day, std::string_view region) {
  const ParameterValue* best = nullptr;
  for (const ParameterValue& value : parameter.values) {
    const bool holds = (value.from == kNoDay || value.from <= day) && (value.to == kNoDay || day <= value.to);
    if (!holds || !region.starts_with(value.region)) continue;
    const auto rank = [](const ParameterValue& one) { return std::pair(one.region.size(), one.from); };
    if (best == nullptr || rank(value) > rank(*best)) best = &value;
  }
  return best;
}

}  // namespace qiuhao::workflow
