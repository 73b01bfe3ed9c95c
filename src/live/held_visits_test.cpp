// Details come, are sent again, cancelled, refunded and settled; what is left is what a question sees.
#include "live/held_visits.h"

#include "live/test_rows.h"

namespace qiuhao::live {
namespace {

std::string said(const HeldVisits& held) {
  const auto visits = held.of("0123456789abcdef01234567");
  EXPECT_TRUE(visits.has_value());
  const claims::FieldIndex quantity = test_schema().of(claims::Entity::line).find("quantity");
  std::string out;
  for (const HeldVisit& visit : *visits) {
    out += visit.id + ":";
    for (const claims::LooseRow& line : visit.lines)
      out += " " + line.id + "=" + format_decimal({line.values[quantity]->number, 4});
    out += "\n";
  }
  return out;
}

Accepted cancelled(const std::string& message, const std::string& visit, Texts parts) {
  Accepted accepted = test_details(message, visit, {});
  accepted.kind = Accepted::Kind::cancel;
  accepted.parts = std::move(parts);
  return accepted;
}

TEST(HeldVisits, KeepsLinesInTheOrderInWhichTheyCame) {
  HeldVisits held(test_schema());
  held.take(1, test_details("M1", "V1", {line_of("L1", "A", "2"), line_of("L2", "B", "3")}));
  held.take(2, test_details("M2", "V2", {line_of("L1", "A", "5")}));
  held.take(3, test_details("M3", "V1", {line_of("L3", "C", "1")}));
  EXPECT_EQ(said(held), "V1: L1=2.0000 L2=3.0000 L3=1.0000\nV2: L1=5.0000\n");
  EXPECT_EQ(held.records(), 3u);
  EXPECT_FALSE(held.has("somebody"));
}

TEST(HeldVisits, ALineThatIsSentAgainTakesThePlaceOfWhatItWas) {
  HeldVisits held(test_schema());
  held.take(1, test_details("M1", "V1", {line_of("L1", "A", "2"), line_of("L2", "B", "3")}));
  held.take(2, test_details("M2", "V1", {line_of("L1", "A", "7")}));
  EXPECT_EQ(said(held), "V1: L1=7.0000 L2=3.0000\n");
}

TEST(HeldVisits, CancelsALineABatchOrAll) {
  HeldVisits held(test_schema());
  held.take(1, test_details("M1", "V1", {line_of("L1", "A", "2"), line_of("L2", "B", "3")}, "B1"));
  held.take(2, test_details("M2", "V1", {line_of("L3", "C", "1")}, "B2"));
  held.take(3, cancelled("M3", "V1", {{"line", "L1"}}));
  EXPECT_EQ(said(held), "V1: L2=3.0000 L3=1.0000\n");
  held.take(4, cancelled("M4", "V1", {{"batch", "B1"}}));
  EXPECT_EQ(said(held), "V1: L3=1.0000\n");
  held.take(5, cancelled("M5", "V1", {}));
  EXPECT_EQ(said(held), "");
  held.take(6, test_details("M6", "V1", {line_of("L1", "A", "4")}));
  EXPECT_EQ(said(held), "V1: L1=4.0000\n");
}

TEST(HeldVisits, ARefundIsTakenOffItsLine) {
  HeldVisits held(test_schema());
  held.take(1, test_details("M1", "V1", {line_of("L1", "A", "5")}));
  Accepted refund = test_details("M2", "V1", {});
  refund.parts = {{std::string(kRefundsOf) + "B1", packed_lines({line_of("L1", "A", "-2")})}};
  held.take(2, refund);
  EXPECT_EQ(said(held), "V1: L1=3.0000\n");
  const auto visits = held.of("0123456789abcdef01234567");
  const auto& values = visits->front().lines.front().values;
  const claims::EntitySchema& line = test_schema().of(claims::Entity::line);
  EXPECT_EQ(values[line.find("amount")]->number, 300);
  EXPECT_EQ(values[line.find("refunded")]->number, 20'000);
}

TEST(HeldVisits, ARecordThatIsCarriedOnCountsOnce) {
  HeldVisits held(test_schema());
  held.take(1, test_details("M1", "V1", {line_of("L1", "A", "2")}));
  held.take(2, cancelled("M2", "V1", {{"line", "L1"}}));
  held.take(3, test_details("M3", "V1", {line_of("L1", "A", "9")}));
  for (auto& [sequence, accepted] : held.before(4)) {
    EXPECT_NE(accepted.original, 0u);
    held.take(10 + sequence, accepted);
  }
  EXPECT_EQ(said(held), "V1: L1=9.0000\n");
  EXPECT_EQ(held.records(), 3u);
  EXPECT_EQ(held.oldest(), 11u);
}

TEST(HeldVisits, WhatIsSettledIsDropped) {
  HeldVisits held(test_schema());
  held.take(1, test_details("M1", "V1", {line_of("L1", "A", "2")}));
  held.take(2, test_details("M2", "V2", {line_of("L1", "A", "3")}));
  const auto dropped = held.drop([](const HeldVisits::PersonVisit& visit) { return visit.visit == "V1"; });
  ASSERT_EQ(dropped.size(), 1u);
  EXPECT_EQ(dropped[0].visit, "V1");
  EXPECT_EQ(said(held), "V2: L1=3.0000\n");
  held.drop([](const HeldVisits::PersonVisit&) { return true; });
  EXPECT_EQ(held.records(), 0u);
  EXPECT_EQ(held.bytes(), 0u);
  EXPECT_FALSE(held.oldest().has_value());
}

}  // namespace
}  // namespace qiuhao::live
