// `qiuhao exceptions`: what is set aside for a term, by two people.
#include <memory>

#include "cli/command.h"
#include "cli/exceptions_run.h"

namespace qiuhao::cli {
namespace {

using Options = std::shared_ptr<ExceptionsOptions>;

CLI::App* by_user(CLI::App* part, const Options& options) {
  part->add_option("--why", options->why, "the reason, for the trail and for whoever looks at a finding")->required();
  part->add_option("--as", options->as, "who does it; the password is asked for, or read from standard input")
      ->required();
  return part;
}

CLI::App* on_number(CLI::App* part, const Options& options) {
  part->add_option("NUMBER", options->number, "its number, as list shows it")->required()->check(CLI::PositiveNumber);
  return by_user(part, options);
}

}  // namespace

void add_exceptions(Program& program) {
  CLI::App* command = add_command(program, "exceptions", "set a person, provider, item or rule aside for a term",
                                  "qiuhao exceptions propose WORKSPACE provider H001 --from 2026-03-01 "
                                  "--to 2026-05-31 --why 系统升级 --as zhang");
  command->require_subcommand(1);
  const auto options = std::make_shared<ExceptionsOptions>();
  CLI::App* proposed = add_workspace_part(program, command, "propose", "propose an exception; another person decides",
                                          options, propose_exception);
  proposed->add_option("KIND", options->kind, "person, provider, item or rule")->required();
  proposed->add_option("SUBJECT", options->subject, "its code; of a person the pseudonym of the tape")->required();
  proposed->add_option("--from", options->from, "the first day of claims that it covers")->required();
  proposed->add_option("--to", options->to, "the last day, within a year")->required();
  by_user(proposed, options);
  on_number(add_workspace_part(program, command, "approve", "approve one that another person proposed", options,
                               approve_exception),
            options);
  on_number(add_workspace_part(program, command, "refuse", "refuse one that another person proposed", options,
                               refuse_exception),
            options);
  on_number(add_workspace_part(program, command, "end", "end one earlier", options, end_exception), options)
      ->add_option("--to", options->to, "its last day (default: today)");
  CLI::App* listed =
      add_workspace_part(program, command, "list", "exceptions, the newest first", options, list_exceptions);
  listed->add_flag("--waiting", options->waiting, "only those that wait for a second person");
  listed->add_option("--on", options->on, "only those in force on this day");
}

}  // namespace qiuhao::cli
