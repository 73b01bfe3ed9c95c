// How commands of `qiuhao` are written: each file command_NAME.cpp has one function that adds its options and examples
// to the program and sets what to run. Commands only parse, call a library, and print.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace qiuhao::cli {

// What a command returns: the exit code (0 done, 1 findings or failed checks where asked for), or an Error (2, 3, 4).
using Run = std::function<Result<int>()>;

// The program while options are parsed; the chosen command leaves its Run here.
struct Program {
  CLI::App app;
  Language language = Language::english;  // of sentences for people: --lang, else of the environment
  Run run;
};

// Adds a command with its one-line purpose and an example that `qiuhao --help` shows.
CLI::App* add_command(Program& program, const std::string& name, const std::string& purpose,
                      const std::string& example);

// Adds a part of a command, as `import` of `qiuhao knowledge`: sets the options' language and runs.
template <typename Options>
CLI::App* add_part(Program& program, CLI::App* parent, const std::string& name, const std::string& purpose,
                   const std::shared_ptr<Options>& options, Result<int> (*run)(const Options&)) {
  CLI::App* part = parent->add_subcommand(name, purpose);
  part->callback([&program, options, run] {
    program.run = [&program, options, run] {
      options->language = program.language;
      return run(*options);
    };
  });
  return part;
}

// Such a part that works on one workspace, which is named first.
template <typename Options>
CLI::App* add_workspace_part(Program& program, CLI::App* parent, const std::string& name, const std::string& purpose,
                             const std::shared_ptr<Options>& options, Result<int> (*run)(const Options&)) {
  CLI::App* part = add_part(program, parent, name, purpose, options, run);
  part->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  return part;
}

// The folder of the shipped policy files: $QIUHAO_POLICY, else beside the program (../share/qiuhao/policy,
// ../../policy).
Result<std::string> policy_folder();
// The folder of the console: $QIUHAO_WEB, else beside the program (../share/qiuhao/web, ../web). "" when it was not
// built.
std::string web_folder();

// The *.yaml of each folder, sorted within it; a folder that is not there has none.
std::vector<std::string> yaml_files_in(const std::vector<std::string>& folders);
// The files named, then those in the folders named.
std::vector<std::string> yaml_files(const std::vector<std::string>& named);

void add_simulate(Program& program);
void add_import(Program& program);
void add_compact(Program& program);
void add_backup(Program& program);
void add_restore(Program& program);
void add_doctor(Program& program);
void add_knowledge(Program& program);
void add_rules(Program& program);
void add_workflows(Program& program);
void add_library(Program& program);
void add_audit(Program& program);
void add_rank(Program& program);
void add_explain(Program& program);
void add_serve(Program& program);
void add_replay(Program& program);
void add_sql(Program& program);
void add_screen(Program& program);
void add_export(Program& program);
void add_sample(Program& program);
void add_draw(Program& program);
void add_documents(Program& program);
void add_users(Program& program);
void add_trail(Program& program);
void add_findings(Program& program);
void add_records(Program& program);
void add_evidence(Program& program);
void add_verify(Program& program);
void add_exceptions(Program& program);

}  // namespace qiuhao::cli
