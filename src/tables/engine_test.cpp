// The wrapper streams, tells errors apart, and never reaches outside.
#include "tables/engine.h"

#include <gtest/gtest.h>

namespace qiuhao::tables {
namespace {

TEST(Engine, StreamsRowsInOrderWithNulls) {
  auto engine = Engine::open({});
  ASSERT_TRUE(engine.has_value());
  auto answer = engine->query(
      "SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'text number ' || i END t FROM range(10000) r(i) ORDER BY i");
  ASSERT_TRUE(answer.has_value()) << answer.error().text();
  EXPECT_EQ(answer->column_name(1), "t");
  std::int64_t seen = 0;
  while (true) {
    auto chunk = answer->next();
    ASSERT_TRUE(chunk.has_value());
    if (chunk->rows() == 0) break;
    const Vector numbers = chunk->column(0);
    const Vector texts = chunk->column(1);
    for (std::size_t row = 0; row < chunk->rows(); ++row, ++seen) {
      ASSERT_EQ(numbers.value<std::int64_t>(row), seen);
      ASSERT_EQ(texts.has(row), seen % 3 != 0);
      if (seen % 3 != 0) {
        ASSERT_EQ(texts.text(row), "text number " + std::to_string(seen));
      }
    }
  }
  EXPECT_EQ(seen, 10000);
}

TEST(Engine, SaysWhatIsWrongAndStaysUsable) {
  auto engine = Engine::open({});
  EXPECT_EQ(engine->run("SELEC 1").error().code, "sql_failed");
  EXPECT_FALSE(engine->query("SELECT * FROM nowhere").has_value());
  EXPECT_EQ(*engine->number("SELECT count(*) FROM range(7)"), 7);
  EXPECT_FALSE(engine->run("LOAD httpfs").has_value());
}

TEST(Sql, QuotesSurviveHostileNames) {
  auto engine = Engine::open({});
  EXPECT_EQ(
      *engine->number("SELECT " + sql_name("a\"; drop--") + " FROM (SELECT 5 AS " + sql_name("a\"; drop--") + ")"), 5);
  EXPECT_EQ(*engine->number("SELECT length(" + sql_text("it's") + ")"), 4);
}

}  // namespace
}  // namespace qiuhao::tables
