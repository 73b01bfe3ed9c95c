// Audits by rules of every grain a person has: findings worked out by hand, what periods and providers mean, ids,
// threads, and a random tape on which periods and providers split the whole.
#include "audit/audit.h"

#include <random>

#include "audit/export.h"
#include "audit/test_grains.h"
#include "text/csv.h"

namespace qiuhao::audit {
namespace {

// R2 takes 6 of L1, 3 of L3, 6 of L5. R3 has 16.00 in the day and asks for 11: L1 has 2 left, L2 5, L3 nothing. R1 asks
// for 10: only L4 has 4 left. R4 may ask for L2 and L4, 9.00, and gets nothing.
TEST(Grains, EveryOneTakesWhatIsLeftInTheOrderOfMoney) {
  const GrainWorld world("order", kLines, every_grain());
  const AuditResult result = world.audit();
  const std::vector<std::string> wanted = {"R2 L1 L1 gross 6.00 net 6.00",        "R2 L3 L3 gross 3.00 net 3.00",
                                           "R1 V1 L1+L2+L4 gross 10.00 net 4.00", "R3 L1 L1+L2+L3 gross 11.00 net 7.00",
                                           "R4 P1 L2+L4 gross 9.00 net 0.00",     "R2 L5 L5 gross 6.00 net 6.00"};
  EXPECT_EQ(world.told(result), wanted);
  EXPECT_EQ(result.gross, 4'500);
  EXPECT_EQ(result.net, 2'600);
  ASSERT_EQ(result.providers.size(), 2U);
  EXPECT_EQ(result.providers[0].code, "H1");
  EXPECT_EQ(result.providers[0].net, 1'700);
  EXPECT_EQ(result.providers[0].hits, 4U);
  EXPECT_EQ(result.providers[1].net, 900);
  EXPECT_EQ(result.providers[1].hits, 2U);
  EXPECT_EQ(result.providers[0].gross + result.providers[1].gross, result.gross);
  ASSERT_EQ(result.months.size(), 3U);
  EXPECT_EQ(result.months[0].net, 1'600);  // March: 6 + 3 + 7
  EXPECT_EQ(result.months[1].net, 400);
  EXPECT_EQ(result.months[0].hits, 4U);
  EXPECT_EQ(result.months[1].hits, 1U);  // the person, whose last line is of April
  EXPECT_EQ(result.rules[0].lines, 3U);
  EXPECT_EQ(result.rules[1].lines, 3U);
}

TEST(Grains, APeriodIsThatOfTheSubject) {
  const GrainWorld world("period", kLines, every_grain());
  const auto codes = [&](const char* from, const char* to) {
    AuditOptions options;
    options.from = *parse_day(from);
    options.to = *parse_day(to);
    std::string found;
    for (const std::string& text : world.told(world.audit(options))) {
      found += (found.empty() ? "" : ", ") + text.substr(0, text.find(' ', 3));
    }
    return found;
  };
  EXPECT_EQ(codes("2025-03-01", "2025-03-31"), "R2 L1, R2 L3, R1 V1, R3 L1");
  EXPECT_EQ(codes("2025-04-01", "2025-04-30"), "R4 P1");
  EXPECT_EQ(codes("2025-05-09", "2025-05-09"), "R2 L5");
  EXPECT_EQ(codes("2025-03-02", "2025-04-01"), "");
}

TEST(Grains, ProvidersAreThoseOfTheVisitOrOfAnyLine) {
  const GrainWorld world("providers", kLines, every_grain());
  AuditOptions options;
  options.providers = {"H2"};
  const std::vector<std::string> wanted = {"R2 L3 L3 gross 3.00 net 3.00", "R3 L1 L1+L2+L3 gross 11.00 net 11.00",
                                           "R4 P1 L2+L4 gross 9.00 net 6.00", "R2 L5 L5 gross 6.00 net 6.00"};
  EXPECT_EQ(world.told(world.audit(options)), wanted);
}

TEST(Grains, UndecidedIsCountedByRuleAndField) {
  const GrainWorld world(
      "undecided", kLines,
      {rule_of("R1", "可疑", "visit", "visit.main_diagnosis == 'I10'", "decimal('1.00')", "x"),
       rule_of("R2", "可疑", "person", "person.sex == '1'", "decimal('1.00')", "x"),
       rule_of("R3", "可疑", "person_day", "lines[0].price > decimal('1')", "decimal('1.00')", "x")});
  const AuditResult result = world.audit();
  EXPECT_EQ(result.rules[0].undecided_by, (std::map<std::string, std::size_t>{{"visit.main_diagnosis", 3}}));
  EXPECT_EQ(result.rules[1].undecided_by, (std::map<std::string, std::size_t>{{"person.sex", 2}}));
  EXPECT_EQ(result.rules[2].undecided_by, (std::map<std::string, std::size_t>{{"lines.price", 3}}));
  const claims::Tape tape = world.tape();
  ASSERT_TRUE(export_undecided_csv(tape.parts(), result, world.folder() / "undecided.csv").has_value());
  const auto table = text::read_csv((world.folder() / "undecided.csv").string());
  ASSERT_TRUE(table.has_value()) << table.error().text();
  ASSERT_EQ(table->rows.size(), 8U);
  const auto value = [&](std::size_t row, const std::string& label) {
    return table->rows[row].fields[*table->find_column(label)];
  };
  EXPECT_EQ(value(0, "grain / 粒度"), "visit");
  EXPECT_EQ(value(0, "visit / 就诊流水号"), "V1");
  EXPECT_EQ(value(0, "line / 明细流水号"), "");
  EXPECT_EQ(value(2, "grain / 粒度"), "person_day");
  EXPECT_EQ(value(2, "day / 费用日期"), "2025-03-01");
  EXPECT_EQ(value(4, "grain / 粒度"), "person");
  EXPECT_EQ(value(4, "person / 参保人代号"), "P1");
}

TEST(Grains, ExportsNameSubjectAndLines) {
  const GrainWorld world("export", kLines, every_grain());
  const claims::Tape tape = world.tape();
  ASSERT_TRUE(export_findings_csv(tape.parts(), world.audit(), world.folder() / "findings.csv").has_value());
  const auto table = text::read_csv((world.folder() / "findings.csv").string());
  ASSERT_TRUE(table.has_value()) << table.error().text();
  const auto row = [&](std::size_t number) {
    std::string text;
    for (const char* label :
         {"grain / 粒度", "person / 参保人代号", "visit / 就诊流水号", "provider / 机构编码", "line / 明细流水号",
          "day / 费用日期", "in_scope / 符合范围金额", "line_count / 涉及行数", "lines / 涉及明细", "message / 说明"}) {
      text += table->rows[number].fields[*table->find_column(label)] + "|";
    }
    return text;
  };
  EXPECT_EQ(row(0), "line|P1|V1|H1|L1|2025-03-01|8.00|1|L1|单行|");
  EXPECT_EQ(row(2), "visit|P1|V1|H1||2025-03-01|17.00|3|L1 L2 L4|3 行|");
  EXPECT_EQ(row(3), "person_day|P1||H1||2025-03-01|16.00|3|L1 L2 L3|2025-03-01 共 3 行|");
  EXPECT_EQ(row(4), "person|P1||H1||2025-04-02|9.00|2|L2 L4|2 次|");
}

// A line finding has the id it had before there were other grains; others change with what they blame.
TEST(Grains, IdsAreOfRuleSubjectAndLines) {
  const GrainWorld world("ids", kLines, every_grain());
  const AuditResult result = world.audit();
  EXPECT_EQ(result.findings[0].id, hash128("R2\nL1\n"));
  EXPECT_EQ(result.findings[2].id, hash128("R1\nvisit\n2:V10:2:L12:L22:L4"));
  EXPECT_EQ(result.findings[3].id, hash128("R3\nperson_day\n2:P110:2025-03-010:2:L12:L22:L3"));
  EXPECT_EQ(result.findings[4].id, hash128("R4\nperson\n2:P10:2:L22:L4"));
  std::vector<std::string> others = every_grain();
  others[3] = rule_of("R4", "可疑", "person", "size(person.visits) > 1", "decimal('99.00')", "x");
  const GrainWorld blaming("ids-all", kLines, others);
  EXPECT_EQ(blaming.audit().findings[2].id, result.findings[2].id);
  EXPECT_NE(blaming.audit().findings[4].id, result.findings[4].id);
}

std::vector<TestLine> random_lines(std::uint64_t seed, int people) {
  std::mt19937_64 random(seed);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<std::uint64_t>(limit)); };
  std::vector<TestLine> lines;
  for (int person = 0; person < people; ++person) {
    std::vector<std::string> days;
    for (int left = 1 + below(8); left > 0; --left)
      days.push_back(fmt::format("2025-0{}-0{}", 1 + below(6), 1 + below(3)));
    std::sort(days.begin(), days.end());
    for (const std::string& day : days) {
      const int visit = below(3);
      const std::string item(1, static_cast<char>('A' + below(3)));
      lines.push_back({fmt::format("P{}", person), fmt::format("V{}-{}", person, visit),
                       fmt::format("H{}", (person + visit) % 4), fmt::format("L{}", lines.size()), item, day,
                       fmt::format("{}.{:02}", below(9), below(100))});
    }
  }
  return lines;
}

TEST(Grains, ThreadsAndPartsNeverShow) {
  const auto lines = random_lines(1, 5'000);
  const GrainWorld whole("whole", lines, every_grain(), 10'000);
  const GrainWorld split("split", lines, every_grain(), 700);
  AuditOptions one;
  one.threads = 1;
  const AuditResult first = whole.audit(one);
  const auto wanted = whole.told(first);
  ASSERT_GT(wanted.size(), 5'000U);
  AuditOptions many;
  many.threads = 8;
  for (const GrainWorld* world : {&whole, &split}) {
    const AuditResult again = world->audit(many);
    EXPECT_EQ(world->told(again), wanted);
    for (std::size_t index = 0; index < wanted.size(); ++index) {
      ASSERT_EQ(again.findings[index].id, first.findings[index].id);
    }
    EXPECT_EQ(again.net, first.net);
  }
}

TEST(Grains, NeighbouringPeriodsFindTogetherWhatTheWholeFinds) {
  const GrainWorld world("periods", random_lines(2, 1'000), every_grain());
  const auto ids = [&](Day from, Day to) {
    AuditOptions options;
    options.from = from;
    options.to = to;
    std::vector<std::string> out;
    for (const Finding& finding : world.audit(options).findings) out.push_back(finding.id.hex());
    return out;
  };
  const Day middle = *parse_day("2025-03-02");
  std::vector<std::string> wanted = ids(kNoDay, kNoDay);
  std::vector<std::string> found = ids(kNoDay, middle);
  const auto late = ids(middle + 1, kNoDay);
  EXPECT_GT(found.size(), 100U);
  EXPECT_GT(late.size(), 100U);
  found.insert(found.end(), late.begin(), late.end());
  std::sort(found.begin(), found.end());
  std::sort(wanted.begin(), wanted.end());
  EXPECT_EQ(found, wanted);
}

}  // namespace
}  // namespace qiuhao::audit
