// `qiuhao screen networks`: who goes to hospital together, and what else hangs together.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <memory>
#include <thread>

#include "cli/audit_sources.h"
#include "cli/networks_text.h"
#include "cli/progress.h"
#include "cli/screen_parts.h"
#include "cli/sql_output.h"
#include "cli/stop_on_signal.h"
#include "screening/networks/networks.h"
#include "screening/networks/tables.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxThreads = 64;
constexpr std::size_t kShownLeads = 10;
constexpr double kLeastMemory = 10e6;
constexpr double kMostMemory = 1e15;

struct Options {
  std::string workspace;
  std::string from;
  std::string to;
  std::string contacts;
  std::string memory = "4GB";
  std::string format = "table";
  std::string out;
  int threads = 0;
  std::size_t most = kShownLeads;
};

screening::Work work_of(const Options& options, const StopOnSignal& stop, Progress& progress) {
  screening::Work work;
  const auto machine = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  work.threads = options.threads > 0 ? options.threads : std::min(machine, kMaxThreads);
  work.stop = &stop.flag();
  work.progress = [&progress](std::string_view step, std::int64_t done, std::int64_t total, std::string_view unit) {
    progress.show(step, done, total, unit);
  };
  return work;
}

// Piece by piece, for the meetings of a large city may be many; a file is put in place when it is whole.
Status write_json(std::span<const screening::ReportTable> tables, const std::string& out) {
  const Path beside = out + fmt::format(".part-{}", ::getpid());
  std::FILE* const file = out.empty() ? stdout : std::fopen(beside.c_str(), "wb");
  bool is_good = file != nullptr;
  screening::write_json_tables(tables, [&](std::string_view text) {
    is_good = is_good && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  });
  if (file != nullptr) is_good = (out.empty() ? std::fflush(file) : std::fclose(file)) == 0 && is_good;
  if (is_good && out.empty()) return {};
  std::error_code code;
  if (is_good) {
    TRY(sync_path(beside));
    std::filesystem::rename(beside, out, code);
    if (!code) return {};
  }
  std::filesystem::remove(beside, code);
  return fail({Fault::system,
               "cannot_write",
               "cannot be written; name a file in a folder that is there, with room",
               {out.empty() ? "standard output" : out, 0, 0, ""},
               "不能写入；请写已有文件夹中的文件，并保证有空间"});
}

Status check_outputs(const Options& options) {
  if (options.format == "csv" && options.out.empty()) {
    return usage_error("no_out", Sentence{"--format csv: name a new or empty folder with --out",
                                          "--format csv：请用 --out 写新的或空的文件夹"});
  }
  if (options.format == "table" && !options.out.empty()) {
    return usage_error("no_format", Sentence{"--out: say --format csv (a folder) or --format json (a file)",
                                             "--out：请写 --format csv（文件夹）或 --format json（文件）"});
  }
  return {};
}

Result<int> run(const Options& options, Language language) {
  TRY(check_outputs(options));
  screening::NetworkOptions of_networks;
  ASSIGN(of_networks.from, day_option("--from", options.from, kNoDay));
  ASSIGN(of_networks.to, day_option("--to", options.to, kNoDay));
  ASSIGN(of_networks.memory_bytes, memory_option("--memory", options.memory));
  of_networks.contacts = options.contacts;
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const claims::Tape tape, claims::Tape::open(options.workspace, *schema));
  ASSIGN(const rules::Parameters parameters, load_parameters(options.workspace));
  const Day day = of_networks.to != kNoDay ? of_networks.to : day_of(current_time());
  ASSIGN(const screening::Thresholds thresholds, screening::read_thresholds(parameters, day));
  const StopOnSignal stop;
  Progress progress;
  const auto report =
      screening::screen_networks(tape, *schema, thresholds, of_networks, work_of(options, stop, progress));
  progress.finish();
  if (!report) return fail(report.error());
  const screening::TapeNames names(tape, *schema, report->visits);
  if (options.format == "table") {
    fmt::print("{}", text_of_networks(*report, names, options.most, language));
    return 0;
  }
  const auto tables = screening::tables_of(*report, names);
  if (options.format == "json") {
    TRY(write_json(tables, options.out));
    return 0;
  }
  TRY(screening::write_csv_tables(tables, options.out));
  fmt::print("{}\n", language == Language::chinese ? fmt::format("已写入 {}：{} 个表", options.out, tables.size())
                                                   : fmt::format("{} tables are in {}", tables.size(), options.out));
  return 0;
}

}  // namespace

Result<std::size_t> memory_option(std::string_view option, const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, code] = std::from_chars(text.data(), end, number);
  const std::string_view unit(stopped, static_cast<std::size_t>(end - stopped));
  const double factor = unit == "GB" ? 1e9 : unit == "MB" ? 1e6 : 0;
  if (code == std::errc{} && number * factor >= kLeastMemory && number * factor <= kMostMemory)
    return static_cast<std::size_t>(number * factor);
  return usage_error("bad_memory",
                     Sentence{fmt::format("{} {}: write a size such as 4GB or 900MB, 10MB at least", option, text),
                              fmt::format("{} {}：请写 4GB、900MB 这样的大小，至少 10MB", option, text)});
}

void add_screen_networks(Program& program, CLI::App& parent) {
  CLI::App* command = parent.add_subcommand(
      "networks", "people who go to hospital together or in groups, hospitals that pass people on, shared contacts");
  command->footer(
      "Example:\n  qiuhao screen networks city --from 2025-01-01 --to 2025-12-31 --format csv --out networks");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("--from", options->from, "first day of settling or admission (default: the tape's first)");
  command->add_option("--to", options->to, "last day, and the day of the parameters (default: the tape's last; today)");
  command->add_option("--contacts", options->contacts,
                      "CSV of person (pseudonym), kind (phone, address, bank, agent) and value");
  command->add_option("--threads", options->threads, "threads (default: all of the machine)")
      ->check(CLI::Range(1, kMaxThreads));
  command->add_option("--memory", options->memory, "most memory, such as 900MB (default: 4GB)");
  command->add_option("--format", options->format, "table, csv (a folder of tables) or json (default: table)")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  command->add_option("--out", options->out, "folder of the CSV files, or file of the JSON (default: the terminal)");
  command->add_option("--most", options->most, "leads of each kind that the table shows (default: 10)");
  command->callback(
      [&program, options] { program.run = [&program, options] { return run(*options, program.language); }; });
}

}  // namespace qiuhao::cli
