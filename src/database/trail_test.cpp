// Acts stand with the changes they tell of, in one chain, whoever writes at once; anchors are told day by day.
#include "database/trail.h"

#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "database/test_trail.h"

namespace qiuhao::database {
namespace {

class TrailTest : public TrailTestBase {
 protected:
  Path anchors() const { return folder_.path() / "anchors"; }
};

TEST_P(TrailTest, acts_come_out_as_they_went_in) {
  make_trail(5, Digest::sm3);
  const Act odd{kNoon, "'; drop table audit_acts; --", "", "秋毫", ":p1 ?", "", std::nullopt, "\r\n\t\"\\", "x"};
  append(odd);
  EXPECT_EQ(fault(), "whole");
  ASSERT_TRUE(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto acts, trail_->acts_after(transaction, 0, 1'000));
    EXPECT_EQ(acts.size(), 6U);
    for (int number = 1; number <= 5; ++number) {
      EXPECT_EQ(acts.at(static_cast<std::size_t>(number) - 1).act, sample_act(number));
      EXPECT_EQ(acts.at(static_cast<std::size_t>(number) - 1).sequence, number);
    }
    EXPECT_EQ(acts.at(5).act, odd);
    ASSIGN(const auto on, trail_->acts_on(transaction, "recovery:2", 0, 10));
    EXPECT_TRUE(on.size() == 2 && on[0].sequence == 5 && on[1].sequence == 2);
    ASSIGN(const auto earlier, trail_->acts_on(transaction, "recovery:2", 5, 10));
    EXPECT_TRUE(earlier.size() == 1 && earlier[0].sequence == 2);
    ASSIGN(const TrailHead head, trail_->head(transaction));
    EXPECT_TRUE(head.acts == 6 && head.digest == Digest::sm3 && head.hash == acts.at(5).hash);
    return {};
  }));
  ASSERT_TRUE(Trail::open(*database_, Digest::sha256));  // counts at the birth only
  append(sample_act(7));
  EXPECT_EQ(fault(), "whole");
}

TEST_P(TrailTest, an_act_that_cannot_be_kept_is_refused) {
  make_trail(0);
  const auto refused = [&](const Act& act) {
    return told(database_->write([&](Transaction& transaction) -> Status {
      TRY(trail_->append(transaction, act));
      return {};
    }));
  };
  Act act = sample_act(1);
  act.who = "";
  EXPECT_EQ(refused(act), "bad_act");
  act = sample_act(1);
  act.why = std::string(kActTextBytesMost + 1, 'x');
  EXPECT_EQ(refused(act), "bad_act");
  act = sample_act(1);
  act.subject = "\xff";
  EXPECT_EQ(refused(act), "bad_text");
  EXPECT_EQ(fault(), "whole");
  EXPECT_EQ(number(*database_, "select acts from audit_trail"), 0);
}

TEST_P(TrailTest, act_and_change_are_one) {
  make_trail(0);
  run(*database_, "create table changes (id bigint primary key)");
  const auto change = [&](int id, bool is_well) {
    return database_->write([&](Transaction& transaction) -> Status {
      TRY(transaction.execute("insert into changes (id) values (?)", {id}));
      TRY(trail_->append(transaction, std::vector<Act>{sample_act(id), sample_act(id + 1)}));
      if (!is_well) return input_error("changed_my_mind", "no");
      return {};
    });
  };
  EXPECT_TRUE(change(1, true));
  EXPECT_EQ(told(change(2, false)), "changed_my_mind");
  EXPECT_EQ(told(change(1, true)), "not_unique");
  EXPECT_TRUE(change(3, true));
  EXPECT_EQ(number(*database_, "select count(*) from changes"), 2);
  EXPECT_EQ(verdict().acts, 4);
  EXPECT_EQ(fault(), "whole");
}

TEST_P(TrailTest, eight_threads_of_two_processes_worth_of_pools) {
  make_trail(0);
  run(*database_, "create table changes (id bigint primary key)");
  const auto other = open({.connections = 4, .wait = std::chrono::milliseconds(60'000)});
  const auto own = open({.connections = 4, .wait = std::chrono::milliseconds(60'000)});
  constexpr int kEach = 60;
  std::atomic<int> failures = 0;
  std::atomic<int> kept = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      std::mt19937 random(static_cast<unsigned>(thread));
      for (int round = 0; round < kEach; ++round) {
        const std::vector<Act> acts(1 + random() % 3, sample_act(thread * 1'000 + round));
        const bool is_given_up = random() % 5 == 0;
        const Status status = (thread % 2 == 0 ? own : other)->write([&](Transaction& transaction) -> Status {
          TRY(transaction.execute("insert into changes (id) values (?)", {thread * 1'000 + round}));
          TRY(trail_->append(transaction, acts));
          if (is_given_up) return input_error("given_up", "no");
          return {};
        });
        failures += status || is_given_up ? 0 : 1;
        kept += status ? static_cast<int>(acts.size()) : 0;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(failures, 0);
  const TrailVerdict found = verdict();
  EXPECT_TRUE(found.is_whole()) << found.sentence().english;
  EXPECT_EQ(found.acts, kept);
}

TEST_P(TrailTest, a_long_trail_is_walked_by_pages) {
  make_trail(0);
  for (int part = 0; part < 4; ++part) {
    ASSERT_TRUE(database_->write([&](Transaction& transaction) -> Status {
      TRY(trail_->append(transaction, std::vector<Act>(part == 3 ? 501 : 1'000, sample_act(part))));
      return {};
    }));
    ASSERT_TRUE(*anchor_trail(*database_, anchors(), kNoon + part * 86'400'000'000LL));
  }
  const TrailVerdict found = verdict(anchors());
  EXPECT_TRUE(found.is_whole() && found.acts == 3'501 && found.anchors == 4) << found.sentence().english;
  run(*database_, "update audit_acts set why = 'x' where sequence = 1500");
  EXPECT_EQ(fault(), "edited 1500");
}

TEST_P(TrailTest, one_anchor_a_day_for_everybody_to_read) {
  make_trail(2);
  EXPECT_EQ((*anchor_trail(*database_, anchors(), kNoon))->acts, 2);
  append(sample_act(3));
  EXPECT_FALSE(*anchor_trail(*database_, anchors(), kNoon + 1));
  EXPECT_FALSE(*anchor_trail(*database_, anchors(), kNoon - 86'400'000'000));  // a clock set back
  EXPECT_TRUE(*anchor_trail(*database_, anchors(), kNoon + 1, true));
  EXPECT_TRUE(*anchor_trail(*database_, anchors(), kNoon + 86'400'000'000));
  EXPECT_EQ(read_anchors(anchors())->size(), 3U);
  struct stat about {};
  ASSERT_EQ(::stat(anchors().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0644U);
  const TrailVerdict found = verdict(anchors());
  EXPECT_TRUE(found.is_whole() && found.anchors == 3) << found.sentence().english;
}

TEST_P(TrailTest, a_torn_anchor_is_closed_and_a_changed_one_refused) {
  make_trail(2);
  ASSERT_TRUE(anchor_trail(*database_, anchors(), kNoon));
  const std::string whole = *read_file(anchors());
  std::ofstream(anchors(), std::ios::app) << "anchor 1 3 ab";
  EXPECT_EQ(fault(anchors()), "whole");
  ASSERT_TRUE(*anchor_trail(*database_, anchors(), kNoon + 86'400'000'000));
  EXPECT_TRUE(read_file(anchors())->starts_with(whole + "anchor 1 3 ab torn\n"));
  EXPECT_EQ(read_anchors(anchors())->size(), 2U);
  EXPECT_EQ(fault(anchors()), "whole");
  for (std::size_t place = 0; place + 1 < whole.size(); ++place) {  // every byte of a line
    std::string changed = whole;
    changed[place] = changed[place] == '1' ? '2' : '1';
    ASSERT_TRUE(write_file_atomically(anchors(), changed));
    // The time of an anchor is told twice; the rest is held against the trail.
    const auto found = verify_trail(*database_, anchors());
    EXPECT_TRUE(!found || !found->is_whole()) << changed;
  }
}

// Prints appends a second; QIUHAO_TEST_SYNCED=1 makes the server sync, and more of them.
TEST_P(TrailTest, speed) {
  make_trail(0);
  const int commits = TestServer::is_synced() ? 2'000 : 100;
  const auto per_second = [&](int threads_of, int acts_of_commit) {
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < threads_of; ++thread) {
      threads.emplace_back([&] {
        const std::vector<Act> acts(static_cast<std::size_t>(acts_of_commit), sample_act(1));
        for (int round = 0; round < commits / threads_of; ++round) {
          EXPECT_TRUE(database_->write([&](Transaction& transaction) -> Status {
            TRY(trail_->append(transaction, acts));
            return {};
          }));
        }
      });
    }
    threads.clear();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return commits * acts_of_commit / took.count();
  };
  const double alone = per_second(1, 1);
  const double four = per_second(4, 1);
  const double together = per_second(1, 50);
  const auto begun = std::chrono::steady_clock::now();
  const TrailVerdict found = verdict();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  EXPECT_EQ(found.acts, commits * 52);
  fmt::print("{}: {:.0f} acts/s, {:.0f} by four threads, {:.0f} in commits of 50; {:.0f}/s verified\n",  // tidy:allow
             name_of(GetParam()), alone, four, together, static_cast<double>(found.acts) / took.count());
}

QIUHAO_ON_BOTH_ENGINES(TrailTest);

// Hashes that a program of another language made from docs/reference/audit-trail.md.
TEST(TrailBytes, are_those_of_the_page) {
  struct Case {
    Digest digest;
    const char* birth;
    const char* first;
    const char* second;
  };
  for (const Case& expected : {Case{Digest::sha256, "b2314c414673c5e9d3ac4842ad96917c2352d22d9143770f33613a22187dfa7e",
                                    "1b3e2623f9fdb115d10a5554499919bb3562fd19e0ead54f60c4612db37926da",
                                    "ef51fce6ec255fd639b2de385ae2656970ea0e674649d0cdddfc017c8104f34e"},
                               Case{Digest::sm3, "bbe1593834aff2ca8eb6cd3324934b59817df1d096eeb26d947b8d56ef114da4",
                                    "ae0e78a77ab2c99bef6bf0ce9f47282813ba21f4334b78d775f4cebcb14b779c",
                                    "75eb94ce028a439d1489c6b4436d397f637a984cde1134b95f7739ecb104042b"}}) {
    const TrailHead head{"00112233445566778899aabbccddeeff", expected.digest, kNoon, 0, ""};
    const Act one{
        kNoon + 1'000'000,     "li",         "10.0.0.7",  "recovery_confirmed", "recovery:2026-00017", std::nullopt,
        R"({"cents":120000})", "医院已退款", std::nullopt};
    const Act two{kNoon + 2'000'000, "wang", "", "recovery_closed", "recovery:2026-00017", "", "", std::nullopt, "r-1"};
    const std::string birth = birth_hash(head);
    const std::string first = act_hash(expected.digest, birth, 1, one);
    EXPECT_EQ(to_hex(birth), expected.birth);
    EXPECT_EQ(to_hex(first), expected.first);
    EXPECT_EQ(to_hex(act_hash(expected.digest, first, 2, two)), expected.second);
  }
}

}  // namespace
}  // namespace qiuhao::database
