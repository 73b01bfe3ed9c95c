// Questions to a policy of roles.
#include "identity/roles.h"

#include <algorithm>

#include "base/check.h"

namespace qiuhao::identity {
namespace {

struct KindRow {
  std::string_view name;
  const char* english;
  const char* chinese;
};
constexpr std::array<KindRow, kOrganisationKinds> kKinds = {{
    {"bureau", "medical insurance bureau", "医保局"},
    {"agency", "agency", "经办机构"},
    {"supervision_centre", "supervision centre", "基金安全中心"},
    {"hospital", "hospital", "定点医疗机构"},
    {"pharmacy", "pharmacy", "定点零售药店"},
    {"third_party", "third party", "第三方机构"},
    {"social_supervision", "social supervision", "社会监督员"},
    {"public", "public", "公众"},
}};

const KindRow& row_of(OrganisationKind kind) { return kKinds.at(static_cast<std::size_t>(kind) - 1); }

template <typename T>
std::optional<std::size_t> number_of(const std::vector<T>& list, std::string_view name) {
  const auto found = std::ranges::find(list, name, &T::name);
  return found == list.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - list.begin()));
}

bool holds(const std::vector<std::size_t>& list, std::size_t number) {
  return std::ranges::find(list, number) != list.end();
}

bool share(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  return std::ranges::any_of(a, [&](std::size_t number) { return holds(b, number); });
}

}  // namespace

std::string_view name_of(OrganisationKind kind) { return row_of(kind).name; }
Sentence title_of(OrganisationKind kind) { return {row_of(kind).english, row_of(kind).chinese}; }

std::optional<OrganisationKind> organisation_kind_named(std::string_view name) {
  for (std::size_t index = 0; index < kOrganisationKinds; ++index) {
    if (kKinds[index].name == name) return static_cast<OrganisationKind>(index + 1);
  }
  return std::nullopt;
}

bool Role::may_be_held_in(OrganisationKind kind) const { return std::ranges::find(held_in, kind) != held_in.end(); }

std::optional<std::size_t> RolePolicy::role(std::string_view name) const { return number_of(roles_, name); }
std::optional<std::size_t> RolePolicy::action(std::string_view name) const { return number_of(actions_, name); }

std::vector<std::size_t> RolePolicy::actions_for(std::string_view kind, std::string_view act) const {
  std::vector<std::size_t> numbers;
  for (std::size_t number = 0; number < actions_.size(); ++number) {
    for (const ActsOfKind& of_kind : actions_[number].acts) {
      if (of_kind.kind == kind && std::ranges::find(of_kind.acts, act) != of_kind.acts.end()) numbers.push_back(number);
    }
  }
  return numbers;
}

std::vector<std::size_t> RolePolicy::with_inherited(std::size_t role) const {
  std::vector<std::size_t> all = {role};
  for (std::size_t at = 0; at < all.size(); ++at) {
    for (const std::size_t below : roles_.at(all[at]).inherits) {
      if (!holds(all, below)) all.push_back(below);
    }
  }
  return all;
}

bool RolePolicy::may(std::size_t role, std::size_t action, Day day) const {
  CHECK(role < roles_.size() && action < actions_.size());
  const std::vector<std::size_t> held = with_inherited(role);
  return day >= from_ && std::ranges::any_of(actions_[action].permits, [&](const Permit& permit) {
           return holds(held, permit.role) && (permit.from == kNoDay || day >= permit.from) &&
                  (permit.to == kNoDay || day <= permit.to);
         });
}

std::optional<Sentence> RolePolicy::kept_apart(std::size_t one, std::size_t other) const {
  const std::vector<std::size_t> a = with_inherited(one);
  const std::vector<std::size_t> b = with_inherited(other);
  for (const Apart& apart : apart_) {
    if ((share(a, apart.one) && share(b, apart.other)) || (share(b, apart.one) && share(a, apart.other)))
      return apart.why;
  }
  return std::nullopt;
}

}  // namespace qiuhao::identity
