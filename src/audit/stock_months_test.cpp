// Items that a provider billed in a month beside its stock records: worked out by hand, the same for every number of
// threads and parts, found again and explained, and named in every file.
#include "audit/explain.h"
#include "audit/export.h"
#include "audit/find_subject.h"
#include "audit/finding_id.h"
#include "audit/peers.h"
#include "audit/report.h"
#include "audit/test_grains.h"
#include "text/csv.h"

namespace qiuhao::audit {
namespace {

using rules::StockKind;

rules::StockRow row(const char* provider, const char* item, const char* day, StockKind kind, std::int64_t whole) {
  return {provider, item, {*parse_day(day), kind, whole * 10'000}};
}

// H1 had two of A in March, H2 five; nobody counted B, and C of H1 is not in any record.
std::vector<rules::StockRow> stock() {
  return {row("H1", "A", "2025-02-28", StockKind::count, 1), row("H1", "A", "2025-03-09", StockKind::purchase, 1),
          row("H1", "A", "2025-03-31", StockKind::count, 0), row("H2", "A", "2025-03-01", StockKind::count, 5),
          row("H2", "A", "2025-04-01", StockKind::count, 0), row("H1", "B", "2025-03-05", StockKind::purchase, 9),
          row("H9", "C", "2025-02-28", StockKind::count, 9)};
}

// Each line is one piece for 10.00, of a person of its own. H1 sold five of A in March, two of them in a visit of H1
// that has lines of April too; H2 five.
std::vector<TestLine> sales() {
  std::vector<TestLine> lines;
  const auto sell = [&](const char* provider, const char* item, const char* day) {
    const std::size_t number = lines.size();
    lines.push_back({fmt::format("P{:02}", number), fmt::format("V{:02}", number), provider,
                     fmt::format("L{:02}", number), item, day, "10.00"});
  };
  for (const char* day : {"2025-03-01", "2025-03-12", "2025-03-31"}) sell("H1", "A", day);
  for (int i = 0; i < 5; ++i) sell("H2", "A", "2025-03-07");
  sell("H1", "B", "2025-03-07");
  sell("H1", "C", "2025-03-07");
  sell("H3", "A", "2025-03-07");
  lines.push_back({"P90", "V90", "H1", "L90", "A", "2025-03-30", "20.00"});
  lines.push_back({"P90", "V90", "H1", "L91", "A", "2025-03-31", "0.00"});
  lines.push_back({"P90", "V90", "H1", "L92", "A", "2025-04-01", "10.00"});
  return lines;
}

std::string stock_rule(const std::string& code = "R7") {
  return rule_of(code, "可疑", "provider_period", "sold.total > stock.available",
                 "share(paid.total, sold.total - stock.available, sold.total)",
                 "{provider.id} {month} {stock.item} {sold.total} {stock.available} {sold.n} {paid.total}",
                 "windows:\n"
                 "  sold: {peer: sum(line.quantity), of: [provider.id, month], group: [line.item, month], min_n: 1}\n"
                 "  paid: {peer: sum(line.in_scope), of: [provider.id, month], group: [line.item, month], min_n: 1}\n");
}

std::vector<std::string> told(const GrainWorld& world, const AuditResult& result) {
  const claims::Tape tape = world.tape();
  const Path file = world.folder() / "told.csv";
  EXPECT_TRUE(export_findings_csv(tape.parts(), result, file).has_value());
  const auto table = text::read_csv(file.string());
  std::vector<std::string> out;
  for (const auto& one : table->rows) {
    std::string text;
    for (const char* label : {"finding_id / 发现编号", "provider / 机构编码", "day / 费用日期", "item / 医保目录编码",
                              "gross / 规则金额", "net / 去重金额", "peer_group / 对照组", "message / 说明"})
      text += one.fields[*table->find_column(label)] + "|";
    out.push_back(text);
  }
  for (const Undecided& undecided : result.undecided) {
    const auto& cell = result.peers->cells(undecided.rule)[undecided.row];
    out.push_back(fmt::format("{} {} {} {}", cell.key.provider, cell.item, format_day(cell.key.month),
                              result.reasons[undecided.reason]));
  }
  return out;
}

// Five sold for 50.00 where two were to be had: three are too many, 30.00.
TEST(StockMonths, AreFoundAsWorkedOutByHand) {
  const GrainWorld world("stock", sales(), {stock_rule()}, 1'000, stock());
  const AuditResult result = world.audit();
  const auto out = told(world, result);
  ASSERT_EQ(result.findings.size(), 1U);
  const Hash128 id = hash128("R7\nprovider_period\n2:H110:2025-03-011:A7:2025-03");
  EXPECT_EQ(out[0], id.hex() + "|H1|2025-03-01|A|30.00|0.00|A | 2025-03|H1 2025-03 A 5 2 5 50|");
  EXPECT_EQ(result.rules[0].judged, 4U);  // A of H1 in March and April, of H2 in March, B of H1
  EXPECT_EQ(std::vector<std::string>(out.begin() + 1, out.end()),
            (std::vector<std::string>{"H1 A 2025-04-01 stock.available", "H1 B 2025-03-01 stock.available"}));
  EXPECT_TRUE(result.lines_of(result.findings[0]).empty());
  EXPECT_EQ(result.gross, 3'000);
  EXPECT_EQ(result.net, 0);
}

TEST(StockMonths, NeitherThreadsNorPartsShow) {
  const std::vector<std::string> rules = {rule_of("R1", "明确违规", "line", "line.item == 'A'", "decimal('1.00')", "x"),
                                          stock_rule(), stock_rule("R8")};
  std::vector<std::string> wanted;
  for (const std::size_t people_of_part : {1'000U, 1U, 3U}) {
    const GrainWorld world("stock-split", sales(), rules, people_of_part, stock());
    for (const int threads : {1, 2, 8}) {
      AuditOptions options;
      options.threads = threads;
      const auto found = told(world, world.audit(options));
      if (wanted.empty()) wanted = found;
      EXPECT_EQ(found, wanted);
    }
  }
  EXPECT_EQ(wanted.size(), 12U + 2 + 4);
}

TEST(StockMonths, AreFoundAgainAndExplained) {
  const GrainWorld world("stock-explained", sales(), {stock_rule()}, 4, stock());
  const claims::Tape tape = world.tape();
  const auto peers = collect_peers(tape, world.plan());
  SubjectNames names;
  names.provider = "H1";
  names.day = *parse_day("2025-03-01");
  names.peer_group = "A | 2025-03";
  const auto found = find_month(*peers, 0, names);
  ASSERT_TRUE(found.has_value()) << found.error().text();
  const rules::PartPlan laid(world.plan(), tape.parts()[peers->cells(0)[found->row].part]);
  rules::Subject subject(laid);
  subject.set_provider_period(*peers, found->row, 0);
  const Explanation why = explain(subject);
  EXPECT_EQ(why.verdict.outcome, rules::Outcome::hit);
  EXPECT_EQ(why.verdict.amount, 3'000);
  std::map<std::string, std::string> values;
  for (const cel::ExplainStep& step : why.formulas.at(0).steps) values[step.text] = step.value;
  EXPECT_EQ(values["sold.total"], "5");
  EXPECT_EQ(values["stock.available"], "2");
}

// A run that judged by other records is another run.
TEST(StockMonths, RecordsAreOfTheRun) {
  auto other = stock();
  other.back().event.quantity += 1;
  const GrainWorld world("stock-run", sales(), {stock_rule()}, 1'000, stock());
  const GrainWorld changed("stock-run-2", sales(), {stock_rule()}, 1'000, other);
  const GrainWorld again("stock-run-3", sales(), {stock_rule()}, 1'000, stock());
  EXPECT_EQ(world.plan().rules()[0].hash, again.plan().rules()[0].hash);
  EXPECT_NE(world.plan().rules()[0].hash, changed.plan().rules()[0].hash);
}

}  // namespace
}  // namespace qiuhao::audit
