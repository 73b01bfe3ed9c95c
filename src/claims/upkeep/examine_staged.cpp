// Files of rows read to their last block, and the key held against people whose number they hold.
#include <fmt/format.h>

#include <filesystem>

#include "base/hash.h"
#include "claims/assembly/keys_file.h"
#include "claims/assembly/layout.h"
#include "claims/assembly/pseudonym.h"
#include "claims/assembly/register_files.h"
#include "claims/assembly/rows.h"
#include "claims/assembly/rows_file.h"
#include "claims/upkeep/examiner.h"

namespace qiuhao::claims::upkeep {
namespace {

constexpr int kMostPeopleTried = 200;

// The content against the checksum that the list has.
Status verify_whole(const Path& path, const NamedFile& file) {
  ASSIGN(const std::string content, read_file(path));
  return hash64(content) == file.checksum ? Status() : Status(system_error("damaged_rows", "has a wrong checksum"));
}

// Why a file does not hold what it should, "" when it does.
std::string fault_of(const Path& path, const NamedFile& file) {
  if (file.kind == NamedFile::Kind::table) {
    const Status whole = assembly::verify_register(path, file.bytes, file.hash);
    return whole ? "" : whole.error().message.substr(0, whole.error().message.find(';'));
  }
  if (file.kind != NamedFile::Kind::stored) return "";
  const Status whole = file.stored_kind == "keys"        ? assembly::verify_keys_file(path)
                       : file.stored_kind == "contested" ? verify_whole(path, file)
                                                         : assembly::verify_rows_file(path);
  if (!whole) return whole.error().message.substr(0, whole.error().message.find(';'));
  if (file.stored_kind == "rows" || file.stored_kind == "nobody") {
    const auto rows = assembly::RowsFile::open(path);
    if (rows && rows->rows() != static_cast<std::uint64_t>(file.rows))
      return fmt::format("{} rows instead of {}", rows->rows(), file.rows);
  }
  return "";
}

void check_file(Examiner& examiner, const NamedFile& file) {
  std::error_code missing;  // which is told already
  const auto size = std::filesystem::file_size(examiner.path(file.path), missing);
  if (missing) return;
  const auto bytes = static_cast<std::int64_t>(size);
  examiner.looked_at(bytes);
  const std::string fault = fault_of(examiner.path(file.path), file);
  examiner.advance(bytes);
  if (fault.empty() || examiner.was_told(file.path)) return;
  examiner.damage(
      file.path,
      {fmt::format("does not hold what was imported ({})", fault), fmt::format("与导入的内容不符（{}）", fault)},
      mend_by_backup(examiner, file.path));
}

// Whether the key makes of some people's numbers the pseudonyms that their rows stand under.
bool key_fits(const assembly::Layout& layout, const assembly::Pseudonyms& pseudonyms, const Path& visits) {
  const auto file = assembly::RowsFile::open(visits);
  if (!file) return true;  // which is told already
  assembly::RowsCursor cursor(*file);
  for (int tried = 0; tried < kMostPeopleTried && cursor.next(); ++tried) {
    const std::string_view person = assembly::packed_text(layout, cursor.rows().data(), layout.person);
    if (!person.empty() && pseudonyms.key_of(person) != cursor.person()) return false;
  }
  return true;
}

// A key of the right length may still be another one.
void check_key_fits(Examiner& examiner) {
  const auto pseudonyms = assembly::Pseudonyms::open(examiner.options.workspace);
  if (!pseudonyms) return;  // which is told already
  const auto layouts = assembly::make_layouts(examiner.schema);
  for (const NamedFile& file : examiner.generation->files) {
    if (file.stored_kind != "rows" || file.table != "visit") continue;
    if (key_fits(layouts[0], *pseudonyms, examiner.path(file.path))) continue;
    const Path key = Path("secret") / "pseudonym.key";
    examiner.damage(key, {"is not the key with which this tape was made", "不是生成此数据时使用的密钥"},
                    mend_by_backup(examiner, key));
    return;
  }
}

}  // namespace

void check_staged(Examiner& examiner) {
  examiner.begin("staged", {"files of rows: every block; the key", "明细文件：全部数据块；密钥"});
  if (!examiner.generation) return;
  for (const NamedFile& file : examiner.generation->files) {
    if (examiner.stopped()) return;
    if (file.kind != NamedFile::Kind::tape) check_file(examiner, file);
  }
  if (examiner.found.is_whole()) check_key_fits(examiner);
}

}  // namespace qiuhao::claims::upkeep
