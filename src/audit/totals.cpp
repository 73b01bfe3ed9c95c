// Adding up.
#include "audit/totals.h"

#include <algorithm>

namespace qiuhao::audit {

PartTotals::PartTotals(const rules::Plan& plan, const claims::Part& part)
    : rules(plan.rules().size()), providers(part.rows(claims::Entity::provider) + 1) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule)
    rules[rule].excepted.resize(plan.rules()[rule].excepts.size());
}

std::size_t PartTotals::place_of(int month) {
  const auto at = std::ranges::lower_bound(months, month, {}, &MonthTotals::month);
  const auto place = static_cast<std::size_t>(at - months.begin());
  if (at == months.end() || at->month != month) months.insert(at, {month, 0, 0});
  return place;
}

MonthTotals& PartTotals::month(Day day) {
  if (day != last_day_) {
    const CivilDate date = civil_from_day(day);
    last_place_ = place_of(static_cast<int>(date.year) * 12 + static_cast<int>(date.month) - 1);
    last_day_ = day;
  }
  return months[last_place_];
}

void PartTotals::add_sums(const claims::Part& part) {
  for (RowIndex row = 0; row < providers.size(); ++row) {
    providers[row].lines += static_cast<std::size_t>(part.sum(claims::ProviderSum::lines, row));
    providers[row].in_scope += part.sum(claims::ProviderSum::in_scope, row);
  }
}

void PartTotals::add(const PartTotals& other) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    RuleTotals& mine = rules[rule];
    const RuleTotals& theirs = other.rules[rule];
    mine.judged += theirs.judged;
    mine.hits += theirs.hits;
    mine.lines += theirs.lines;
    mine.gross += theirs.gross;
    mine.net += theirs.net;
    for (std::size_t number = 0; number < mine.excepted.size(); ++number) {
      mine.excepted[number] += theirs.excepted[number];
    }
  }
  for (std::size_t row = 0; row < providers.size(); ++row) {
    ProviderTotals& mine = providers[row];
    const ProviderTotals& theirs = other.providers[row];
    mine.lines += theirs.lines;
    mine.in_scope += theirs.in_scope;
    mine.hits += theirs.hits;
    mine.gross += theirs.gross;
    mine.net += theirs.net;
  }
  last_day_ = kNoDay;
  for (const MonthTotals& theirs : other.months) {
    MonthTotals& mine = months[place_of(theirs.month)];
    mine.hits += theirs.hits;
    mine.net += theirs.net;
  }
}

Totals::Totals(const rules::Plan& plan, std::span<const claims::Part> parts)
    : plan_(&plan), tape_(parts), parts_(parts.size()) {}

PartTotals& Totals::of(std::uint16_t part) {
  if (parts_[part] == nullptr) parts_[part] = std::make_unique<PartTotals>(*plan_, tape_[part]);
  return *parts_[part];
}

void Totals::add(Totals& other) {
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    if (other.parts_[part] == nullptr) continue;
    if (parts_[part] == nullptr) {
      parts_[part] = std::move(other.parts_[part]);
    } else {
      parts_[part]->add(*other.parts_[part]);
    }
  }
}

}  // namespace qiuhao::audit
