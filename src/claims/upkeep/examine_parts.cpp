// Manifest and parts: what each opening looks at, then every byte, then what the rows say.
#include <fmt/format.h>

#include <filesystem>

#include "claims/part_file.h"
#include "claims/part_file/directory.h"
#include "claims/upkeep/examiner.h"

namespace qiuhao::claims::upkeep {
namespace {

std::int64_t size_of(const Path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

// The checksum of a part's directory, which is what the manifest records.
std::optional<std::uint64_t> directory_checksum(const Path& path) {
  const auto mapped = MappedFile::open(path);
  if (!mapped) return std::nullopt;
  const auto directory = part_file::read_directory(path, mapped->bytes());
  return directory ? std::optional(directory->checksum) : std::nullopt;
}

// Code, link or order that no row may have.
Sentence wrong_rows(std::string_view column, RowIndex row) {
  return {fmt::format("holds in column {} at row {} what cannot be", column, row),
          fmt::format("列 {} 第 {} 行的内容不可能出现", column, row)};
}

struct LinkShape {
  Link link;
  Entity of;
  Entity to;
  bool may_be_none;
};
constexpr LinkShape kRowLinks[] = {{Link::visit_person, Entity::visit, Entity::person, false},
                                   {Link::visit_provider, Entity::visit, Entity::provider, false},
                                   {Link::line_visit, Entity::line, Entity::visit, false},
                                   {Link::line_staff, Entity::line, Entity::staff, true},
                                   {Link::diagnosis_visit, Entity::diagnosis, Entity::visit, false},
                                   {Link::operation_visit, Entity::operation, Entity::visit, false},
                                   {Link::settlement_visit, Entity::settlement, Entity::visit, false}};
constexpr LinkShape kRanges[] = {{Link::person_visits, Entity::person, Entity::visit, false},
                                 {Link::person_lines, Entity::person, Entity::line, false},
                                 {Link::person_diagnoses, Entity::person, Entity::diagnosis, false},
                                 {Link::person_operations, Entity::person, Entity::operation, false},
                                 {Link::person_settlements, Entity::person, Entity::settlement, false}};

std::string_view name_of(Link link) { return kLinkNames[static_cast<std::size_t>(link)]; }

// The first row whose link leads nowhere, kNoRow when all are right.
RowIndex wrong_link(const Part& part, const LinkShape& shape) {
  const auto rows = static_cast<RowIndex>(part.rows(shape.of));
  const std::size_t targets = part.rows(shape.to);
  for (RowIndex row = 0; row < rows; ++row) {
    const RowIndex to = part.link(shape.link, row);
    if (to >= targets && !(shape.may_be_none && to == kNoRow)) return row;
  }
  return kNoRow;
}

// Ranges of people follow each other from row 0 to the last; kNoRow when they do.
RowIndex wrong_range(const Part& part, const LinkShape& shape) {
  const auto people = static_cast<RowIndex>(part.rows(Entity::person));
  RowIndex end = 0;
  for (RowIndex person = 0; person < people; ++person) {
    const Range range = part.range(shape.link, person);
    if (range.begin != end || range.end < range.begin) return person;
    end = range.end;
  }
  return end == part.rows(shape.to) ? kNoRow : people;
}

// Each row of a person's range belongs, through its visit, to that person.
RowIndex wrong_owner(const Part& part, Link range_link, Link visit_link) {
  for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
    const Range rows = part.range(range_link, person);
    for (RowIndex row = rows.begin; row < rows.end; ++row) {
      const RowIndex visit = visit_link == Link::visit_person ? row : part.link(visit_link, row);
      if (part.link(Link::visit_person, visit) != person) return row;
    }
  }
  return kNoRow;
}

// The first row whose code is not in the dictionary.
RowIndex wrong_code(const Column& column) {
  for (RowIndex row = 0; row < column.rows; ++row) {
    if (column.has(row) && column.code(row) >= column.dictionary_size) return row;
  }
  return kNoRow;
}

// "" when all rows are right; the column and row that are not.
std::optional<Sentence> wrong_in_links(const Part& part) {
  for (const LinkShape& shape : kRowLinks) {
    if (const RowIndex row = wrong_link(part, shape); row != kNoRow) return wrong_rows(name_of(shape.link), row);
  }
  for (const LinkShape& shape : kRanges) {
    if (const RowIndex row = wrong_range(part, shape); row != kNoRow) return wrong_rows(name_of(shape.link), row);
  }
  static constexpr std::pair<Link, Link> kOwners[] = {{Link::person_visits, Link::visit_person},
                                                      {Link::person_lines, Link::line_visit},
                                                      {Link::person_diagnoses, Link::diagnosis_visit},
                                                      {Link::person_operations, Link::operation_visit},
                                                      {Link::person_settlements, Link::settlement_visit}};
  for (const auto& [range, visit] : kOwners) {
    if (const RowIndex row = wrong_owner(part, range, visit); row != kNoRow) return wrong_rows(name_of(visit), row);
  }
  return std::nullopt;
}

std::optional<Sentence> wrong_in_codes(const Schema& schema, const Part& part) {
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    const auto& fields = schema.of(static_cast<Entity>(entity)).fields;
    for (std::size_t field = 0; field < fields.size(); ++field) {
      const Column* column = part.column(static_cast<Entity>(entity), static_cast<FieldIndex>(field));
      if (column == nullptr || column->storage != Storage::code) continue;
      if (const RowIndex row = wrong_code(*column); row != kNoRow)
        return wrong_rows(fmt::format("{}.{}", kEntityNames[entity], fields[field].name), row);
    }
  }
  return std::nullopt;
}

void check_part(Examiner& examiner, const PartEntry& entry) {
  const Path path = examiner.path(entry.file);
  examiner.looked_at(size_of(path));
  const auto part = open_part(path, examiner.schema);
  if (!part) {
    const bool missing = part.error().code == "no_such_file";
    examiner.damage(entry.file, missing ? Sentence{"is missing", "不存在"} : what_of(part.error()),
                    mend_by_backup(examiner, entry.file));
    return;
  }
  const bool same = part->rows(Entity::person) == entry.people && part->rows(Entity::visit) == entry.visits &&
                    part->rows(Entity::line) == entry.lines;
  if (same && directory_checksum(path) == entry.checksum) return;
  examiner.damage(entry.file, {"is another part than the manifest names", "不是清单所指的那个文件"},
                  mend_by_backup(examiner, entry.file));
}

}  // namespace

