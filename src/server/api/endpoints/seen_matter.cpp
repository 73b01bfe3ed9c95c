// Sight, and what outsiders see.
#include "server/api/endpoints/seen_matter.h"

#include <fmt/format.h>

#include <algorithm>

#include "casework/permissions.h"
#include "workflow/view.h"

namespace qiuhao::server {
namespace {

bool brings(const workflow::Action& action, workflow::Number field) {
  return workflow::contains(action.must.fields, field) || workflow::contains(action.may.fields, field);
}

bool may_by_role(const workflow::Kind& kind, const workflow::Action& action, const workflow::Person& person) {
  return std::ranges::any_of(
      action.roles, [&](workflow::Number role) { return workflow::contains(person.roles, kind.roles[role].name); });
}

}  // namespace

Result<SeenMatter> seen_matter(const Call& call, const std::string& number) {
  bool is_in_sight = false;
  TRY(call.desk.database().read([&](database::Transaction& transaction) -> Status {
    const casework::Scope scope =
        casework::scope_of(call.by().holder, call.desk.policy(), casework::Seen::matters, call.today());
    ASSIGN(is_in_sight, casework::is_seen(transaction, scope, number));
    return {};
  }));
  if (!is_in_sight)
    return input_error("no_matter", Sentence{fmt::format("there is no matter {}; check its number", number),
                                             fmt::format("没有事项 {}；请核对编号", number)});
  SeenMatter seen;
  ASSIGN(seen.matter, call.desk.store().find(number));
  seen.kind = call.desk.kinds().find(seen.matter.kind, seen.matter.version);
  seen.person = casework::person_of(call.by().holder, seen.matter.region);
  return seen;
}

bool is_there(const SeenMatter& seen, std::string_view document, std::string_view id) {
  return workflow::may_see_document(*seen.kind, seen.matter, document, id, seen.person);
}

Status require_in_matter(const Call& call, std::string_view action, const workflow::Matter& matter) {
  identity::Target target = identity::Target::in_region(matter.region);
  if (!matter.subject.empty()) target.subjects.push_back("organisation:" + matter.subject);
  return call.desk.database().read(
      [&](database::Transaction& transaction) { return require(transaction, call, action, target); });
}

bool is_outside(const Call& call) {
  using identity::OrganisationKind;
  const OrganisationKind kind = call.by().holder.kind;
  return kind == OrganisationKind::hospital || kind == OrganisationKind::pharmacy ||
         kind == OrganisationKind::social_supervision || kind == OrganisationKind::public_side;
}

bool is_over(const SeenMatter& seen) {
  const auto state = workflow::find_named(seen.kind->states, seen.matter.state);
  return state && seen.kind->states[*state].is_final;
}

bool is_shown_outside(const SeenMatter& seen, workflow::Number field) {
  const workflow::Kind& kind = *seen.kind;
  return is_over(seen) || kind.fields[field].is_required ||
         std::ranges::any_of(kind.actions, [&](const workflow::Action& action) {
           return brings(action, field) && (action.opens || may_by_role(kind, action, seen.person));
         });
}

Result<std::vector<CallersOffer>> offers_to(const Call& call, const SeenMatter& seen) {
  std::vector<CallersOffer> all;
  const auto offers = workflow::offers(*seen.kind, call.desk.calendar(), seen.matter, seen.person, call.now_s());
  TRY(call.desk.database().read([&](database::Transaction& transaction) -> Status {
    all.clear();
    for (const workflow::Offer& offer : offers) {
      const workflow::Action& action = seen.kind->actions[offer.action];
      ASSIGN(const identity::Decision decision, casework::may_act(transaction, call.desk.policy(), call.by().asker,
                                                                  *seen.kind, action, seen.matter, call.now));
      const bool wants_code = decision.reason == identity::Reason::code_is_not_fresh;
      if (decision.is_allowed() || wants_code) all.push_back({&action, offer, wants_code});
    }
    return {};
  }));
  return all;
}

}  // namespace qiuhao::server
