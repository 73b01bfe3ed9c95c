// Counting by codes.
#include "audit/backtest/tally.h"

#include <algorithm>

#include "audit/standing.h"

namespace qiuhao::audit {

using claims::Entity;

void Tally::count(Change change, Cents before, Cents after) {
  switch (change) {
    case Change::same: ++same; return;
    case Change::added: ++added; break;
    case Change::gone: ++gone; break;
    case Change::changed: ++changed; break;
  }
  more += std::max<Cents>(after - before, 0);
  less += std::max<Cents>(before - after, 0);
}

void Tally::add(const Tally& other) {
  same += other.same;
  added += other.added;
  gone += other.gone;
  changed += other.changed;
  more += other.more;
  less += other.less;
}

TouchedCounts::TouchedCounts(const claims::Tape& tape, const rules::Plan& any_plan)
    : tape_(tape), schema_(any_plan.schema()), fields_(any_plan.fields()) {}

TouchedCounts::Place& TouchedCounts::place(Places& places, const std::string& code, std::uint16_t part, RowIndex row) {
  Place& at = places[code];
  if (at.row == kNoRow || std::pair(part, row) > std::pair(at.part, at.row))
    std::tie(at.part, at.row) = std::pair(part, row);
  return at;
}

void TouchedCounts::add(std::uint16_t part, const Match& match, const rules::Plan* before_plan,
                        const ChunkResult& before, const rules::Plan* after_plan, const ChunkResult& after) {
  const bool is_there = match.after != kNoFinding;
  const ChunkResult& chunk = is_there ? after : before;
  const rules::Plan& plan = is_there ? *after_plan : *before_plan;
  const std::uint32_t number = is_there ? match.after : match.before;
  const Finding& finding = chunk.findings[number];
  const claims::Part& tape = tape_.parts()[part];
  const Standing standing =
      standing_of(tape, plan, plan.rules()[finding.rule].grain, finding.row, chunk.lines_of(number));
  const Column* codes = tape.column(Entity::provider, fields_.provider_id);
  const bool is_known = standing.provider != kNoRow && codes != nullptr && codes->has(standing.provider);
  const std::string code = is_known ? std::string(codes->text(standing.provider)) : "";
  place(providers_, code, part, standing.provider)
      .tally.count(match.change, match.before == kNoFinding ? 0 : before.findings[match.before].gross,
                   is_there ? after.findings[match.after].gross : 0);
  add_items(part, match, before, after);
}

void TouchedCounts::add_items(std::uint16_t part, const Match& match, const ChunkResult& before,
                              const ChunkResult& after) {
  const claims::Part& tape = tape_.parts()[part];
  const Column* items = tape.column(Entity::line, fields_.line_item);
  if (items == nullptr) return;
  lines_.clear();
  const auto walk = [&](const ChunkResult& chunk, std::uint32_t number, Cents ItemLine::*side) {
    if (number == kNoFinding) return;
    walk_lines(tape, fields_, chunk.lines_of(number), chunk.findings[number].gross, shares_);
    for (const LineShare& share : shares_) {
      lines_.push_back({items->code(share.line), share.line, 0, 0});
      lines_.back().*side = share.cents;
    }
  };
  walk(before, match.before, &ItemLine::before);
  walk(after, match.after, &ItemLine::after);
  std::ranges::sort(lines_, {}, [](const ItemLine& line) { return std::pair(line.code, line.row); });
  for (std::size_t at = 0; at < lines_.size();) {
    ItemLine sum = lines_[at];
    for (++at; at < lines_.size() && lines_[at].code == sum.code; ++at) {
      sum.before += lines_[at].before;
      sum.after += lines_[at].after;
      sum.row = lines_[at].row;
    }
    place(items_, std::string(items->entry(sum.code)), part, sum.row).tally.count(match.change, sum.before, sum.after);
  }
}

void TouchedCounts::add_month(const std::string& provider, std::uint16_t part, RowIndex row, const Tally& tally) {
  place(providers_, provider, part, row).tally.add(tally);
}

void TouchedCounts::add(TouchedCounts& other) {
  for (const auto& [code, at] : other.providers_) place(providers_, code, at.part, at.row).tally.add(at.tally);
  for (const auto& [code, at] : other.items_) place(items_, code, at.part, at.row).tally.add(at.tally);
}

std::vector<NamedTally> TouchedCounts::sorted(const Places& places, Entity entity, claims::FieldIndex name) const {
  std::vector<NamedTally> all;
  for (const auto& [code, at] : places) {
    NamedTally& named = all.emplace_back(NamedTally{code, "", at.tally});
    const Column* names = tape_.parts()[at.part].column(entity, name);
    if (names != nullptr && at.row != kNoRow && names->has(at.row)) names->append_text(at.row, named.name);
  }
  std::ranges::sort(all, [](const NamedTally& a, const NamedTally& b) {
    if (a.tally.moved() != b.tally.moved()) return a.tally.moved() > b.tally.moved();
    if (a.tally.touched() != b.tally.touched()) return a.tally.touched() > b.tally.touched();
    return a.code < b.code;
  });
  return all;
}

std::vector<NamedTally> TouchedCounts::providers() const {
  return sorted(providers_, Entity::provider, schema_.of(Entity::provider).find("name"));
}

std::vector<NamedTally> TouchedCounts::items() const {
  return sorted(items_, Entity::line, schema_.of(Entity::line).find("item_name"));
}

}  // namespace qiuhao::audit
