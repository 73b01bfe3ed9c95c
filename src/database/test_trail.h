// For tests of the trail: a fixture with a trail, acts that differ in every column, and a copy to come back to.
#pragma once

#include <string>
#include <vector>

#include "database/test_engines.h"
#include "database/trail.h"
#include "database/trail_bytes.h"

namespace qiuhao::database {

inline constexpr Micros kNoon = 1'796'011'200'000'000;  // 2026-11-30 12:00:00 in Shanghai

inline Act sample_act(int number) {
  Act act{kNoon + number * 1'000'003LL,
          fmt::format("user{}", number),
          "10.0.0.7",
          "recovery_confirmed",
          fmt::format("recovery:{}", number % 3),
          fmt::format("{{\"cents\":{}}}", number),
          "已确认",
          "",
          "req-1"};
  if (number % 2 == 0) act.before = std::nullopt;
  if (number % 3 == 0) act.request = std::nullopt;
  return act;
}

class TrailTestBase : public EngineTest {
 protected:
  void make_trail(int acts, Digest digest = Digest::sha256) {
    database_ = open();
    auto trail = Trail::open(*database_, digest);
    ASSERT_TRUE(trail.has_value()) << trail.error().text();
    trail_.emplace(std::move(*trail));
    for (int number = 1; number <= acts; ++number) append(sample_act(number));
  }
  void append(const Act& act) {
    const Status status = database_->write([&](Transaction& transaction) -> Status {
      TRY(trail_->append(transaction, act));
      return {};
    });
    ASSERT_TRUE(status.has_value()) << status.error().text();
  }
  TrailVerdict verdict(const Path& anchors = {}) {
    auto verdict = verify_trail(*database_, anchors);
    EXPECT_TRUE(verdict.has_value()) << verdict.error().text();
    return verdict.value_or(TrailVerdict{});
  }
  // "edited 3"
  std::string fault(const Path& anchors = {}) {
    const TrailVerdict found = verdict(anchors);
    EXPECT_FALSE(found.sentence().english.empty() || found.sentence().chinese.empty());
    return found.is_whole() ? "whole" : fmt::format("{} {}", name_of(found.fault), found.sequence);
  }

  void keep_copy() {
    run(*database_, "create table kept_acts as select * from audit_acts");
    run(*database_, "create table kept_trail as select * from audit_trail");
  }
  void restore_copy() {
    run(*database_, "delete from audit_acts");
    run(*database_, "delete from audit_trail");
    run(*database_, "insert into audit_acts select * from kept_acts");
    run(*database_, "insert into audit_trail select * from kept_trail");
  }
  // What somebody does who may write the database and knows this page: hashes are made anew from an act on, and the
  // head is mended.
  void forge_from(std::int64_t first) {
    const Status status = database_->write([&](Transaction& transaction) -> Status {
      ASSIGN(const auto heads, head_rows(transaction));
      TrailHead head = heads.at(0);
      ASSIGN(const auto acts, trail_->acts_after(transaction, 0, 1'000));
      std::string hash = birth_hash(head);
      for (const KeptAct& kept : acts) {
        if (kept.sequence >= first) {
          const std::string next = act_hash(head.digest, hash, kept.sequence, kept.act);
          TRY(transaction.execute("update audit_acts set previous = ?, hash = ? where sequence = ?",
                                  {Bytes{hash}, Bytes{next}, kept.sequence}));
          hash = next;
        } else {
          hash = kept.hash;
        }
      }
      TRY(transaction.execute("update audit_trail set acts = ?, hash = ?",
                              {static_cast<std::int64_t>(acts.size()), Bytes{hash}}));
      return {};
    });
    ASSERT_TRUE(status.has_value()) << status.error().text();
  }

  std::unique_ptr<Database> database_;
  std::optional<Trail> trail_;
};

}  // namespace qiuhao::database