void check_manifest(Examiner& examiner) {
  examiner.begin("manifest", {"manifest", "数据清单"});
  const Path relative = Path("tape") / "manifest.json";
  auto manifest = read_manifest(examiner.options.workspace);
  examiner.looked_at(size_of(examiner.path(relative)));
  if (!manifest) {
    examiner.damage(relative, what_of(manifest.error()), mend_by_backup(examiner, relative));
    return;
  }
  examiner.found.generation = manifest->generation;
  examiner.manifest = std::move(*manifest);
  if (examiner.manifest->generation > 0) return;
  examiner.note(relative, {"is not there: nothing was imported yet", "不存在：还没有导入过数据"},
                {"run: qiuhao import WORKSPACE FILE…", "请运行：qiuhao import WORKSPACE FILE…"});
}

namespace {

void check_gone(Examiner& examiner, const PartEntry& entry) {
  examiner.looked_at(size_of(examiner.path(entry.gone)));
  const auto gone = read_gone(examiner.path(entry.gone), entry.people);
  if (!gone) return examiner.damage(entry.gone, what_of(gone.error()), mend_by_backup(examiner, entry.gone));
  if (gone->count() == entry.gone_people) return;
  examiner.damage(entry.gone,
                  {fmt::format("names {} people, the manifest says {}", gone->count(), entry.gone_people),
                   fmt::format("列有 {} 人，而清单为 {} 人", gone->count(), entry.gone_people)},
                  mend_by_backup(examiner, entry.gone));
}

}  // namespace

void check_parts(Examiner& examiner) {
  examiner.begin("parts", {"parts: directories, lengths", "数据文件：目录与长度"});
  if (!examiner.manifest) return;
  for (const PartEntry& entry : examiner.manifest->parts) {
    check_part(examiner, entry);
    if (!entry.gone.empty()) check_gone(examiner, entry);
  }
}

void check_blocks(Examiner& examiner) {
  examiner.begin("checksums", {"parts: every byte", "数据文件：全部字节"});
  if (!examiner.manifest) return;
  for (const PartEntry& entry : examiner.manifest->parts) {
    if (examiner.stopped()) return;
    const std::int64_t bytes = size_of(examiner.path(entry.file));
    examiner.looked_at(bytes);
    const Status verified = verify_part(examiner.path(entry.file));
    examiner.advance(bytes);
    if (!verified && !examiner.was_told(entry.file))
      examiner.damage(entry.file, what_of(verified.error()), mend_by_backup(examiner, entry.file));
  }
}

void check_columns(Examiner& examiner) {
  examiner.begin("rows", {"parts: links, ranges, codes", "数据文件：关联、范围与代码"});
  if (!examiner.manifest) return;
  for (const PartEntry& entry : examiner.manifest->parts) {
    if (examiner.stopped()) return;
    const std::int64_t bytes = size_of(examiner.path(entry.file));
    // What damaged bytes say need not be told.
    if (!examiner.was_told(entry.file)) {
      const auto part = open_part(examiner.path(entry.file), examiner.schema);
      if (!part) return;
      examiner.looked_at(bytes);
      auto wrong = wrong_in_links(*part);
      if (!wrong) wrong = wrong_in_codes(examiner.schema, *part);
      if (wrong) examiner.damage(entry.file, *wrong, mend_by_import(examiner));
    }
    examiner.advance(bytes);
  }
}

}  // namespace qiuhao::claims::upkeep
