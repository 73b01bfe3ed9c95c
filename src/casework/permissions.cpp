// Between the policy of roles and the files of workflows.
#include "casework/permissions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace qiuhao::casework {
namespace {

using identity::Decision;
using identity::RolePolicy;
using workflow::Action;
using workflow::Kind;

std::unexpected<Error> wrong(std::string code, const Place& place, const Sentence& sentence) {
  return input_error(std::move(code), sentence, place);
}

// Roles that may do an act by the file: its own, and those of its parts.
std::vector<std::string> roles_of(const Kind& kind, const Action& action) {
  std::vector<std::string> names;
  for (const workflow::Number role : action.roles) names.push_back(kind.roles[role].name);
  for (const workflow::Number part : action.parts) {
    for (const workflow::Number role : kind.parts[part].roles) names.push_back(kind.roles[role].name);
  }
  return names;
}

bool may_one(const RolePolicy& policy, const std::vector<std::size_t>& actions, const std::string& name) {
  const auto role = policy.role(name);
  return role && std::ranges::any_of(actions, [&](std::size_t action) {
           return std::ranges::any_of(policy.actions()[action].permits,
                                      [&](const identity::Permit& permit) { return permit.role == *role; });
         });
}

Status check_act(const RolePolicy& policy, const Kind& kind, const Action& action) {
  const auto actions = policy.actions_for(kind.name, action.name);
  if (actions.empty())
    return wrong("act_without_action", action.place,
                 {fmt::format("no action of the policy of roles stands for {}.{}; name it in roles.yaml, as acts: "
                              "{{{}: [{}]}}",
                              kind.name, action.name, kind.name, action.name),
                  fmt::format("岗位文件里没有 {}.{} 对应的操作；请在 roles.yaml 里写 acts: {{{}: [{}]}}", kind.name,
                              action.name, kind.name, action.name)});
  for (const std::string& role : roles_of(kind, action)) {
    if (!may_one(policy, actions, role))
      return wrong(
          "role_without_act", action.place,
          {fmt::format("{} may do {}.{} by the workflow, but none of its actions in roles.yaml", role, kind.name,
                       action.name),
           fmt::format("流程允许 {} 办理 {}.{}，但 roles.yaml 的对应操作没有这个岗位", role, kind.name, action.name)});
  }
  return {};
}

Status check_named(const RolePolicy& policy, const std::map<std::string_view, const Kind*>& kinds) {
  for (const identity::Action& action : policy.actions()) {
    for (const identity::ActsOfKind& acts : action.acts) {
      const auto kind = kinds.find(acts.kind);
      if (kind == kinds.end()) continue;  // a bureau may have taken a shipped workflow out
      for (const std::string& act : acts.acts) {
        const auto number = workflow::find_named(kind->second->actions, act);
        if (number && !kind->second->actions[*number].by_clock) continue;
        return wrong("unknown_act", action.place,
                     {fmt::format("{} has no act {} that people do", acts.kind, act),
                      fmt::format("{} 没有由人办理的动作 {}", acts.kind, act)});
      }
    }
  }
  return {};
}

std::string grid_of(const Kind& kind, const workflow::Matter& matter) {
  const auto field = workflow::find_named(kind.fields, "grid");
  const auto held = matter.fields.find("grid");
  if (!field || held == matter.fields.end()) return "";
  return workflow::format_value(held->second, kind.fields[*field].shape.type);
}

}  // namespace

Status check_acts(const RolePolicy& policy, std::span<const Kind> kinds) {
  std::map<std::string_view, const Kind*> newest;
  for (const Kind& kind : kinds) {
    const Kind*& held = newest[kind.name];
    if (held == nullptr || held->version < kind.version) held = &kind;
  }
  for (const auto& [name, kind] : newest) {
    for (const Action& action : kind->actions) {
      if (!action.by_clock) TRY(check_act(policy, *kind, action));
    }
  }
  return check_named(policy, newest);
}

Result<Decision> may_act(database::Transaction& transaction, const RolePolicy& policy, const identity::Asker& asker,
                         const Kind& kind, const Action& action, const workflow::Matter& matter, database::Micros now) {
  identity::Target target{matter.region, matter.subject, grid_of(kind, matter), {}, {}};
  for (const workflow::Number other : action.not_same_person_as) {
    for (const workflow::Deed& deed : matter.history) {
      if (deed.action == kind.actions[other].name) target.done_before.push_back(deed.person);
    }
  }
  if (!matter.subject.empty()) target.subjects.push_back("organisation:" + matter.subject);
  Decision best;
  best.sentence = identity::meaning_of(best.reason);
  for (const std::size_t number : policy.actions_for(kind.name, action.name)) {
    ASSIGN(Decision decision, identity::may(transaction, policy, asker, policy.actions()[number].name, target, now));
    if (decision.is_allowed()) return decision;
    if (decision.reason >= best.reason) best = std::move(decision);
  }
  return best;
}

workflow::Person person_of(const identity::Holder& holder, std::string_view region) {
  return {holder.login, holder.roles_for(region), holder.unit};
}

Scope scope_of(const identity::Holder& holder, const RolePolicy& policy, Seen what, Day day) {
  const bool of_matters = what == Seen::matters;
  Scope scope;
  for (const std::string& region : holder.regions_of(policy, of_matters ? "matter.read" : "finding.read", day)) {
    scope.regions.emplace_back(identity::region_prefix(region));
    scope.is_everything = scope.is_everything || scope.regions.back().empty();
  }
  if (!holder.regions_of(policy, of_matters ? "matter.read_own" : "finding.read_own", day).empty()) {
    scope.institution = holder.organisation;
    for (const identity::HeldRole& held : holder.held)
      scope.told_as.insert(scope.told_as.end(), held.names.begin(), held.names.end());
  }
  if (of_matters) scope.person = holder.login;
  return scope;
}

}  // namespace qiuhao::casework
