// A whole screening: planted gangs among honest look-alikes, evidence and money, the same in every way of running it.
#include "screening/networks/networks.h"

#include <fstream>

#include "screening/networks/sentences.h"
#include "screening/networks/tables.h"
#include "screening/networks/test_random.h"
#include "screening/networks/test_tape.h"
#include "text/csv.h"
#include "text/document.h"

namespace qiuhao::screening {
namespace {

// Everybody's ordinary visits, so that places have traffic.
std::vector<TestVisit> ordinary(std::uint32_t people, std::uint32_t visits) {
  Random random(21);
  std::vector<TestVisit> rows;
  for (std::uint32_t number = 0; number < visits; ++number) {
    rows.push_back(settled(
        fmt::format("Q{:04}", random.below(people)), fmt::format("Q{:05}", number), fmt::format("H{}", random.below(6)),
        minute_text("2025-01-01", static_cast<int>(random.below(300)), 480 + static_cast<int>(random.below(540)))));
  }
  return rows;
}

// These people together on so many days, by turns at two institutions.
void add_together(std::vector<TestVisit>& rows, const std::vector<std::string>& people, int days, int first,
                  const std::string& word) {
  for (int day = 0; day < days; ++day) {
    int second = 0;
    for (const std::string& person : people) {
      rows.push_back(settled(person, fmt::format("{}{}{}", word, person, day), day % 2 == 0 ? "H0" : "H5",
                             minute_text("2025-02-01", first + day * 6, 600, second += 240)));
    }
  }
}

struct City {
  std::vector<TestVisit> rows = ordinary(400, 3'000);
  std::map<std::string, TestPerson> people = {{"C1", {"1", "1980-01-01"}},
                                              {"C2", {"2", "1983-06-01"}},
                                              {"K1", {"2", "1990-01-01"}},
                                              {"K2", {"1", "2020-01-01"}}};
  City() {
    add_together(rows, {"A1", "A2", "A3", "A4"}, 8, 0, "a");  // a gang
    add_together(rows, {"B1", "B2", "B3"}, 5, 3, "b");        // just enough
    add_together(rows, {"D1", "D2", "D3"}, 4, 2, "d");        // a day too few
    add_together(rows, {"C1", "C2"}, 9, 1, "c");              // a couple
    add_together(rows, {"K1", "K2"}, 6, 4, "k");              // a mother with a child
  }
};

NetworkReport screen(const TestTape& tape, const NetworkOptions& options = {}, int threads = 1,
                     const Thresholds& thresholds = shipped_thresholds()) {
  const claims::Tape opened = tape.tape();
  auto report = screen_networks(opened, tape.schema(), thresholds, options, {.threads = threads});
  EXPECT_TRUE(report.has_value()) << report.error().text();
  return std::move(*report);
}

std::vector<std::string> members_of(const std::vector<Network>& networks) {
  std::vector<std::string> out;
  for (const Network& network : networks) {
    std::string& text = out.emplace_back();
    for (const Member& member : network.members) text += (text.empty() ? "" : " ") + member.id;
  }
  std::sort(out.begin(), out.end());
  return out;
}

using Told = std::vector<std::string>;

TEST(Networks, FindThePlantedAndKeepCouplesApart) {
  const City city;
  const TestTape tape("city", city.rows, 1'000, city.people);
  const NetworkReport report = screen(tape);
  EXPECT_EQ(members_of(report.networks), (Told{"A1 A2 A3 A4", "B1 B2 B3"}));
  EXPECT_EQ(members_of(report.smaller), (Told{"C1 C2", "K1 K2"}));
  for (const Network& network : report.smaller) {
    EXPECT_EQ(network.look_alike,
              network.members[0].id == "C1" ? LookAlike::man_and_woman : LookAlike::adult_with_child);
  }
  const Network& gang = report.networks[0];
  EXPECT_EQ(gang.members[0].id, "A1") << "more days are more surprising";
  EXPECT_EQ(gang.edges.size(), 6U);
  EXPECT_EQ(gang.density, 1);
  EXPECT_EQ(gang.days, 8U);
  EXPECT_EQ(gang.institutions.size(), 2U);
  EXPECT_EQ(gang.first, *parse_day("2025-02-01"));
  EXPECT_EQ(gang.last, *parse_day("2025-02-01") + 42);
  EXPECT_EQ(gang.total, 4 * 8 * 1'000);
  EXPECT_EQ(gang.fund, 4 * 8 * 800);
  EXPECT_EQ(gang.members[0].fund, 8 * 800);
  EXPECT_EQ(gang.members[0].companions, 3U);
  EXPECT_EQ(gang.members[0].days, 24U);
  EXPECT_FALSE(gang.members[0].is_central) << "where all are equal nobody is in the middle";
  EXPECT_EQ(gang.look_alike, LookAlike::none);
  EXPECT_GT(gang.surprise, report.chance_surprise);
}

TEST(Networks, SentencesSayWhyInBothLanguages) {
  const City city;
  const TestTape tape("sentences", city.rows, 1'000, city.people);
  const NetworkReport report = screen(tape);
  const Sentence gang = sentence_of(report, report.networks[0]);
  EXPECT_TRUE(gang.english.starts_with(
      "4 people met at 2 institutions, most at H0 H0医院, on 8 days (2025-02-01 to 2025-03-15): 6 pairs"))
      << gang.english;
  EXPECT_TRUE(gang.english.ends_with("funds paid 256.00 yuan")) << gang.english;
  EXPECT_TRUE(gang.chinese.starts_with("4 人在 2 家机构（多在 H0 H0医院）同行，2025-02-01 至 2025-03-15 共 8 天"))
      << gang.chinese;
  for (const Network& network : report.smaller) {
    const Sentence sentence = sentence_of(report, network);
    EXPECT_NE(sentence.english.find("; may be a"), std::string::npos);
    EXPECT_NE(sentence.chinese.find("；可能是"), std::string::npos);
  }
}

std::string json_of(const TestTape& tape, const NetworkReport& report) {
  const claims::Tape opened = tape.tape();
  const TapeNames names(opened, tape.schema(), report.visits);
  std::string text;
  write_json_tables(tables_of(report, names), [&](std::string_view piece) { text += piece; });
  return text;
}

TEST(Networks, PartsAndThreadsChangeNoByte) {
  const City city;
  const TestTape one("one", city.rows, 1'000, city.people);
  const TestTape many("many", city.rows, 37, city.people);
  const std::string whole = json_of(one, screen(one));
  EXPECT_EQ(json_of(one, screen(one, {}, 4)), whole);
  EXPECT_EQ(json_of(many, screen(many)), whole);
  EXPECT_EQ(json_of(many, screen(many, {}, 3)), whole);
}

TEST(Networks, JsonIsJsonAndTellsEveryMeeting) {
  const City city;
  const TestTape tape("json", city.rows, 1'000, city.people);
  const auto document = text::parse_json(json_of(tape, screen(tape)), "report.json");
  ASSERT_TRUE(document.has_value()) << document.error().text();
  EXPECT_EQ(document->find("networks")->items.size(), 4U);
  EXPECT_EQ(document->find("members")->items.size(), 4U + 3 + 2 + 2);
  EXPECT_EQ(document->find("edges")->items.size(), 6U + 3 + 1 + 1);
  EXPECT_EQ(document->find("meetings")->items.size(), 6U * 8 + 3 * 5 + 9 + 6);
  const text::Node& first = document->find("meetings")->items[0];
  EXPECT_EQ(first.text_of("a"), "A1");
  EXPECT_EQ(first.text_of("b"), "A2");
  EXPECT_EQ(first.text_of("day"), "2025-02-01");
  EXPECT_EQ(first.text_of("time_a"), "2025-02-01 10:04:00");
  EXPECT_EQ(first.text_of("time_b"), "2025-02-01 10:08:00");
  EXPECT_EQ(first.text_of("visit_a"), "aA10");
}

TEST(Networks, CsvTablesComeTogetherAndOnlyIntoAFreeFolder) {
  const City city;
  const TestTape tape("csv", city.rows, 1'000, city.people);
  const NetworkReport report = screen(tape);
  const claims::Tape opened = tape.tape();
  const TapeNames names(opened, tape.schema(), report.visits);
  const auto tables = tables_of(report, names);
  const Path out = tape.folder() / "networks";
  const Status written = write_csv_tables(tables, out);
  ASSERT_TRUE(written.has_value()) << written.error().text();
  const auto networks = text::read_csv(out / "networks.csv");
  ASSERT_TRUE(networks.has_value());
  EXPECT_EQ(networks->rows.size(), 4U);
  EXPECT_EQ(networks->header[0], "network / 网络编号");
  EXPECT_EQ(text::read_csv(out / "meetings.csv")->rows.size(), 6U * 8 + 3 * 5 + 9 + 6);
  EXPECT_EQ(write_csv_tables(tables, out).error().code, "folder_in_use");
}

TEST(Networks, RefundedVisitsBringNobodyTogether) {
  City city;
  for (TestVisit& visit : city.rows) {
    if (visit.person[0] != 'A' || visit.id.back() > '3') continue;  // four of the gang's eight days
    const TestSettlement settlement = visit.settlements[0];
    visit.settlements.push_back({settlement.id + "R", settlement.time, "-10.00", "-8.00", true, settlement.id});
  }
  const TestTape tape("refunded", city.rows, 1'000, city.people);
  const NetworkReport report = screen(tape);
  EXPECT_EQ(members_of(report.networks), (Told{"B1 B2 B3"}));
  EXPECT_EQ(report.visits.left_out.cancelled, 16U);
}

TEST(Networks, DialysisOnOneShiftIsExempt) {
  City city;
  for (TestVisit& visit : city.rows) {
    if (visit.person[0] == 'A') visit.lines = {{"003110000010000", visit.start}};
  }
  const TestTape tape("dialysis", city.rows, 1'000, city.people);
  EXPECT_EQ(members_of(screen(tape).networks), (Told{"B1 B2 B3"}));
}

TEST(Networks, ThePeriodLimitsDays) {
  const City city;
  const TestTape tape("period", city.rows, 1'000, city.people);
  // The gang's eighth day is day 42; up to day 23 they met four times.
  const NetworkReport report = screen(tape, {.to = *parse_day("2025-02-01") + 23});
  EXPECT_TRUE(report.networks.empty());
  EXPECT_TRUE(screen(tape, {.from = *parse_day("2026-01-01")}).networks.empty());
}

TEST(Networks, LargeOnesArePartedIntoCommunities) {
  std::vector<TestVisit> rows = ordinary(300, 2'000);
  std::vector<std::vector<std::string>> circles(3);
  for (int number = 0; number < 36; ++number)
    circles[static_cast<std::size_t>(number % 3)].push_back(fmt::format("X{:02}", number));
  for (int circle = 0; circle < 3; ++circle) {
    // Everybody within half an hour: they come 100 seconds apart.
    for (int day = 0; day < 10; ++day) {
      int second = 0;
      for (const std::string& person : circles[static_cast<std::size_t>(circle)])
        rows.push_back(settled(person, fmt::format("x{}{}", person, day), day % 2 == 0 ? "H1" : "H4",
                               minute_text("2025-03-01", day * 7 + circle, 550, second += 100)));
    }
  }
  add_together(rows, {"X00", "X01"}, 6, 60, "y");  // links between the circles
  add_together(rows, {"X01", "X02"}, 6, 61, "z");
  const TestTape tape("communities", rows);
  const NetworkReport report = screen(tape);
  ASSERT_EQ(report.networks.size(), 1U);
  const Network& network = report.networks[0];
  EXPECT_EQ(network.members.size(), 36U);
  EXPECT_EQ(network.communities, 3U);
  for (const Member& member : network.members)
    EXPECT_EQ(member.community, static_cast<std::uint32_t>(std::stoi(member.id.substr(1)) % 3)) << member.id;
  Told central;
  for (const Member& member : network.members) {
    if (member.is_central) central.push_back(member.id);
  }
  EXPECT_EQ(central, (Told{"X01"})) << "who links the circles";
}

// Whole neighbourhoods go to two village clinics every few days: they meet, and it says nothing.
TEST(Networks, NeighboursOfAVillageClinicAreSaidToBeChance) {
  Random random(31);
  std::vector<TestVisit> rows;
  int number = 0;
  for (int day = 0; day < 120; ++day) {
    for (int person = 0; person < 30; ++person) {
      if (random.below(3) != 0) continue;
      rows.push_back(settled(fmt::format("V{:02}", person), fmt::format("v{:05}", number++), day % 2 == 0 ? "H1" : "H2",
                             minute_text("2025-03-01", day, 540 + static_cast<int>(random.below(60)))));
    }
  }
  const TestTape tape("village", rows);
  const NetworkReport report = screen(tape);
  ASSERT_EQ(report.networks.size(), 1U);
  EXPECT_EQ(report.networks[0].look_alike, LookAlike::by_chance);
  EXPECT_NE(sentence_of(report, report.networks[0]).chinese.find("偶然"), std::string::npos);
}

// A gang of which one goes to the village clinics as well: it stands out of the web of chance meetings it hangs on.
TEST(Networks, AGangInAWebOfChanceIsNotHidden) {
  Random random(37);
  std::vector<TestVisit> rows = ordinary(400, 3'000);
  int number = 0;
  for (int day = 0; day < 150; ++day) {
    for (int person = 0; person < 40; ++person) {
      if (random.below(3) != 0) continue;
      rows.push_back(settled(person == 0 ? "A1" : fmt::format("V{:02}", person), fmt::format("v{:05}", number++),
                             day % 2 == 0 ? "H7" : "H8",
                             minute_text("2025-03-01", day, 540 + static_cast<int>(random.below(60)))));
    }
  }
  add_together(rows, {"A1", "A2", "A3", "A4"}, 8, 0, "a");
  const TestTape tape("web", rows);
  const NetworkReport report = screen(tape);
  ASSERT_EQ(report.networks.size(), 1U);
  EXPECT_EQ(report.networks[0].members.size(), 43U);
  EXPECT_LT(report.networks[0].mean_surprise, report.chance_surprise);
  EXPECT_EQ(report.networks[0].look_alike, LookAlike::none);
  Thresholds strict = shipped_thresholds();
  strict.pairs.surprise_least = 4;
  EXPECT_EQ(members_of(screen(tape, {}, 1, strict).networks), (Told{"A1 A2 A3 A4"}));
}

TEST(Networks, SharedContactsAndFamilies) {
  const City city;
  const TestTape tape("contacts", city.rows, 50, city.people);
  const Path file = tape.folder() / "contacts.csv";
  std::ofstream(file)
      << "person,kind,value\nB1,address,1 Long Street\nB2,address,1 Long Street\nB3,address,1 Long Street\n"
         "A1,phone,139\nA2,phone,139\nA3,电话,139\nQ0001,phone,138\nQ0002,phone,138\nQ0003,phone,137\n"
         "A1,agent,\nNOBODY,phone,139\nA1,phone,139\n";
  const NetworkReport report = screen(tape, {.contacts = file});
  ASSERT_TRUE(report.contacts.has_value());
  EXPECT_EQ(report.contacts->unknown_people, 1U);
  for (const Network& network : report.networks)
    EXPECT_EQ(network.look_alike, network.members[0].id == "B1" ? LookAlike::same_address : LookAlike::none);
  EXPECT_EQ(report.shared.shared[0], 1U) << "two who share a phone are not more than two";
  ASSERT_EQ(report.shared.contacts.size(), 2U) << "the top of each kind is rounded up to one";
  EXPECT_EQ(report.shared.contacts[0].value, "139");
  EXPECT_EQ(report.shared.contacts[0].people.size(), 3U);
  EXPECT_EQ(report.shared.contacts[0].fund, 3 * 8 * 800);
  EXPECT_EQ(report.shared.contacts[1].value, "1 Long Street");
  EXPECT_EQ(sentence_of(report.shared.contacts[0]).chinese, "3 人共用电话 139；其基金支出合计 192.00 元");
}

TEST(Networks, TablesOfContactsAreRefusedWithTheirPlace) {
  const TestTape tape("bad-contacts", {settled("P1", "V1", "H1", "2025-03-01 09:00:00")});
  const Path file = tape.folder() / "contacts.csv";
  const auto error_of = [&](const std::string& content) {
    std::ofstream(file, std::ios::trunc) << content;
    const claims::Tape opened = tape.tape();
    const auto report = screen_networks(opened, tape.schema(), shipped_thresholds(), {.contacts = file}, {});
    return report ? std::string() : report.error().code + fmt::format(":{}", report.error().place.line);
  };
  EXPECT_EQ(error_of("person,kind,value\nP1,phone,1\nP1,email,2\n"), "bad_kind:3");
  EXPECT_EQ(error_of("person,value\nP1,1\n"), "missing_column:1");
  EXPECT_EQ(error_of("person,kind,value\nP1,phone," + std::string(201, '1') + "\n"), "value_too_long:2");
  EXPECT_EQ(error_of("person,kind,value\nP1,phone,1\n"), "");
}

TEST(Networks, TooLittleMemoryIsSaidBeforeAnythingIsRead) {
  const TestTape tape("memory", {settled("P1", "V1", "H1", "2025-03-01 09:00:00")});
  const claims::Tape opened = tape.tape();
  const auto report = screen_networks(opened, tape.schema(), shipped_thresholds(), {.memory_bytes = 100}, {});
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, "needs_memory");
}

TEST(Networks, CtrlCEndsIt) {
  const City city;
  const TestTape tape("stopped", city.rows);
  const std::atomic<bool> stop{true};
  const claims::Tape opened = tape.tape();
  const auto report = screen_networks(opened, tape.schema(), shipped_thresholds(), {}, {.stop = &stop});
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, "interrupted");
}

}  // namespace
}  // namespace qiuhao::screening
