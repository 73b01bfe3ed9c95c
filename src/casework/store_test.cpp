// Acts are kept whole or not at all, with their trail; once, however often they are asked for.
#include "casework/store.h"

#include "casework/test_store.h"

namespace qiuhao::casework {
namespace {

using database::told;
using database::Transaction;

TEST_P(StoreTest, opened_matters_are_found_as_they_were_answered) {
  const std::string number = opened(recovery());
  EXPECT_EQ(number, "追回〔2026〕1号");
  const auto matter = store_->find(number);
  ASSERT_TRUE(matter.has_value()) << matter.error().text();
  workflow::Act act = recovery().act;
  const auto answer = workflow::open(*kinds_->newest("recovery"), calendar_, {number, "H001", "340602"}, act);
  EXPECT_EQ(*matter, answer.matter);
  EXPECT_EQ(told(store_->find("追回〔2026〕2号")), "no_matter");
}

TEST_P(StoreTest, an_act_stands_in_the_trail_with_before_and_after) {
  const std::string number = opened(recovery());
  workflow::Act act = notice();
  act.note = "按协议";
  done(store_->perform(number, act, {"10.0.0.7", "r1"}));
  std::vector<database::KeptAct> kept;
  ASSERT_TRUE(database_
                  ->read([&](Transaction& transaction) -> Status {
                    ASSIGN(kept, trail_->acts_on(transaction, number, 0, 10));
                    return {};
                  })
                  .has_value());
  ASSERT_EQ(kept.size(), 2U);
  const database::Act expected{act.at * 1'000'000,
                               "郑经办",
                               "10.0.0.7",
                               "recovery.send_notice",
                               number,
                               R"({"state":"opened","revision":1})",
                               R"({"state":"noticed","revision":2})",
                               "按协议",
                               "r1"};
  EXPECT_EQ(kept[0].act, expected);
  EXPECT_FALSE(kept[1].act.before.has_value());
  const auto verdict = database::verify_trail(*database_, "");
  ASSERT_TRUE(verdict.has_value());
  EXPECT_TRUE(verdict->is_whole());
}

TEST_P(StoreTest, a_refused_act_changes_nothing_and_takes_no_number) {
  const auto reply = store_->open_matter(recovery("2026-03-10 09:00", 0), {"test", ""});
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->outcome, workflow::Outcome::guard_is_false);
  EXPECT_EQ(reply->number, "");
  EXPECT_EQ(acts(), 0);
  EXPECT_EQ(opened(recovery()), "追回〔2026〕1号");
  const auto wrong = store_->perform("追回〔2026〕1号", payment(1), {"test", ""});
  ASSERT_TRUE(wrong.has_value());
  EXPECT_EQ(wrong->outcome, workflow::Outcome::not_from_this_state);
  EXPECT_EQ(wrong->revision, 1);
  EXPECT_EQ(acts(), 1);
}

TEST_P(StoreTest, who_comes_second_is_told_who_was_first) {
  const std::string number = opened(recovery());
  workflow::Act first = notice();
  first.revision = 1;
  workflow::Act second = act_of("withdraw", chief_, "2026-03-11 11:00");
  second.fields["reason"] = text_value("重复");
  second.revision = 1;
  done(store_->perform(number, first, {"test", ""}));
  const auto reply = store_->perform(number, second, {"test", ""});
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->outcome, workflow::Outcome::matter_moved_on);
  EXPECT_EQ(reply->sentence.chinese,
            "其间 郑经办 于 2026-03-11 10:00:00 办理了“发出通知”；事项现为“待退款”，第 2 次修订，请重新查看");
  EXPECT_NE(reply->sentence.english.find("郑经办 did 'send the notice'"), std::string::npos);
  second.revision = 9;
  const auto early = store_->perform(number, second, {"test", ""});
  EXPECT_NE(early->sentence.english.find("no revision 9"), std::string::npos);
}

