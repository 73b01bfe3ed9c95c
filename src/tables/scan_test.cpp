// Tables of ours under SQL: what is asked for is read and nothing else, by any number of threads; and databases that
// only read.
#include "tables/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>

#include "tables/answer_table.h"

namespace qiuhao::tables {
namespace {

using Type = StreamColumn::Type;

constexpr std::size_t kRuns = 700;

// Row r: r, r as text (absent where r % 7 == 0), r / 100, day r, second r. Run i has i % 5 rows, so that every fifth
// has none.
struct Numbers {
  std::mutex mutex;
  std::set<std::vector<std::size_t>> asked;
  std::atomic<std::size_t> cells{0};

  static std::size_t rows_of(std::size_t run) { return run % 5; }
  static std::int64_t first_of(std::size_t run) { return static_cast<std::int64_t>(run) * 10; }

  ScanTable table() {
    ScanTable made;
    made.columns = {
        {Type::integer, "n"}, {Type::text, "t"}, {Type::decimal, "d", 18, 2}, {Type::day, "day"}, {Type::time, "time"}};
    made.rows = kRuns * 2;
    made.runs = [] { return kRuns; };
    made.read = [this](std::size_t run, std::span<const std::size_t> wanted, StreamBatch& batch) {
      {
        const std::lock_guard lock(mutex);
        asked.emplace(wanted.begin(), wanted.end());
      }
      for (std::size_t place = 0; place < wanted.size(); ++place) {
        for (std::size_t row = 0; row < rows_of(run); ++row) {
          const std::int64_t n = first_of(run) + static_cast<std::int64_t>(row);
          ++cells;
          if (wanted[place] == 0) batch.set_integer(place, row, n);
          if (wanted[place] == 1)
            n % 7 == 0 ? batch.set_none(place, row) : batch.set_text(place, row, std::to_string(n));
          if (wanted[place] == 2) batch.set_decimal(place, row, n);
          if (wanted[place] == 3) batch.set_day(place, row, static_cast<std::int32_t>(n));
          if (wanted[place] == 4) batch.set_time(place, row, n * 1'000'000);
        }
      }
      return rows_of(run);
    };
    return made;
  }
};

Engine open(int threads) {
  EngineOptions options;
  options.threads = threads;
  return std::move(*Engine::open(options));
}

TEST(Scan, ReadsWhatIsAskedForAndNothingElse) {
  for (const int threads : {1, 2, 8}) {
    Numbers numbers;
    Engine engine = open(threads);
    ASSERT_TRUE(add_scan(engine, "numbers", numbers.table()).has_value());
    ASSERT_TRUE(engine.run("CREATE VIEW v AS SELECT * FROM numbers()").has_value());
    std::int64_t rows = 0;
    std::int64_t sum = 0;
    std::int64_t absent = 0;
    for (std::size_t run = 0; run < kRuns; ++run) {
      for (std::size_t row = 0; row < Numbers::rows_of(run); ++row) {
        const std::int64_t n = Numbers::first_of(run) + static_cast<std::int64_t>(row);
        ++rows;
        sum += n;
        absent += n % 7 == 0 ? 1 : 0;
      }
    }
    EXPECT_EQ(*engine.number("SELECT sum(n) FROM v"), sum);
    EXPECT_EQ(numbers.asked, (std::set<std::vector<std::size_t>>{{0}}));
    EXPECT_EQ(numbers.cells, static_cast<std::size_t>(rows));
    EXPECT_EQ(*engine.number("SELECT count(*) FROM v"), rows);
    EXPECT_EQ(*engine.number("SELECT count(*) FROM v WHERE t IS NULL"), absent);
    EXPECT_EQ(*engine.number("SELECT count(*) FROM v WHERE t = n::VARCHAR"), rows - absent);
    EXPECT_EQ(*engine.number("SELECT sum(d) * 100 FROM v"), sum);
    EXPECT_EQ(*engine.number("SELECT count(*) FROM v WHERE day - DATE '1970-01-01' = n"), rows);
    EXPECT_EQ(*engine.number("SELECT count(*) FROM v WHERE epoch(time) = n"), rows);
    EXPECT_EQ(*engine.number("SELECT count(*) FROM v a JOIN v b USING (n)"), rows);  // read twice at once
  }
}

TEST(Scan, OneThreadKeepsTheOrder) {
  Numbers numbers;
  Engine engine = open(1);
  ASSERT_TRUE(add_scan(engine, "numbers", numbers.table()).has_value());
  auto answer = engine.query("SELECT n FROM numbers()");
  ASSERT_TRUE(answer.has_value());
  std::vector<std::int64_t> seen;
  for (auto chunk = answer->next(); chunk->rows() > 0; chunk = answer->next()) {
    for (std::size_t row = 0; row < chunk->rows(); ++row) seen.push_back(chunk->column(0).value<std::int64_t>(row));
  }
  EXPECT_EQ(seen.size(), kRuns / 5 * 10);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

// The code of what an engine says to a statement; "" for an answer.
std::string said(Engine& engine, const std::string& sql) {
  auto answer = engine.read(sql);
  if (!answer) return answer.error().code;
  for (;;) {
    const auto chunk = answer->next();
    if (!chunk) return chunk.error().code;
    if (chunk->rows() == 0) return "";
  }
}

TEST(Reading, AllowsWhatReadsAndRefusesTheRest) {
  Numbers numbers;
  Engine engine = open(2);
  ASSERT_TRUE(add_scan(engine, "numbers", numbers.table()).has_value());
  ASSERT_TRUE(engine.run("CREATE VIEW v AS SELECT * FROM numbers(); CREATE TABLE t (a INTEGER)").has_value());
  ASSERT_TRUE(engine.lock_down().has_value());
  for (const char* sql :
       {"SELECT 1", "select * from v;", "FROM v LIMIT 1", "WITH x AS (SELECT 1 a) SELECT a FROM x", "DESCRIBE v",
        "SHOW TABLES", "SUMMARIZE v", "EXPLAIN SELECT * FROM v", "VALUES (1)", "SELECT 1 -- it's a comment"}) {
    EXPECT_EQ(said(engine, sql), "") << sql;
  }
  for (const char* sql : {"CREATE TABLE x (a INT)", "INSERT INTO t VALUES (1)", "DELETE FROM t", "DROP VIEW v",
                          "SET threads = 1", "PREPARE p AS SELECT 1", "CALL pragma_version()",
                          "CREATE OR REPLACE VIEW v AS SELECT 1", "UPDATE t SET a = 1", "ATTACH '/tmp/qiuhao-never'"}) {
    EXPECT_EQ(said(engine, sql), "sql_not_reading") << sql;
  }
  for (const char* sql : {"SELECT 1; SELECT 2", "", "-- nothing"}) EXPECT_EQ(said(engine, sql), "sql_many") << sql;
  for (const char* sql :
       {"COPY v TO '/tmp/qiuhao-never'", "EXPORT DATABASE '/tmp/never'", "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'", "SELECT * FROM glob('/*')", "SELECT content FROM read_text('/etc/hostname')",
        "SELECT * FROM query('DROP VIEW v')", "selec", "SELECT nothing FROM v"}) {
    EXPECT_EQ(said(engine, sql), "sql_failed") << sql;
  }
  EXPECT_FALSE(std::filesystem::exists("/tmp/qiuhao-never"));
  EXPECT_FALSE(engine.run("SET enable_external_access = true").has_value());
  EXPECT_EQ(*engine.number("SELECT count(*) FROM v"), static_cast<std::int64_t>(kRuns / 5 * 10));
}

TEST(AnswerTable, CarriesEveryTypeToAnotherDatabase) {
  Engine from = open(2);
  Engine to = open(2);
  auto answer = from.read(
      "SELECT i::INTEGER a, i::DECIMAL(18,2) / 100 b, 'text of some length ' || i c, DATE '2025-01-01' + i::INTEGER d, "
      "[i, i + 1] e, {'x': i, 'y': 'z'} f, CASE WHEN i % 3 = 0 THEN NULL ELSE i::HUGEINT END g, i % 2 = 0 h "
      "FROM range(10000) t(i)");
  ASSERT_TRUE(answer.has_value()) << answer.error().text();
  EXPECT_EQ(answer->column_kind(0), AnswerKind::number);
  EXPECT_EQ(answer->column_kind(2), AnswerKind::text);
  EXPECT_EQ(answer->column_kind(4), AnswerKind::other);
  EXPECT_EQ(answer->column_kind(7), AnswerKind::boolean);
  const auto trouble = add_answer(to, "answer", std::move(*answer));
  ASSERT_TRUE(trouble.has_value());
  const auto right = to.number(
      "SELECT count(*) FROM answer() WHERE c2 = 'text of some length ' || c0 AND c3 = DATE '2025-01-01' + c0 "
      "AND c4[2] = c0 + 1 AND c5.x = c0 AND c5.y = 'z' AND (c6 = c0 OR (c6 IS NULL AND c0 % 3 = 0)) AND c7 = (c0 % 2 = "
      "0)");
  ASSERT_TRUE(right.has_value()) << right.error().text();
  EXPECT_EQ(*right, 10'000);
  EXPECT_FALSE((*trouble)->error.has_value());
}

TEST(AnswerTable, TellsWhyAnAnswerBrokeOff) {
  Engine from = open(1);
  Engine to = open(1);
  auto answer =
      from.read("SELECT CASE WHEN i = 5000000 THEN 'x' ELSE i::VARCHAR END::INTEGER FROM range(5000001) t(i)");
  ASSERT_TRUE(answer.has_value()) << answer.error().text();
  const auto trouble = add_answer(to, "answer", std::move(*answer));
  ASSERT_TRUE(trouble.has_value());
  EXPECT_FALSE(to.number("SELECT sum(c0) FROM answer()").has_value());
  ASSERT_TRUE((*trouble)->error.has_value());
  EXPECT_NE((*trouble)->error->message.find("Could not convert"), std::string::npos);
}

}  // namespace
}  // namespace qiuhao::tables
