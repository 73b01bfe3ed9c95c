// Values that go in come out; transactions are whole; failures tell the same on both engines.
#include "database/database.h"

#include <atomic>
#include <limits>
#include <random>
#include <thread>

#include "base/utf8.h"
#include "database/test_engines.h"

namespace qiuhao::database {
namespace {

class DatabaseTest : public EngineTest {
 protected:
  // A table of every kind, in the words of each engine.
  void make_table(Database& database) const {
    run(database, GetParam() == Engine::sqlite ? "create table things (id integer primary key, number integer, "
                                                 "text text, bytes blob) strict"
                                               : "create table things (id bigint primary key, number bigint, "
                                                 "text text, bytes bytea)");
  }
  Result<Row> written_and_read(Database& database, const std::vector<Parameter>& values) const {
    Row row;
    TRY(database.write([&](Transaction& transaction) -> Status {
      TRY(transaction.execute("delete from things"));
      TRY(transaction.execute("insert into things (id, number, text, bytes) values (1, ?, ?, ?)", values));
      ASSIGN(const Transaction::Rows rows,
             transaction.query("select number, text, bytes from things", {}, {Kind::number, Kind::text, Kind::bytes}));
      row = rows.at(0);
      return {};
    }));
    return row;
  }
};

TEST_P(DatabaseTest, values_come_out_as_they_went_in) {
  const auto database = open();
  make_table(*database);
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  const std::vector<std::string> texts = {"",
                                          "秋毫",
                                          "'; drop table things; --",
                                          "\" or 1=1 /*",
                                          ":p1 ? $1 %s \\x41 \\ \\' {text}",
                                          "\x01\x7f\r\n\t",
                                          "\U0001F600\u200b\uffff",
                                          std::string(1'000'000, 'x')};
  const std::vector<std::string> bytes = {"", every_byte, std::string(3, '\0'), "\\x41", std::string(500'000, '\xff')};
  const std::vector<std::int64_t> numbers = {0, -1, 1LL << 40, std::numeric_limits<std::int64_t>::max(),
                                             std::numeric_limits<std::int64_t>::min()};
  for (std::size_t index = 0; index < texts.size(); ++index) {
    const std::int64_t number = numbers[index % numbers.size()];
    const std::string& some = bytes[index % bytes.size()];
    const auto row = written_and_read(*database, {number, texts[index], Bytes{some}});
    ASSERT_TRUE(row.has_value()) << row.error().text();
    EXPECT_EQ(row->number(0), number);
    EXPECT_EQ(row->text(1), texts[index]);
    EXPECT_EQ(row->bytes(2), some);
  }
  const auto absent = written_and_read(*database, {nullptr, std::nullopt, std::optional<Bytes>()});
  ASSERT_TRUE(absent.has_value()) << absent.error().text();
  EXPECT_FALSE(absent->optional_number(0) || absent->optional_text(1) || absent->optional_bytes(2));
}

TEST_P(DatabaseTest, empty_bytes_are_not_absent_in_a_fresh_connection) {
  const auto database = open();
  make_table(*database);
  const auto row = written_and_read(*database, {1, "", Bytes{}});
  ASSERT_TRUE(row.has_value()) << row.error().text();
  EXPECT_FALSE(row->is_absent(1) || row->is_absent(2));
}

TEST_P(DatabaseTest, texts_that_one_engine_could_not_keep_are_refused_by_both) {
  const auto database = open();
  make_table(*database);
  for (const std::string& bad : {std::string("a\0b", 3), std::string("\xff"), std::string("\xc0\xaf"),
                                 std::string("\xed\xa0\x80"), std::string("\xf4\x90\x80\x80"), std::string("\xe7\xa7")})
    EXPECT_EQ(told(written_and_read(*database, {1, bad, Bytes{}})), "bad_text");
  EXPECT_EQ(told(written_and_read(*database, {1, "", Bytes{std::string(kValueBytesMost + 1, 'x')}})),
            "value_too_large");
}

TEST_P(DatabaseTest, random_texts_and_bytes) {
  const auto database = open();
  make_table(*database);
  std::mt19937_64 random(20'261'130);
  int kept = 0;
  for (int round = 0; round < 300; ++round) {
    std::string noise;
    for (std::size_t size = random() % 40; size > 0; --size)
      noise += round % 2 == 0 ? static_cast<char>(random()) : "'\"\\:;?$-/*{}%_\n"[random() % 15];
    const auto row = written_and_read(*database, {static_cast<std::int64_t>(random()),
                                                  is_utf8(noise) && !noise.contains('\0') ? noise : "", Bytes{noise}});
    ASSERT_TRUE(row.has_value()) << row.error().text();
    EXPECT_EQ(row->bytes(2), noise);
    if (row->text(1).empty()) continue;
    EXPECT_EQ(row->text(1), noise);
    ++kept;
  }
  EXPECT_GT(kept, 100);
}

TEST_P(DatabaseTest, what_is_not_committed_is_not_there) {
  const auto database = open();
  make_table(*database);
  {
    auto transaction = *database->begin(Access::write);
    ASSERT_TRUE(transaction.execute("insert into things (id) values (1)"));
  }
  EXPECT_EQ(number(*database, "select count(*) from things"), 0);
  auto transaction = *database->begin(Access::write);
  ASSERT_TRUE(transaction.execute("insert into things (id) values (1)"));
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(number(*database, "select count(*) from things"), 1);
}

TEST_P(DatabaseTest, after_a_failed_statement_nothing_of_the_transaction_stands) {
  const auto database = open();
  make_table(*database);
  run(*database, "insert into things (id) values (1)");
  auto transaction = *database->begin(Access::write);
  ASSERT_TRUE(transaction.execute("insert into things (id) values (2)"));
  EXPECT_EQ(told(transaction.execute("insert into things (id) values (1)")), "not_unique");
  EXPECT_EQ(told(transaction.execute("insert into things (id) values (3)")), "transaction_failed");
  EXPECT_EQ(told(transaction.commit()), "transaction_failed");
  EXPECT_EQ(number(*database, "select count(*) from things"), 1);
}

TEST_P(DatabaseTest, errors_are_told_alike_and_tell_no_values) {
  const auto database = open();
  run(*database, "create table owners (id bigint primary key)");
  run(*database,
      "create table things (id bigint primary key, owner bigint references owners (id), "
      "name text not null unique check (length(name) > 1))");
  run(*database, "insert into things (id, name) values (1, 'secret-name')");
  const auto refusal = [&](std::string_view sql, const std::vector<Parameter>& parameters) {
    const Status status = database->write([&](Transaction& transaction) -> Status {
      TRY(transaction.execute(sql, parameters));
      return {};
    });
    EXPECT_FALSE(status);
    EXPECT_FALSE(status.error().text().contains("secret-name")) << status.error().text();
    EXPECT_FALSE(status.error().chinese.empty());
    return told(status);
  };
  const char* insert = "insert into things (id, owner, name) values (?, ?, ?)";
  EXPECT_EQ(refusal(insert, {2, nullptr, "secret-name"}), "not_unique");
  EXPECT_EQ(refusal(insert, {1, nullptr, "other"}), "not_unique");
  EXPECT_EQ(refusal(insert, {2, 77, "secret-name-2"}), "broken_reference");
  EXPECT_EQ(refusal(insert, {2, nullptr, nullptr}), "broken_rule");
  EXPECT_EQ(refusal(insert, {2, nullptr, "x"}), "broken_rule");
  EXPECT_EQ(refusal("insert into nowhere (id) values (?)", {1}), "database_error");
  EXPECT_EQ(told(database->read([](Transaction& transaction) -> Status {
              TRY(transaction.execute("insert into things (id, name) values (9, 'nine')"));
              return {};
            })),
            "read_only_disk");
  run(*database, "insert into things (id, name) values (9, 'nine')");  // the connection writes again
}

TEST_P(DatabaseTest, many_rows_at_once) {
  const auto database = open();
  make_table(*database);
  std::vector<std::vector<Parameter>> rows;
  for (int id = 0; id < 5'003; ++id)
    rows.push_back({id, id % 7 == 0 ? Parameter(nullptr) : Parameter(id * 2), fmt::format("行{}", id), Bytes{"\x01"}});
  const std::vector<std::string_view> columns = {"id", "number", "text", "bytes"};
  ASSERT_TRUE(database->write([&](Transaction& transaction) { return transaction.insert("things", columns, rows); }));
  EXPECT_EQ(number(*database, "select count(*) from things where text = '行' || cast(id as text)"), 5'003);
  EXPECT_EQ(number(*database, "select count(*) from things where number is null"), 715);
}

TEST_P(DatabaseTest, a_reader_sees_one_moment) {
  const auto database = open();
  make_table(*database);
  run(*database, "insert into things (id, number) values (1, 10)");
  auto reader = *database->begin(Access::read);
  EXPECT_EQ(reader.query("select number from things", {}, {Kind::number})->at(0).number(0), 10);
  run(*database, "update things set number = 20");
  EXPECT_EQ(reader.query("select number from things", {}, {Kind::number})->at(0).number(0), 10);
  reader.rollback();
  EXPECT_EQ(number(*database, "select number from things"), 20);
}

// Read, think, write: what loses updates where writers are not one at a time.
TEST_P(DatabaseTest, writers_of_two_pools_lose_no_update) {
  const auto first = open({.connections = 4, .wait = std::chrono::milliseconds(30'000)});
  const auto second = open({.connections = 4, .wait = std::chrono::milliseconds(30'000)});
  make_table(*first);
  run(*first, "insert into things (id, number) values (1, 0)");
  std::atomic<int> failures = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 25; ++round) {
        const Status status = (thread % 2 == 0 ? first : second)->write([](Transaction& transaction) -> Status {
          ASSIGN(const auto rows, transaction.query("select number from things", {}, {Kind::number}));
          TRY(transaction.execute("update things set number = ?", {rows.at(0).number(0) + 1}));
          return {};
        });
        failures += status ? 0 : 1;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(number(*first, "select number from things"), 200);
}

TEST_P(DatabaseTest, who_waits_too_long_is_told) {
  const auto database = open({.connections = 2, .wait = std::chrono::milliseconds(50), .attempts = 2});
  auto writer = *database->begin(Access::write);
  EXPECT_EQ(told(database->write([](Transaction&) -> Status { return {}; })), "database_busy");
  auto reader = *database->begin(Access::read);
  EXPECT_EQ(told(database->begin(Access::read)), "no_free_connection");
}

TEST_P(DatabaseTest, work_that_met_a_busy_database_is_done_again_but_not_for_ever) {
  const auto database = open({.attempts = 3});
  make_table(*database);
  const auto runs_until = [&](int well_at) {
    int runs = 0;
    const Status status = database->write([&](Transaction& transaction) -> Status {
      ++runs;
      TRY(transaction.execute("insert into things (id) values (?)", {well_at * 100 + runs}));
      if (runs < well_at) return fail({Fault::system, "database_busy", "busy", {}});
      return {};
    });
    return fmt::format("{} {}", runs, told(status));
  };
  EXPECT_EQ(runs_until(3), "3 ");
  EXPECT_EQ(runs_until(4), "3 database_busy");
  EXPECT_EQ(number(*database, "select id from things"), 303);
}

TEST_P(DatabaseTest, more_rows_than_memory_should_hold_are_refused) {
  const auto database = open();
  EXPECT_EQ(told(database->read([](Transaction& transaction) -> Status {
              TRY(
                  transaction.query("with recursive n (i) as (select 1 union all select i + 1 from n where i <= ?) "
                                    "select i from n",
                                    {static_cast<int>(kRowsMost)}, {Kind::number}));
              return {};
            })),
            "too_many_rows");
}

TEST_P(DatabaseTest, a_connection_that_was_cut_off_is_made_anew) {
  if (GetParam() == Engine::sqlite) return;  // a file has no connections to lose
  const auto database = open({.connections = 3});
  const auto other = open({.connections = 1});
  const std::string cut =
      "select count(pg_terminate_backend(pid)) from pg_stat_activity "
      "where datname = current_database() and pid <> pg_backend_pid()";
  auto transaction = *database->begin(Access::write);
  EXPECT_EQ(number(*other, cut), 1);
  EXPECT_EQ(told(transaction.execute("create table things (id bigint)")), "connection_lost");
  transaction.rollback();
  run(*database, "create table things (id bigint)");
  EXPECT_EQ(number(*other, cut), 1);  // while it idles
  run(*database, "insert into things (id) values (1)");
  auto unsure = *database->begin(Access::write);
  ASSERT_TRUE(unsure.execute("insert into things (id) values (2)"));
  EXPECT_EQ(number(*other, cut), 1);
  EXPECT_EQ(told(unsure.commit()), "commit_unknown");
  EXPECT_EQ(number(*database, "select count(*) from things"), 1);
}

QIUHAO_ON_BOTH_ENGINES(DatabaseTest);

}  // namespace
}  // namespace qiuhao::database
