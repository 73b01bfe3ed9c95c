// Writing the reference page of roles.
#include <fmt/format.h>

#include "identity/roles.h"

namespace qiuhao::identity {
namespace {

std::string_view reach_text(Reach reach) {
  switch (reach) {
    case Reach::everywhere: return "everywhere";
    case Reach::region: return "region";
    case Reach::organisation: return "own organisation";
  }
  return "";
}

std::string marks_of(const Action& action) {
  std::string marks;
  if (action.is_four_eyes) marks += "four eyes";
  if (action.wants_fresh_code) marks += marks.empty() ? "fresh code" : ", fresh code";
  return marks;
}

std::string role_names(const RolePolicy& policy, const std::vector<std::size_t>& roles) {
  std::string text;
  for (const std::size_t role : roles)
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", policy.roles()[role].name);
  return text;
}

// The last day on which everything that has begun by then is in force: what the matrix shows.
Day day_of_page(const RolePolicy& policy) {
  Day day = policy.from();
  for (const Action& action : policy.actions()) {
    for (const Permit& permit : action.permits) day = std::max(day, permit.from);
  }
  return day;
}

std::string acts_table(const RolePolicy& policy) {
  std::string text =
      "\n## Acts of workflows\n\nWho may do one of an act's actions may do the act, as far as the workflow lets "
      "them.\n\n| action | workflow | acts |\n| --- | --- | --- |\n";
  for (const Action& action : policy.actions()) {
    for (const ActsOfKind& of_kind : action.acts) {
      std::string acts;
      for (const std::string& act : of_kind.acts) acts += fmt::format("{}`{}`", acts.empty() ? "" : ", ", act);
      text += fmt::format("| `{}` | `{}` | {} |\n", action.name, of_kind.kind, acts);
    }
  }
  return text;
}

std::string matrix(const RolePolicy& policy, Day day) {
  std::string text = "\n## Which role may do which action\n\n`●` by itself, `○` by what it inherits.\n\n| action |";
  std::string line = "\n| --- |";
  for (const Role& role : policy.roles()) {
    text += fmt::format(" {} |", role.name);
    line += " --- |";
  }
  text += line + "\n";
  for (std::size_t action = 0; action < policy.actions().size(); ++action) {
    text += fmt::format("| `{}` |", policy.actions()[action].name);
    for (std::size_t role = 0; role < policy.roles().size(); ++role) {
      bool is_own = false;
      for (const Permit& permit : policy.actions()[action].permits) is_own = is_own || permit.role == role;
      const bool may = policy.may(role, action, day);
      text += !may ? "  |" : is_own ? " ● |" : " ○ |";
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string roles_page(const RolePolicy& policy) {
  const Day day = day_of_page(policy);
  std::string page = fmt::format(
      "# Roles\n\nGenerated from `policy/roles.yaml` (QIUHAO_WRITE_DOCS=1 with the test `identity_test` writes it "
      "anew), "
      "as it is on {}.\nA role is held for a region, from a day to a day, in an organisation of a kind that may hold "
      "it; one administrator proposes it,\nanother approves it. [Users](../operating/users.md) says how.\n\n## "
      "Roles\n\n"
      "| role | 岗位 | in words | held in | inherits |\n| --- | --- | --- | --- | --- |\n",
      format_day(day));
  for (const Role& role : policy.roles()) {
    std::string kinds;
    for (const OrganisationKind kind : role.held_in)
      kinds += fmt::format("{}{}", kinds.empty() ? "" : ", ", title_of(kind).english);
    page += fmt::format("| `{}` | {} | {} | {} | {} |\n", role.name, role.title.chinese, role.title.english, kinds,
                        role_names(policy, role.inherits));
  }
  page +=
      "\n## Actions\n\n*Four eyes*: not by whoever did the step before. *Fresh code*: a one-time code within the last "
      "ten minutes.\n\n| action | 操作 | in words | guards | reach | also |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const Action& action : policy.actions())
    page += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", action.name, action.title.chinese, action.title.english,
                        action.guards.english, reach_text(action.reach), marks_of(action));
  page += acts_table(policy);
  page += matrix(policy, day);
  page +=
      "\n## Kept apart\n\nNo person holds a role of the left together with one of the right, nor what inherits it.\n\n"
      "| one | other | why | 理由 |\n| --- | --- | --- | --- |\n";
  for (const Apart& apart : policy.apart())
    page += fmt::format("| {} | {} | {} | {} |\n", role_names(policy, apart.one), role_names(policy, apart.other),
                        apart.why.english, apart.why.chinese);
  return page;
}

}  // namespace qiuhao::identity
