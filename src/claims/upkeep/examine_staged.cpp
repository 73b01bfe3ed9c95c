// Staged files read to their last row, and the key held against people whose number is staged.
#include <fmt/format.h>

#include <filesystem>
#include <unordered_set>

#include "claims/assembly/pseudonym.h"
#include "claims/upkeep/examiner.h"
#include "tables/engine.h"

namespace qiuhao::claims::upkeep {
namespace {

constexpr int kMostPeopleTried = 200;

Result<tables::Engine> open_engine() {
  tables::EngineOptions options;
  options.memory = "500MB";
  options.spill = std::filesystem::temp_directory_path();
  options.threads = 2;
  return tables::Engine::open(options);
}

// Rows of a Parquet file, every value of which could be read.
Result<std::int64_t> rows_of(tables::Engine& engine, const Path& path) {
  ASSIGN(tables::Answer answer, engine.query(fmt::format("SELECT count(*), bit_xor(hash(t)) FROM read_parquet({}) t",
                                                         tables::sql_text(path.string()))));
  ASSIGN(const tables::Chunk chunk, answer.next());
  return chunk.rows() == 0 ? 0 : chunk.column(0).value<std::int64_t>(0);
}

// Why a file does not hold what it should, "" when it does.
std::string fault_of(tables::Engine& engine, const Path& path, const NamedFile& file) {
  if (file.kind != NamedFile::Kind::staged) return "";
  const auto rows = rows_of(engine, path);
  if (!rows) return rows.error().message.substr(0, rows.error().message.find('\n'));
  return *rows == file.rows ? "" : fmt::format("{} rows instead of {}", *rows, file.rows);
}

void check_file(Examiner& examiner, tables::Engine& engine, const NamedFile& file) {
  std::error_code missing;  // which is told already
  const auto size = std::filesystem::file_size(examiner.path(file.path), missing);
  if (missing) return;
  const auto bytes = static_cast<std::int64_t>(size);
  examiner.looked_at(bytes);
  const std::string fault = fault_of(engine, examiner.path(file.path), file);
  examiner.advance(bytes);
  if (fault.empty() || examiner.was_told(file.path)) return;
  examiner.damage(
      file.path,
      {fmt::format("does not hold what was imported ({})", fault), fmt::format("与导入的内容不符（{}）", fault)},
      mend_by_backup(examiner, file.path));
}

// Pseudonyms that the key makes of some people of a staged file of visits.
Result<std::unordered_set<std::string>> some_pseudonyms(Examiner& examiner, tables::Engine& engine,
                                                        const Path& visits) {
  ASSIGN(const auto pseudonyms, assembly::Pseudonyms::open(examiner.options.workspace));
  ASSIGN(tables::Answer answer,
         engine.query(fmt::format("SELECT DISTINCT CAST(_person AS VARCHAR) FROM read_parquet({}) LIMIT {}",
                                  tables::sql_text(visits.string()), kMostPeopleTried)));
  std::unordered_set<std::string> made;
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return made;
    const tables::Vector people = chunk.column(0);
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      if (people.has(row)) made.insert(pseudonyms.of(people.text(row)));
    }
  }
}

bool has_one_of(const Tape& tape, const Schema& schema, const std::unordered_set<std::string>& wanted) {
  const FieldIndex id = schema.of(Entity::person).find("id");
  for (const Part& part : tape.parts()) {
    const Column* ids = part.column(Entity::person, id);
    if (ids == nullptr) continue;
    for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
      if (ids->has(person) && wanted.contains(std::string(ids->text(person)))) return true;
    }
  }
  return false;
}

// A key of the right length may still be another one.
void check_key_fits(Examiner& examiner, tables::Engine& engine) {
  if (!examiner.found.is_whole()) return;
  const auto tape = Tape::open(examiner.options.workspace, examiner.schema);
  if (!tape || tape->people() == 0) return;
  for (const NamedFile& file : examiner.generation->files) {
    if (file.kind != NamedFile::Kind::staged || file.table != "mdtrt_d" || file.rows == 0) continue;
    const auto pseudonyms = some_pseudonyms(examiner, engine, examiner.path(file.path));
    if (!pseudonyms || pseudonyms->empty() || has_one_of(*tape, examiner.schema, *pseudonyms)) return;
    const Path key = Path("secret") / "pseudonym.key";
    examiner.damage(key, {"is not the key with which this tape was made", "不是生成此数据时使用的密钥"},
                    mend_by_backup(examiner, key));
    return;
  }
}

}  // namespace

void check_staged(Examiner& examiner) {
  examiner.begin("staged", {"staged files: every row; the key", "暂存文件：全部行；密钥"});
  if (!examiner.generation) return;
  auto engine = open_engine();
  if (!engine) {
    examiner.note("", what_of(engine.error()), {"run it again with more memory free", "请在内存充足时重试"});
    return;
  }
  for (const NamedFile& file : examiner.generation->files) {
    if (examiner.stopped()) return;
    if (file.kind != NamedFile::Kind::tape) check_file(examiner, *engine, file);
  }
  check_key_fits(examiner, *engine);
}

}  // namespace qiuhao::claims::upkeep
