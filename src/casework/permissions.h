// Who may do an act of a workflow: the actions of policy/roles.yaml that stand for it, and the person that the engine
// then asks.
#pragma once

#include <span>
#include <string>

#include "casework/list.h"
#include "identity/holder.h"
#include "workflow/act.h"

namespace qiuhao::casework {

// Every act that people do stands under an action of the policy, and what stands there is an act of a kind. The newest
// version of each kind counts. Errors: "act_without_action", "unknown_act"; "role_without_act": none of an act's roles
// may do its actions.
Status check_acts(const identity::RolePolicy& policy, std::span<const workflow::Kind> kinds);

// Whether somebody may do an act to a matter, or open one that would be as `matter` (its subject, region and fields
// count). Who did the acts that its file sets apart are not asked again, nor is who has to stand aside from its
// subject.
Result<identity::Decision> may_act(database::Transaction& transaction, const identity::RolePolicy& policy,
                                   const identity::Asker& asker, const workflow::Kind& kind,
                                   const workflow::Action& action, const workflow::Matter& matter,
                                   database::Micros now);

// The person as the engine sees it in matters of a region.
workflow::Person person_of(const identity::Holder& holder, std::string_view region);

// What the person may see of matters and of findings: by matter.read and finding.read, their _own for institutions.
enum class Seen : std::uint8_t { matters, findings };
Scope scope_of(const identity::Holder& holder, const identity::RolePolicy& policy, Seen what, Day day);

}  // namespace qiuhao::casework
