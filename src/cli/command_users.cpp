// `qiuhao users`: accounts, roles and passwords at the console.
#include <memory>

#include "cli/command.h"
#include "cli/users_parts.h"

namespace qiuhao::cli {
namespace {

using Options = std::shared_ptr<UsersOptions>;

CLI::App* by_user(CLI::App* part, const Options& options) {
  part->add_option("--as", options->as, "who does it; the password is asked for, or read from standard input")
      ->required();
  return part;
}

CLI::App* on_user(CLI::App* part, const Options& options) {
  part->add_option("LOGIN", options->login, "the user")->required();
  return by_user(part, options);
}

CLI::App* with_reason(CLI::App* part, const Options& options) {
  part->add_option("--why", options->why, "the reason, for the trail")->required();
  return part;
}

void add_organisation_options(CLI::App* part, const Options& options) {
  part->add_option("--organisation", options->organisation, "its code")->required();
  part->add_option("--title", options->title, "its name")->required();
  part->add_option("--region", options->region, "its division code, such as 340600")->required();
  part->add_option("--kind", options->kind,
                   "bureau, agency, supervision_centre, hospital, pharmacy, third_party, social_supervision or public");
}

void add_accounts(Program& program, CLI::App* command, const Options& options) {
  CLI::App* founded = add_workspace_part(
      program, command, "found", "the first organisation and its two first administrators", options, found_users);
  add_organisation_options(founded, options);
  founded->add_option("--system", options->login, "login of the system administrator, who adds users")->required();
  founded->add_option("--system-name", options->name, "the administrator's name")->required();
  founded->add_option("--security", options->second, "login of the security administrator, who approves roles")
      ->required();
  founded->add_option("--security-name", options->second_name, "the administrator's name")->required();

  CLI::App* kept = add_workspace_part(program, command, "organisation", "add an organisation, or change or close it",
                                      options, keep_organisation);
  add_organisation_options(by_user(kept, options), options);
  kept->add_flag("--closed", options->closed, "its users may do nothing any more");
  CLI::App* unit = by_user(
      add_workspace_part(program, command, "unit", "add a unit of an organisation", options, add_unit), options);
  unit->add_option("--organisation", options->organisation, "the organisation's code")->required();
  unit->add_option("--unit", options->unit, "the unit's name, such as 稽核科")->required();

  CLI::App* added = on_user(
      add_workspace_part(program, command, "add", "add a user, and show a one-time password", options, add_user),
      options);
  added->add_option("--name", options->name, "the person's name")->required();
  added->add_option("--organisation", options->organisation, "the organisation's code")->required();
  added->add_option("--unit", options->unit, "a unit of it");
  added->add_option("--phone", options->phone, "the person's telephone number");
  added->add_option("--certificate", options->certificate, "number of the certificate of law enforcement");
  CLI::App* listed =
      add_workspace_part(program, command, "list", "users and their roles, names masked", options, list_users);
  listed->add_flag("--waiting", options->waiting, "roles that wait for approval, with their numbers");
  with_reason(on_user(add_workspace_part(program, command, "lock", "lock a user out, and end the user's sessions",
                                         options, lock_user),
                      options),
              options);
  with_reason(
      on_user(add_workspace_part(program, command, "unlock", "let a locked user in again", options, unlock_user),
              options),
      options);
  with_reason(
      on_user(add_workspace_part(program, command, "leave", "a user has left, for good", options, leave_user), options),
      options);
  CLI::App* reset =
      on_user(add_workspace_part(program, command, "reset", "show a one-time password for a user", options, reset_user),
              options);
  reset->add_flag("--forget-code", options->forget_code, "the user's telephone is lost: forget its codes too");
  by_user(add_workspace_part(program, command, "password", "change the own password", options, change_own_password),
          options);
  by_user(add_workspace_part(program, command, "code", "set up one-time codes of a telephone", options, set_own_code),
          options);
}

}  // namespace

void add_users(Program& program) {
  CLI::App* command = add_command(program, "users", "users, their roles and passwords",
                                  "qiuhao users add WORKSPACE zhang --name 张三 --organisation B1 --as root");
  command->require_subcommand(1);
  const auto options = std::make_shared<UsersOptions>();
  add_accounts(program, command, options);

  CLI::App* role = command->add_subcommand("role", "propose, approve, refuse and end roles");
  role->require_subcommand(1);
  CLI::App* proposed = on_user(
      add_workspace_part(program, role, "propose", "propose a role for a user", options, propose_role), options);
  proposed->add_option("ROLE", options->role, "a role of policy/roles.yaml")->required();
  proposed->add_option("--region", options->region, "the division code that it is for")->required();
  proposed->add_option("--grid", options->grid, "a grid within the region");
  proposed->add_option("--from", options->from, "the first day (default: today)");
  proposed->add_option("--to", options->to, "the last day (default: open)");
  const auto on_number = [&](CLI::App* part) {
    part->add_option("NUMBER", options->number, "its number, as list --waiting shows it")->required();
    return with_reason(by_user(part, options), options);
  };
  on_number(
      add_workspace_part(program, role, "approve", "approve a role that another proposed", options, approve_role));
  on_number(add_workspace_part(program, role, "refuse", "refuse a role that another proposed", options, refuse_role));
  on_number(add_workspace_part(program, role, "end", "a role ends on a day", options, end_role))
      ->add_option("--to", options->to, "the last day (default: today)");
}

}  // namespace qiuhao::cli
