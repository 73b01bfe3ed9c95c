// Net money of random findings of every grain against a brute force that takes one 分 at a time, and totals that add
// up.
#include "audit/reduce.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

#include "audit/settle.h"
#include "audit/test_world.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;
using rules::Grain;

constexpr Grain kGrainsOfPeople[] = {Grain::line, Grain::pair, Grain::visit, Grain::person_day, Grain::person};

// A plan of rules of every grain, sure ones and suspicions mixed, and people with visits of several providers.
class RandomMoney {
 public:
  explicit RandomMoney(std::uint64_t seed)
      : folder_(std::filesystem::temp_directory_path() / ("qiuhao-reduce-" + std::to_string(::getpid()))),
        random_(seed) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "tape/parts");
    schema_ = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
    make_plan();
    for (int number = 1; number <= 2; ++number) write_part(number);
    EXPECT_TRUE(claims::publish_manifest(folder_, manifest_).has_value());
  }
  RandomMoney(const RandomMoney&) = delete;
  RandomMoney& operator=(const RandomMoney&) = delete;
  ~RandomMoney() { std::filesystem::remove_all(folder_); }

  claims::Tape tape() const { return *claims::Tape::open(folder_, *schema_); }
  const std::shared_ptr<const rules::Plan>& plan() const { return plan_; }
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }

  // Findings of a person as judging would give them: by grain, then row.
  void add_findings(const claims::Part& part, std::uint16_t number, RowIndex person, ChunkResult& chunk);

 private:
  void make_plan();
  void write_part(int number);
  void add_finding(const claims::Part& part, std::uint16_t number, RowIndex person, Grain grain, ChunkResult& chunk);

  Path folder_;
  std::mt19937_64 random_;
  std::shared_ptr<const claims::Schema> schema_;
  std::shared_ptr<const rules::Plan> plan_;
  claims::Manifest manifest_{1, {}};
};

