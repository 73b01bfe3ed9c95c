// What a rule's windows give for the subject at hand.
#include <algorithm>

#include "rules/subject_state.h"
#include "rules/windows/history.h"
#include "rules/windows/neighbour.h"
#include "rules/windows/overlap.h"
#include "rules/windows/pair.h"
#include "rules/windows/peer.h"
#include "rules/windows/rate.h"
#include "rules/windows/supply.h"

namespace qiuhao::rules {

using cel::Value;
using claims::Entity;

namespace {

// A key that the subject lacks. Of a window that gives one row it is no absence, for has() would take it for "there is
// no such row" and the rule would be clear where it cannot tell.
Value lacking(const Window& window, const std::string& path) {
  const bool gives_row = window.kind == WindowKind::previous || window.kind == WindowKind::next ||
                         window.kind == WindowKind::overlap || window.kind == WindowKind::supply;
  return gives_row ? Value::error(cel::ErrorReason::other, path.c_str()) : Value::absent(path.c_str());
}

}  // namespace

KeyPlace Subject::key_place() const {
  const Day day = grain_ == Grain::person ? kNoDay : this->day();
  if (grain_ == Grain::visit) return {Entity::visit, visit_, visit_, day};
  if (grain_ == Grain::line || grain_ == Grain::pair) return {Entity::line, line_, visit_, day};
  // An operation shares the day with others by its own date, as rows do.
  if (is_of_codes(grain_)) {
    const Entity own = entity_of(grain_);
    return {own, code_row_, visit_, state_->rows.day_of_row(own, code_row_)};
  }
  return {Entity::person, person_, kNoRow, day};
}

RowIndex Subject::own_row(Entity of) const {
  const bool has_visit =
      grain_ == Grain::line || grain_ == Grain::pair || grain_ == Grain::visit || is_of_codes(grain_);
  if (of == Entity::visit && has_visit) return visit_;
  if (is_of_codes(grain_)) return of == entity_of(grain_) ? code_row_ : kNoRow;
  return of == Entity::line && (grain_ == Grain::line || grain_ == Grain::pair) ? line_ : kNoRow;
}

std::optional<TimePlace> Subject::time_place(const Window& window) const {
  const RowIndex row = own_row(window.of);
  if (row == kNoRow) {
    const Day day = this->day();
    if (day == kNoDay) return std::nullopt;
    return TimePlace{midnight_of(day), kNoRow, day};
  }
  const auto time = time_of_row(state_->rows, window.at, window.of, row);
  if (!time) return std::nullopt;
  return TimePlace{*time, row, day_of(*time)};
}

Value Subject::list_of_rows(std::size_t index, Entity of, std::span<const RowIndex> rows) const {
  cel::ListValue& list = state_->lists[index];
  list = {.values = {}, .rows = rows, .row_struct = static_cast<cel::StructId>(of), .of_rows = true};
  return Value::of_list(&list);
}

// Windows that need no time: same and pair.
Value Subject::grouped_window(const Window& window, std::size_t index) const {
  PersonWindows& windows = state_->windows;
  const Grouping& grouping = windows.grouping(plan_->plan().sharing().use(candidate_.rule, index), candidate_.point);
  const KeyTerm* absent = nullptr;
  const std::uint32_t group = windows.groups().find(grouping, key_place(), absent);
  if (absent != nullptr) return lacking(window, absent->path);
  std::span<const RowIndex> rows;
  if (group != kNoRow) {
    const Group& found = grouping.groups[group];
    rows = std::span(grouping.rows).subspan(found.begin, found.end - found.begin);
  }
  if (window.kind == WindowKind::same) return list_of_rows(index, window.of, rows);
  rows_of_first(*plan_, candidate_.point, rows, state_->pair_rows[index]);
  return list_of_rows(index, window.of, state_->pair_rows[index]);
}

Value Subject::timed_window(const Window& window, std::size_t index) const {
  PersonWindows& windows = state_->windows;
  const WindowUse& use = plan_->plan().sharing().use(candidate_.rule, index);
  const Grouping& grouping = windows.grouping(use, candidate_.point);
  const KeyTerm* absent = nullptr;
  const std::uint32_t group = windows.groups().find(grouping, key_place(), absent);
  if (absent != nullptr) return lacking(window, absent->path);
  const auto place = time_place(window);
  if (!place) return lacking(window, window.at.path);
  const Timeline& timeline = windows.timeline(use, candidate_.point);
  const TimeRun run = run_of(timeline, group);
  switch (window.kind) {
    case WindowKind::history:
      return list_of_rows(index, window.of, rows_of_days(run, place->day, window.first_day, window.last_day));
    case WindowKind::previous: return row_value(window.of, previous_of(run, *place));
    case WindowKind::next: return row_value(window.of, next_of(run, *place));
    case WindowKind::overlap: return row_value(window.of, open_before(timeline, run, *place));
    case WindowKind::rate:
      return Value::of_bool(is_nth_event(run, *place, window.n, window.last_day - window.first_day + 1));
    case WindowKind::supply:
      state_->supplies[index] = supply_at(timeline, run, *place);
      return Value::of_row(kSupplyStruct, static_cast<RowIndex>(index));
    default: return Value::absent();
  }
}

Value Subject::window(std::size_t index) const {
  State& state = *state_;
  if (state.window_known[index]) return state.values[index];
  const Window& window = rule().windows[index];
  Value value;
  if (window.kind == WindowKind::peer) {
    const bool has_figures = peers_->cells(candidate_.rule)[cell_].windows[index].has_value();
    value = has_figures ? Value::of_row(kPeerStruct, static_cast<RowIndex>(index)) : Value::absent();
    state.values[index] = value;
    state.window_known[index] = true;
    return value;
  }
  // A point that does not say what the key asks for groups nothing.
  const KeyTerm* unsaid = unsaid_term(plan_->plan(), window, candidate_.point);
  if (unsaid != nullptr) {
    value = lacking(window, unsaid->path);
  } else if (window.kind == WindowKind::pair && grain_ == Grain::pair && other_ != kNoRow) {
    value = Value::of_row(kPairStruct, static_cast<RowIndex>(index));
  } else if (window.kind == WindowKind::same || window.kind == WindowKind::pair) {
    value = grouped_window(window, index);
  } else {
    value = timed_window(window, index);
  }
  state.values[index] = value;
  state.window_known[index] = true;
  return value;
}

std::span<const RowIndex> Subject::pair_partners(RowIndex b, const Candidate& candidate) {
  set_pair(kNoRow, b, candidate);
  const auto& windows = rule().windows;
  for (std::size_t index = 0; index < windows.size(); ++index) {
    if (windows[index].kind != WindowKind::pair) continue;
    const Value rows = window(index);
    // The list's memory is the window's, and standing on the pair works the window out anew.
    state_->partners.clear();
    if (!rows.is_error()) state_->partners.assign(rows.list->rows.begin(), rows.list->rows.end());
    return state_->partners;
  }
  return {};
}

namespace {

// Without zeros at its end, so that a quantity reads well.
Value decimal_of_total(__int128 units) {
  int scale = kPeerScale;
  while (scale > 0 && units % 10 == 0) {
    units /= 10;
    --scale;
  }
  if (units > INT64_MAX || units < INT64_MIN) return Value::error(cel::ErrorReason::overflow, "the sum does not fit");
  return Value::of_decimal({static_cast<std::int64_t>(units), static_cast<std::uint8_t>(scale)});
}

}  // namespace

Value Subject::peer_field(cel::FieldId field, std::uint32_t window) const {
  const PeerFigures& figures = *peers_->cells(candidate_.rule)[cell_].windows[window];
  switch (field) {
    case kPeerValue: return Value::of_double(figures.value);
    case kPeerN: return Value::of_int(figures.n);
    case kPeerPeers: return Value::of_int(figures.peers);
    case kPeerMedian: return Value::of_double(figures.median);
    case kPeerMad: return Value::of_double(figures.mad);
    case kPeerP95: return Value::of_double(figures.p95);
    case kPeerRank: return Value::of_int(figures.rank);
    case kPeerTotal: return decimal_of_total(figures.total);
    default: return Value::absent();
  }
}

std::string_view Subject::item() const {
  if (grain_ != Grain::provider_period) return {};
  return peers_->cells(candidate_.rule)[cell_].item;
}

// Absent where sums were too large for what records may say.
Value Subject::stock() const {
  if (grain_ != Grain::provider_period || peers_ == nullptr) return Value::absent();
  return peers_->cells(candidate_.rule)[cell_].stock ? Value::of_row(kStockStruct, cell_) : Value::absent();
}

Value Subject::stock_field(cel::FieldId field) const {
  const PeerTable::Cell& cell = peers_->cells(candidate_.rule)[cell_];
  const StockBalance& balance = *cell.stock;
  const auto quantity = [](const std::optional<Decimal>& number) {
    return number ? Value::of_decimal(*number) : Value::absent();
  };
  const auto day = [](Day of) { return of == kNoDay ? Value::absent() : Value::of_date(of); };
  switch (field) {
    case kStockItem: return Value::of_text(cell.item);
    case kStockItemName: {
      const claims::FieldIndex name = plan_->plan().fields().line_item_name;
      return RowsActivation::field(static_cast<cel::StructId>(Entity::line), name, cell.line_row);
    }
    case kStockOpening: return quantity(balance.opening);
    case kStockBought: return quantity(balance.bought);
    case kStockReturned: return quantity(balance.returned);
    case kStockChanged: return quantity(balance.changed);
    case kStockClosing: return quantity(balance.closing);
    case kStockSoldUploaded: return quantity(balance.sold_uploaded);
    case kStockAvailable: return quantity(balance.available);
    case kStockOpeningCount: return day(balance.opening_count);
    case kStockClosingCount: return day(balance.closing_count);
    default: return Value::absent();
  }
}

// What a window of the subject gave that is no row of the part; the row is the window's number.
Value Subject::window_field(cel::StructId owner, cel::FieldId field, std::uint32_t window) const {
  if (owner == kPairStruct) return row_value(Entity::line, field == kPairA ? other_ : line_);
  if (owner == kPeerStruct) return peer_field(field, window);
  if (owner == kStockStruct) return stock_field(field);
  if (owner != kSupplyStruct) return Value::absent();
  const Supply& supply = state_->supplies[window];
  if (field == kSupplyOnHand) return Value::of_decimal({supply.on_hand_units, 4});
  return supply.until_units ? Value::of_date(last_covered_day(*supply.until_units)) : Value::absent();
}

}  // namespace qiuhao::rules
