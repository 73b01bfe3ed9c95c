// From lines to cells.
#include "rules/windows/line_cells.h"

#include "rules/bulk/key_counts.h"
#include "rules/windows/peer.h"

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

namespace {

constexpr std::uint32_t kNone = 0xffffffff;
constexpr unsigned kNumberBits = 24;  // of a provider's and an item's number
constexpr unsigned kMonthBits = 16;

std::uint32_t number_or_none(std::optional<std::uint32_t> number) {
  return number && *number < (1U << kNumberBits) ? *number : kNone;
}

}  // namespace

Day month_of(Day day) {
  CivilDate civil = civil_from_day(day);
  civil.day = 1;
  return day_from_civil(civil);
}

std::optional<std::uint64_t> month_number(Day day) {
  const CivilDate civil = civil_from_day(day);
  const std::int64_t number = std::int64_t{civil.year} * 12 + civil.month;
  if (number < 0 || number >= (std::int64_t{1} << kMonthBits)) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

std::optional<std::int64_t> units_of(const cel::Value& value) {
  std::optional<Decimal> units;
  if (value.kind == cel::Kind::boolean || value.kind == cel::Kind::integer) {
    units = rescale(Decimal::from_int(value.integer), kPeerScale);
  } else if (value.kind == cel::Kind::decimal) {
    units = rescale(value.as_decimal(), kPeerScale);
  }
  return units ? std::optional(units->units) : std::nullopt;
}

std::optional<std::int64_t> units_of_row(const Window& window, const RowScope& scope, cel::Scratch& scratch) {
  return units_of(window.value->evaluate(scope, scratch));
}

LineCells::LineCells(const PartPlan& plan, std::uint16_t part, PeerCells& into)
    : plan_(&plan), part_(part), into_(into), rows_(plan), scope_(plan, rows_) {
  const Plan& all = plan.plan();
  if (all.stock().is_empty() || plan.items() == nullptr) return;
  const auto numbers = all.rules_of(Grain::provider_period);
  for (std::size_t number = 0; number < numbers.size(); ++number) {
    const Rule& rule = all.rules()[numbers[number]];
    if (!is_of_lines(rule)) continue;
    rules_.push_back({number, numbers[number]});
    for (const Window& window : rule.windows) takes_every_line_ = takes_every_line_ && !window.where;
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

void LineCells::add_run(const PeopleRun& run, RowValues& values) {
  if (is_idle()) return;
  const Column& items = *plan_->items();
  for (RowIndex line = run.lines.begin; line < run.lines.end; ++line) {
    const std::uint32_t code = run.item(line);
    const std::uint32_t item = item_numbers_[code];
    if (item == kNone || (code == 0 && !items.has(line))) continue;  // a line without an item has code 0 too
    const RowIndex visit = run.visit_of(line);
    const Place place{line, run.person_of(visit), run.provider_of(visit), item, run.day_of_line(line)};
    if (!takes_every_line_) {
      add_line(place);
      continue;
    }
    const std::uint32_t first_cell = stands(place) ? cells_of(place) : kNowhere;
    if (first_cell == kNowhere) continue;
    waiting_.push_back({place, month_, first_cell});
    waiting_lines_.push_back(line);
    if (waiting_.size() == cel::kBatchRows) add_batch(values);
  }
  if (!waiting_.empty()) add_batch(values);
}

void LineCells::add_batch(RowValues& values) {
  values.begin_batch(Entity::line, waiting_lines_);
  for (std::size_t number = 0; number < rules_.size(); ++number) {
    const std::size_t windows = plan_->plan().rules()[rules_[number].rule].windows.size();
    for (std::size_t window = 0; window < windows; ++window) {
      const auto& told = values.tell(rules_[number].rule, window);
      for (std::size_t at = 0; at < waiting_.size(); ++at) {
        if (!told[at]) continue;
        const auto& [place, month, first_cell] = waiting_[at];
        PeerCell*& cell = cells_[first_cell + number];
        if (cell == nullptr) cell = make_cell(rules_[number], place, month);
        if (cell == nullptr) continue;  // the provider lacks what peers are told by
        cell->stands_at(part_, place.provider, place.line);
        cell->windows[window].add(*told[at]);
      }
    }
  }
  waiting_.clear();
  waiting_lines_.clear();
}

void LineCells::set_month(Day day) {
  day_ = day;
  month_ = month_of(day);
  month_number_ = month_number(month_);
}

// A line without a visit's provider or a day belongs nowhere.
bool LineCells::stands(const Place& place) {
  if (place.provider == kNoRow || provider_numbers_[place.provider] == kNone || place.day == kNoDay) return false;
  if (place.day != day_) set_month(place.day);
  return true;
}

void LineCells::add_line(const Place& place) {
  const std::uint32_t first_cell = stands(place) ? cells_of(place) : kNowhere;
  if (first_cell == kNowhere) return;
  if (rows_.person() != place.person) rows_.set_person(place.person);
  scope_.stand(Entity::line, place.line);
  for (std::size_t at = 0; at < rules_.size(); ++at) add_to(rules_[at], cells_[first_cell + at], place);
}

std::uint32_t LineCells::cells_of(const Place& place) {
  if (!month_number_) return kNowhere;
  const std::uint32_t provider = provider_numbers_[place.provider];
  const std::uint64_t key = (std::uint64_t{provider} << kNumberBits | place.item) << kMonthBits | *month_number_;
  const std::uint32_t known = places_.place_of(key);
  if (known == first_cells_.size()) {
    const bool has_records = !plan_->plan().stock().events(provider, place.item).empty();
    first_cells_.push_back(has_records ? static_cast<std::uint32_t>(cells_.size()) : kNowhere);
    if (has_records) cells_.resize(cells_.size() + rules_.size(), nullptr);
  }
  return first_cells_[known];
}

void LineCells::add_to(const OfRule& of, PeerCell*& cell, const Place& place) {
  const Rule& rule = plan_->plan().rules()[of.rule];
  if (plan_->reads_parameters(of.rule)) scope_.set_parameters(plan_->parameter_row(of.rule, kNoRow, month_));
  for (std::size_t window = 0; window < rule.windows.size(); ++window) {
    const Window& counted = rule.windows[window];
    if (counted.where && !counted.where->evaluate(scope_, where_scratch_).is_true()) continue;
    const auto units = units_of_row(counted, scope_, value_scratch_);
    if (!units) continue;
    if (cell == nullptr) cell = make_cell(of, place, month_);
    if (cell == nullptr) return;  // the provider lacks what peers are told by
    cell->stands_at(part_, place.provider, place.line);
    cell->windows[window].add(*units);
  }
}

PeerCell* LineCells::make_cell(const OfRule& of, const Place& place, Day month) {
  const Rule& rule = plan_->plan().rules()[of.rule];
  PeerKey key;
  key.month = month;
  key.provider = plan_->part().column(Entity::provider, plan_->plan().fields().provider_id)->text(place.provider);
  for (const KeyTerm& term : rule.windows[0].group) {
    if (term.kind == KeyTerm::Kind::month) {
      key.group.push_back(format_day(month).substr(0, 7));
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
