// `qiuhao screen`: models over whole populations; each part adds itself.
#include "cli/command.h"
#include "cli/screen_parts.h"

namespace qiuhao::cli {

void add_screen(Program& program) {
  CLI::App* command = add_command(
      program, "screen", "find networks of people, and providers worth a visit, by a model or as outliers (筛查)",
      "qiuhao screen networks city");
  command->require_subcommand(1);
  add_screen_networks(program, *command);
  add_screen_doctors(program, *command);
  add_screen_peers(program, *command);
  add_screen_beds(program, *command);
  add_screen_traces(program, *command);
  add_screen_features(program, *command);
  add_screen_train(program, *command);
  add_screen_score(program, *command);
  add_screen_outliers(program, *command);
}

}  // namespace qiuhao::cli
