// Peer figures are those of a naive reckoning over all visits, however people are spread over parts and collectors.
#include "rules/windows/peer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using claims::Link;

struct PeerLine {
  std::string charge_class;  // "" absent
  std::int64_t cents = 0;    // may be negative: more given back than charged
};

struct PeerVisit {
  int provider = 0;  // -1: none
  Day day = 0;       // local, of the start
  std::string kind;  // "" absent
  std::optional<std::int64_t> days;
  std::vector<PeerLine> lines;
};
using PeerPerson = std::vector<PeerVisit>;

constexpr int kProviders = 9;

std::string kind_of_provider(int provider) { return provider % 4 == 3 ? "pharmacy" : "hospital"; }

std::vector<PeerPerson> random_people(std::mt19937_64& random) {
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<std::uint64_t>(limit)); };
  std::vector<PeerPerson> people(static_cast<std::size_t>(20 + below(60)));
  for (PeerPerson& person : people) {
    const int visits = below(7);
    for (int index = 0; index < visits; ++index) {
      PeerVisit visit;
      visit.provider = below(kProviders + 1) - 1;
      visit.day = 20'440 + below(60);
      visit.kind = std::array{"inpatient", "inpatient", "outpatient", ""}[static_cast<std::size_t>(below(4))];
      if (below(6) > 0) visit.days = 1 + below(9);
      for (int line = below(6); line > 0; --line) {
        const char* const kClasses[] = {"03", "08", "09", "09", "11"};
        visit.lines.push_back({below(40) == 0 ? "" : kClasses[below(5)], below(5000) - 200});
      }
      person.push_back(visit);
    }
  }
  return people;
}

class Peers : public testing::Test {
 protected:
  std::shared_ptr<const Plan> plan_of(const std::string& windows, const std::string& head = "",
                                      Parameters parameters = {}) {
    std::string text = rule_text(head + "windows: {" + windows + "}\nwhen: m.rank == 1\ntests: []\n");
    text.replace(text.find("grain: line"), 11, "grain: provider_period");
    text.replace(text.find("line.in_scope"), 13, "decimal('0')");
    text.replace(text.find("{line.in_scope}"), 15, "{m.value}");
    auto rule = parse_rule(text, "r.yaml", *schema_);
    EXPECT_TRUE(rule.has_value()) << rule.error().text();
    std::vector<Rule> rules;
    rules.push_back(std::move(*rule));
    auto plan = Plan::make(schema_, std::move(rules), knowledge::Library::make(shipped_kinds(), {}, kNoDay),
                           std::move(parameters));
    EXPECT_TRUE(plan.has_value());
    return *plan;
  }

