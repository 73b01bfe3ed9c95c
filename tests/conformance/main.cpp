// qiuhao-conformance: runs conformance lines of the rule language and holds each file to its floor.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <vector>

#include "conformance/floors.h"
#include "conformance/test_line.h"

namespace qiuhao::conformance {
namespace {

constexpr int kDone = 0, kBelowFloor = 1;

struct Count {
  int passed = 0;
  int all = 0;
};

struct FileReport {
  std::string name;
  Count total;
  std::vector<std::pair<std::string, Count>> sections;  // in the order in which the file has them
  std::vector<std::string> failures;

  void add(int line, const Outcome& outcome) {
    const auto known = std::ranges::find(sections, outcome.section, &std::pair<std::string, Count>::first);
    Count& section = known == sections.end() ? sections.emplace_back(outcome.section, Count{}).second : known->second;
    ++total.all;
    ++section.all;
    if (outcome.failure.empty()) {
      ++total.passed;
      ++section.passed;
    } else {
      failures.push_back(fmt::format("{}:{}: {}/{}: {}  →  {}", name, line, outcome.section, outcome.name,
                                     outcome.expression, outcome.failure));
    }
  }
};

Result<FileReport> run_file(const Path& file) {
  ASSIGN(const std::string content, read_file(file, std::size_t{256} << 20));
  FileReport report;
  report.name = file.stem().string();
  simdjson::dom::parser parser;
  int number = 0;
  for (std::size_t at = 0; at < content.size();) {
    const std::size_t end = std::min(content.find('\n', at), content.size());
    const simdjson::padded_string line(content.data() + at, end - at);
    at = end + 1;
    ++number;
    if (line.length() == 0) continue;
    simdjson::dom::element json;
    if (const auto error = parser.parse(line).get(json); error != simdjson::SUCCESS) {
      report.add(number, {"", "", "", fmt::format("no JSON: {}", simdjson::error_message(error))});
    } else {
      report.add(number, run_line(json));
    }
  }
  return report;
}

// The JSONL files that a path names: itself, or those of a folder by name.
Result<std::vector<Path>> files_of(const Path& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) {
    return input_error("no_such_file", "there is no such file or folder; name a JSONL file or a folder of them",
                       {path.string(), 0, 0, ""});
  }
  if (!std::filesystem::is_directory(path, failed)) return std::vector<Path>{path};
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path, failed)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  if (files.empty()) {
    return input_error("no_such_file", "the folder has no file whose name ends with .jsonl", {path.string(), 0, 0, ""});
  }
  return files;
}

// Our own lines, and the data beside the repository where there is any.
std::vector<std::string> default_paths() {
  std::vector<std::string> paths{QIUHAO_SOURCE_DIR "/tests/conformance/qiuhao.jsonl"};
  const Path data = Path(QIUHAO_SOURCE_DIR) / ".." / "shared" / "data" / "cel";
  if (std::filesystem::exists(data)) {
    paths.push_back(data.string());
  } else {
    fmt::print("The data of the CEL specification is not at hand (../shared/data/cel); only our own lines are run.\n");
  }
  return paths;
}

void print_report(const FileReport& report, int floor, bool with_failures) {
  fmt::print("{:<24}{:>6} of {:>4}{}\n", report.name, report.total.passed, report.total.all,
             report.total.passed < floor ? fmt::format("   below its floor of {}", floor) : "");
  for (const auto& [section, count] : report.sections) {
    if (report.sections.size() > 1) fmt::print("    {:<36}{:>6} of {:>4}\n", section, count.passed, count.all);
  }
  if (!with_failures) return;
  for (const std::string& failure : report.failures) fmt::print("  {}\n", failure);
}

// A file without a floor must pass whole.
Result<int> run_all(const std::vector<std::string>& paths, bool with_failures) {
  ASSIGN(const Floors floors, read_floors(QIUHAO_SOURCE_DIR "/tests/conformance/floors"));
  Count total;
  int below = 0;
  for (const std::string& path : paths) {
    ASSIGN(const std::vector<Path> files, files_of(path));
    for (const Path& file : files) {
      ASSIGN(const FileReport report, run_file(file));
      const auto known = floors.find(report.name);
      const int floor = known == floors.end() ? report.total.all : known->second;
      const bool is_below = report.total.passed < floor;
      print_report(report, floor, with_failures || is_below);
      below += is_below ? 1 : 0;
      total.passed += report.total.passed;
      total.all += report.total.all;
    }
  }
  fmt::print("{} of {} lines pass; {}\n", total.passed, total.all,
             below == 0 ? "no file is below its floor" : fmt::format("{} files are below their floor", below));
  return below == 0 ? kDone : kBelowFloor;
}

int run_program(int count, char** arguments) {
  CLI::App program("Runs conformance lines of the rule language: JSONL, one test a line.", "qiuhao-conformance");
  std::vector<std::string> paths;
  bool with_failures = false;
  program.add_option("PATH", paths, "JSONL files or folders; without any, our own lines and ../shared/data/cel");
  program.add_flag("--failures", with_failures, "name each line that fails, with what came out");
  try {
    program.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kDone : 2;
  }
  const Result<int> code = run_all(paths.empty() ? default_paths() : paths, with_failures);
  if (code) return *code;
  fmt::print(stderr, "qiuhao-conformance: {}\n", code.error().text());
  return exit_code(code.error());
}

}  // namespace
}  // namespace qiuhao::conformance

int main(int count, char** arguments) { return qiuhao::conformance::run_program(count, arguments); }
