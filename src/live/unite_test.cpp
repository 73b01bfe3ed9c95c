// Nothing counts twice, whoever tells of it: the message, the journal or the tape.
#include "live/unite.h"

#include "live/test_rows.h"

namespace qiuhao::live {
namespace {

using claims::LooseRow;
using claims::LooseTape;

LooseRow visit(const std::string& id, bool is_history) {
  LooseRow row;
  row.id = id;
  row.is_history = is_history;
  row.values.resize(test_schema().of(claims::Entity::visit).fields.size());
  return row;
}

LooseRow of_visit(const std::string& visit, LooseRow line) {
  line.visit = visit;
  return line;
}

std::string said(const LooseTape& rows) {
  std::string out;
  for (const LooseRow& visit : rows.visits) {
    out += (visit.is_history ? "(" : "") + visit.id + (visit.is_history ? "):" : ":");
    for (const LooseRow& line : rows.lines)
      if (line.visit == visit.id) out += (line.is_history ? " (" : " ") + line.id + (line.is_history ? ")" : "");
    out += "\n";
  }
  return out;
}

class Unite : public ::testing::Test {
 protected:
  Unite() {
    message_.visits = {visit("NOW", false), visit("OLD", true), visit("SETTLED", true)};
    message_.lines = {of_visit("NOW", test_line(line_of("R1", "A", "2"))),
                      of_visit("OLD", test_line(line_of("R2", "B", "1", "2026-11-01 09:00:00"))),
                      of_visit("SETTLED", test_line(line_of("R3", "C", "1", "2026-10-01 09:00:00")))};
  }
  static HeldVisit held(const std::string& id, const std::vector<Texts>& lines) {
    HeldVisit visit{id, "H34060000001", {}};
    for (const Texts& line : lines) visit.lines.push_back(of_visit(id, test_line(line)));
    return visit;
  }

  LooseTape message_;
};

TEST_F(Unite, WhatTheTapeHasIsLeftOutOfTheMessagesHistory) {
  unite(test_schema(), message_, {}, {"NOW", "SETTLED"}, false);
  EXPECT_EQ(said(message_), "NOW: R1\n(OLD): R2\n");
}

TEST_F(Unite, HeldVisitsOfTheTapeAreLeftOut) {
  unite(test_schema(), message_, {held("SETTLED", {line_of("H1", "C", "1")})}, {"SETTLED"}, false);
  EXPECT_EQ(said(message_), "NOW: R1\n(OLD): R2\n");
}

TEST_F(Unite, AHeldVisitThatTheMessageDoesNotKnowIsHistory) {
  unite(test_schema(), message_, {held("OTHER", {line_of("H1", "C", "1")})}, {"SETTLED"}, true);
  EXPECT_EQ(said(message_), "NOW: R1\n(OLD): R2\n(OTHER): (H1)\n");
}

TEST_F(Unite, ALineOfBothCountsOnceByItsNumber) {
  unite(test_schema(), message_, {held("NOW", {line_of("R1", "A", "5")})}, {"SETTLED"}, true);
  EXPECT_EQ(said(message_), "NOW: R1\n(OLD): R2\n");
  // As the message has it.
  const claims::FieldIndex quantity = test_schema().of(claims::Entity::line).find("quantity");
  EXPECT_EQ(message_.lines[0].values[quantity]->number, 20'000);
}

TEST_F(Unite, ALineOfBothCountsOnceByItsOrder) {
  Texts detail = line_of("F1", "A", "2", "2026-11-30 10:00:00");
  detail.emplace_back("rxno", "R1");
  detail.emplace_back("used_frqu_dscr", "tid");
  unite(test_schema(), message_, {held("NOW", {detail})}, {"SETTLED"}, true);
  EXPECT_EQ(said(message_), "NOW: R1\n(OLD): R2\n");
  // What only the held one knows is kept.
  const claims::FieldIndex frequency = test_schema().of(claims::Entity::line).find("frequency");
  EXPECT_EQ(message_.lines[0].values[frequency]->words, "tid");
}

TEST_F(Unite, ALineOfBothCountsOnceByItemTimeQuantityAndAmount) {
  unite(test_schema(), message_,
        {held("OLD", {line_of("F9", "B", "1", "2026-11-01 09:00:00"), line_of("F8", "B", "1", "2026-11-01 09:00:00")})},
        {"SETTLED"}, false);
  // Two alike are two: one is the message's, the other is not.
  EXPECT_EQ(said(message_), "NOW: R1\n(OLD): R2 (F8)\n");
}

TEST_F(Unite, HeldLinesOfTheVisitAreAskedAboutWhenItIsTheWholeBill) {
  LooseTape prescribing = message_;
  unite(test_schema(), message_, {held("NOW", {line_of("H1", "D", "1")})}, {"SETTLED"}, true);
  EXPECT_EQ(said(message_), "NOW: R1 H1\n(OLD): R2\n");
  unite(test_schema(), prescribing, {held("NOW", {line_of("H1", "D", "1")})}, {"SETTLED"}, false);
  EXPECT_EQ(said(prescribing), "NOW: R1 (H1)\n(OLD): R2\n");
}

}  // namespace
}  // namespace qiuhao::live
