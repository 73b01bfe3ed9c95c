// `qiuhao screen`: models over whole populations, a file each.
#include "cli/command.h"
#include "cli/screen_parts.h"

namespace qiuhao::cli {

void add_screen(Program& program) {
  CLI::App* command = add_command(program, "screen", "networks of people and institutions that are worth a look",
                                  "qiuhao screen networks city");
  command->require_subcommand(1);
  add_screen_networks(program, command);
}

}  // namespace qiuhao::cli
