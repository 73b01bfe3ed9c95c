// What visits become events, and when: refunds, cancelled visits, times of day, exemptions, periods, parts.
#include "screening/networks/visits.h"

#include "screening/networks/test_tape.h"

namespace qiuhao::screening {
namespace {

TapeVisits read(const TestTape& tape, const VisitOptions& options = {}, int threads = 1) {
  const auto visits = read_visits(tape.tape(), tape.schema(), options, {.threads = threads});
  EXPECT_TRUE(visits.has_value()) << visits.error().text();
  return *visits;
}

// "P1 H1 09:00:00" by event.
std::vector<std::string> told(const TestTape& tape, const TapeVisits& visits) {
  const claims::Tape opened = tape.tape();
  const TapeNames names(opened, tape.schema(), visits);
  std::vector<std::string> out;
  for (const Event& event : visits.events) {
    out.push_back(fmt::format("{} {} {}{}", names.visit(event.person, event.visit),
                              visits.institutions[institution_of(event.place)], format_time(event.at),
                              way_of(event.place) == Way::admission ? " in" : ""));
  }
  return out;
}

using Told = std::vector<std::string>;

TEST(Visits, RefundedWholeIsNoEventAndInPartStaysOne) {
  const TestTape tape(
      "refunds",
      {{"P1",
        "V1",
        "H1",
        "outpatient",
        "2025-03-01 08:00:00",
        "",
        "",
        "",
        {{"S1", "2025-03-01 09:00:00", "10.00", "8.00"}, {"S2", "2025-03-01 11:00:00", "-10.00", "-8.00", true, "S1"}}},
       {"P1",
        "V2",
        "H1",
        "outpatient",
        "2025-03-02 08:00:00",
        "",
        "",
        "",
        {{"S3", "2025-03-02 09:00:00", "10.00", "8.00"}, {"S4", "2025-03-02 11:00:00", "-4.00", "-3.00", true}}},
       // Settled, taken back, settled again: the second time counts.
       {"P1",
        "V3",
        "H1",
        "outpatient",
        "2025-03-03 08:00:00",
        "",
        "",
        "",
        {{"S5", "2025-03-03 09:00:00", "10.00", "8.00"},
         {"S6", "2025-03-03 09:10:00", "-10.00", "-8.00", true, "S5"},
         {"S7", "2025-03-03 10:00:00", "9.00", "7.00"}}},
       // A refund that does not say it is one.
       {"P1",
        "V4",
        "H1",
        "outpatient",
        "2025-03-04 08:00:00",
        "",
        "",
        "",
        {{"S8", "2025-03-04 09:00:00", "10.00", "8.00"}, {"S9", "2025-03-04 11:00:00", "-10.00", "-8.00"}}},
       // Free of charge, but nobody took it back.
       {"P1",
        "V5",
        "H1",
        "outpatient",
        "2025-03-05 08:00:00",
        "",
        "",
        "",
        {{"S10", "2025-03-05 09:00:00", "0.00", "0.00"}}}});
  const TapeVisits visits = read(tape);
  EXPECT_EQ(told(tape, visits),
            (Told{"V2 H1 2025-03-02 09:00:00", "V3 H1 2025-03-03 10:00:00", "V5 H1 2025-03-05 09:00:00"}));
  EXPECT_EQ(visits.left_out.cancelled, 2U);
  EXPECT_EQ(visits.visits, 5U);
  EXPECT_EQ(visits.bills[0].total, 600 + 900);
  EXPECT_EQ(visits.bills[0].fund, 500 + 700);
}

TEST(Visits, WithoutSettlementTheLinesSayWhen) {
  const TestTape tape(
      "lines", {{"P1",
                 "V1",
                 "H1",
                 "pharmacy",
                 "2025-03-01 08:00:00",
                 "",
                 "",
                 "",
                 {},
                 {{"A", "2025-03-01 09:30:00"}, {"B", "2025-03-01 09:20:00"}}},
                // A line that knows its day only: the visit's start knows more.
                {"P1", "V2", "H1", "pharmacy", "2025-03-02 08:00:00", "", "", "", {}, {{"A", "2025-03-02 00:00:00"}}},
                {"P1", "V3", "H1", "pharmacy", "2025-03-03 00:00:00", "", "", "", {}, {{"A", "2025-03-03 00:00:00"}}},
                // Registered, and nothing came of it.
                {"P1", "V4", "H1", "outpatient", "2025-03-04 08:00:00"}});
  const TapeVisits visits = read(tape);
  EXPECT_EQ(told(tape, visits), (Told{"V1 H1 2025-03-01 09:20:00", "V2 H1 2025-03-02 08:00:00"}));
  EXPECT_EQ(visits.left_out.without_time, 1U);
  EXPECT_EQ(visits.left_out.cancelled, 1U);
  EXPECT_EQ(visits.bills[0].total, 4 * 300);
  EXPECT_EQ(visits.bills[0].fund, 4 * 200);
}

TEST(Visits, StaysAreAdmissionsAndAreListed) {
  TestVisit open = stay("P1", "V2", "H2", "2025-04-01 00:00:00", "", "");
  open.settlements[0].time = "2025-04-02 00:00:00";
  TestVisit transfer = stay("P1", "V1", "H1", "2025-03-01 10:00:00", "2025-03-09 10:00:00", "J18.900", "500.00");
  transfer.discharge_way = "2";
  const TestTape tape("stays", {open, transfer});
  const TapeVisits visits = read(tape);
  EXPECT_EQ(told(tape, visits), (Told{"V1 H1 2025-03-01 10:00:00 in", "V2 H2 2025-04-01 00:00:00 in"}));
  ASSERT_EQ(visits.stays.size(), 2U);
  EXPECT_EQ(visits.diagnoses[visits.stays[0].diagnosis], "J18");
  EXPECT_EQ(visits.stays[0].discharged - visits.stays[0].admitted, 8 * 86'400U);
  EXPECT_TRUE(visits.stays[0].is_transfer);
  EXPECT_EQ(visits.stays[0].total, 50'000);
  EXPECT_EQ(visits.stays[1].discharged, 0U) << "still in hospital";
  EXPECT_EQ(visits.stays[1].diagnosis, 0U);
}

TEST(Visits, DialysisIsExemptByItemAndByDiagnosis) {
  TestVisit by_item = settled("P1", "V1", "H1", "2025-03-01 09:00:00");
  by_item.lines = {{"003110000010000", "2025-03-01 09:00:00"}};
  TestVisit by_diagnosis = settled("P1", "V2", "H1", "2025-03-02 09:00:00");
  by_diagnosis.diagnosis = "Z49.100";
  TestVisit other = settled("P1", "V3", "H1", "2025-03-03 09:00:00");
  other.lines = {{"003120000010000", "2025-03-03 09:00:00"}};
  other.diagnosis = "N18.000";
  const TestTape tape("exempt", {by_item, by_diagnosis, other});
  const Thresholds shipped = shipped_thresholds();
  const VisitOptions options{kNoDay, kNoDay, shipped.exempt_diagnoses, shipped.exempt_items};
  const TapeVisits visits = read(tape, options);
  EXPECT_EQ(told(tape, visits), (Told{"V3 H1 2025-03-03 09:00:00"}));
  EXPECT_EQ(visits.left_out.exempt, 2U);
  EXPECT_EQ(read(tape).events.size(), 3U) << "without the parameters nothing is exempt";
}

TEST(Visits, ThePeriodHoldsItsFirstAndLastDay) {
  const TestTape tape(
      "period", {settled("P1", "V1", "H1", "2025-02-28 23:59:59"), settled("P1", "V2", "H1", "2025-03-01 00:00:01"),
                 settled("P1", "V3", "H1", "2025-03-31 23:59:59"), settled("P1", "V4", "H1", "2025-04-01 00:00:01")});
  const TapeVisits visits = read(tape, {*parse_day("2025-03-01"), *parse_day("2025-03-31"), {}, {}});
  EXPECT_EQ(told(tape, visits), (Told{"V2 H1 2025-03-01 00:00:01", "V3 H1 2025-03-31 23:59:59"}));
  EXPECT_EQ(visits.visits, 2U);
  EXPECT_EQ(visits.bills[0].total, 2'000);
}

TEST(Visits, PartsAndThreadsChangeNothing) {
  std::vector<TestVisit> rows;
  for (int number = 0; number < 300; ++number) {
    rows.push_back(settled(fmt::format("P{:03}", number % 70), fmt::format("V{:03}", number),
                           fmt::format("H{}", number % 7), minute_text("2025-03-01", number % 50, 500 + number)));
  }
  const TestTape one("one-part", rows);
  const TestTape many("many-parts", rows, 9);
  ASSERT_EQ(many.tape().parts().size(), 8U);
  const Told whole = told(one, read(one));
  EXPECT_EQ(whole.size(), 300U);
  EXPECT_EQ(told(many, read(many)), whole);
  EXPECT_EQ(told(many, read(many, {}, 4)), whole);
  const TapeVisits visits = read(many);
  EXPECT_EQ(visits.institutions, (std::vector<std::string>{"H0", "H1", "H2", "H3", "H4", "H5", "H6"}));
  EXPECT_EQ(visits.names[3], "H3医院");
  const PersonPlace place = place_of_person(visits, 9);
  EXPECT_EQ(place.part, 1U);
  EXPECT_EQ(place.row, 0U);
}

TEST(Visits, ANumberThatManyShareIsNobody) {
  std::vector<TestVisit> rows;
  for (std::size_t number = 0; number <= kMostVisitsOfPerson; ++number) {
    rows.push_back(settled("P0", fmt::format("V{:05}", number), "H1",
                           minute_text("2025-01-01", static_cast<int>(number % 300), 500)));
  }
  rows.push_back(settled("P1", "W1", "H1", "2025-03-01 09:00:00"));
  const TestTape tape("nobody", rows);
  const TapeVisits visits = read(tape);
  EXPECT_EQ(visits.events.size(), 1U);
  EXPECT_EQ(visits.left_out.nobody, kMostVisitsOfPerson + 1);
  EXPECT_EQ(visits.visits, kMostVisitsOfPerson + 2);
}

TEST(Visits, MemoryIsByVisitsAndPeople) {
  EXPECT_LT(bytes_needed(10'000'000, 1'000'000, 2), std::size_t{1} << 30);
  EXPECT_GT(bytes_needed(100'000'000, 10'000'000, 2), std::size_t{4} << 30);
}

}  // namespace
}  // namespace qiuhao::screening
