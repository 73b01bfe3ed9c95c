// The parts of `qiuhao workflows`, a file each: workflows_check.cpp, workflows_run_tests.cpp, workflows_show.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "workflow/kind.h"

namespace qiuhao::cli {

struct WorkflowsOptions {
  std::string workspace;
  std::vector<std::string> files;  // files and folders; empty: the shipped ones and the workspace's
  std::string name;                // of a workflow, or a file
  std::string filter;              // of tests, by name
  std::string format = "text";     // show: text, mermaid or graphviz
  bool coverage = false;           // test: end with 1 when something is not shown by a test
  Language language = Language::english;
};

// Every workflow file meant, sorted within its folder.
Result<std::vector<std::string>> workflow_files(const WorkflowsOptions& options);
// All kinds of these files; the first mistake of a file that has one.
Result<std::vector<workflow::Kind>> load_workflows(const WorkflowsOptions& options);
Result<workflow::Calendar> shipped_calendar();

Result<int> check_workflows(const WorkflowsOptions& options);
Result<int> run_tests_of_workflows(const WorkflowsOptions& options);
Result<int> show_workflow(const WorkflowsOptions& options);

}  // namespace qiuhao::cli
