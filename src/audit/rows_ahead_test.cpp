// Rows read ahead on threads are those that one reader gives, in the same order.
#include "audit/rows_ahead.h"

#include "audit/test_grains.h"

namespace qiuhao::audit {
namespace {

std::string text_of(const FindingCells& cells) {
  std::string out;
  for (const Cell& cell : cells) {
    out += fmt::format("{} {} {} {} {}|", static_cast<int>(cell.kind), cell.text, cell.number.units, cell.number.scale,
                       cell.day);
  }
  return out;
}

std::vector<TestLine> lines_of(std::size_t count) {
  std::vector<TestLine> lines;
  for (std::size_t number = 0; number < count; ++number) {
    const std::size_t person = number / 7;
    lines.push_back({fmt::format("P{:05}", person), fmt::format("V{:05}-{}", person, number % 7 / 3), "H1",
                     fmt::format("L{:06}", number), number % 5 == 0 ? "B" : "A", "2025-03-01",
                     fmt::format("{}.00", number % 9)});
  }
  return lines;
}

TEST(RowsAhead, AreThoseOfOneReaderInItsOrder) {
  const GrainWorld world(
      "ahead", lines_of(5'000),
      {rule_of("R1", "明确违规", "line", "line.in_scope > 1", "line.in_scope", "{line.item} 第 {line.id} 行"),
       rule_of("R2", "可疑", "visit", "size(visit.lines) > 1", "decimal('1.00')", "{visit.id}")},
      90);
  const claims::Tape tape = world.tape();
  const AuditResult result = world.audit();
  ASSERT_GT(result.findings.size(), 4 * RowsAhead::kBlockRows);
  RowReader reader(tape.parts(), result);
  for (const int threads : {1, 3, 0}) {
    RowsAhead rows(tape.parts(), result, threads);
    FindingCells wanted;
    for (const Finding& finding : result.findings) {
      const FindingCells* cells = rows.next();
      ASSERT_NE(cells, nullptr);
      reader.read(finding, wanted);
      ASSERT_EQ(text_of(*cells), text_of(wanted));
    }
    EXPECT_EQ(rows.next(), nullptr);
    EXPECT_EQ(rows.next(), nullptr);
  }
  // Whoever stops early leaves no thread waiting.
  RowsAhead given_up(tape.parts(), result, 2);
  EXPECT_NE(given_up.next(), nullptr);
}

TEST(RowsAhead, NoFindingsAreNoRows) {
  const GrainWorld world("ahead-none", lines_of(20),
                         {rule_of("R1", "可疑", "line", "line.in_scope > 100", "line.in_scope", "x")});
  const claims::Tape tape = world.tape();
  const AuditResult result = world.audit();
  RowsAhead rows(tape.parts(), result, 0);
  EXPECT_EQ(rows.next(), nullptr);
}

TEST(TextStore, KeepsTextsOfAnyLength) {
  TextStore store;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::pair<std::string, std::string_view>> kept;
    for (std::size_t length = 0; length < 200'000; length = length * 3 + 1) {
      for (int times = 0; times < 3; ++times) {
        const std::string text(length, static_cast<char>('a' + times));
        kept.emplace_back(text, store.keep(text));
      }
    }
    for (const auto& [text, view] : kept) ASSERT_EQ(view, text);
    store.clear();
  }
}

}  // namespace
}  // namespace qiuhao::audit
