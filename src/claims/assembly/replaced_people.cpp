// Bits of the gone, part by part.
#include "claims/assembly/replaced_people.h"

#include <fmt/format.h>

#include <algorithm>

#include "claims/part_file.h"

namespace qiuhao::claims::assembly {
namespace {

std::size_t rows_of(const Part& part, Link link, RowIndex person) {
  const Range range = part.range(link, person);
  return range.end - range.begin;
}

}  // namespace

Result<std::vector<PartEntry>> without_people(const Schema& schema, const Path& workspace, const Manifest& before,
                                              std::uint64_t generation, const std::vector<PersonKey>& people,
                                              std::vector<Path>& created) {
  std::vector<PartEntry> parts;
  const FieldIndex person_id = schema.of(Entity::person).find("id");
  std::vector<std::string> names;
  names.reserve(people.size());
  for (const PersonKey& person : people) names.push_back(to_hex(person));
  for (PartEntry entry : before.parts) {
    const auto first = std::ranges::lower_bound(names, entry.first);
    const auto last = std::ranges::upper_bound(names, entry.last);
    if (first == last) {
      parts.push_back(std::move(entry));
      continue;
    }
    ASSIGN(const Part part, open_part(workspace / entry.file, schema));
    GonePeople gone = GonePeople::none(entry.people);
    if (!entry.gone.empty()) {
      ASSIGN(gone, read_gone(workspace / entry.gone, entry.people));
    }
    const std::size_t gone_before = entry.gone_people;
    for (auto name = first; name != last; ++name) {
      const RowIndex row = find_in_part(part, person_id, *name);
      if (row == kNoRow || gone.has(row)) continue;
      gone.set(row);
      ++entry.gone_people;
      entry.gone_visits += rows_of(part, Link::person_visits, row);
      entry.gone_lines += rows_of(part, Link::person_lines, row);
    }
    if (entry.live_people() == 0) continue;
    if (entry.gone_people != gone_before) {
      entry.gone = fmt::format("{}.gone-{:06}", entry.file, generation);
      created.push_back(workspace / entry.gone);
      TRY(write_gone(gone, entry.people, workspace / entry.gone));
    }
    parts.push_back(std::move(entry));
  }
  return parts;
}

}  // namespace qiuhao::claims::assembly
