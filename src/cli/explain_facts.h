// The facts an explanation shows, as label and value, so that text and JSON cannot differ.
#pragma once

#include <string>
#include <vector>

#include "cli/explain_text.h"

namespace qiuhao::cli {

struct Fact {
  std::string name;   // "birth_date", in JSON
  std::string label;  // 出生日期
  std::string value;  // "" for none
};

struct FactGroup {
  std::string name;   // "person"
  std::string label;  // 参保人
  std::vector<Fact> facts;
};

// Rule, knowledge point, person, and what the grain has of visit, provider, day and lines.
std::vector<FactGroup> facts_of(const rules::Subject& subject);

// 命中, 不命中, 例外放行, 未定; and hit, clear, excepted, undecided.
std::string_view outcome_zh(rules::Outcome outcome);
std::string_view outcome_en(rules::Outcome outcome);
std::string_view role_en(audit::ExplainedFormula::Role role);

// Why the outcome is what it is: of a hit the rule's message; else the exception, the absent field, the formula that
// failed, or the part that is false with the values it met.
Sentence reason_of(const ExplainedSubject& explained);
std::string_view change_name(rules::SmallestChange::Kind kind);  // "fewer_units", in JSON

}  // namespace qiuhao::cli