void RandomMoney::make_plan() {
  std::vector<rules::Rule> rules;
  for (int number = 0; number < 10; ++number) {
    auto rule = rules::parse_rule(kRepeatRule, "test.yaml", *schema_);
    EXPECT_TRUE(rule.has_value()) << rule.error().text();
    rule->code = "R" + std::to_string((number * 7) % 10);
    rule->certainty = number % 3 == 0 ? "明确违规" : "可疑";
    rule->grain = kGrainsOfPeople[number % 5];
    rules.push_back(std::move(*rule));
  }
  std::sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  plan_ = *rules::Plan::make(schema_, std::move(rules), knowledge::Library::make(*kinds, {}, 20'500));
}

void RandomMoney::write_part(int number) {
  auto builder = std::make_unique<claims::PartBuilder>(*schema_);
  const auto name = [&](const char* kind, RowIndex row) { return fmt::format("{}{}-{}", kind, number, row); };
  for (int provider = 0; provider < 3; ++provider) {
    add_row(*builder, *schema_, Entity::provider, {{"id", fmt::format("H{}", provider + number)}});
  }
  for (int person = 0; person < 20; ++person) {
    add_row(*builder, *schema_, Entity::person, {{"id", name("P", builder->next_row(Entity::person))}});
    const RowIndex first = builder->next_row(Entity::visit);
    const int visits = 1 + below(3);
    for (int visit = 0; visit < visits; ++visit) {
      add_row(*builder, *schema_, Entity::visit,
              {{"id", name("V", builder->next_row(Entity::visit))}, {"start", fmt::format("2025-0{}-28", visit + 1)}});
      builder->link(Link::visit_person).append_index(builder->next_row(Entity::person) - 1);
      builder->link(Link::visit_provider).append_index(static_cast<RowIndex>(below(3)));
    }
    const int lines = below(9);
    for (int line = 0; line < lines; ++line) {
      std::map<std::string, std::string> row{{"id", name("L", builder->next_row(Entity::line))},
                                             {"item", "A"},
                                             {"day", fmt::format("2025-0{}-0{}", 1 + line / 3, 1 + line % 3)},
                                             {"amount", fmt::format("0.{:02}", below(30))}};
      if (below(5) > 0) row["in_scope"] = fmt::format("0.{:02}", below(20));
      add_row(*builder, *schema_, Entity::line, row);
      builder->link(Link::line_visit).append_index(first + static_cast<RowIndex>(below(visits)));
      builder->link(Link::line_staff).append_index(kNoRow);
    }
    builder->finish_person();
  }
  const claims::Part part = claims::build(std::move(builder));
  const std::string file = fmt::format("tape/parts/{:06}.part", number);
  const auto checksum = claims::write_part(part, *schema_, folder_ / file);
  EXPECT_TRUE(checksum.has_value()) << checksum.error().text();
  manifest_.parts.push_back(
      {file, part.rows(Entity::person), part.rows(Entity::visit), part.rows(Entity::line), *checksum});
}

void RandomMoney::add_finding(const claims::Part& part, std::uint16_t number, RowIndex person, Grain grain,
                              ChunkResult& chunk) {
  const claims::Range lines = part.range(Link::person_lines, person);
  const claims::Range visits = part.range(Link::person_visits, person);
  const auto count = static_cast<int>(lines.end - lines.begin);
  const auto line = [&] { return lines.begin + static_cast<RowIndex>(below(count)); };
  rules::SubjectRef about;
  const auto of_grain = [&] { return plan_->rules()[about.rule].grain == grain; };
  do about.rule = static_cast<rules::RuleIndex>(below(10));
  while (!of_grain());
  std::vector<RowIndex> blamed;
  if (grain == Grain::visit) {
    about.row = visits.begin + static_cast<RowIndex>(below(static_cast<int>(visits.end - visits.begin)));
  } else if (grain == Grain::person) {
    about.row = person;
  } else {
    if (count == 0) return;
    about.row = line();
    if (grain == Grain::pair) about.other = line();
  }
  for (RowIndex row = lines.begin; row < lines.end; ++row) {
    if (below(3) > 0) blamed.push_back(row);
  }
  if (grain == Grain::line && below(3) > 0) blamed = {about.row};
  Cents most = 0;
  for (const RowIndex row : blamed) most += rules::line_money(part, plan_->fields(), row).value_or(0);
  const Cents amount = below(2) == 0 ? most : below(static_cast<int>(most) + 1);
  chunk.add_finding(about, number, grain, amount, blamed);
}

void RandomMoney::add_findings(const claims::Part& part, std::uint16_t number, RowIndex person, ChunkResult& chunk) {
  for (const Grain grain : kGrainsOfPeople) {
    for (int left = below(4); left > 0; --left) add_finding(part, number, person, grain, chunk);
  }
}

struct Naive {
  std::vector<Cents> net;  // by finding
  std::map<std::string, Cents> provider_net;
  std::map<std::string, Cents> month_net;
  std::vector<std::set<std::pair<std::uint16_t, RowIndex>>> lines;  // by rule
};

// One 分 at a time, from the first blamed line that has one left, clear violations first, then by code.
Naive brute_force(const claims::Tape& tape, const AuditResult& result) {
  const auto& rules = result.plan->rules();
  Naive naive;
  naive.net.resize(result.findings.size());
  naive.lines.resize(rules.size());
  std::vector<std::size_t> order(result.findings.size());
  for (std::size_t index = 0; index < order.size(); ++index) order[index] = index;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const rules::Rule& first = rules[result.findings[a].rule];
    const rules::Rule& second = rules[result.findings[b].rule];
    return std::pair(first.certainty != "明确违规", first.code) <
           std::pair(second.certainty != "明确违规", second.code);
  });
  std::map<std::pair<std::uint16_t, RowIndex>, Cents> taken;
  const auto& fields = result.plan->fields();
  for (const std::size_t index : order) {
    const Finding& finding = result.findings[index];
    const claims::Part& part = tape.parts()[finding.part];
    const Column& in_scope = *part.column(Entity::line, fields.line_in_scope);
    const Column& amount = *part.column(Entity::line, fields.line_amount);
    const auto lines = result.lines_of(finding);
    for (const RowIndex line : lines) naive.lines[finding.rule].insert({finding.part, line});
    for (Cents cent = 0; cent < finding.gross; ++cent) {
      const auto giver = std::find_if(lines.begin(), lines.end(), [&](RowIndex line) {
        const Cents full = in_scope.has(line) ? in_scope.number(line) : amount.number(line);
        return taken[{finding.part, line}] < full;
      });
      if (giver == lines.end()) break;
      ++taken[{finding.part, *giver}];
      ++naive.net[index];
      const RowIndex provider = part.link(Link::visit_provider, part.link(Link::line_visit, *giver));
      ++naive.provider_net[std::string(part.column(Entity::provider, 0)->text(provider))];
      ++naive.month_net[format_day(part.column(Entity::line, fields.line_day)->day(*giver)).substr(0, 7)];
    }
  }
  return naive;
}

