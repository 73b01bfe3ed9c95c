// Texts of the knowledge command.
#include "cli/knowledge_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ranges>

#include "cli/text_table.h"
#include "text/csv_field.h"

namespace qiuhao::cli {
namespace {

using knowledge::Point;

constexpr std::size_t kExamples = 3;  // of each change of a kind
constexpr std::size_t kNotesShown = 10;
constexpr std::size_t kNameColumns = 30;  // of a terminal
constexpr std::size_t kConstraintColumns = 60;
constexpr std::size_t kItemsShown = 8;

std::string days_of(const Point& point) {
  if (point.effective_to == knowledge::kBeforeAllDays) return "never";
  const std::string from = point.effective_from == kNoDay ? "…" : format_day(point.effective_from);
  const std::string to = point.effective_to == kNoDay ? "…" : format_day(point.effective_to);
  return from + " – " + to;
}

std::string percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

void add_examples(std::string& out, std::string_view mark, const std::vector<const Point*>& points) {
  for (std::size_t i = 0; i < std::min(kExamples, points.size()); ++i) {
    const Point& point = *points[i];
    std::string line = fmt::format("  {} {}  {}  {}  {}", mark, point.id, cut_to_width(point.item_name, kNameColumns),
                                   cut_to_width(point.constraint, kConstraintColumns), days_of(point));
    if (!point.superseded_by.empty()) line += fmt::format("  superseded by {}", point.superseded_by);
    out += line + "\n";
  }
  if (points.size() > kExamples) out += fmt::format("  {} … {} more\n", mark, points.size() - kExamples);
}

std::string csv_day(Day day) { return day == knowledge::kBeforeAllDays ? "never" : format_day(day); }

}  // namespace

std::string text_of_changes(const knowledge::Changes& changes) {
  if (changes.is_empty()) return "nothing came, went or changed\n";
  TextTable table({"kind", "came", "went", "changed"});
  for (const std::size_t column : {1U, 2U, 3U}) table.align_right(column);
  std::size_t came = 0;
  std::size_t went = 0;
  std::size_t changed = 0;
  for (const auto& kind : changes.kinds) {
    table.add({kind.kind, fmt::format("{}", kind.came.size()), fmt::format("{}", kind.went.size()),
               fmt::format("{}", kind.changed.size())});
    came += kind.came.size();
    went += kind.went.size();
    changed += kind.changed.size();
  }
  table.add({"all", fmt::format("{}", came), fmt::format("{}", went), fmt::format("{}", changed)});
  std::string out = table.text() + "\n";
  for (const auto& kind : changes.kinds) {
    out += kind.kind + "\n";
    add_examples(out, "+", kind.came);
    add_examples(out, "-", kind.went);
    add_examples(out, "~", kind.changed);
  }
  return out;
}

std::string text_of_draft(const knowledge::ImportDraft& draft) {
  const auto& header = draft.publication.header;
  std::string out = fmt::format("publication {} '{}' from {}, known since {}\n", header.number, header.name,
                                header.source_file, format_day(header.known_since));
  std::size_t read = 0;
  std::size_t superseded = 0;
  for (const Point& point : draft.publication.points) {
    read += point.is_read ? 1 : 0;
    const Point* after = draft.after->find_point(point.id);
    superseded += after != nullptr && !after->superseded_by.empty() ? 1 : 0;
  }
  const std::size_t count = draft.publication.points.size();
  out += fmt::format("{} points to publish, {} of them read, {} left to people; {} are there already\n", count, read,
                     count - read, draft.unchanged);
  if (superseded > 0) out += fmt::format("{} of them are superseded by others of them\n", superseded);
  out += "\n" + text_of_changes(draft.changes);
  if (!draft.notes.empty()) out += fmt::format("\n{} rows name no item and are left out:\n", draft.notes.size());
  for (std::size_t i = 0; i < std::min(kNotesShown, draft.notes.size()); ++i) {
    out += "  " + cut_to_width(draft.notes[i], kNameColumns + kConstraintColumns) + "\n";
  }
  return out;
}

std::string text_of_kinds(const knowledge::Library& library, const std::vector<const Point*>& points, Day on) {
  TextTable table({"table", "kind", "points", "in force", "codes", "read", "left to people"});
  for (const std::size_t column : {2U, 3U, 4U, 5U, 6U}) table.align_right(column);
  for (const auto& kind : library.kinds().all()) {
    std::size_t count = 0;
    std::size_t in_force = 0;
    std::size_t codes = 0;
    std::size_t judged = 0;  // points that name an item: others are remarks
    std::size_t read = 0;
    for (const Point* point : points) {
      if (point->kind != kind.name) continue;
      ++count;
      in_force += point->in_force(on) ? 1 : 0;
      codes += point->items.size();
      judged += point->items.empty() ? 0 : 1;
      read += point->is_read ? 1 : 0;
    }
    if (count == 0) continue;
    table.add({kind.table, kind.name, fmt::format("{}", count), fmt::format("{}", in_force), fmt::format("{}", codes),
               percent(read, judged), fmt::format("{}", judged - read)});
  }
  return table.text();
}

std::string text_of_rows(const std::vector<const Point*>& points) {
  TextTable table({"point", "kind", "item", "codes", "in force", "read as", "constraint"});
  table.align_right(3);
  for (const Point* point : points) {
    const std::string limits = format_limits(point->limits);
    table.add({point->id, point->kind.str(), cut_to_width(point->item_name, kNameColumns),
               fmt::format("{}", point->items.size()), days_of(*point),
               !point->is_read  ? "(people)"
               : limits.empty() ? "yes"
                                : limits,
               cut_to_width(point->constraint, kConstraintColumns)});
  }
  return table.text();
}

std::string csv_of_rows(const std::vector<const Point*>& points) {
  std::string out =
      "point,kind,items,item_name,constraint,basis,effective_from,effective_to,certainty,supersedes,superseded_by,"
      "known_since,"
      "source,read,limits\n";
  for (const Point* point : points) {
    const std::vector<std::string> fields = {point->id,
                                             point->kind.str(),
                                             fmt::format("{}", fmt::join(point->items, " ")),
                                             point->item_name,
                                             point->constraint.str(),
                                             point->basis.str(),
                                             csv_day(point->effective_from),
                                             csv_day(point->effective_to),
                                             point->certainty.str(),
                                             point->supersedes.str(),
                                             point->superseded_by.str(),
                                             csv_day(point->known_since),
                                             point->source,
                                             point->is_read ? "yes" : "no",
                                             format_limits(point->limits)};
    for (std::size_t i = 0; i < fields.size(); ++i) out += (i == 0 ? "" : ",") + text::csv_field(fields[i]);
    out += "\n";
  }
  return out;
}

std::string text_of_point(const Point& point, const std::vector<Point>& versions) {
  const std::string limits = format_limits(point.limits);
  const std::size_t shown = std::min(kItemsShown, point.items.size());
  std::string items = fmt::format("{}", fmt::join(point.items | std::views::take(shown), " "));
  if (shown < point.items.size()) items += fmt::format(" … {} in all", point.items.size());
  TextTable table({"point", point.id});
  table.add({"kind", point.kind.str()});
  table.add({"item", point.item_name});
  table.add({"codes", items});
  table.add({"constraint", cut_to_width(point.constraint, point.constraint.view().size())});
  table.add({"read as", !point.is_read ? "(not read: left to people)" : limits.empty() ? "yes" : limits});
  table.add({"in force", days_of(point)});
  table.add({"known since", format_day(point.known_since)});
  table.add({"basis", point.basis.str()});
  table.add({"certainty", point.certainty.str()});
  table.add({"source", point.source});
  if (!point.supersedes.empty()) table.add({"supersedes", point.supersedes.str()});
  if (!point.superseded_by.empty()) table.add({"superseded by", point.superseded_by.str()});
  std::string out = table.text();
  for (const Point& version : versions) {
    const std::string until = version.known_until == kNoDay ? "now" : format_day(version.known_until);
    out += fmt::format("  known {} to {}: in force {}, {}\n", format_day(version.known_since), until, days_of(version),
                       cut_to_width(version.constraint, kConstraintColumns));
  }
  return out;
}

}  // namespace qiuhao::cli
