// Figures among peers, and judging providers by them.
#include "rules/windows/peer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace qiuhao::rules {
namespace {

double median_of(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double value_of(Aggregate aggregate, const PeerSum& sum) {
  constexpr double kUnits = 1e6;
  const double total = static_cast<double>(sum.total) / kUnits;
  switch (aggregate) {
    case Aggregate::average:
    case Aggregate::share: return total / static_cast<double>(sum.n);
    case Aggregate::sum:
    case Aggregate::count: return total;
    case Aggregate::part: return total / (static_cast<double>(sum.whole) / kUnits);
    case Aggregate::largest: return static_cast<double>(sum.largest) / kUnits;
  }
  return 0;
}

// Gives the cells [begin, end), which are peers, their figures of one window.
void compare(std::span<PeerTable::Cell> cells, std::span<const PeerSum* const> sums, const Window& window,
             std::size_t number) {
  std::vector<double> values;
  std::vector<std::int64_t> n;
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < cells.size(); ++place) {
    const PeerSum& sum = sums[place][number];
    if (sum.n < window.n || (window.aggregate == Aggregate::part && sum.whole <= 0)) continue;
    values.push_back(value_of(window.aggregate, sum));
    n.push_back(sum.n);
    places.push_back(place);
  }
  const std::vector<PeerFigures> figures = figures_of(values, n);
  for (std::size_t at = 0; at < places.size(); ++at) {
    cells[places[at]].windows[number] = figures[at];
    cells[places[at]].windows[number]->total = sums[places[at]][number].total;
  }
}

}  // namespace

std::vector<PeerFigures> figures_of(std::span<const double> values, std::span<const std::int64_t> n) {
  CHECK(values.size() == n.size());
  std::vector<PeerFigures> figures(values.size());
  if (values.empty()) return figures;
  std::vector<double> sorted(values.begin(), values.end());
  const double median = median_of(sorted);
  std::vector<double> distances;
  for (const double value : values) distances.push_back(std::abs(value - median));
  const double mad = median_of(distances);
  const std::size_t at_95 = (values.size() * 95 + 99) / 100 - 1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto larger = sorted.end() - std::upper_bound(sorted.begin(), sorted.end(), values[i]);
    figures[i] = {values[i], n[i], static_cast<std::int64_t>(values.size()), median, mad, sorted[at_95], larger + 1, 0};
  }
  return figures;
}

PeerTable::PeerTable(const Plan& plan, const PeerSums& sums) : plan_(&plan), cells_(plan.rules().size()) {
  const auto numbers = plan.rules_of(Grain::provider_period);
  for (std::size_t number = 0; number < numbers.size() && number < sums.rules.size(); ++number) {
    const Rule& rule = plan.rules()[numbers[number]];
    std::vector<Cell>& cells = cells_[numbers[number]];
    std::vector<const PeerSum*> counted;
    for (const auto& [key, cell] : sums.rules[number]) {
      cells.push_back({key, cell.part, cell.provider_row, cell.line_row, {}, {}, {}});
      cells.back().windows.resize(rule.windows.size());
      counted.push_back(cell.windows.data());
    }
    // Keys stand in order of group first, so peers are a run.
    for (std::size_t begin = 0; begin < cells.size();) {
      std::size_t end = begin + 1;
      while (end < cells.size() && cells[end].key.group == cells[begin].key.group) ++end;
      for (std::size_t window = 0; window < rule.windows.size(); ++window) {
        compare(std::span(cells).subspan(begin, end - begin), std::span(counted).subspan(begin, end - begin),
                rule.windows[window], window);
      }
      begin = end;
    }
    std::erase_if(cells, [](const Cell& cell) {
      return std::none_of(cell.windows.begin(), cell.windows.end(), [](const auto& figures) { return figures; });
    });
    if (is_of_lines(rule)) add_stock(numbers[number]);
  }
}

void PeerTable::add_stock(RuleIndex rule) {
  const auto& group = plan_->rules()[rule].windows[0].group;
  const auto is_item = [](const KeyTerm& term) { return term.entity == claims::Entity::line && term.path != "month"; };
  const auto item = static_cast<std::size_t>(std::ranges::find_if(group, is_item) - group.begin());
  for (Cell& cell : cells_[rule]) {
    cell.item = cell.key.group[item];
    cell.stock = balance_of(plan_->stock().events(cell.key.provider, cell.item), cell.key.month);
  }
}

PeerTable peers_of_part(const PartPlan& plan) {
  std::vector<RowIndex> people(plan.part().rows(claims::Entity::person));
  std::iota(people.begin(), people.end(), RowIndex{0});
  PeerCells cells;
  PeerCollector(plan, 0, cells).add_people(people);
  return PeerTable(plan.plan(), cells.take());
}

void judge_provider_periods(const PartPlan& plan,
                            const std::function<void(const SubjectRef&, const Subject&, const Verdict&)>& take) {
  const PeerTable table = peers_of_part(plan);
  judge_provider_periods(table, std::array{&plan}, take);
}

void judge_provider_periods(const PeerTable& table, std::span<const PartPlan* const> parts,
                            const std::function<void(const SubjectRef&, const Subject&, const Verdict&)>& take) {
  JudgeScratch scratch;
  std::vector<std::unique_ptr<Subject>> subjects(parts.size());
  for (const RuleIndex rule : table.plan().rules_of(Grain::provider_period)) {
    const auto cells = table.cells(rule);
    for (std::size_t number = 0; number < cells.size(); ++number) {
      auto& subject = subjects[cells[number].part];
      if (subject == nullptr) subject = std::make_unique<Subject>(*parts[cells[number].part]);
      subject->set_provider_period(table, static_cast<std::uint32_t>(number), rule);
      take(subject->ref(), *subject, judge(*subject, scratch));
    }
  }
}

}  // namespace qiuhao::rules
