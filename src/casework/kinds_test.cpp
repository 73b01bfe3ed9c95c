// Patterns of numbers.
#include "casework/kinds.h"

#include <gtest/gtest.h>

namespace qiuhao::casework {
namespace {

std::string number(const char* pattern, int year, std::int64_t count) {
  const auto parsed = NumberPattern::parse(pattern);
  return parsed ? parsed->number(year, count) : parsed.error().code;
}

TEST(NumberPattern, writes_year_and_count) {
  EXPECT_EQ(number("追回〔{year}〕{count}号", 2026, 17), "追回〔2026〕17号");
  EXPECT_EQ(number("{count:4}/{year}", 2026, 17), "0017/2026");
  EXPECT_EQ(number("{count:2}-{year}", 2026, 1234), "1234-2026");
  EXPECT_EQ(NumberPattern::usual("recovery").number(2026, 17), "recovery-2026-000017");
}

TEST(NumberPattern, refuses_what_would_not_tell_matters_apart) {
  for (const char* pattern : {"", "x", "{year}", "{count}", "{year}{year}{count}", "{year}{count}{count:3}",
                              "{year}{count}{month}", "{year}{count:0}", "{year}{count:13}", "{year}{count:x}"})
    EXPECT_EQ(number(pattern, 2026, 1), "bad_pattern") << pattern;
}

TEST(Kinds, patterns_are_of_kinds_and_differ) {
  EXPECT_EQ(Kinds::make({}, {{"nothing", "{year}{count}"}}).error().code, "unknown_kind");
  EXPECT_TRUE(Kinds::make({}).has_value());
}

}  // namespace
}  // namespace qiuhao::casework
