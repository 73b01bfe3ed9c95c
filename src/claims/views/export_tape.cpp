// DuckDB writes the files; this says which, and puts them in place.
#include "claims/views/export_tape.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace qiuhao::claims {
namespace {

constexpr int kRowGroupRows = 122'880;

// A folder that is removed unless it was moved away.
class Beside {
 public:
  explicit Beside(Path path) : path_(std::move(path)) {}
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  ~Beside() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const Path& path() const { return path_; }

 private:
  Path path_;
};

// The local day that decides the month of a row of a view, in SQL over the row `x`; "" when it has none.
std::string day_of_row(const Schema& schema, Entity entity, Language language) {
  const auto column = [&](Entity of, std::string_view name) {
    const EntityView view = view_of(schema, of, language);
    return tables::sql_name(view.columns[schema.of(of).find(name)].stream.name);
  };
  switch (entity) {
    case Entity::line: return "x." + column(Entity::line, "day");
    case Entity::visit: return "x." + column(Entity::visit, "start");
    case Entity::settlement: return "x." + column(Entity::settlement, "time");
    case Entity::operation: return fmt::format("coalesce(x.{}, v.started)", column(Entity::operation, "date"));
    case Entity::diagnosis: return "v.started";
    case Entity::person:
    case Entity::provider:
    case Entity::staff: break;
  }
  return "";
}

// The view's rows, with their month where they have one.
std::string rows_of(const Schema& schema, const EntityView& view, Language language) {
  const std::string day = day_of_row(schema, view.entity, language);
  if (day.empty()) return "SELECT * FROM " + tables::sql_name(view.name);
  std::string from = tables::sql_name(view.name) + " x";
  if (day.find("v.") != std::string::npos) {
    const EntityView visit = view_of(schema, Entity::visit, language);
    const auto name = [&](std::string_view field) {
      return tables::sql_name(visit.columns[schema.of(Entity::visit).find(field)].stream.name);
    };
    const auto key = std::find_if(view.columns.begin(), view.columns.end(), [](const ViewColumn& column) {
      return column.is_key && column.entity == Entity::visit;
    });
    from += fmt::format(" LEFT JOIN (SELECT {} AS visit, {}::DATE AS started FROM {}) v ON v.visit = x.{}", name("id"),
                        name("start"), tables::sql_name(visit.name), tables::sql_name(key->stream.name));
  }
  return fmt::format("SELECT x.*, strftime({}, '%Y-%m') AS month FROM {}", day, from);
}

// Syncs every file and folder below, and counts the files.
Status sync_all(const Path& folder, ExportedView& view) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    TRY(sync_path(entry.path()));
    if (!entry.is_regular_file()) continue;
    ++view.files;
    view.bytes += entry.file_size();
  }
  return sync_path(folder);
}

Status put_in_place(const Path& from, const Path& to) {
  std::error_code code;
  std::filesystem::remove(to, code);  // an empty folder
  std::filesystem::rename(from, to, code);
  if (code) {
    return system_error("cannot_write", fmt::format("cannot be put in place: {}", code.message()),
                        {to.string(), 0, 0, ""});
  }
  return sync_path(to.parent_path());
}

Result<ExportedView> write_view(tables::Engine& engine, const Schema& schema, Entity entity, Language language,
                                const Path& folder) {
  const EntityView view = view_of(schema, entity, language);
  ExportedView written{view.name, 0, 0, 0, !day_of_row(schema, entity, language).empty()};
  // DuckDB puts partitions beside a folder whose name begins with a Chinese character, so that one is named afterwards.
  const Path of_view = folder / "rows";
  TRY(make_folder(of_view));
  const std::string to = tables::sql_text((written.is_by_month ? of_view : of_view / "data_0.parquet").string());
  const std::string copy = fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {}{})",
                                       rows_of(schema, view, language), to, kRowGroupRows,
                                       written.is_by_month ? ", PARTITION_BY (month), OVERWRITE_OR_IGNORE" : "");
  ASSIGN(tables::Answer answer, engine.query(copy));
  ASSIGN(const tables::Chunk chunk, answer.next());
  if (chunk.rows() > 0) written.rows = static_cast<std::size_t>(chunk.column(0).value<std::int64_t>(0));
  TRY(sync_all(of_view, written));
  TRY(put_in_place(of_view, folder / view.name));
  return written;
}

Result<std::vector<ExportedView>> write_views(tables::Engine& engine, const Schema& schema, const TapeExport& wanted,
                                              const Path& folder) {
  std::vector<Entity> entities = wanted.entities;
  for (std::size_t number = 0; wanted.entities.empty() && number < kEntities; ++number)
    entities.push_back(static_cast<Entity>(number));
  std::vector<ExportedView> written;
  for (const Entity entity : entities) {
    if (wanted.progress) wanted.progress(view_of(schema, entity, wanted.names).name, written.size(), entities.size());
    ASSIGN(ExportedView view, write_view(engine, schema, entity, wanted.names, folder));
    written.push_back(std::move(view));
  }
  return written;
}

Status check_free(const Path& folder) {
  std::error_code ignored;
  const bool is_free = !std::filesystem::exists(folder, ignored) ||
                       (std::filesystem::is_directory(folder, ignored) && std::filesystem::is_empty(folder, ignored));
  if (is_free) return {};
  return usage_error("folder_in_use", Sentence{fmt::format("{}: something is there; name a folder that is new or empty",
                                                           folder.string()),
                                               fmt::format("{}：已有内容；请写新的或空的文件夹", folder.string())});
}

}  // namespace

Result<std::vector<ExportedView>> export_tape(const Tape& tape, const Schema& schema, const TapeExport& wanted) {
  TRY(check_free(wanted.folder));
  Path folder = std::filesystem::absolute(wanted.folder).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const Beside beside(folder.parent_path() / fmt::format(".export-{}", ::getpid()));
  TRY(make_folder(beside.path() / "files"));
  tables::EngineOptions options = wanted.engine;
  options.spill = beside.path() / "spill";
  TRY(make_folder(options.spill));
  ASSIGN(tables::Engine engine, tables::Engine::open(options));
  TRY(add_views(engine, tape, schema, wanted.names));
  // Rows of a month need no order, and keeping it would hold more of them.
  TRY(engine.run("SET preserve_insertion_order = false"));
  if (wanted.started) wanted.started(engine);
  auto written = write_views(engine, schema, wanted, beside.path() / "files");
  if (wanted.finished) wanted.finished();
  if (!written) return written;
  TRY(sync_path(beside.path() / "files"));
  TRY(put_in_place(beside.path() / "files", folder));
  return written;
}

}  // namespace qiuhao::claims
