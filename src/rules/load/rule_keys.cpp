// The table of keys, and the schema written from it.
#include "rules/load/rule_keys.h"

#include <fmt/format.h>

#include <vector>

#include "rules/load/window_shapes.h"
#include "rules/rule.h"
#include "text/document.h"

namespace qiuhao::rules {
namespace {

constexpr RuleKey kKeys[] = {
    {"rule", true, KeyForm::text, "code, at most 40 bytes; one file a code", "规则编码，最多 40 字节"},
    {"name", true, KeyForm::text, "Chinese name, at most 200 bytes", "中文名称，最多 200 字节"},
    {"version", true, KeyForm::whole_number, "raise it when the outcome of a line can change",
     "版本；结果可能改变时加一"},
    {"effective", true, KeyForm::period, "[from, to], both days included; null is open", "[起, 止]，含首尾；null 不限"},
    {"class", true, KeyForm::text, "class of the violation", "类别"},
    {"national", false, KeyForm::text_or_null, "number in the national catalogue, or null", "国家编号，没有写 null"},
    {"certainty", true, KeyForm::certainty, "a clear violation, or a suspicion", "明确违规 或 可疑"},
    {"basis", true, KeyForm::basis, "documents and clauses", "依据的文件和条款"},
    {"moments", true, KeyForm::moments, "before, during, after", "事前、事中、事后"},
    {"grain", true, KeyForm::grain, "what one hit is about", "一次命中针对什么"},
    {"knowledge", false, KeyForm::knowledge, "which points of a knowledge table a line meets", "费用匹配的知识表"},
    {"parameters", false, KeyForm::parameters, "name to type of values that a region sets, read as param.NAME",
     "地方参数：名称到类型，用 param.名称 读取"},
    {"windows", false, KeyForm::windows, "name to rows that formulas may look at beside the subject", "名称到窗口"},
    {"where", false, KeyForm::formula, "CEL to bool: what else is out of the rule's scope", "适用范围，CEL 布尔式"},
    {"let", false, KeyForm::formulas, "name to CEL, in order", "名称到 CEL，按顺序"},
    {"when", true, KeyForm::formula, "CEL to bool: true is a hit", "违规条件，CEL 布尔式"},
    {"lines", false, KeyForm::formula, "CEL to the fee lines that a hit blames", "命中涉及的费用"},
    {"amount", true, KeyForm::formula, "CEL to decimal, in yuan", "金额，CEL 小数式，单位元"},
    {"message", true, KeyForm::text, "Chinese sentence with {CEL} inside", "提示语，可含 {CEL}"},
    {"except", false, KeyForm::formulas, "name to CEL to bool; a true one clears the hit", "例外：名称到 CEL 布尔式"},
    {"tests", true, KeyForm::tests, "rows in, outcome and amount out", "测试：给出的行与预期的结果"},
};
constexpr std::string_view kKnowledgeKeys[] = {"table", "key", "as_of", "match"};
constexpr std::string_view kMoments[] = {"before", "during", "after"};
constexpr std::string_view kTestKeys[] = {"name", "given", "expect"};
constexpr std::string_view kExpectKeys[] = {"outcome",   "line",  "visit",     "day",       "pair",  "provider",
                                            "month",     "item",  "diagnosis", "operation", "point", "amount",
                                            "exception", "field", "message",   "lines"};
constexpr std::string_view kParameterTypes[] = {"int", "decimal", "double", "texts"};
constexpr std::string_view kOutcomes[] = {"clear", "hit", "excepted", "undecided"};
std::string map_of(std::span<const std::string_view> keys, std::span<const std::string_view> must) {
  std::string properties;
  for (const std::string_view key : keys) {
    properties += fmt::format("{}{}: {{}}", properties.empty() ? "" : ", ", text::json_quote(key));
  }
  return fmt::format(R"("type": "object", "additionalProperties": false, "required": {}, "properties": {{{}}})",
                     json_list(must), properties);
}

// What is expected of one subject, or of several.
std::string shape_of_expect() {
  std::string properties;
  for (const std::string_view key : kExpectKeys) {
    const std::string shape = key == "outcome" ? fmt::format(R"("enum": {})", json_list(kOutcomes)) : "";
    properties += fmt::format("{}{}: {{{}}}", properties.empty() ? "" : ", ", text::json_quote(key), shape);
  }
  const std::string one = fmt::format(
      R"("type": "object", "additionalProperties": false, "required": ["outcome"], "properties": {{{}}})", properties);
  return fmt::format(R"("oneOf": [{{{0}}}, {{"type": "array", "minItems": 1, "items": {{{0}}}}}])", one);
}

std::string shape_of_test() {
  return fmt::format(
      R"("type": "object", "additionalProperties": false, "required": {}, "properties": {{{}}})",
      json_list(std::span(kTestKeys).last(2)),
      fmt::format(R"("name": {{}}, "given": {{"type": "object"}}, "expect": {{{}}})", shape_of_expect()));
}

std::string shape_of(KeyForm form) {
  constexpr std::string_view kBasis[] = {"document", "clause"};
  switch (form) {
    case KeyForm::text: return R"("type": ["string", "number"])";
    case KeyForm::text_or_null: return R"("type": ["string", "number", "null"])";
    case KeyForm::whole_number: return R"("type": "integer", "minimum": 1)";
    case KeyForm::period:
      return R"("type": "array", "minItems": 2, "maxItems": 2, "items": {"type": ["string", "null"]})";
    case KeyForm::basis:
      return fmt::format(R"("type": "array", "minItems": 1, "items": {{{}}})",
                         map_of(kBasis, std::span(kBasis).first(1)));
    case KeyForm::moments:
      return fmt::format(R"("type": "array", "minItems": 1, "items": {{"enum": {}}})", json_list(kMoments));
    case KeyForm::certainty: return R"("enum": ["明确违规", "可疑"])";
    case KeyForm::grain: return fmt::format(R"("enum": {})", json_list(kGrainNames));
    case KeyForm::formula: return std::string(kFormulaShape);
    case KeyForm::formulas: return fmt::format(R"("type": "object", "additionalProperties": {{{}}})", kFormulaShape);
    case KeyForm::knowledge: return map_of(kKnowledgeKeys, std::span(kKnowledgeKeys).first(3));
    case KeyForm::parameters:
      return fmt::format(R"("type": "object", "maxProperties": {}, "additionalProperties": {{"enum": {}}})",
                         kMaxParameters, json_list(kParameterTypes));
    case KeyForm::windows: return window_shapes();
    case KeyForm::tests: return fmt::format(R"("type": "array", "items": {{{}}})", shape_of_test());
  }
  return "";
}

}  // namespace

std::span<const RuleKey> rule_keys() { return kKeys; }
std::span<const std::string_view> knowledge_keys() { return kKnowledgeKeys; }
std::span<const std::string_view> moment_names() { return kMoments; }
std::span<const std::string_view> test_keys() { return kTestKeys; }
std::span<const std::string_view> expect_keys() { return kExpectKeys; }
std::span<const std::string_view> outcome_names() { return kOutcomes; }

std::string rule_file_schema() {
  std::string properties;
  std::vector<std::string_view> must;
  for (const RuleKey& key : kKeys) {
    if (key.must) must.push_back(key.name);
    const std::string meaning = fmt::format("{} {}", key.chinese, key.english);
    properties += fmt::format("{}    {}: {{\"description\": {}, {}}}", properties.empty() ? "" : ",\n",
                              text::json_quote(key.name), text::json_quote(meaning), shape_of(key.form));
  }
  return fmt::format(
      "{{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"Qiuhao rule file\",\n"
      "  \"type\": \"object\",\n  \"additionalProperties\": false,\n  \"required\": {},\n  \"properties\": {{\n{}\n  "
      "}}\n}}\n",
      json_list(must), properties);
}

}  // namespace qiuhao::rules
