// One pass for each window of a run.
#include "rules/bulk/row_windows.h"

#include <algorithm>

#include "rules/windows/overlap.h"

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

namespace {

constexpr std::uint32_t kNothing = 0xffffffff;

// Rows stand by a visit's start or a line's time, then id (docs/reference/tape-format.md).
bool is_order_of_rows(const Window& window, const EngineFields& fields) {
  if (window.at.entity != window.of) return false;
  if (window.of == Entity::visit) return window.at.field == fields.visit_start;
  return window.of == Entity::line && (window.at.field == fields.line_time || window.at.field == fields.line_day);
}

}  // namespace

struct RowWindows::OfWindow {
  const Window* window = nullptr;
  const GroupSpec* spec = nullptr;
  const Column* at = nullptr;
  KeyPacker packer;
  // Of the run at hand.
  bool is_made = false;
  Places rows;                  // the window's, in order
  std::vector<RowIndex> given;  // for each of them
  std::vector<Seconds> ends;    // of overlap
};

std::unique_ptr<RowWindows::OfWindow> RowWindows::made_of(const Window& window, const GroupSpec& spec) const {
  const bool gives_row =
      window.kind == WindowKind::previous || window.kind == WindowKind::next || window.kind == WindowKind::overlap;
  if (!gives_row || spec.by_point || !is_order_of_rows(window, plan_.plan().fields())) return nullptr;
  if (spec.where != nullptr && !conditions_.can_tell(spec.condition)) return nullptr;
  const Column* at = plan_.part().column(window.at.entity, window.at.field);
  KeyPacker packer(plan_, *spec.by, false, conditions_.columns());
  if (at == nullptr || !packer.can_pack()) return nullptr;
  return std::make_unique<OfWindow>(OfWindow{&window, &spec, at, std::move(packer), false, {}, {}, {}});
}

RowWindows::RowWindows(const PartPlan& plan, RowConditions& conditions)
    : plan_(plan), conditions_(conditions), of_(plan.plan().rules().size()) {
  const WindowSharing& sharing = plan.plan().sharing();
  for (std::size_t rule = 0; rule < of_.size(); ++rule) {
    const auto& windows = plan.plan().rules()[rule].windows;
    for (std::size_t window = 0; window < windows.size(); ++window) {
      const std::uint32_t grouping = sharing.use(static_cast<RuleIndex>(rule), window).grouping;
      of_[rule].push_back(grouping == kNotShared ? nullptr : made_of(windows[window], sharing.groupings()[grouping]));
    }
  }
}
RowWindows::~RowWindows() = default;

void RowWindows::begin(const PeopleRun& run, std::span<const RowIndex> people) {
  run_ = &run;
  people_ = people;
  for (const auto& windows : of_) {
    for (const auto& of : windows) {
      if (of != nullptr) of->is_made = false;
    }
  }
}

// Those that meet the condition and have a time.
void RowWindows::list_rows(OfWindow& of) {
  of.rows.begin(of.spec->of == Entity::visit ? PlaceKind::visit : PlaceKind::line);
  list_met(plan_.part(), conditions_, *of.spec, *run_, people_, of.rows);
  const auto rows = of.rows.rows();
  of.rows.keep_if([&](std::size_t at) { return of.at->has(rows[at]); });
}

void RowWindows::make(OfWindow& of) {
  of.is_made = true;
  list_rows(of);
  const PlaceSpan rows = of.rows.span();
  of.given.assign(rows.size(), kNoRow);
  of.packer.begin();
  if (!of.packer.pack(rows, *run_, keys_)) {
    of.rows.begin(of.rows.kind());  // none can be told
    return;
  }
  const PersonRows read(plan_);  // times of rows are nobody's own
  of.ends.clear();
  if (of.window->kind == WindowKind::overlap) {
    for (const RowIndex row : rows.rows) of.ends.push_back(end_of_interval(read, of.window->to, of.spec->of, row));
  }
  // Of each key the row to remember: the last one, or the one that ends last.
  last_.begin(run_->people, rows.people);
  at_place_.assign(last_.size(), kNothing);
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (keys_[at] == kNoKey) continue;
    std::uint32_t& before = at_place_[last_.add(rows.people[at], keys_[at])];
    const auto own = static_cast<std::uint32_t>(at);
    switch (of.window->kind) {
      case WindowKind::next:
        if (before != kNothing) of.given[before] = rows.rows[at];
        before = own;
        break;
      case WindowKind::overlap: {
        const Seconds begins = *time_of_row(read, of.window->at, of.spec->of, rows.rows[at]);
        if (before != kNothing && of.ends[before] > begins) of.given[at] = rows.rows[before];
        if (before == kNothing || of.ends[at] > of.ends[before]) before = own;
        break;
      }
      default:
        if (before != kNothing) of.given[at] = rows.rows[before];
        before = own;
    }
  }
  // Rows without a key are no rows, and cannot be told of as subjects.
  std::size_t kept = 0;
  for (std::size_t at = 0; at < keys_.size(); ++at) {
    of.given[kept] = of.given[at];
    kept += keys_[at] == kNoKey ? 0 : 1;
  }
  of.rows.keep_if([&](std::size_t at) { return keys_[at] != kNoKey; });
}

cel::Bits RowWindows::tell(RuleIndex rule, std::size_t window, const PlaceSpan& places, const cel::Bits& asked,
                           std::vector<RowIndex>& rows) {
  OfWindow& of = *of_[rule][window];
  std::ranges::fill(rows, kNoRow);
  if (!asked.any()) return {};
  if (places.kind != (of.spec->of == Entity::visit ? PlaceKind::visit : PlaceKind::line)) return asked;
  if (!of.is_made) make(of);
  cel::Bits untold;
  const auto told = of.rows.rows();
  auto next = told.begin();
  asked.each([&](std::size_t at) {
    next = std::lower_bound(next, told.end(), places.rows[at]);
    if (next == told.end() || *next != places.rows[at])
      untold.set(at);
    else
      rows[at] = of.given[static_cast<std::size_t>(next - told.begin())];
  });
  return untold;
}

}  // namespace qiuhao::rules