// Every way of adding up gives the same.
void expect_sums(const AuditResult& result) {
  Cents gross = 0;
  Cents net = 0;
  std::size_t hits = 0;
  for (const Finding& finding : result.findings) {
    EXPECT_LE(finding.net, finding.gross);
    gross += finding.gross;
    net += finding.net;
  }
  EXPECT_EQ(result.gross, gross);
  EXPECT_EQ(result.net, net);
  for (const RuleSummary& rule : result.rules) {
    gross -= rule.gross;
    net -= rule.net;
    hits += rule.hits;
  }
  EXPECT_EQ(gross, 0);
  EXPECT_EQ(net, 0);
  EXPECT_EQ(hits, result.findings.size());
  for (const ProviderSummary& provider : result.providers) {
    gross += provider.gross;
    net += provider.net;
    hits -= provider.hits;
  }
  EXPECT_EQ(gross, result.gross);
  EXPECT_EQ(net, result.net);
  EXPECT_EQ(hits, 0U);
  for (const MonthSummary& month : result.months) net -= month.net;
  EXPECT_EQ(net, 0);
}

TEST(NetMoney, IsWhatTakingOneByOneGives) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    RandomMoney world(seed);
    const claims::Tape tape = world.tape();
    AuditResult result;
    result.plan = world.plan();
    Reducer reducer(tape, *world.plan(), result);
    Totals totals(*world.plan(), tape.parts());
    for (std::uint16_t number = 0; number < 2; ++number) {
      const claims::Part& part = tape.parts()[number];
      for (RowIndex begin = 0; begin < 20; begin += 10) {
        ChunkResult chunk;
        Settling settling(*world.plan(), part);
        for (RowIndex person = begin; person < begin + 10; ++person) {
          world.add_findings(part, number, person, chunk);
          settling.settle(person, chunk, totals.of(number));
        }
        reducer.add(chunk);
      }
    }
    reducer.add(totals);
    reducer.finish();
    ASSERT_GT(result.findings.size(), 100U);
    const Naive naive = brute_force(tape, result);
    for (std::size_t index = 0; index < result.findings.size(); ++index) {
      ASSERT_EQ(result.findings[index].net, naive.net[index]) << "seed " << seed << ", finding " << index;
    }
    for (const ProviderSummary& provider : result.providers) {
      const auto wanted = naive.provider_net.find(provider.code);
      ASSERT_EQ(provider.net, wanted == naive.provider_net.end() ? 0 : wanted->second) << "seed " << seed;
    }
    for (const MonthSummary& month : result.months) {
      const auto wanted = naive.month_net.find(month.month);
      ASSERT_EQ(month.net, wanted == naive.month_net.end() ? 0 : wanted->second) << "seed " << seed;
    }
    for (std::size_t rule = 0; rule < result.rules.size(); ++rule) {
      ASSERT_EQ(result.rules[rule].lines, naive.lines[rule].size()) << "seed " << seed;
    }
    expect_sums(result);
  }
}

TEST(Finding, OfALineStaysSmall) {
  EXPECT_EQ(sizeof(Finding), 48U);
  EXPECT_EQ(sizeof(Blame), 16U);
  EXPECT_EQ(sizeof(Undecided), 20U);
}

}  // namespace
}  // namespace qiuhao::audit
