// Counting rows by key.
#include "rules/bulk/window_sizes.h"

#include <algorithm>
#include <bit>

namespace qiuhao::rules {

namespace {

constexpr std::uint32_t kNoPlace = 0xffffffff;

}  // namespace

using claims::Entity;
using claims::Link;

WindowConditions::WindowConditions(const Plan& plan) {
  for (const GroupSpec& spec : plan.sharing().groupings()) {
    of_.push_back(spec.where == nullptr ? nullptr
                                        : std::make_unique<const cel::VectorProgram>(std::vector{spec.where}));
  }
}

void KeyCounts::begin(std::size_t most) {
  const std::size_t size = std::bit_ceil(std::max<std::size_t>(2 * most, 64));
  entries_.assign(size, {});
  mask_ = size - 1;
}

std::size_t KeyCounts::place_of(std::uint64_t key) const {
  std::size_t place = (key * 0x9e3779b97f4a7c15ULL >> 32) & mask_;
  while (entries_[place].key != key && entries_[place].key != kNoKey) place = (place + 1) & mask_;
  return place;
}

std::uint32_t KeyCounts::add(std::uint64_t key) {
  const std::size_t place = place_of(key);
  entries_[place].key = key;
  ++entries_[place].count;
  return static_cast<std::uint32_t>(place);
}

std::int64_t KeyCounts::of(std::uint64_t key) const { return entries_[place_of(key)].count; }

WindowSizes::WindowSizes(const PartPlan& plan, const WindowConditions& conditions)
    : plan_(plan), rows_(plan), scope_(plan, rows_), of_(plan.plan().rules().size()) {
  for (std::size_t rule = 0; rule < of_.size(); ++rule) {
    const auto& windows = plan.plan().rules()[rule].windows;
    for (std::size_t window = 0; window < windows.size(); ++window) {
      const std::uint32_t grouping = plan.plan().sharing().use(static_cast<RuleIndex>(rule), window).grouping;
      of_[rule].push_back(add_window(windows[window], grouping, conditions));
    }
  }
}
WindowSizes::~WindowSizes() = default;

WindowSizes::Counted* WindowSizes::add_window(const Window& window, std::uint32_t grouping,
                                              const WindowConditions& conditions) {
  const bool by_main = window.kind == WindowKind::pair;
  if (window.kind != WindowKind::same && !by_main) return nullptr;
  const GroupSpec& spec = plan_.plan().sharing().groupings()[grouping];
  const bool has_rows = spec.of == Entity::line || spec.of == Entity::visit;
  if (!has_rows || (by_main && spec.by_point)) return nullptr;
  for (const auto& known : counted_) {
    if (known->spec == &spec && known->by_main == by_main) return known.get();
  }
  KeyPacker packer(plan_, *spec.by, by_main);
  if (!packer.can_pack()) return nullptr;
  const cel::VectorProgram* condition = conditions.of(grouping);
  counted_.push_back(
      std::make_unique<Counted>(Counted{&spec,
                                        by_main,
                                        std::move(packer),
                                        condition == nullptr ? nullptr : std::make_unique<cel::VectorRun>(*condition),
                                        false,
                                        false,
                                        {},
                                        {}}));
  return counted_.back().get();
}

void WindowSizes::begin(const PeopleRun& run, std::span<const Places> met, const Places& mains,
                        std::span<const RowIndex> people) {
  run_ = &run;
  met_ = met;
  mains_ = &mains;
  people_ = people;
  for (const auto& counted : counted_) counted->is_made = false;
}

// The rows that may be of a group: those that the rule's points name, those of main items, or all.
PlaceSpan WindowSizes::members_of(const Counted& counted) {
  const GroupSpec& spec = *counted.spec;
  if (spec.by_point) return met_[spec.rule].span();
  if (counted.by_main && spec.of == Entity::line) return mains_->span();
  listed_.clear();
  listed_.kind = spec.of == Entity::visit ? PlaceKind::visit : PlaceKind::line;
  const Link link = spec.of == Entity::visit ? Link::person_visits : Link::person_lines;
  for (const RowIndex person : people_) {
    const claims::Range range = plan_.part().range(link, person);
    for (RowIndex row = range.begin; row < range.end; ++row) listed_.add(row, person);
  }
  return listed_.span();
}

// Of a point a line is a row when the point is in force on its day; one that lists an item twice names the line once.
bool WindowSizes::is_member(const Counted& counted, const PlaceSpan& members, std::size_t at) const {
  if (keys_[at] == kNoKey) return false;
  if (!counted.spec->by_point) return true;
  const RowIndex line = members.rows[at];
  const PointIndex point = members.points[at];
  if (!plan_.plan().library()[point].in_force(run_->day_of_line(line))) return false;
  return at == 0 || members.rows[at - 1] != line || members.points[at - 1] != point;
}

void WindowSizes::add(Counted& counted, const PlaceSpan& members, std::size_t at) {
  if (!is_member(counted, members, at)) return;
  const std::uint32_t place = counted.counts.add(keys_[at]);
  if (counted.spec->by_point) counted.places[at] = place;
}

const cel::Activation& WindowSizes::stand_on(std::size_t row, std::size_t) {
  if (batch_.people[row] != rows_.person()) rows_.set_person(batch_.people[row]);
  scope_.stand(batch_.kind == PlaceKind::visit ? Entity::visit : Entity::line, batch_.rows[row]);
  return scope_;
}

void WindowSizes::add_where_met(Counted& counted, const PlaceSpan& members) {
  std::array<cel::BatchSlot, kRowSlot + 1> slots{};
  for (std::size_t begin = 0; begin < members.size(); begin += cel::kBatchRows) {
    batch_ = members.part(begin, std::min(cel::kBatchRows, members.size() - begin));
    slots[kRowSlot].rows = batch_.rows.data();
    slots[kPersonSlot].rows = batch_.people.data();
    counted.condition->begin({batch_.size(), plan_.columns().structs(), slots}, *this);
    const cel::Decided met = counted.condition->decide(0, cel::Bits::first(batch_.size()));
    met.yes.each([&](std::size_t row) { add(counted, members, begin + row); });
    if (!met.unsure.any()) continue;
    counted.condition->evaluate(0, met.unsure, [&](std::size_t row, const cel::Value& value) {
      if (value.is_true()) add(counted, members, begin + row);
    });
  }
}

void WindowSizes::make(Counted& counted) {
  counted.is_made = true;
  const PlaceSpan members = members_of(counted);
  counted.fits = counted.packer.pack(members, *run_, keys_);
  if (!counted.fits) return;
  counted.counts.begin(members.size());
  if (counted.spec->by_point) counted.places.assign(members.size(), kNoPlace);
  if (counted.condition != nullptr) return add_where_met(counted, members);
  for (std::size_t at = 0; at < members.size(); ++at) add(counted, members, at);
}

void WindowSizes::tell(RuleIndex rule, std::size_t window, const PlaceSpan& places, std::vector<std::int64_t>& sizes) {
  Counted& counted = *of_window(rule, window);
  if (!counted.is_made) make(counted);
  sizes.resize(places.size());
  // Subjects that are themselves rows know their places already.
  if (counted.fits && counted.spec->by_point && !places.rows.empty()) {
    const std::vector<RowIndex>& met = met_[counted.spec->rule].rows;
    const RowIndex* first = places.rows.data();
    if (std::less_equal<>()(met.data(), first) && std::less<>()(first, met.data() + met.size())) {
      const std::size_t begin = static_cast<std::size_t>(first - met.data());
      bool all_known = true;
      for (std::size_t at = 0; at < sizes.size(); ++at) {
        const std::uint32_t place = counted.places[begin + at];
        all_known = all_known && place != kNoPlace;
        sizes[at] = place == kNoPlace ? -1 : counted.counts.at(place);
      }
      if (all_known) return;
    }
  }
  const bool fits = counted.fits && counted.packer.pack(places, *run_, keys_);
  for (std::size_t at = 0; at < sizes.size(); ++at) {
    sizes[at] = fits && keys_[at] != kNoKey ? counted.counts.of(keys_[at]) : -1;
  }
}

}  // namespace qiuhao::rules
