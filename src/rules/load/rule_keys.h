// The keys of a rule file, once: the loader refuses others, and the JSON Schema for editors is written from them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace qiuhao::rules {

enum class KeyForm {
  text,
  text_or_null,
  whole_number,
  period,     // [from, to]
  basis,      // list of {document, clause}
  moments,    // list of before, during, after
  certainty,  // 明确违规 or 可疑
  grain,
  formula,
  formulas,  // name → formula
  knowledge,
  parameters,  // name → type
  windows,
  tests,
};

struct RuleKey {
  std::string_view name;
  bool must = false;
  KeyForm form = KeyForm::text;
  std::string_view english;  // what it says
  std::string_view chinese;
};
std::span<const RuleKey> rule_keys();
std::span<const std::string_view> knowledge_keys();
std::span<const std::string_view> moment_names();
std::span<const std::string_view> test_keys();
std::span<const std::string_view> expect_keys();    // of a test
std::span<const std::string_view> outcome_names();  // in order of Outcome

// docs/reference/rule-file.schema.json: JSON Schema, draft 2020-12.
std::string rule_file_schema();

}  // namespace qiuhao::rules
