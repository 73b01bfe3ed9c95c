// From lines to cells.
#include "rules/windows/line_cells.h"

#include "rules/windows/peer.h"

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

namespace {

constexpr std::uint32_t kNone = 0xffffffff;
constexpr unsigned kNumberBits = 24;  // of a provider's and an item's number
constexpr unsigned kMonthBits = 16;

Day month_of(Day day) {
  CivilDate civil = civil_from_day(day);
  civil.day = 1;
  return day_from_civil(civil);
}

// Months since the year 0; nullopt for those that no claim is of.
std::optional<std::uint64_t> month_number(Day month) {
  const CivilDate civil = civil_from_day(month);
  const std::int64_t number = std::int64_t{civil.year} * 12 + civil.month;
  if (number < 0 || number >= (std::int64_t{1} << kMonthBits)) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

std::uint32_t number_or_none(std::optional<std::uint32_t> number) {
  return number && *number < (1U << kNumberBits) ? *number : kNone;
}

}  // namespace

std::optional<std::int64_t> units_of_row(const Window& window, const RowScope& scope, cel::Scratch& scratch) {
  const cel::Value value = window.value->evaluate(scope, scratch);
  std::optional<Decimal> units;
  if (value.kind == cel::Kind::boolean || value.kind == cel::Kind::integer) {
    units = rescale(Decimal::from_int(value.integer), kPeerScale);
  } else if (value.kind == cel::Kind::decimal) {
    units = rescale(value.as_decimal(), kPeerScale);
  }
  return units ? std::optional(units->units) : std::nullopt;
}

LineCells::LineCells(const PartPlan& plan, std::uint16_t part, PeerCells& into)
    : plan_(&plan), part_(part), into_(into), rows_(plan), scope_(plan, rows_) {
  const Plan& all = plan.plan();
  if (all.stock().is_empty() || plan.items() == nullptr) return;
  const auto numbers = all.rules_of(Grain::provider_period);
  for (std::size_t number = 0; number < numbers.size(); ++number) {
    if (is_of_lines(all.rules()[numbers[number]])) rules_.push_back({number, numbers[number]});
  }
  if (rules_.empty()) return;
  number_items(all.stock());
  number_providers(all.stock());
  days_ = plan.part().column(Entity::line, all.fields().line_day);
}

void LineCells::number_items(const StockTable& stock) {
  const Column& items = *plan_->items();
  for (std::uint32_t code = 0; code < items.dictionary_size; ++code)
    item_numbers_.push_back(number_or_none(stock.find_item(items.entry(code))));
  item_numbers_.push_back(kNone);  // of a line without one
}

void LineCells::number_providers(const StockTable& stock) {
  const Column* codes = plan_->part().column(Entity::provider, plan_->plan().fields().provider_id);
  const auto rows = static_cast<RowIndex>(plan_->part().rows(Entity::provider));
  for (RowIndex row = 0; row < rows; ++row) {
    const bool is_known = codes != nullptr && codes->has(row);
    provider_numbers_.push_back(is_known ? number_or_none(stock.find_provider(codes->text(row))) : kNone);
  }
}

void LineCells::add_person(RowIndex person) {
  if (is_idle() || days_ == nullptr) return;
  const claims::Part& part = plan_->part();
  const Column& items = *plan_->items();
  const claims::Range lines = part.range(Link::person_lines, person);
  for (RowIndex line = lines.begin; line < lines.end; ++line) {
    const std::uint32_t item = item_numbers_[items.code_or_none(line)];
    if (item == kNone) continue;
    const RowIndex provider = part.link(Link::visit_provider, part.link(Link::line_visit, line));
    add_line({line, person, provider, item, days_->has(line) ? days_->day(line) : kNoDay});
  }
}

void LineCells::add_run(const PeopleRun& run) {
  if (is_idle()) return;
  const Column& items = *plan_->items();
  for (RowIndex line = run.lines.begin; line < run.lines.end; ++line) {
    const std::uint32_t code = run.item(line);
    const std::uint32_t item = item_numbers_[code];
    if (item == kNone || (code == 0 && !items.has(line))) continue;  // a line without an item has code 0 too
    const RowIndex visit = run.visit_of(line);
    add_line({line, run.person_of(visit), run.provider_of(visit), item, run.day_of_line(line)});
  }
}

void LineCells::set_month(Day day) {
  day_ = day;
  month_ = month_of(day);
  month_number_ = month_number(month_);
}

// A line without a visit's provider or a day belongs nowhere.
void LineCells::add_line(const Place& place) {
  if (place.provider == kNoRow || provider_numbers_[place.provider] == kNone || place.day == kNoDay) return;
  if (place.day != day_) set_month(place.day);
  PeerCell** cells = cells_of(place);
  if (cells == nullptr) return;
  if (rows_.person() != place.person) rows_.set_person(place.person);
  scope_.stand(Entity::line, place.line);
  for (std::size_t at = 0; at < rules_.size(); ++at) add_to(rules_[at], cells[at], place);
}

PeerCell** LineCells::cells_of(const Place& place) {
  if (!month_number_) return nullptr;
  const std::uint64_t provider = provider_numbers_[place.provider];
  const std::uint64_t item = place.item;
  const std::uint64_t key = (provider << kNumberBits | item) << kMonthBits | *month_number_;
  const auto [known, is_new] = places_.emplace(key, kNone);
  if (is_new) {
    const bool has_records =
        !plan_->plan().stock().events(static_cast<std::uint32_t>(provider), static_cast<std::uint32_t>(item)).empty();
    if (has_records) {
      known->second = static_cast<std::uint32_t>(cells_.size() / rules_.size());
      cells_.resize(cells_.size() + rules_.size(), nullptr);
    }
  }
  return known->second == kNone ? nullptr : cells_.data() + known->second * rules_.size();
}

void LineCells::add_to(const OfRule& of, PeerCell*& cell, const Place& place) {
  const Rule& rule = plan_->plan().rules()[of.rule];
  if (plan_->reads_parameters(of.rule)) scope_.set_parameters(plan_->parameter_row(of.rule, kNoRow, month_));
  for (std::size_t window = 0; window < rule.windows.size(); ++window) {
    const Window& counted = rule.windows[window];
    if (counted.where && !counted.where->evaluate(scope_, where_scratch_).is_true()) continue;
    const auto units = units_of_row(counted, scope_, value_scratch_);
    if (!units) continue;
    if (cell == nullptr) cell = make_cell(of, place);
    if (cell == nullptr) return;  // the provider lacks what peers are told by
    cell->stands_at(part_, place.provider, place.line);
    cell->windows[window].add(*units);
  }
}

PeerCell* LineCells::make_cell(const OfRule& of, const Place& place) {
  const Rule& rule = plan_->plan().rules()[of.rule];
  PeerKey key;
  key.month = month_;
  key.provider = plan_->part().column(Entity::provider, plan_->plan().fields().provider_id)->text(place.provider);
  for (const KeyTerm& term : rule.windows[0].group) {
    if (term.kind == KeyTerm::Kind::month) {
      key.group.push_back(format_day(month_).substr(0, 7));
      continue;
    }
    const RowIndex row = term.entity == Entity::line ? place.line : place.provider;
    const cel::Value value = scope_.field(static_cast<cel::StructId>(term.entity), term.field, row);
    if (value.is_error()) return nullptr;
    key.group.push_back(value.kind == cel::Kind::text ? std::string(value.as_text()) : cel::to_text(value));
  }
  PeerCell& cell = into_.of(of.number, std::move(key));
  cell.windows.resize(rule.windows.size());
  return &cell;
}

}  // namespace qiuhao::rules
