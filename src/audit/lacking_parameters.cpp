// Counting undecided subjects by the parameter that they lack.
#include "audit/lacking_parameters.h"

#include <map>
#include <tuple>

#include "audit/audit.h"

namespace qiuhao::audit {
namespace {

constexpr std::string_view kPrefix = "param.";

// The region whose parameters the subject would have had; as PartPlan::parameter_row.
std::string region_of(const Undecided& undecided, const AuditResult& result, std::span<const claims::Part> parts) {
  const rules::Plan& plan = *result.plan;
  const claims::Part& part = parts[undecided.part];
  RowIndex visit = kNoRow;
  switch (plan.rules()[undecided.rule].grain) {
    case rules::Grain::line:
    case rules::Grain::pair: visit = part.link(claims::Link::line_visit, undecided.row); break;
    case rules::Grain::visit: visit = undecided.row; break;
    case rules::Grain::diagnosis: visit = part.link(claims::Link::diagnosis_visit, undecided.row); break;
    case rules::Grain::operation: visit = part.link(claims::Link::operation_visit, undecided.row); break;
    case rules::Grain::person_day:
    case rules::Grain::person:
    case rules::Grain::provider_period: break;
  }
  const Column* regions = part.column(claims::Entity::visit, plan.fields().visit_region);
  if (visit == kNoRow || regions == nullptr || !regions->has(visit)) return plan.parameters().own_region();
  return std::string(regions->text(visit));
}

}  // namespace

namespace {

// "death" of "death.listed" where the rule reads that register and the workspace never had it.
std::optional<rules::RegisterNumber> lacking_register_of(const rules::Plan& plan, rules::RuleIndex rule,
                                                         std::string_view reason) {
  const std::size_t dot = reason.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  for (rules::RegisterNumber number = 0; number < rules::kRuleRegisters.size(); ++number) {
    if (plan.lacks_register(rule, number) && reason.substr(0, dot) == rules::register_name(number)) return number;
  }
  return std::nullopt;
}

}  // namespace

bool is_of_lacking_register(const rules::Plan& plan, rules::RuleIndex rule, std::string_view reason) {
  return lacking_register_of(plan, rule, reason).has_value();
}

std::vector<LackingRegister> lacking_registers(const AuditResult& result) {
  std::vector<LackingRegister> lacking;
  for (std::size_t index = 0; index < result.rules.size(); ++index) {
    const auto rule = static_cast<rules::RuleIndex>(index);
    std::map<rules::RegisterNumber, std::size_t> subjects;
    for (const auto& [reason, count] : result.rules[index].undecided_by) {
      if (const auto number = lacking_register_of(*result.plan, rule, reason)) subjects[*number] += count;
    }
    for (const auto& [number, count] : subjects)
      lacking.push_back({rule, std::string(rules::register_name(number)), count});
  }
  return lacking;
}

std::vector<LackingParameter> lacking_parameters(const AuditResult& result, std::span<const claims::Part> parts) {
  std::map<std::tuple<rules::RuleIndex, std::string, std::string>, std::size_t> counts;
  for (const Undecided& undecided : result.undecided) {
    const std::string& reason = result.reasons[undecided.reason];
    if (!reason.starts_with(kPrefix)) continue;
    ++counts[{undecided.rule, reason.substr(kPrefix.size()), region_of(undecided, result, parts)}];
  }
  std::vector<LackingParameter> lacking;
  for (const auto& [key, subjects] : counts)
    lacking.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), subjects});
  return lacking;
}

}  // namespace qiuhao::audit
