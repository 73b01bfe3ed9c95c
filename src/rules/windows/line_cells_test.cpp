// Figures of items' lines are those of a naive reckoning by texts over all lines, however people are spread over parts
// and collectors; what the stock records do not name is not there.
#include "rules/windows/line_cells.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>

#include "rules/test_world.h"
#include "rules/windows/peer.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using claims::Link;

struct SoldLine {
  int visit = 0;
  int provider = 0;                      // of the visit; -1: none
  int item = 0;                          // -1: none
  Day day = 0;                           // kNoDay: none
  std::int64_t quantity = 0;             // four places; net, so it may be below 0
  std::optional<std::int64_t> in_scope;  // cents
  std::string charge_class;
};
using Buyer = std::vector<SoldLine>;

constexpr int kProviders = 7;
constexpr int kItems = 12;
constexpr Day kFirst = 20'440;  // 2025-12-18: the turn of a year lies inside

std::string provider_code(int provider) { return fmt::format("H{}", provider); }
std::string item_code(int item) { return fmt::format("X{:02}", item); }
std::string month_text(Day day) { return format_day(day).substr(0, 7); }

std::vector<Buyer> random_buyers(std::mt19937_64& random) {
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<std::uint64_t>(limit)); };
  std::vector<Buyer> buyers(static_cast<std::size_t>(10 + below(50)));
  for (Buyer& buyer : buyers) {
    std::vector<int> visits(static_cast<std::size_t>(1 + below(4)));
    for (int& provider : visits) provider = below(kProviders + 1) - 1;
    for (int line = below(12); line > 0; --line) {
      SoldLine sold;
      sold.visit = below(static_cast<int>(visits.size()));
      sold.provider = visits[static_cast<std::size_t>(sold.visit)];
      sold.item = below(kItems + 1) - 1;
      sold.day = below(30) == 0 ? kNoDay : kFirst + below(60);
      sold.quantity = below(90'000) - 5'000;
      if (below(8) > 0) sold.in_scope = below(9'000);
      sold.charge_class = below(3) == 0 ? "08" : "09";
      buyer.push_back(sold);
    }
    std::ranges::sort(buyer, {}, &SoldLine::day);
  }
  return buyers;
}

std::vector<StockRow> random_stock(std::mt19937_64& random) {
  std::vector<StockRow> rows;
  const int count = static_cast<int>(random() % 200);
  for (int at = 0; at < count; ++at) {
    rows.push_back(
        {provider_code(static_cast<int>(random() % (kProviders + 2))),
         item_code(static_cast<int>(random() % (kItems + 3))),
         {kFirst - 30 + static_cast<Day>(random() % 120), static_cast<StockKind>(random() % 2 == 0 ? 0 : random() % 6),
          static_cast<std::int64_t>(random() % 500'000)}});
  }
  return rows;
}

class LineFigures : public testing::Test {
 protected:
  std::shared_ptr<const Plan> plan_of(const std::string& windows, std::vector<StockRow> stock) {
    std::string text = rule_text("windows: {" + windows + "}\nwhen: stock.available < sold.total\ntests: []\n");
    text.replace(text.find("grain: line"), 11, "grain: provider_period");
    text.replace(text.find("line.in_scope"), 13, "decimal('0')");
    text.replace(text.find("{line.in_scope}"), 15, "{sold.total}");
    auto rule = parse_rule(text, "r.yaml", *schema_);
    EXPECT_TRUE(rule.has_value()) << rule.error().text();
    std::vector<Rule> rules;
    rules.push_back(std::move(*rule));
    return *Plan::make(schema_, std::move(rules), knowledge::Library::make(shipped_kinds(), {}, kNoDay), {},
                       {.stock = std::make_shared<const StockTable>(std::move(stock))});
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
      } else if (number != numbers.end() && fields[index].storage() == Storage::day) {
        column.append_day(static_cast<Day>(number->second));
      } else if (number != numbers.end()) {
        column.append_number(number->second);
      } else {
        column.append_absent();
      }
    }
    builder.finish_row(entity);
  }

  // Providers stand in another order in each part, as they come.
  claims::Part part_of(std::span<const Buyer> buyers, int turn) {
    auto builder = std::make_unique<claims::PartBuilder>(*schema_);
    for (int index = 0; index < kProviders; ++index)
      append(*builder, Entity::provider, {{"id", provider_code((index + turn) % kProviders)}}, {});
    for (std::size_t person = 0; person < buyers.size(); ++person) {
      append(*builder, Entity::person, {{"id", fmt::format("P{}", person)}}, {});
      std::map<int, int> visits;
      for (const SoldLine& line : buyers[person]) visits[line.visit] = line.provider;
      std::map<int, RowIndex> rows;
      for (const auto& [visit, provider] : visits) {
        rows[visit] = builder->next_row(Entity::visit);
        append(*builder, Entity::visit, {{"id", "V"}}, {{"start", (kFirst - 40) * 86'400LL}});
        builder->link(Link::visit_person).append_index(static_cast<RowIndex>(person));
        builder->link(Link::visit_provider)
            .append_index(provider < 0
                              ? kNoRow
                              : static_cast<RowIndex>((provider - turn % kProviders + kProviders) % kProviders));
      }
      for (const SoldLine& line : buyers[person]) {
        std::map<std::string, std::int64_t> numbers{{"quantity", line.quantity}, {"amount", 2 * line.quantity}};
        if (line.day != kNoDay) numbers["day"] = line.day;
        if (line.in_scope) numbers["in_scope"] = *line.in_scope;
        append(*builder, Entity::line,
               {{"id", "L"},
                {"item", line.item < 0 ? "" : item_code(line.item)},
                {"item_name", line.item < 0 ? "" : "药" + item_code(line.item)},
                {"charge_class", line.charge_class}},
               numbers);
        builder->link(Link::line_visit).append_index(rows[line.visit]);
        builder->link(Link::line_staff).append_index(kNoRow);
      }
      builder->finish_person();
    }
    return claims::build(std::move(builder));
  }

  // Over parts and collectors, merged in the order given.
  PeerTable table_of(const Plan& plan, const std::vector<Buyer>& buyers, std::size_t parts, bool backwards) {
    std::vector<PeerCells> threads(backwards ? 2 : 2 * parts);
    parts_.clear();
    plans_.clear();
    for (std::size_t part = 0; part < parts; ++part) {
      const std::size_t begin = buyers.size() * part / parts;
      const std::size_t end = buyers.size() * (part + 1) / parts;
      parts_.push_back(part_of(std::span(buyers).subspan(begin, end - begin), static_cast<int>(part) * 2));
      plans_.push_back(std::make_unique<PartPlan>(plan, parts_.back()));
      for (const RowIndex half : {0U, 1U}) {
        PeerCollector collector(*plans_.back(), static_cast<std::uint16_t>(part),
                                threads[(2 * part + half) % threads.size()]);
        for (RowIndex person = half; person < end - begin; person += 2) collector.add_people({&person, 1});
      }
    }
    if (backwards) std::ranges::reverse(threads);
    PeerSums all;
    for (PeerCells& one : threads) all.merge(one.take());
    return PeerTable(plan, all);
  }

  std::shared_ptr<const claims::Schema> schema_ = shipped_schema();
  std::deque<claims::Part> parts_;
  std::vector<std::unique_ptr<PartPlan>> plans_;
};

constexpr std::string_view kWindows =
    "sold: {peer: sum(line.quantity), of: [provider.id, month], group: [line.item, month], min_n: 1}, "
    "paid: {peer: \"sum(has(line.in_scope) ? line.in_scope : line.amount)\", of: [provider.id, month], "
    "group: [line.item, month], min_n: 1}, "
    "drugs: {peer: sum(line.quantity), of: [provider.id, month], group: [line.item, month], min_n: 2, "
    "where: \"r.charge_class == '09'\"}";

struct NaiveSums {
  std::int64_t lines = 0, drug_lines = 0, quantity = 0, paid = 0, drugs = 0;
};

TEST_F(LineFigures, AreThoseOfANaiveReckoning) {
  std::mt19937_64 random(31);
  std::size_t compared = 0;
  std::size_t with_balance = 0;
  for (int turn = 0; turn < 60; ++turn) {
    const auto stock = random_stock(random);
    const auto buyers = random_buyers(random);
    const auto plan = plan_of(std::string(kWindows), stock);
    const PeerTable table = table_of(*plan, buyers, 1 + static_cast<std::size_t>(turn) % 3, turn % 2 == 0);
    std::map<std::string, std::vector<StockEvent>> records;
    for (const StockRow& row : stock) records[row.provider + " " + row.item].push_back(row.event);
    std::map<std::string, NaiveSums> cells;
    for (const Buyer& buyer : buyers) {
      for (const SoldLine& line : buyer) {
        const std::string pair = provider_code(line.provider) + " " + item_code(line.item);
        if (line.provider < 0 || line.item < 0 || line.day == kNoDay || !records.contains(pair)) continue;
        NaiveSums& sums = cells[pair + " " + month_text(line.day)];
        ++sums.lines;
        sums.quantity += line.quantity;
        sums.paid += line.in_scope.value_or(2 * line.quantity);
        if (line.charge_class != "09") continue;
        ++sums.drug_lines;
        sums.drugs += line.quantity;
      }
    }
    ASSERT_EQ(table.cells(0).size(), cells.size());
    for (const PeerTable::Cell& cell : table.cells(0)) {
      const std::string pair = cell.key.provider + " " + std::string(cell.item);
      const std::string month = month_text(cell.key.month);
      EXPECT_EQ(cell.key.group, (std::vector<std::string>{std::string(cell.item), month}));
      const NaiveSums& wanted = cells.at(pair + " " + month);
      EXPECT_EQ(cell.windows[0]->n, wanted.lines);
      EXPECT_TRUE(cell.windows[0]->total == static_cast<__int128>(wanted.quantity) * 100);
      EXPECT_TRUE(cell.windows[1]->total == static_cast<__int128>(wanted.paid) * 10'000);
      EXPECT_EQ(cell.windows[2].has_value(), wanted.drug_lines >= 2);
      if (cell.windows[2]) {
        EXPECT_TRUE(cell.windows[2]->total == static_cast<__int128>(wanted.drugs) * 100);
      }
      // The line that names the item is one of its own.
      const Column* items = parts_[cell.part].column(Entity::line, plan->fields().line_item);
      EXPECT_EQ(items->text(cell.line_row), cell.item);
      auto& events = records.at(pair);
      std::ranges::sort(events);
      const auto balance = balance_of(events, cell.key.month);
      ASSERT_TRUE(cell.stock.has_value());
      EXPECT_EQ(cell.stock->available.has_value(), balance->available.has_value());
      if (balance->available) {
        EXPECT_EQ(*cell.stock->available, *balance->available);
      }
      with_balance += balance->available ? 1 : 0;
      ++compared;
    }
  }
  EXPECT_GT(compared, 300U);
  EXPECT_GT(with_balance, 20U);
}

// The same from many parts and threads as from one, cell by cell.
TEST_F(LineFigures, DoNotShowPartsAndThreads) {
  std::mt19937_64 random(37);
  const auto buyers = random_buyers(random);
  const auto plan = plan_of(std::string(kWindows), random_stock(random));
  const auto told = [&](std::size_t parts, bool backwards) {
    std::vector<std::string> out;
    const PeerTable table = table_of(*plan, buyers, parts, backwards);
    std::vector<const PartPlan*> plans;
    for (const auto& one : plans_) plans.push_back(one.get());
    judge_provider_periods(table, plans, [&](const SubjectRef&, const Subject& subject, const Verdict& verdict) {
      cel::Scratch scratch;
      out.push_back(fmt::format("{} {} {} {}", subject.item(), format_day(subject.day()),
                                static_cast<int>(verdict.outcome), subject.rule().message[0].render(subject, scratch)));
    });
    return out;
  };
  const auto once = told(1, false);
  EXPECT_GT(once.size(), 10U);
  EXPECT_EQ(told(2, false), once);
  EXPECT_EQ(told(3, true), once);
}

TEST_F(LineFigures, AreNotCollectedWithoutRecords) {
  std::mt19937_64 random(41);
  const auto plan = plan_of(std::string(kWindows), {});
  EXPECT_TRUE(table_of(*plan, random_buyers(random), 2, false).cells(0).empty());
}

TEST_F(LineFigures, RefuseWhatTheyCannotBe) {
  const auto code = [&](const std::string& window, const std::string& when = "m.n > 1") {
    std::string text = rule_text("windows: {m: {" + window + "}}\nwhen: " + when + "\ntests: []\n");
    text.replace(text.find("grain: line"), 11, "grain: provider_period");
    text.replace(text.find("line.in_scope"), 13, "decimal('0')");
    text.replace(text.find("{line.in_scope}"), 15, "x");
    const auto rule = parse_rule(text, "r.yaml", *schema_);
    return rule ? std::string() : rule.error().code;
  };
  const std::string of = ", of: [provider.id, month], min_n: 1, ";
  EXPECT_EQ(code("peer: sum(line.quantity)" + of + "group: [line.item, month]"), "");
  EXPECT_EQ(code("peer: sum(line.quantity)" + of + "group: [line.item, month]", "stock.available > 1"), "");
  EXPECT_EQ(code("peer: sum(line.quantity)" + of + "group: [line.item, provider.kind]"), "");
  EXPECT_EQ(code("peer: sum(line.quantity)" + of + "group: [line.item, visit.kind]"), "bad_rule");
  EXPECT_EQ(code("peer: sum(line.quantity)" + of + "group: [line.charge_class]"), "unknown_field");
  EXPECT_EQ(code("peer: \"part(line.amount, line.quantity > 0)\"" + of + "group: [line.item]"), "bad_rule");
  EXPECT_NE(code("peer: sum(visit.days)" + of + "group: [line.item, month]"), "");
  EXPECT_NE(code("peer: sum(visit.days)" + of + "group: [month]", "stock.available > 1"), "");
}

}  // namespace
}  // namespace qiuhao::rules
