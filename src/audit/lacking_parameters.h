// Which rules lacked which parameter in which region, and which a whole register: told once each with how many subjects
// were left undecided for it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "claims/part.h"
#include "rules/plan.h"

namespace qiuhao::audit {

struct AuditResult;

struct LackingParameter {
  rules::RuleIndex rule = 0;
  std::string name;    // split_stay_gap_days
  std::string region;  // of the visit, or the workspace's own; "" when neither says
  std::size_t subjects = 0;
};

struct LackingRegister {
  rules::RuleIndex rule = 0;
  std::string name;  // licence, death
  std::size_t subjects = 0;
};

// Whether a rule could not tell for want of a register that the workspace never had: "licence.antibiotic_grade".
bool is_of_lacking_register(const rules::Plan& plan, rules::RuleIndex rule, std::string_view reason);
// In order of rule and register.
std::vector<LackingRegister> lacking_registers(const AuditResult& result);

// In order of rule, name and region; of the undecided subjects of a result, over the parts that they are rows of.
std::vector<LackingParameter> lacking_parameters(const AuditResult& result, std::span<const claims::Part> parts);

}  // namespace qiuhao::audit
