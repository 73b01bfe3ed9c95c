// Numbers of keys, a column at a time.
#include "rules/windows/cell_finder.h"

#include <algorithm>
#include <bit>

#include "rules/bulk/key_counts.h"
#include "rules/windows/line_cells.h"
#include "rules/windows/peer.h"

namespace qiuhao::rules {

using claims::Entity;

namespace {

constexpr unsigned kMonthBits = 16, kProviderBits = 24, kNumberBits = 64;
constexpr unsigned kValueBits = 12;  // of numbers such as a level

bool is_same(const KeyTerm& a, const KeyTerm& b) {
  return a.kind == b.kind && a.entity == b.entity && a.field == b.field && a.point_field == b.point_field;
}

}  // namespace

CellFinder::CellFinder(const PartPlan& plan, std::uint16_t part, PeerCells& into)
    : plan_(plan), part_(part), into_(into) {
  static const std::vector<KeyTerm> kNoTerms;
  const auto rules = plan.plan().rules_of(Grain::provider_period);
  for (const RuleIndex rule : rules) {
    const auto& windows = plan.plan().rules()[rule].windows;
    grouping_of_rule_.push_back(grouping_of(windows.empty() ? kNoTerms : windows[0].group));
  }
  found_.resize(rules.size());
}

std::size_t CellFinder::grouping_of(const std::vector<KeyTerm>& terms) {
  for (std::size_t at = 0; at < groupings_.size(); ++at) {
    if (std::ranges::equal(*groupings_[at].terms, terms, is_same)) return at;
  }
  groupings_.emplace_back().terms = &terms;
  return groupings_.size() - 1;
}

void CellFinder::begin(const Visits& visits) {
  visits_ = visits;
  for (Grouping& grouping : groupings_) grouping.is_made = false;
}

// One more term of the numbers; false: the column's values have no numbers of so few bits.
bool CellFinder::add_term(const KeyTerm& term, unsigned bits) {
  const Column* column = plan_.part().column(Entity::visit, term.field);
  if (column == nullptr) return false;
  const std::size_t count = visits_.rows.size();
  if (column->storage == Storage::code) {
    codes_.resize(count);
    column->gather(visits_.rows, codes_.data());
    for (std::size_t at = 0; at < count; ++at) numbers_[at] = numbers_[at] << bits | codes_[at];
    return true;
  }
  if (column->storage != Storage::number) return false;
  constexpr std::uint64_t kNone = (std::uint64_t{1} << kValueBits) - 1;
  values_.resize(count);
  column->gather(visits_.rows, values_.data());
  for (std::size_t at = 0; at < count; ++at) {
    const bool is_present = column->has(visits_.rows[at]);
    const auto value = static_cast<std::uint64_t>(values_[at]);
    has_number_[at] = has_number_[at] != 0 && (!is_present || value < kNone) ? 1 : 0;
    numbers_[at] = numbers_[at] << bits | (is_present ? value & kNone : kNone);
  }
  return true;
}

// The number of a key: month, provider and the visit's own fields; what the provider has it says itself.
void CellFinder::make(Grouping& grouping) {
  grouping.is_made = true;
  const std::size_t count = visits_.rows.size();
  grouping.of_visit.assign(count, kNowhere);
  numbers_.resize(count);
  has_number_.resize(count);
  for (std::size_t at = 0; at < count; ++at) {
    const std::optional<std::uint64_t> month =
        visits_.days[at] == kNoDay ? std::nullopt : month_number(visits_.days[at]);
    const RowIndex provider = visits_.providers[at];
    has_number_[at] = month && provider < (RowIndex{1} << kProviderBits) ? 1 : 0;
    numbers_[at] = month.value_or(0) << kProviderBits | provider;
  }
  unsigned used = kMonthBits + kProviderBits;
  for (const KeyTerm& term : *grouping.terms) {
    if (term.kind == KeyTerm::Kind::month || term.entity != Entity::visit) continue;
    const Column* column = plan_.part().column(Entity::visit, term.field);
    const bool is_code = column != nullptr && column->storage == Storage::code;
    const unsigned bits = is_code ? static_cast<unsigned>(std::bit_width(column->dictionary_size)) : kValueBits;
    used += bits;
    if (used > kNumberBits || !add_term(term, bits)) return;
  }
  for (std::size_t at = 0; at < count; ++at) {
    if (has_number_[at] != 0) grouping.of_visit[at] = grouping.places.place_of(numbers_[at]);
  }
}

PeerCell* CellFinder::find(std::size_t number, std::size_t at) {
  Grouping& grouping = groupings_[grouping_of_rule_[number]];
  if (!grouping.is_made) make(grouping);
  const std::uint32_t place = grouping.of_visit[at];
  if (place == kNowhere) return make_cell(number, at);
  std::vector<Found>& found = found_[number];
  if (place >= found.size()) found.resize(std::max<std::size_t>(grouping.places.size(), 2 * found.size()));
  if (!found[place].is_known) found[place] = {true, make_cell(number, at)};
  return found[place].cell;
}

PeerCell* CellFinder::make_cell(std::size_t number, std::size_t at) {
  const Rule& rule = plan_.plan().rules()[plan_.plan().rules_of(Grain::provider_period)[number]];
  PeerKey key;
  if (!fill_key(rule.windows[0].group, at, key)) return nullptr;
  PeerCell& cell = into_.of(number, std::move(key));
  cell.windows.resize(rule.windows.size());
  cell.stands_at(part_, visits_.providers[at]);
  return &cell;
}

bool CellFinder::fill_key(const std::vector<KeyTerm>& group, std::size_t at, PeerKey& key) const {
  const RowIndex provider = visits_.providers[at];
  if (visits_.days[at] == kNoDay || provider == kNoRow) return false;
  key.month = month_of(visits_.days[at]);
  const Column* code = plan_.part().column(Entity::provider, plan_.plan().fields().provider_id);
  if (code == nullptr || !code->has(provider)) return false;
  key.provider = code->text(provider);
  for (const KeyTerm& term : group) {
    if (term.kind == KeyTerm::Kind::month) {
      key.group.push_back(format_day(key.month).substr(0, 7));
      continue;
    }
    const RowIndex row = term.entity == Entity::visit ? visits_.rows[at] : provider;
    const cel::Value value = cel::value_of(plan_.columns().of(term.entity, term.field), row);
    if (value.is_error()) return false;
    key.group.push_back(value.kind == cel::Kind::text ? std::string(value.as_text()) : cel::to_text(value));
  }
  return true;
}

}  // namespace qiuhao::rules
