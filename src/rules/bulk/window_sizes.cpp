// Counting rows by key.
#include "rules/bulk/window_sizes.h"

#include <algorithm>

namespace qiuhao::rules {

using claims::Entity;

namespace {

constexpr std::size_t kFew = 4;  // when one place of so many is asked for, the others are left alone

}  // namespace

WindowSizes::WindowSizes(const PartPlan& plan, RowConditions& conditions, VisitLists& visit_lists)
    : plan_(plan), conditions_(conditions), visit_lists_(visit_lists), of_(plan.plan().rules().size()) {
  for (std::size_t rule = 0; rule < of_.size(); ++rule) {
    const auto& windows = plan.plan().rules()[rule].windows;
    for (std::size_t window = 0; window < windows.size(); ++window) {
      const std::uint32_t grouping = plan.plan().sharing().use(static_cast<RuleIndex>(rule), window).grouping;
      Counted* counted = add_window(windows[window], grouping);
      if (counted != nullptr) counted->rules.push_back(static_cast<RuleIndex>(rule));
      of_[rule].push_back(counted);
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
  KeyPacker packer(plan_, *spec.by, by_main, conditions_.columns());
  if (!packer.can_pack() || (spec.where != nullptr && !conditions_.can_tell(spec.condition))) return nullptr;
  counted_.push_back(std::make_unique<Counted>(
      Counted{&spec, by_main, std::move(packer), {}, false, {}, false, {}, {}, {}, false, {}, {}}));
  return counted_.back().get();
}

void WindowSizes::begin(const PeopleRun& run, const MetLines& met, std::span<const RowIndex> people) {
  run_ = &run;
  met_ = met;
  people_ = people;
  for (const auto& counted : counted_) {
    counted->is_made = false;
    counted->has_visit.clear();
  }
}

// The rows that may be of a group: those that the rule's points name, those of main items, or all.
PlaceSpan WindowSizes::members_of(const Counted& counted) {
  const GroupSpec& spec = *counted.spec;
  if (spec.by_point) return met_.of_rule[spec.rule].span();
  if (counted.by_main && spec.of == Entity::line) return met_.mains;
  listed_.begin(spec.of == Entity::visit ? PlaceKind::visit : PlaceKind::line);
  list_met(plan_.part(), conditions_, spec, *run_, people_, listed_);
  keep_asked_visits(counted);
  return listed_.span();
}

// Of groups within a visit only those matter whose visit has a line that a rule asks about; keys of the others, which
// may be texts, need not be told apart.
void WindowSizes::keep_asked_visits(const Counted& counted) {
  // A rule without knowledge asks about every line.
  const bool asks_by_line = std::ranges::all_of(counted.rules, [&](RuleIndex rule) {
    const Rule& asking = plan_.plan().rules()[rule];
    return asking.grain == Grain::line && asking.knowledge;
  });
  if (!asks_by_line || !counted.packer.has_visit()) return;
  is_asked_.assign(run_->visits.end - run_->visits.begin, 0);
  for (const RuleIndex rule : counted.rules) {
    for (const RowIndex line : met_.of_rule[rule].rows()) is_asked_[run_->visit_of(line) - run_->visits.begin] = 1;
  }
  const auto rows = listed_.rows();
  const bool of_visits = listed_.kind() == PlaceKind::visit;
  listed_.keep_if([&](std::size_t at) {
    return is_asked_[(of_visits ? rows[at] : run_->visit_of(rows[at])) - run_->visits.begin] != 0;
  });
}

// Of a point a line is a row when the point is in force on its day; one that lists an item twice names the line once.
void WindowSizes::count_by_point(Counted& counted, const PlaceSpan& members) {
  const Plan& plan = plan_.plan();
  const PeopleRun& run = *run_;
  const bool has_condition = counted.spec->where != nullptr;
  counted.places.resize(members.size());
  RowIndex last_row = kNoRow;
  PointIndex last_point = kNoPoint;
  for (std::size_t at = 0; at < members.size(); ++at) {
    const RowIndex row = members.rows[at];
    const PointIndex point = members.points[at];
    const bool is_member = keys_[at] != kNoKey && (row != last_row || point != last_point) &&
                           plan.in_force(point, run.day_of_line(row)) &&
                           (!has_condition || conditions_.met(counted.spec->condition, row));
    counted.places[at] = is_member ? counted.counts.add(members.people[at], keys_[at]) : kNowhere;
    last_row = row;
    last_point = point;
  }
}

void WindowSizes::make(Counted& counted) {
  counted.is_made = true;
  count(counted, members_of(counted));
}

// Rules whose `where` leaves few lines ask about few visits; each batch counts those anew.
void WindowSizes::make_for(Counted& counted, const PlaceSpan& asked) {
  if (counted.is_made) return;
  const GroupSpec& spec = *counted.spec;
  const bool is_within_visits = counted.packer.has_visit() && spec.of == Entity::line && !spec.by_point &&
                                !counted.by_main && asked.kind == PlaceKind::line;
  if (!is_within_visits) return make(counted);
  // A formula asks about a window more than once.
  const auto is_there = [&](RowIndex row) { return counted.has_visit[run_->visit_of(row) - run_->visits.begin] != 0; };
  if (!counted.has_visit.empty() && std::ranges::all_of(asked.rows, is_there)) return;
  listed_.begin(PlaceKind::line);
  is_asked_.assign(run_->visits.end - run_->visits.begin, 0);
  for (std::size_t at = 0; at < asked.size(); ++at) {
    const RowIndex visit = run_->visit_of(asked.rows[at]);
    std::uint8_t& is_listed = is_asked_[visit - run_->visits.begin];
    if (is_listed != 0) continue;
    is_listed = 1;
    for (const RowIndex row : visit_lists_.of(Entity::line, visit)) {
      if (meets_condition(spec, row)) listed_.add(row, asked.people[at]);
    }
  }
  counted.has_visit = is_asked_;
  count(counted, listed_.span());
}

void WindowSizes::count(Counted& counted, const PlaceSpan& members) {
  counted.packer.begin();
  counted.fits = counted.packer.pack(members, *run_, keys_);
  if (!counted.fits) return;
  const bool is_listed = !counted.spec->by_point && members.rows.data() == listed_.rows().data();
  counted.sorted.clear();
  if (is_listed && !counted.wants_rows && counted.sorted.fill(keys_)) return;
  counted.counts.begin(run_->people, members.people);
  if (counted.spec->by_point) {
    count_by_point(counted, members);
  } else {
    counted.places.assign(counted.wants_rows ? members.size() : 0, kNowhere);
    for (std::size_t at = 0; at < members.size(); ++at) {
      // What was listed meets the condition.
      if (keys_[at] == kNoKey || (!is_listed && !meets_condition(*counted.spec, members.rows[at]))) continue;
      const std::uint32_t place = counted.counts.add(members.people[at], keys_[at]);
      if (counted.wants_rows) counted.places[at] = place;
    }
  }
  if (counted.wants_rows) lay_rows(counted, members);
}

// Where a place's rows begin is known when its first row comes, for by then all are counted.
void WindowSizes::lay_rows(Counted& counted, const PlaceSpan& members) {
  counted.ends.assign(counted.counts.size(), kNowhere);
  counted.rows.resize(members.size());
  std::uint32_t next = 0;
  for (std::size_t at = 0; at < members.size(); ++at) {
    const std::uint32_t place = counted.places[at];
    if (place == kNowhere) continue;
    std::uint32_t& end = counted.ends[place];
    if (end == kNowhere) {
      end = next;
      next += static_cast<std::uint32_t>(counted.counts.at(place));
    }
    counted.rows[end++] = members.rows[at];
  }
}

bool WindowSizes::prepare_rows(RuleIndex rule, std::size_t window) {
  Counted* counted = of_window(rule, window);
  if (counted == nullptr) return false;
  if (!counted->wants_rows) {
    counted->is_made = false;
    counted->has_visit.clear();
  }
  counted->wants_rows = true;
  return true;
}

// The places asked for, by themselves: keys of the others need not be looked at.
PlaceSpan WindowSizes::few(const PlaceSpan& places, const cel::Bits& asked) {
  few_.begin(places.kind);
  asked.each([&](std::size_t at) {
    if (places.points.empty())
      few_.add(places.rows[at], places.people[at]);
    else
      few_.add(places.rows[at], places.people[at], {0, places.points[at], places.mains[at]});
  });
  return few_.span();
}

cel::Bits WindowSizes::tell_rows(RuleIndex rule, std::size_t window, const PlaceSpan& places, const cel::Bits& asked,
                                 std::span<std::span<const RowIndex>> rows) {
  Counted& counted = *of_window(rule, window);
  const PlaceSpan wanted = few(places, asked);
  if (asked.count() * kFew > places.size() && !counted.is_made) make(counted);
  make_for(counted, wanted);
  if (!counted.fits || !counted.packer.pack(wanted, *run_, keys_)) return asked;
  cel::Bits unsure;
  std::size_t next = 0;
  asked.each([&](std::size_t at) {
    const std::size_t key = next++;
    rows[at] = {};
    if (keys_[key] == kNoKey) return unsure.set(at);
    const std::uint32_t place = counted.counts.find(wanted.people[key], keys_[key]);
    if (place == kNowhere) return;
    const auto count = static_cast<std::size_t>(counted.counts.at(place));
    rows[at] = std::span(counted.rows).subspan(counted.ends[place] - count, count);
  });
  return unsure;
}

void WindowSizes::look_up(Counted& counted, const PlaceSpan& places, std::int64_t* sizes) {
  const bool fits = counted.fits && counted.packer.pack(places, *run_, keys_);
  const bool is_sorted = counted.sorted.is_filled();
  for (std::size_t at = 0; at < places.size(); ++at) {
    const bool has_key = fits && keys_[at] != kNoKey;
    sizes[at] = !has_key    ? -1
                : is_sorted ? counted.sorted.of(keys_[at])
                            : counted.counts.of(places.people[at], keys_[at]);
  }
}

// Subjects that are themselves rows know their places already; those among them that are no rows are looked up.
bool WindowSizes::tell_known(const Counted& counted, const PlaceSpan& places, std::vector<std::int64_t>& sizes) {
  if (!counted.fits || !counted.spec->by_point || places.rows.empty()) return false;
  const auto met = met_.of_rule[counted.spec->rule].rows();
  const RowIndex* first = places.rows.data();
  if (std::less<>()(first, met.data()) || !std::less<>()(first, met.data() + met.size())) return false;
  const std::uint32_t* known = counted.places.data() + (first - met.data());
  listed_.begin(places.kind);
  for (std::size_t at = 0; at < places.size(); ++at) {
    if (known[at] != kNowhere) {
      sizes[at] = counted.counts.at(known[at]);
    } else {
      listed_.add(places.rows[at], places.people[at], {counted.spec->rule, places.points[at], places.mains[at]});
    }
  }
  return true;
}

void WindowSizes::tell(RuleIndex rule, std::size_t window, const PlaceSpan& places, const cel::Bits* asked,
                       std::vector<std::int64_t>& sizes) {
  Counted& counted = *of_window(rule, window);
  sizes.resize(places.size());
  const std::size_t count = asked == nullptr ? places.size() : asked->count();
  const bool are_few = count * kFew <= places.size() && !counted.spec->by_point;
  if (!counted.is_made && !are_few) make(counted);
  if (are_few || !tell_known(counted, places, sizes)) {
    if (!are_few) return look_up(counted, places, sizes.data());
    const PlaceSpan wanted = few(places, *asked);
    make_for(counted, wanted);
    looked_up_.resize(count);
    look_up(counted, wanted, looked_up_.data());
    auto next = looked_up_.begin();
    asked->each([&](std::size_t at) { sizes[at] = *next++; });
    return;
  }
  if (listed_.size() == 0) return;
  looked_up_.resize(listed_.size());
  look_up(counted, listed_.span(), looked_up_.data());
  const std::uint32_t* known =
      counted.places.data() + (places.rows.data() - met_.of_rule[counted.spec->rule].rows().data());
  auto next = looked_up_.begin();
  for (std::size_t at = 0; at < places.size(); ++at) {
    if (known[at] == kNowhere) sizes[at] = *next++;
  }
}

}  // namespace qiuhao::rules
