// Writing a run beside and putting it in place in one step.
#include "audit/record.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "audit/export.h"
#include "audit/new_folder.h"
#include "audit/report.h"
#include "rules/kept_rules.h"
#include "text/document.h"

namespace qiuhao::audit {
namespace {

constexpr std::size_t kMaxSummaryBytes = std::size_t{64} << 20;
constexpr std::string_view kRunPrefix = "audit-";

// The number of "audit-000012"; 0 for other names.
int run_number(const std::string& name) {
  if (!name.starts_with(kRunPrefix) || name.size() != kRunPrefix.size() + 6) return 0;
  const std::string digits = name.substr(kRunPrefix.size());
  return digits.find_first_not_of("0123456789") == std::string::npos ? std::stoi(digits) : 0;
}

int next_number(const Path& exports) {
  int last = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(exports, ignored)) {
    last = std::max(last, run_number(entry.path().filename().string()));
  }
  return last + 1;
}

// The slow sheets are written while the tables are.
Status write_files(std::span<const claims::Part> parts, const AuditResult& result, const RunFacts& facts,
                   const RecordOptions& options, const Path& folder, const Path& spill) {
  Status sheets;
  {
    std::jthread writer;
    if (options.xlsx) {
      writer = std::jthread([&] { sheets = export_xlsx(parts, result, folder / "findings.xlsx", spill); });
    }
    if (options.csv) TRY(export_findings_csv(parts, result, folder / "findings.csv"));
    if (options.parquet) TRY(export_parquet(parts, result, folder / "findings.parquet", spill));
    TRY(export_undecided_csv(parts, result, folder / "undecided.csv"));
    TRY(write_file_atomically(folder / "summary.json", summary_json(result, facts)));
    if (options.html) TRY(write_file_atomically(folder / "report.html", report_html(parts, result, facts)));
  }
  return sheets;
}

// Renames to the next free number; another run may have taken it meanwhile.
Result<Path> place_in_exports(const Path& from, const Path& exports) {
  for (int number = next_number(exports); number <= kMaxRuns; ++number) {
    const Path to = exports / fmt::format("{}{:06}", kRunPrefix, number);
    std::error_code code;
    if (std::filesystem::exists(to, code)) continue;
    std::filesystem::rename(from, to, code);
    if (!code) return to;
    if (code != std::errc::directory_not_empty && code != std::errc::file_exists) return cannot_be_placed(to, code);
  }
  return input_error("too_many_runs", fmt::format("holds {} runs; move old ones away", kMaxRuns),
                     {exports.string(), 0, 0, ""});
}

}  // namespace

Result<Record> record_run(const Path& workspace, std::span<const claims::Part> parts, const AuditResult& result,
                          const RunFacts& facts, const RecordOptions& options) {
  if (!options.out.empty()) TRY(check_free(options.out));
  const Path out = options.out.empty() ? Path() : folder_name(options.out);
  const Path exports = out.empty() ? workspace / "exports" : out.parent_path();
  TRY(make_folder(exports));
  const TemporaryFolder temporary(exports / fmt::format(".run-{}", ::getpid()));
  const Path folder = temporary.path() / "files";
  const Path spill = temporary.path() / "spill";
  TRY(make_folder(folder));
  TRY(make_folder(spill));
  TRY(write_files(parts, result, facts, options, folder, spill));
  Record record;
  ASSIGN(record.files, sync_files(folder));
  if (out.empty()) {
    TRY(rules::keep_rules(workspace, result.plan->rules()));
    ASSIGN(record.folder, place_in_exports(folder, exports));
    TRY(sync_path(exports));
    TRY(write_file_atomically(exports / "latest", record.folder.filename().string() + "\n"));
  } else {
    ASSIGN(record.folder, place_at(folder, out));
  }
  return record;
}

Result<Path> latest_run(const Path& workspace) {
  const Path exports = workspace / "exports";
  auto name = read_file(exports / "latest", 1'000);
  if (!name) {
    return input_error("no_run", "no audit was recorded yet; run: qiuhao audit " + workspace.string(),
                       {(exports / "latest").string(), 0, 0, ""});
  }
  while (!name->empty() && (name->back() == '\n' || name->back() == '\r')) name->pop_back();
  if (run_number(*name) == 0) {
    return input_error("bad_latest", "names no run; write a folder name such as audit-000001, or audit again",
                       {(exports / "latest").string(), 0, 0, ""});
  }
  return exports / *name;
}

namespace {

Result<Path> folder_of_run(const Path& workspace, const std::string& run) {
  if (run.empty()) return latest_run(workspace);
  if (run.size() <= 6 && run.find_first_not_of("0123456789") == std::string::npos) {
    return workspace / "exports" / fmt::format("{}{:06}", kRunPrefix, std::stoi(run));
  }
  return Path(run);
}

}  // namespace

Result<RunReference> read_run(const Path& workspace, const std::string& run) {
  RunReference reference;
  ASSIGN(reference.folder, folder_of_run(workspace, run));
  const Path file = reference.folder / "summary.json";
  const auto content = read_file(file, kMaxSummaryBytes);
  if (!content) {
    return input_error("no_run", "cannot be read; --run takes the number of a run in exports/, or its folder",
                       {file.string(), 0, 0, ""});
  }
  ASSIGN(const text::Node root, text::parse_json(*content, file.string()));
  const text::Node* knowledge = root.find("knowledge");
  const text::Node* rules = root.find("rules");
  const std::string generation = root.text_of("generation");
  const bool is_number =
      !generation.empty() && generation.size() < 19 && generation.find_first_not_of("0123456789") == std::string::npos;
  if (knowledge == nullptr || rules == nullptr || !is_number) {
    return input_error("bad_summary", "is no summary of an audit; audit again", {file.string(), 0, 0, ""});
  }
  ASSIGN(reference.known_on, parse_day(knowledge->text_of("known_on")));
  reference.is_starter = knowledge->text_of("is_starter") == "true";
  reference.generation = std::stoull(generation);
  reference.from = parse_day(root.text_of("from")).value_or(kNoDay);
  reference.to = parse_day(root.text_of("to")).value_or(kNoDay);
  const text::Node* providers = root.find("providers_asked");
  reference.is_of_all_providers = providers != nullptr && providers->items.empty();
  for (const text::Node& rule : rules->items) {
    reference.rules.emplace_back(rule.text_of("code"), rule.text_of("hash"));
  }
  return reference;
}

}  // namespace qiuhao::audit