  // Providers stand in another order in each part, as they come.
  claims::Part part_of(std::span<const PeerPerson> people, int turn) {
    auto builder = std::make_unique<claims::PartBuilder>(*schema_);
    for (int index = 0; index < kProviders; ++index) {
      const int provider = (index + turn) % kProviders;
      append(*builder, Entity::provider, {{"id", fmt::format("H{}", provider)}, {"kind", kind_of_provider(provider)}},
             {});
    }
    for (std::size_t person = 0; person < people.size(); ++person) {
      append(*builder, Entity::person, {{"id", fmt::format("P{}", person)}}, {});
      const RowIndex first = builder->next_row(Entity::visit);
      for (const PeerVisit& visit : people[person]) {
        // One second before the next local midnight: another day in UTC than here.
        std::map<std::string, std::int64_t> numbers{{"start", (visit.day + 1) * 86'400LL - kShanghaiOffset - 1}};
        if (visit.days) numbers["days"] = *visit.days;
        append(*builder, Entity::visit, {{"id", "V"}, {"kind", visit.kind}}, numbers);
        builder->link(Link::visit_person).append_index(static_cast<RowIndex>(person));
        builder->link(Link::visit_provider)
            .append_index(visit.provider < 0
                              ? kNoRow
                              : static_cast<RowIndex>((visit.provider - turn % kProviders + kProviders) % kProviders));
      }
      append_lines(*builder, people[person], first);
      builder->finish_person();
    }
    return claims::build(std::move(builder));
  }

  // Those of a person's visits among each other, as lines of a day are.
  void append_lines(claims::PartBuilder& builder, const PeerPerson& visits, RowIndex first) {
    for (std::size_t turn = 0; turn < 6; ++turn) {
      for (std::size_t visit = 0; visit < visits.size(); ++visit) {
        if (turn >= visits[visit].lines.size()) continue;
        const PeerLine& line = visits[visit].lines[turn];
        append(builder, Entity::line, {{"id", "L"}, {"item", "A"}, {"charge_class", line.charge_class}},
               {{"amount", line.cents}});
        builder.link(Link::line_visit).append_index(first + static_cast<RowIndex>(visit));
        builder.link(Link::line_staff).append_index(kNoRow);
      }
    }
  }

  void append(claims::PartBuilder& builder, Entity entity, const std::map<std::string, std::string>& texts,
              const std::map<std::string, std::int64_t>& numbers) {
    const auto& fields = schema_->of(entity).fields;
    for (std::size_t index = 0; index < fields.size(); ++index) {
      ColumnBuilder& column = builder.field(entity, static_cast<claims::FieldIndex>(index));
      const auto text = texts.find(fields[index].name);
      const auto number = numbers.find(fields[index].name);
      if (text != texts.end() && !text->second.empty()) {
        column.append_text(text->second);
      } else if (number != numbers.end()) {
        column.append_number(number->second);
      } else {
        column.append_absent();
      }
    }
    builder.finish_row(entity);
  }

  // Spreads people over parts and collectors and merges them in the order given: two threads that go through all parts,
  // or two of their own for each.
  PeerTable table_of(const Plan& plan, const std::vector<PeerPerson>& people, std::size_t parts, bool backwards) {
    std::vector<PeerCells> threads(backwards ? 2 : 2 * parts);
    parts_.clear();
    plans_.clear();
    for (std::size_t part = 0; part < parts; ++part) {
      const std::size_t begin = people.size() * part / parts;
      const std::size_t end = people.size() * (part + 1) / parts;
      parts_.push_back(part_of(std::span(people).subspan(begin, end - begin), static_cast<int>(part) * 2));
      plans_.push_back(std::make_unique<PartPlan>(plan, parts_.back()));
      for (const RowIndex half : {0U, 1U}) {
        PeerCollector collector(*plans_.back(), static_cast<std::uint16_t>(part),
                                threads[(2 * part + half) % threads.size()]);
        for (RowIndex person = half; person < end - begin; person += 2) collector.add_people({&person, 1});
      }
    }
    if (backwards) std::reverse(threads.begin(), threads.end());
    PeerSums all;
    for (PeerCells& one : threads) all.merge(one.take());
    return PeerTable(plan, all);
  }

  std::shared_ptr<const claims::Schema> schema_ = shipped_schema();
  std::deque<claims::Part> parts_;
  std::vector<std::unique_ptr<PartPlan>> plans_;
};

// By the definition: everything is looked at for every cell.
struct NaiveFigures {
  std::map<std::string, std::pair<std::vector<std::int64_t>, std::string>> cells;  // "H1 2026-01" → values, group

  NaiveFigures(const std::vector<PeerPerson>& people, bool all_months) {
    for (const PeerPerson& person : people) {
      for (const PeerVisit& visit : person) {
        if (visit.provider < 0 || visit.kind != "inpatient" || !visit.days) continue;
        const std::string month = format_day(visit.day).substr(0, 7);
        auto& [values, group] = cells[fmt::format("H{} {}", visit.provider, month)];
        values.push_back(*visit.days);
        group = kind_of_provider(visit.provider) + (all_months ? "" : month);
      }
    }
    std::erase_if(cells, [](const auto& cell) { return cell.second.first.size() < 2; });
  }
  static double mean(const std::vector<std::int64_t>& values) {
    double sum = 0;
    for (const std::int64_t value : values) sum += static_cast<double>(value);
    return sum / static_cast<double>(values.size());
  }
  std::vector<double> peers(const std::string& group) const {
    std::vector<double> all;
    for (const auto& [key, cell] : cells) {
      if (cell.second == group) all.push_back(mean(cell.first));
    }
    return all;
  }
  // The value such that as many are above as below: looked for by counting.
  static double median(const std::vector<double>& values) {
    const auto nth = [&](std::size_t wanted) {
      for (const double value : values) {
        std::size_t below = 0;
        std::size_t upto = 0;
        for (const double other : values) {
          below += other < value ? 1 : 0;
          upto += other <= value ? 1 : 0;
        }
        if (below <= wanted && wanted < upto) return value;
      }
      return 0.0;
    };
    return (nth((values.size() - 1) / 2) + nth(values.size() / 2)) / 2;
  }
};

TEST_F(Peers, AreThoseOfANaiveReckoning) {
  std::mt19937_64 random(7);
  std::size_t compared = 0;
  for (int turn = 0; turn < 60; ++turn) {
    const bool all_months = turn % 3 == 0;
    const auto plan = plan_of(fmt::format(
        "m: {{peer: avg(visit.days), of: [provider.id, month], group: [provider.kind{}], min_n: 2, where: \"r.kind == "
        "'inpatient'\"}}",
        all_months ? "" : ", month"));
    const auto people = random_people(random);
    const PeerTable table = table_of(*plan, people, 1 + static_cast<std::size_t>(turn) % 3, turn % 2 == 0);
    const NaiveFigures naive(people, all_months);
    ASSERT_EQ(table.cells(0).size(), naive.cells.size());
    for (const PeerTable::Cell& cell : table.cells(0)) {
      const auto& wanted = naive.cells.at(cell.key.provider + " " + format_day(cell.key.month).substr(0, 7));
      const auto peers = naive.peers(wanted.second);
      const PeerFigures& found = *cell.windows[0];
      ++compared;
      EXPECT_EQ(found.n, static_cast<std::int64_t>(wanted.first.size()));
      EXPECT_EQ(found.peers, static_cast<std::int64_t>(peers.size()));
      EXPECT_NEAR(found.value, NaiveFigures::mean(wanted.first), 1e-9);
      const double median = NaiveFigures::median(peers);
      EXPECT_NEAR(found.median, median, 1e-9);
      std::vector<double> distances;
      std::int64_t larger = 0;
      for (const double peer : peers) {
        distances.push_back(std::abs(peer - median));
        if (peer > found.value) ++larger;
      }
      EXPECT_NEAR(found.mad, NaiveFigures::median(distances), 1e-9);
      EXPECT_EQ(found.rank, larger + 1);
      // At least 95 in 100 are no larger than p95, and fewer are below it.
      const auto share_upto = [&](double limit, bool with) {
        double count = 0;
        for (const double peer : peers) count += peer < limit || (with && peer <= limit + 1e-12) ? 1 : 0;
        return count / static_cast<double>(peers.size());
      };
      EXPECT_GE(share_upto(found.p95, true), 0.95 - 1e-12);
      EXPECT_LT(share_upto(found.p95, false), 0.95);
    }
  }
  EXPECT_GT(compared, 200U);
}

// part(): by adding up every line of every visit of a cell.
TEST_F(Peers, PartsOfMoneyAreThoseOfANaiveReckoning) {
  std::mt19937_64 random(17);
  std::size_t compared = 0;
  for (int turn = 0; turn < 40; ++turn) {
    // One coded field, which is told by the code; and more than that, told line by line.
    const bool is_plain = turn % 2 == 0;
    const auto plan = plan_of(
        fmt::format("m: {{peer: \"part(line.amount, {})\", of: [provider.id, month], group: [month], "
                    "min_n: 2, where: \"r.kind == 'inpatient'\"}}",
                    is_plain ? "line.charge_class in ['09', '11']" : "line.charge_class == '08' || line.amount > 20"));
    const auto people = random_people(random);
    const PeerTable table = table_of(*plan, people, 1 + static_cast<std::size_t>(turn) % 3, turn % 4 < 2);
    std::map<std::string, std::array<std::int64_t, 3>> cells;  // part, whole, visits
    for (const PeerPerson& person : people) {
      for (const PeerVisit& visit : person) {
        if (visit.provider < 0 || visit.kind != "inpatient" || visit.lines.empty()) continue;
        std::array<std::int64_t, 3> sums{0, 0, 1};
        bool is_told = true;
        for (const PeerLine& line : visit.lines) {
          const bool is_dear = line.cents > 2000;
          is_told &= !line.charge_class.empty() || (!is_plain && is_dear);
          const bool is_in =
              is_plain ? line.charge_class == "09" || line.charge_class == "11" : line.charge_class == "08" || is_dear;
          sums[0] += is_in ? line.cents : 0;
          sums[1] += line.cents;
        }
        if (!is_told) continue;
        auto& cell = cells[fmt::format("H{} {}", visit.provider, format_day(visit.day).substr(0, 7))];
        for (std::size_t i = 0; i < 3; ++i) cell[i] += sums[i];
      }
    }
    std::erase_if(cells, [](const auto& cell) { return cell.second[2] < 2 || cell.second[1] <= 0; });
    ASSERT_EQ(table.cells(0).size(), cells.size());
    for (const PeerTable::Cell& cell : table.cells(0)) {
      const auto& wanted = cells.at(cell.key.provider + " " + format_day(cell.key.month).substr(0, 7));
      EXPECT_EQ(cell.windows[0]->n, wanted[2]);
      EXPECT_NEAR(cell.windows[0]->value, static_cast<double>(wanted[0]) / static_cast<double>(wanted[1]), 1e-12);
      ++compared;
    }
  }
  EXPECT_GT(compared, 200U);
}

// A figure reads the parameters of the workspace's region in the month.
TEST_F(Peers, ReadParametersOfTheirMonth) {
  const auto row = [](const char* region, const char* value, Day from, Day to) {
    Parameter made;
    made.name = "long";
    made.region = region;
    made.value = value;
    made.from = from;
    made.to = to;
    return made;
  };
  const Day february = *parse_day("2026-02-01");
  Parameters parameters = *Parameters::make(
      {row("", "1", kNoDay, kNoDay), row("340600", "6", kNoDay, february - 1), row("340600", "3", february, kNoDay)});
  parameters.set_own_region("340602");
  std::mt19937_64 random(23);
  const auto people = random_people(random);
  const auto plan =
      plan_of("m: {peer: share(visit.days >= param.long), of: [provider.id, month], group: [month], min_n: 1}",
              "parameters: {long: int}\n", std::move(parameters));
  std::map<std::string, std::array<double, 2>> cells;  // long ones, all
  for (const PeerPerson& person : people) {
    for (const PeerVisit& visit : person) {
      if (visit.provider < 0 || !visit.days) continue;
      auto& cell = cells[fmt::format("H{} {}", visit.provider, format_day(visit.day).substr(0, 7))];
      cell[0] += *visit.days >= (visit.day < february ? 6 : 3) ? 1 : 0;
      cell[1] += 1;
    }
  }
  const PeerTable table = table_of(*plan, people, 2, false);
  ASSERT_EQ(table.cells(0).size(), cells.size());
  for (const PeerTable::Cell& cell : table.cells(0)) {
    const auto& wanted = cells.at(cell.key.provider + " " + format_day(cell.key.month).substr(0, 7));
    EXPECT_DOUBLE_EQ(cell.windows[0]->value, wanted[0] / wanted[1]);
  }
}

// The same findings, whatever the parts and the order of merging, with the provider's row of the part named.
TEST_F(Peers, AreJudgedTheSameHoweverPeopleAreSpread) {
  std::mt19937_64 random(11);
  const auto people = random_people(random);
  const auto plan = plan_of(
      "m: {peer: sum(visit.days), of: [provider.id, month], group: [month], min_n: 1}, "
      "c: {peer: share(visit.kind == 'inpatient'), of: [provider.id, month], group: [month], min_n: 3}");
  std::vector<std::string> first;
  for (const std::size_t parts : {1U, 3U, 5U}) {
    const PeerTable table = table_of(*plan, people, parts, parts == 3);
    std::vector<const PartPlan*> plans;
    for (const auto& laid : plans_) plans.push_back(laid.get());
    std::vector<std::string> hits;
    judge_provider_periods(table, plans, [&](const SubjectRef& ref, const Subject& subject, const Verdict& verdict) {
      if (verdict.outcome != Outcome::hit) return;
      EXPECT_TRUE(verdict.lines.empty());
      EXPECT_EQ(verdict.amount, 0);
      const PeerTable::Cell& cell = table.cells(ref.rule)[ref.row];
      const cel::Value id =
          subject.field(static_cast<cel::StructId>(Entity::provider), plan->fields().provider_id, cell.provider_row);
      EXPECT_EQ(id.as_text(), cell.key.provider);
      EXPECT_EQ(subject.day(), cell.key.month);
      cel::Scratch scratch;
      hits.push_back(fmt::format("{} {} {} {}", cell.key.provider, format_day(cell.key.month), cell.windows[0]->value,
                                 subject.rule().message[0].render(subject, scratch)));
    });
    EXPECT_GE(hits.size(), 3U);  // each month has a largest
    if (first.empty()) first = hits;
    EXPECT_EQ(hits, first);
  }
}

}  // namespace
}  // namespace qiuhao::rules
