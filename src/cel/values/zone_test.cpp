// Time zones: known moments of real zones where the machine has them, made files, and files that are broken.
#include "cel/values/zone.h"

#include <gtest/gtest.h>

#include "cel/test_world.h"
#include "cel/values/moment.h"

namespace qiuhao::cel {
namespace {

void append_number(std::string& out, std::int64_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>((number >> shift) & 0xFF));
}

void append_header(std::string& out, std::int64_t times, std::int64_t types, std::int64_t letters) {
  out += "TZif2" + std::string(15, '\0');
  for (const std::int64_t count : {std::int64_t{0}, std::int64_t{0}, std::int64_t{0}, times, types, letters}) {
    append_number(out, count, 4);
  }
}

// +01:00 up to 1970, then +02:00 until the next change, then as the rule has it.
std::string made_zone(const std::string& rule, std::int64_t second_change = 1'000'000) {
  std::string out;
  append_header(out, 0, 1, 4);
  append_number(out, 0, 4);
  out += std::string(2, '\0') + std::string("AAA\0", 4);
  append_header(out, 2, 2, 4);
  append_number(out, 0, 8);
  append_number(out, second_change, 8);
  out += {'\1', '\0'};
  append_number(out, 3600, 4);
  out += std::string(2, '\0');
  append_number(out, 7200, 4);
  out += std::string(2, '\0') + std::string("AAA\0", 4);
  return out + "\n" + rule + "\n";
}

Seconds at(const char* text) { return parse_timestamp(text).integer; }

TEST(Zone, ReadsItsTableAndThenItsRule) {
  const auto zone = Zone::parse(made_zone("<+03>-3"));
  ASSERT_TRUE(zone) << zone.error().text();
  EXPECT_EQ(zone->offset_at(-1), 3600);
  EXPECT_EQ(zone->offset_at(0), 7200);
  EXPECT_EQ(zone->offset_at(999'999), 7200);
  EXPECT_EQ(zone->offset_at(1'000'000), 3 * 3600);
  EXPECT_EQ(Zone::parse(made_zone(""))->offset_at(2'000'000), 3600);
}

TEST(Zone, SummerTimeOfBothHemispheres) {
  const auto north = Zone::parse(made_zone("CET-1CEST,M3.5.0,M10.5.0/3"));
  EXPECT_EQ(north->offset_at(at("2040-03-25T00:59:59Z")), 3600);  // the last Sunday, 2:00 local
  EXPECT_EQ(north->offset_at(at("2040-03-25T01:00:00Z")), 7200);
  EXPECT_EQ(north->offset_at(at("2040-10-28T00:59:59Z")), 7200);
  EXPECT_EQ(north->offset_at(at("2040-10-28T01:00:00Z")), 3600);
  const auto south = Zone::parse(made_zone("AEST-10AEDT,M10.1.0,M4.1.0/3"));
  EXPECT_EQ(south->offset_at(at("2040-01-01T00:00:00Z")), 11 * 3600);
  EXPECT_EQ(south->offset_at(at("2040-06-01T00:00:00Z")), 10 * 3600);
  EXPECT_EQ(south->offset_at(at("2040-12-31T23:59:59Z")), 11 * 3600);
  const auto by_day = Zone::parse(made_zone("XXX3YYY2,J60/0,300/-1:30"));
  EXPECT_EQ(by_day->offset_at(at("2040-03-01T02:59:59Z")), -3 * 3600);  // J60 is 1 March in leap years too
  EXPECT_EQ(by_day->offset_at(at("2040-03-01T03:00:00Z")), -2 * 3600);
  EXPECT_EQ(by_day->offset_at(at("2040-10-27T00:29:59Z")), -2 * 3600);  // day 300 from 0, 1:30 before it
  EXPECT_EQ(by_day->offset_at(at("2040-10-27T00:30:00Z")), -3 * 3600);
}

TEST(Zone, BrokenFilesAreRefused) {
  const std::string whole = made_zone("CET-1CEST,M3.5.0,M10.5.0/3");
  ASSERT_TRUE(Zone::parse(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(Zone::parse(whole.substr(0, size))) << size;
  for (const char* rule : {"CET", "C-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
                           "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/200", "CET-1 ", "<CET-1"}) {
    EXPECT_FALSE(Zone::parse(made_zone(rule))) << rule;
  }
  EXPECT_FALSE(Zone::parse(made_zone("", 0)));  // times that do not rise
  // Any byte changed: refused or read, never a crash (the sanitizers watch).
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const int change : {0x01, 0x80, 0xFF}) {
      std::string broken = whole;
      broken[i] = static_cast<char>(broken[i] ^ change);
      if (const auto zone = Zone::parse(broken)) zone->offset_at(at("2040-07-01T00:00:00Z"));
    }
  }
}

TEST(Zone, NamesThatLeaveTheFolderAreNone) {
  for (const char* name : {"", "/etc/passwd", "../../../etc/passwd", "Asia/../../../../etc/passwd", "Asia",
                           "Asia/Nowhere", "Asia/Shanghai\n", "zone.tab"}) {
    EXPECT_FALSE(Zone::load(name)) << name;
  }
  EXPECT_EQ(outcome_of("timestamp(0).getHours('Asia/Nowhere')"),
            "error: the zone is to be UTC, a name such as Asia/Shanghai or an offset such as +08:00");
}

TEST(Zone, RealZones) {
  if (!std::filesystem::exists(kZoneFolder)) GTEST_SKIP() << "no tzdata on this machine";
  const auto offset = [](const char* name, const char* when) { return Zone::load(name)->offset_at(at(when)); };
  EXPECT_EQ(offset("Europe/Berlin", "2026-07-01T00:00:00Z"), 7200);
  EXPECT_EQ(offset("Europe/Berlin", "2090-01-01T00:00:00Z"), 3600);
  EXPECT_EQ(offset("Asia/Kathmandu", "2009-02-13T00:00:00Z"), 5 * 3600 + 45 * 60);
  EXPECT_EQ(offset("America/New_York", "2026-03-08T06:59:59Z"), -5 * 3600);
  EXPECT_EQ(offset("America/New_York", "2026-03-08T07:00:00Z"), -4 * 3600);
  EXPECT_EQ(offset("Australia/Sydney", "2045-01-01T00:00:00Z"), 11 * 3600);
  EXPECT_EQ(outcome_of("timestamp('2026-07-01T00:00:00Z').getHours('Europe/Berlin')"), "2");
  EXPECT_EQ(outcome_of("timestamp('2026-07-01T00:00:00Z').getHours(['Europe/', 'Berlin'].join())"), "2");
  EXPECT_EQ(outcome_of("visit.start.getHours(visit.kind)",
                       [] {
                         World world;
                         world.set(kVisitStruct, kVisitKind, Value::of_text("Asia/Tokyo"));
                         world.set(kVisitStruct, kVisitStart, Value::of_timestamp(0));
                         return world;
                       }()),
            "9");
}

}  // namespace
}  // namespace qiuhao::cel