TEST_P(StoreTest, a_request_asked_again_gives_its_first_reply) {
  const auto first = store_->open_matter(recovery(), {"test", "r1"});
  const auto again = store_->open_matter(recovery(), {"test", "r1"});
  EXPECT_EQ(done(again).number, done(first).number);
  EXPECT_TRUE(again->is_repeated);
  EXPECT_EQ(count("casework_matters"), 1);
  const std::string number = first->number;
  const Reply noticed = done(store_->perform(number, notice(), {"test", "r2"}));
  done(store_->perform(number, payment(1'000), {"test", "r3"}));
  const Reply repeated = done(store_->perform(number, notice(), {"test", "r2"}));
  EXPECT_EQ(repeated.revision, noticed.revision);
  EXPECT_EQ(repeated.state, "noticed");
  EXPECT_EQ(count("casework_postings"), 1);
  EXPECT_EQ(acts(), 3);
  // A refusal is an answer too, and an id is of one act.
  const auto refused = store_->perform(number, payment(0), {"test", "r4"});
  EXPECT_EQ(refused->outcome, workflow::Outcome::guard_is_false);
  EXPECT_EQ(store_->perform(number, payment(0), {"test", "r4"})->sentence.chinese, refused->sentence.chinese);
  EXPECT_EQ(told(store_->perform(number, payment(2), {"test", "r4"})), "request_reused");
}

TEST_P(StoreTest, of_many_each_has_its_own_end) {
  std::vector<Opening> openings;
  for (int place = 0; place < 230; ++place)
    openings.push_back(recovery("2026-03-10 09:00", place % 10 == 3 ? 0 : 100 * (place + 1)));
  openings[5].kind = "nothing";
  const auto replies = store_->open_many(openings, {"test", "bulk"});
  ASSERT_EQ(replies.size(), openings.size());
  std::int64_t last = 0;
  for (std::size_t place = 0; place < replies.size(); ++place) {
    if (place == 5) {
      EXPECT_EQ(told(replies[place]), "unknown_kind");
    } else if (place % 10 == 3) {
      EXPECT_EQ(replies[place]->outcome, workflow::Outcome::guard_is_false);
    } else {
      EXPECT_EQ(done(replies[place]).number, fmt::format("追回〔2026〕{}号", ++last));
    }
  }
  EXPECT_EQ(count("casework_matters"), last);
  for (const auto& reply : store_->open_many(openings, {"test", "bulk"})) EXPECT_TRUE(!reply || reply->is_repeated);
  EXPECT_EQ(count("casework_matters"), last);

  const std::vector<std::string> numbers = {"追回〔2026〕1号", "none", "追回〔2026〕2号"};
  const auto acted = store_->perform_many(numbers, act_of("charge_interest", clerk_, "2026-03-11 09:00"), {"test", ""});
  EXPECT_EQ(acted[0]->outcome, workflow::Outcome::not_from_this_state);
  EXPECT_EQ(told(acted[1]), "no_matter");
  EXPECT_EQ(acted[2]->outcome, workflow::Outcome::not_from_this_state);
  EXPECT_EQ(store_->perform_many(numbers, notice(), {"test", ""})[0]->outcome, workflow::Outcome::not_in_bulk);
}

TEST_P(StoreTest, time_passes_for_those_that_are_due) {
  std::vector<std::string> numbers;
  for (int place = 0; place < 130; ++place) {
    numbers.push_back(opened(recovery()));
    if (place % 2 == 0) done(store_->perform(numbers.back(), notice(), {"test", ""}));
  }
  EXPECT_EQ(store_->pass_time(*parse_time("2026-03-26 12:00"))->changed, 0);
  const auto passed = store_->pass_time(*parse_time("2026-03-27 00:30"));
  ASSERT_TRUE(passed.has_value()) << passed.error().text();
  EXPECT_EQ(passed->changed, 65);
  EXPECT_TRUE(passed->refused.empty() && passed->errors.empty());
  EXPECT_EQ(store_->find(numbers[0])->state, "overdue");
  EXPECT_EQ(store_->find(numbers[1])->state, "opened");
  EXPECT_EQ(store_->pass_time(*parse_time("2026-03-27 00:30"))->changed, 0);
  EXPECT_EQ(database::number(*database_, "select count(*) from audit_acts where who = 'clock'"), 65);
}

TEST_P(StoreTest, numbers_have_no_gaps_when_many_open_at_once) {
  std::vector<std::thread> threads;
  std::atomic<int> opened_now = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int place = 0; place < 12; ++place) {
        const bool is_wrong = (place + thread) % 4 == 0;
        const std::string year = place % 2 == 0 ? "2026" : "2027";
        const auto reply = store_->open_matter(recovery(year + "-01-01 00:00", is_wrong ? 0 : 100), {"test", ""});
        if (reply && reply->is_done()) ++opened_now;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count("casework_matters"), opened_now);
  for (const char* year : {"2026", "2027"}) {
    const std::int64_t last =
        database::number(*database_, fmt::format("select last from casework_counters where year = {}", year));
    for (std::int64_t number = 1; number <= last; ++number)
      EXPECT_TRUE(store_->find(fmt::format("追回〔{}〕{}号", year, number)).has_value());
  }
  EXPECT_EQ(database::number(*database_, "select sum(last) from casework_counters"), opened_now);
}

TEST_P(StoreTest, of_two_at_once_one_wins) {
  const std::string number = opened(recovery());
  done(store_->perform(number, notice(), {"test", ""}));
  for (std::int64_t round = 0; round < 10; ++round) {
    std::vector<std::thread> threads;
    std::atomic<int> done_now = 0;
    std::atomic<int> moved_on = 0;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        workflow::Act act = payment(100);
        act.revision = static_cast<std::uint64_t>(2 + round);
        const auto reply = store_->perform(number, act, {"test", ""});
        if (reply && reply->is_done()) ++done_now;
        if (reply && reply->outcome == workflow::Outcome::matter_moved_on) ++moved_on;
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(done_now, 1);
    EXPECT_EQ(moved_on, 3);
  }
  EXPECT_EQ(database::number(*database_, "select sum(cents) from casework_postings"), 1'000);
}

QIUHAO_ON_BOTH_ENGINES(StoreTest);

}  // namespace
}  // namespace qiuhao::casework
