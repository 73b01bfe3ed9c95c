// `qiuhao screen`: models over tables of providers; each part adds itself.
#include "cli/command.h"
#include "cli/screen_parts.h"

namespace qiuhao::cli {

void add_screen(Program& program) {
  CLI::App* command =
      add_command(program, "screen", "find providers worth a visit: by a trained model, or as outliers (机构筛查)",
                  "qiuhao screen train providers.csv --id 机构编码 --label 违规");
  command->require_subcommand(1);
  add_screen_train(program, *command);
  add_screen_score(program, *command);
  add_screen_outliers(program, *command);
}

}  // namespace qiuhao::cli
