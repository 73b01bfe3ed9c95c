// Rows of ours arrive in DuckDB as they were: types, NULLs, order, over many batches.
#include "tables/row_stream.h"

#include <gtest/gtest.h>

#include <limits>

namespace qiuhao::tables {
namespace {

TEST(RowStream, GivesEveryRowOnceAndInOrder) {
  auto engine = Engine::open({});
  ASSERT_TRUE(engine.has_value());
  std::int64_t next = 0;
  constexpr std::int64_t kRows = 10'000;
  const auto source = [&](StreamBatch& batch) {
    std::size_t row = 0;
    for (; row < kStreamRows && next < kRows; ++row, ++next) {
      batch.set_integer(0, row, next);
      if (next % 3 == 0) {
        batch.set_none(1, row);
      } else {
        batch.set_text(1, row, "明细 number " + std::to_string(next));
      }
      batch.set_decimal(2, row, -next);
      batch.set_decimal(3, row, next == 0 ? std::numeric_limits<std::int64_t>::min() : -next);
      batch.set_day(4, row, static_cast<std::int32_t>(next));
    }
    return row;
  };
  using Type = StreamColumn::Type;
  ASSERT_TRUE(add_row_stream(*engine, "ours",
                             {{Type::integer, "n"},
                              {Type::text, "words"},
                              {Type::decimal, "money", 18, 2},
                              {Type::decimal, "price", 19, 6},
                              {Type::day, "day"}},
                             source)
                  .has_value());
  ASSERT_TRUE(engine->run("CREATE TABLE t AS SELECT * FROM ours()").has_value());
  EXPECT_EQ(*engine->number("SELECT count(*) FROM t"), kRows);
  EXPECT_EQ(*engine->number("SELECT count(*) FROM t WHERE n = rowid"), kRows);
  EXPECT_EQ(*engine->number("SELECT count(*) FROM t WHERE words IS NULL AND n % 3 = 0"), (kRows + 2) / 3);
  EXPECT_EQ(*engine->number("SELECT count(*) FROM t WHERE words = '明细 number ' || n"), kRows - (kRows + 2) / 3);
  EXPECT_EQ(*engine->number("SELECT count(*) FROM t WHERE money * 100 = -n"), kRows);
  EXPECT_EQ(*engine->number("SELECT count(*) FROM t WHERE price * 1000000 = -n AND n > 0"), kRows - 1);
  EXPECT_EQ(*engine->number("SELECT count(*) FROM t WHERE price = -9223372036854.775808"), 1);
  EXPECT_EQ(*engine->number("SELECT count(*) FROM t WHERE day = DATE '1970-01-01' + n::INTEGER"), kRows);
}

TEST(RowStream, WithoutRowsIsAnEmptyTable) {
  auto engine = Engine::open({});
  ASSERT_TRUE(add_row_stream(*engine, "ours", {{StreamColumn::Type::text, "words"}}, [](StreamBatch&) {
                return 0;
              }).has_value());
  EXPECT_EQ(*engine->number("SELECT count(*) FROM ours()"), 0);
}

}  // namespace
}  // namespace qiuhao::tables
