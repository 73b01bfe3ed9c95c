// A function of ours in a statement: every row its own answer, NULL for NULL, on several threads.
#include "tables/text_function.h"

#include <gtest/gtest.h>

namespace qiuhao::tables {
namespace {

TEST(TextFunction, IsAskedOfEveryRow) {
  auto engine = Engine::open({});
  ASSERT_TRUE(engine.has_value());
  const auto twice = [](std::string_view text) { return std::string(text) + std::string(text); };
  ASSERT_TRUE(add_text_function(*engine, "twice", twice).has_value());
  EXPECT_EQ(
      *engine->number("SELECT count(*) FROM (SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE '明细 number ' || (i // 3) "
                      "END AS t FROM range(100000) AS r(i)) WHERE twice(t) = t || t"),
      100'000 - 14'286);
  EXPECT_EQ(*engine->number("SELECT CAST(twice(NULL) IS NULL AS BIGINT)"), 1);
  EXPECT_EQ(*engine->number("SELECT length(twice('ab'))"), 4);
  EXPECT_EQ(add_text_function(*engine, "", twice).error().code, "sql_failed");
}

}  // namespace
}  // namespace qiuhao::tables
