// Changes are done once and whole, whoever does them; what does not fit is refused.
#include "database/migrations.h"

#include <atomic>
#include <thread>

#include "database/digest.h"
#include "database/test_engines.h"

namespace qiuhao::database {
namespace {

class MigrationsTest : public EngineTest {};

const Migration kFirst{1,
                       "things and their names",
                       {"create table things (id {key}, name {text} not null, size {number}, seal {bytes}) {strict}",
                        "insert into things (name) values ('a')"},
                       "select 1 - count(*) from things"};
const Migration kSecond{2, "colours", {"alter table things add column colour {text}"}, ""};

TEST_P(MigrationsTest, each_is_done_once) {
  const auto database = open();
  const std::vector<Migration> list = {kFirst, kSecond};
  EXPECT_EQ(*migrate(*database, "shop", std::span(list).first(1)), 1);
  EXPECT_EQ(*migrate(*database, "shop", list), 1);
  EXPECT_EQ(*migrate(*database, "shop", list), 0);
  EXPECT_EQ(number(*database, "select count(*) from things"), 1);
  EXPECT_EQ(number(*database, "select count(*) from schema_migrations where component = 'shop'"), 2);
  EXPECT_EQ(*migrate(*database, "other", {}), 0);
}

TEST_P(MigrationsTest, a_database_of_a_later_program_is_refused) {
  const auto database = open();
  const std::vector<Migration> list = {kFirst, kSecond};
  ASSERT_TRUE(migrate(*database, "shop", list));
  EXPECT_EQ(told(migrate(*database, "shop", std::span(list).first(1))), "database_newer");
}

TEST_P(MigrationsTest, a_past_change_may_be_reworded_but_not_changed) {
  const auto database = open();
  std::vector<Migration> list = {kFirst, kSecond};
  ASSERT_TRUE(migrate(*database, "shop", list));
  list[0].note = "things";
  EXPECT_EQ(*migrate(*database, "shop", list), 0);
  list[0].statements[1] = "insert into things (name) values ('b')";
  EXPECT_EQ(told(migrate(*database, "shop", list)), "migration_changed");
  list[0] = kFirst;
  list[1].after_check = "select 0";
  EXPECT_EQ(told(migrate(*database, "shop", list)), "migration_changed");
}

TEST_P(MigrationsTest, a_gap_is_refused) {
  const auto database = open();
  const std::vector<Migration> list = {kFirst, kSecond};
  ASSERT_TRUE(migrate(*database, "shop", list));
  run(*database, "delete from schema_migrations where number = 1");
  EXPECT_EQ(told(migrate(*database, "shop", list)), "migration_missing");
}

TEST_P(MigrationsTest, what_fails_leaves_nothing) {
  const auto database = open();
  std::vector<Migration> list = {kFirst, kSecond};
  list[1].statements.push_back("insert into things (name) values ('b')");
  list[1].after_check = "select count(*) from things where colour is null";
  const auto refused = migrate(*database, "shop", list);
  EXPECT_EQ(told(refused), "migration_check_failed");
  EXPECT_TRUE(refused.error().message.contains("counts 2 wrong")) << refused.error().message;
  list[1].statements.push_back("insert into nowhere (name) values ('b')");
  EXPECT_EQ(told(migrate(*database, "shop", list)), "database_error");
  EXPECT_EQ(number(*database, "select count(*) from things"), 1);
  list[1] = kSecond;
  EXPECT_EQ(*migrate(*database, "shop", list), 1);
}

TEST_P(MigrationsTest, several_at_once_do_each_change_once) {
  std::vector<Migration> list = {kFirst};
  std::vector<std::string> texts;
  for (int number = 2; number <= 12; ++number)
    texts.push_back(fmt::format("insert into things (name, size) values ('n', {})", number));
  for (int number = 2; number <= 12; ++number)
    list.push_back({number, "one more", {texts[static_cast<std::size_t>(number) - 2]}, ""});
  std::atomic<int> done = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      const auto database = open({.connections = 1, .wait = std::chrono::milliseconds(30'000)});
      const auto mine = migrate(*database, "shop", list);
      EXPECT_TRUE(mine.has_value()) << mine.error().text();
      done += mine.value_or(0);
    });
  }
  threads.clear();
  EXPECT_EQ(done, 12);
  EXPECT_EQ(number(*open(), "select count(*) from things"), 12);
}

TEST_P(MigrationsTest, columns_are_of_their_kind_and_order_by_bytes) {
  const auto database = open();
  ASSERT_TRUE(migrate(*database, "shop", std::vector{kFirst}));
  run(*database, "insert into things (name) values ('B'), ('b'), ('秋'), ('_')");
  std::string order;
  ASSERT_TRUE(database->read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto rows, transaction.query("select name from things order by name", {}, {Kind::text}));
    for (const Row& row : rows) order += row.text(0);
    return {};
  }));
  EXPECT_EQ(order, "B_ab秋");
  const Status wrong = database->write([](Transaction& transaction) -> Status {
    TRY(transaction.execute("insert into things (name, size) values ('x', ?)", {"many"}));
    return {};
  });
  EXPECT_EQ(told(wrong), "broken_rule");
}

QIUHAO_ON_BOTH_ENGINES(MigrationsTest);

}  // namespace
}  // namespace qiuhao::database
