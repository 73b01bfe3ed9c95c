// Counting rows by key.
#include "rules/bulk/window_sizes.h"

#include <algorithm>

namespace qiuhao::rules {

namespace {

constexpr std::uint32_t kNoPlace = 0xffffffff;

}  // namespace

using claims::Entity;

WindowSizes::WindowSizes(const PartPlan& plan, RowConditions& conditions)
    : plan_(plan), conditions_(conditions), of_(plan.plan().rules().size()) {
  for (std::size_t rule = 0; rule < of_.size(); ++rule) {
    const auto& windows = plan.plan().rules()[rule].windows;
    for (std::size_t window = 0; window < windows.size(); ++window) {
      const std::uint32_t grouping = plan.plan().sharing().use(static_cast<RuleIndex>(rule), window).grouping;
      of_[rule].push_back(add_window(windows[window], grouping));
    }
  }
}
WindowSizes::~WindowSizes() = default;

WindowSizes::Counted* WindowSizes::add_window(const Window& window, std::uint32_t grouping) {
  const bool by_main = window.kind == WindowKind::pair;
  if (window.kind != WindowKind::same && !by_main) return nullptr;
  const GroupSpec& spec = plan_.plan().sharing().groupings()[grouping];
  const bool has_rows = spec.of == Entity::line || spec.of == Entity::visit;
  if (!has_rows || (by_main && spec.by_point)) return nullptr;
  for (const auto& known : counted_) {
    if (known->spec == &spec && known->by_main == by_main) return known.get();
  }
  KeyPacker packer(plan_, *spec.by, by_main);
  if (!packer.can_pack() || (spec.where != nullptr && !conditions_.can_tell(spec.condition))) return nullptr;
  counted_.push_back(std::make_unique<Counted>(Counted{&spec, by_main, std::move(packer), false, false, {}, {}}));
  return counted_.back().get();
}

void WindowSizes::begin(const PeopleRun& run, std::span<const Places> met, const PlaceSpan& mains,
                        std::span<const RowIndex> people) {
  run_ = &run;
  met_ = met;
  mains_ = mains;
  people_ = people;
  for (const auto& counted : counted_) counted->is_made = false;
}

// The rows that may be of a group: those that the rule's points name, those of main items, or all.
PlaceSpan WindowSizes::members_of(const Counted& counted) {
  const GroupSpec& spec = *counted.spec;
  if (spec.by_point) return met_[spec.rule].span();
  if (counted.by_main && spec.of == Entity::line) return mains_;
  listed_.clear();
  listed_.kind = spec.of == Entity::visit ? PlaceKind::visit : PlaceKind::line;
  list_met(plan_.part(), conditions_, spec, *run_, people_, listed_);
  return listed_.span();
}

// Of a point a line is a row when the point is in force on its day; one that lists an item twice names the line once.
bool WindowSizes::is_member(const Counted& counted, const PlaceSpan& members, std::size_t at) {
  if (keys_[at] == kNoKey) return false;
  const RowIndex row = members.rows[at];
  if (!meets_condition(*counted.spec, row)) return false;
  if (!counted.spec->by_point) return true;
  const PointIndex point = members.points[at];
  if (!plan_.plan().in_force(point, run_->day_of_line(row))) return false;
  return at == 0 || members.rows[at - 1] != row || members.points[at - 1] != point;
}

void WindowSizes::make(Counted& counted) {
  counted.is_made = true;
  const PlaceSpan members = members_of(counted);
  counted.packer.begin();
  counted.fits = counted.packer.pack(members, *run_, keys_);
  if (!counted.fits) return;
  counted.counts.begin(run_->people, members.people);
  if (counted.spec->by_point) counted.places.assign(members.size(), kNoPlace);
  for (std::size_t at = 0; at < members.size(); ++at) {
    if (!is_member(counted, members, at)) continue;
    const std::uint32_t place = counted.counts.add(members.people[at], keys_[at]);
    if (counted.spec->by_point) counted.places[at] = place;
  }
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
    sizes[at] = fits && keys_[at] != kNoKey ? counted.counts.of(places.people[at], keys_[at]) : -1;
  }
}

}  // namespace qiuhao::rules
