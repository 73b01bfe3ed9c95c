// `qiuhao export`: the tape as Parquet files, parted by month.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "claims/views/export_tape.h"
#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/text_table.h"
#include "cli/watch.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxThreads = 64;

struct Options {
  std::string workspace;
  std::string folder;
  std::vector<std::string> tables;
  bool chinese = false;
  std::string memory = "2GB";
  int threads = 0;
};

// By either name of the view.
Result<std::vector<claims::Entity>> entities_of(const claims::Schema& schema, const std::vector<std::string>& names) {
  std::vector<claims::Entity> entities;
  for (const std::string& name : names) {
    std::optional<claims::Entity> found;
    std::string known;
    for (std::size_t number = 0; number < claims::kEntities; ++number) {
      const auto entity = static_cast<claims::Entity>(number);
      if (name == claims::kEntityNames[number] || name == schema.of(entity).label) found = entity;
      known += fmt::format("{}{}", known.empty() ? "" : ", ", claims::kEntityNames[number]);
    }
    if (!found) {
      return usage_error("unknown_table", Sentence{fmt::format("--tables {}: there is {}", name, known),
                                                   fmt::format("--tables {}：可用的有 {}", name, known)});
    }
    if (std::find(entities.begin(), entities.end(), *found) == entities.end()) entities.push_back(*found);
  }
  return entities;
}

std::string text_of(const std::vector<claims::ExportedView>& views, const std::string& folder) {
  TextTable table({"表 table", "行 rows", "文件 files", "MB", "分区 parted by"});
  for (std::size_t column = 1; column < 4; ++column) table.align_right(column);
  std::uintmax_t bytes = 0;
  for (const claims::ExportedView& view : views) {
    bytes += view.bytes;
    table.add({view.name, with_commas(static_cast<std::int64_t>(view.rows)), fmt::format("{}", view.files),
               fmt::format("{:.1f}", static_cast<double>(view.bytes) / 1e6), view.is_by_month ? "month" : ""});
  }
  return fmt::format("{}共 in all {:.1f} MB: {}\n", table.text(), static_cast<double>(bytes) / 1e6, folder);
}

Result<int> run_export(const Options& options) {
  ASSIGN(const auto schema, load_schema());
  claims::TapeExport wanted;
  wanted.folder = options.folder;
  wanted.names = options.chinese ? Language::chinese : Language::english;
  ASSIGN(wanted.entities, entities_of(*schema, options.tables));
  wanted.engine.memory = options.memory;
  const auto machine = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  wanted.engine.threads = options.threads > 0 ? options.threads : std::min(machine, kMaxThreads);
  ASSIGN(const claims::Tape tape, claims::Tape::open(options.workspace, *schema));
  Progress progress;
  wanted.progress = [&](std::string_view view, std::size_t done, std::size_t all) {
    progress.show(fmt::format("exporting {}", view), static_cast<std::int64_t>(done), static_cast<std::int64_t>(all),
                  "tables");
  };
  std::optional<Watch> watch;
  wanted.started = [&](tables::Engine& engine) { watch.emplace(engine); };
  wanted.finished = [&] { watch.reset(); };
  ASSIGN(const std::vector<claims::ExportedView> views, claims::export_tape(tape, *schema, wanted));
  progress.finish();
  fmt::print("{}", text_of(views, options.folder));
  return 0;
}

}  // namespace

void add_export(Program& program) {
  CLI::App* command = add_command(program, "export", "the tape as Parquet files, parted by month",
                                  "qiuhao export city parquet --tables line,visit");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("DIR", options->folder, "a new or empty folder for the files")->required();
  command->add_option("--tables", options->tables, "views to write, such as line,visit (default: all)")->delimiter(',');
  command->add_flag("--chinese", options->chinese, "folders and columns have their Chinese names");
  command->add_option("--memory", options->memory, "memory of the writer, as in 2GB (the default)");
  command->add_option("--threads", options->threads, "threads (default: as many as the machine has)")
      ->check(CLI::Range(1, kMaxThreads));
  command->callback([&program, options] { program.run = [options] { return run_export(*options); }; });
}

}  // namespace qiuhao::cli
