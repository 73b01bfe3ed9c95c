// Exceptions on both engines: two people, a term that ends by itself, and every change an act of the trail.
#include "casework/exceptions.h"

#include <gtest/gtest.h>

#include "database/test_engines.h"

namespace qiuhao::casework {
namespace {

using database::told;
using Kind = ExceptionKind;
using State = ExceptionState;

Day day(std::string_view text) { return *parse_day(text); }

class Exceptions : public database::EngineTest {
 protected:
  void SetUp() override {
    database_ = open();
    auto trail = database::Trail::open(*database_);
    ASSERT_TRUE(trail.has_value()) << trail.error().text();
    trail_.emplace(std::move(*trail));
    auto store = ExceptionStore::open(*database_, *trail_);
    ASSERT_TRUE(store.has_value()) << store.error().text();
    store_.emplace(std::move(*store));
  }
  static ExceptionBy by(std::string who) { return {std::move(who), "10.0.0.7", 1'796'011'200'000'000}; }
  static NewException fresh(Kind kind = Kind::provider, std::string subject = "H001") {
    return {kind, std::move(subject), day("2026-03-01"), day("2026-05-31"), "系统升级，对码未完成"};
  }
  std::int64_t proposed(const NewException& fresh) {
    const auto id = store_->propose(by("li"), fresh);
    EXPECT_TRUE(id.has_value()) << id.error().text();
    return id.value_or(0);
  }
  std::int64_t approved(const NewException& fresh) {
    const std::int64_t id = proposed(fresh);
    EXPECT_EQ(told(store_->decide(by("wang"), id, true, "属实")), "");
    return id;
  }
  std::vector<std::int64_t> in_force(const ClaimSubjects& claim, std::string_view on) {
    const auto found = store_->in_force(claim, day(on));
    EXPECT_TRUE(found.has_value()) << found.error().text();
    std::vector<std::int64_t> ids;
    for (const Exception& exception : found.value_or(std::vector<Exception>{})) ids.push_back(exception.id);
    return ids;
  }
  std::vector<database::Act> acts() {
    std::vector<database::Act> acts;
    EXPECT_TRUE(database_->read([&](database::Transaction& transaction) -> Status {
      ASSIGN(const auto kept, trail_->acts_after(transaction, 0, 1'000));
      for (const database::KeptAct& act : kept) acts.push_back(act.act);
      return {};
    }));
    return acts;
  }
  std::int64_t rows() { return database::number(*database_, "select count(*) from casework_exceptions"); }

  std::unique_ptr<database::Database> database_;
  std::optional<database::Trail> trail_;
  std::optional<ExceptionStore> store_;
};

QIUHAO_ON_BOTH_ENGINES(Exceptions);

using Ids = std::vector<std::int64_t>;

TEST_P(Exceptions, hold_once_a_second_person_approved_and_end_by_themselves) {
  const std::int64_t id = proposed(fresh());
  EXPECT_EQ(in_force({"", "H001", {}, ""}, "2026-04-01"), Ids{}) << "one pair of eyes is not enough";
  EXPECT_EQ(told(store_->decide(by("li"), id, true, "属实")), "same_person");
  EXPECT_EQ(told(store_->decide(by("li"), id, false, "撤回")), "same_person");
  EXPECT_EQ(told(store_->decide(by("wang"), id, true, "属实")), "");
  for (const char* on : {"2026-03-01", "2026-04-01", "2026-05-31"})
    EXPECT_EQ(in_force({"", "H001", {}, ""}, on), Ids{id}) << on;
  for (const char* on : {"2026-02-28", "2026-06-01", "2027-04-01"})
    EXPECT_EQ(in_force({"", "H001", {}, ""}, on), Ids{}) << on;
  EXPECT_EQ(in_force({"", "H002", {}, ""}, "2026-04-01"), Ids{});
  EXPECT_EQ(in_force({"", "", {"H001"}, "H001"}, "2026-04-01"), Ids{}) << "of another kind";
  EXPECT_EQ(in_force({}, "2026-04-01"), Ids{});
  const auto found = store_->find(id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->proposed_by, "li");
  EXPECT_EQ(found->decided_by, "wang");
  EXPECT_EQ(describe(*found).chinese,
            "机构 H001 自 2026-03-01 至 2026-05-31 豁免（编号 1，li 提请，wang 批准）：系统升级，对码未完成");
}

TEST_P(Exceptions, are_found_by_any_of_the_four) {
  const std::string person = "0123456789abcdef01234567";
  const Ids ids = {approved(fresh(Kind::person, person)), approved(fresh(Kind::provider, "H001")),
                   approved(fresh(Kind::item, "XA01")), approved(fresh(Kind::rule, "R0101"))};
  EXPECT_EQ(in_force({person, "H001", {"XA02", "XA01"}, "R0101"}, "2026-03-01"), ids);
  EXPECT_EQ(in_force({person, "H009", {}, "R0102"}, "2026-03-01"), Ids{ids[0]});
  EXPECT_EQ(in_force({"", "", {"XA01"}, ""}, "2026-03-01"), Ids{ids[2]});
  EXPECT_EQ(in_force({"", "", {}, "R0101"}, "2026-03-01"), Ids{ids[3]});
}

TEST_P(Exceptions, refused_ones_never_hold) {
  const std::int64_t id = proposed(fresh());
  EXPECT_EQ(told(store_->decide(by("wang"), id, false, "理由不足")), "");
  EXPECT_EQ(in_force({"", "H001", {}, ""}, "2026-04-01"), Ids{});
  EXPECT_EQ(told(store_->decide(by("wang"), id, true, "属实")), "exception_is_decided");
  EXPECT_EQ(told(store_->end(by("wang"), id, day("2026-04-01"), "x")), "exception_is_not_approved");
  EXPECT_EQ(in_force({"", "H001", {}, ""}, "2026-04-01"), Ids{});
  approved(fresh());  // may be proposed again
  EXPECT_EQ(in_force({"", "H001", {}, ""}, "2026-04-01"), Ids{id + 1});
}

TEST_P(Exceptions, end_early_but_never_late) {
  const std::int64_t id = approved(fresh());
  EXPECT_EQ(told(store_->end(by("li"), id, day("2026-05-31"), "x")), "bad_date") << "no earlier than it is";
  EXPECT_EQ(told(store_->end(by("li"), id, day("2026-06-30"), "x")), "bad_date");
  EXPECT_EQ(told(store_->end(by("li"), id, day("2026-02-27"), "x")), "bad_date");
  EXPECT_EQ(told(store_->end(by("li"), id, day("2026-04-15"), "对码已完成")), "");
  EXPECT_EQ(in_force({"", "H001", {}, ""}, "2026-04-15"), Ids{id});
  EXPECT_EQ(in_force({"", "H001", {}, ""}, "2026-04-16"), Ids{});
  EXPECT_EQ(told(store_->end(by("li"), id, day("2026-05-01"), "x")), "bad_date") << "what was ended comes not back";
  EXPECT_EQ(told(store_->end(by("li"), id, day("2026-02-28"), "误批")), "") << "as if it had never held";
  EXPECT_EQ(in_force({"", "H001", {}, ""}, "2026-03-01"), Ids{});
  NewException rest = fresh();
  EXPECT_EQ(told(store_->propose(by("li"), rest)), "") << "its days are free again";
}

TEST_P(Exceptions, say_a_term_a_subject_and_a_reason) {
  const auto refusal = [&](const NewException& wrong) { return told(store_->propose(by("li"), wrong)); };
  NewException wrong = fresh();
  wrong.to = kNoDay;
  EXPECT_EQ(refusal(wrong), "bad_date") << "never without an end";
  wrong.to = day("2026-02-28");
  EXPECT_EQ(refusal(wrong), "bad_date");
  wrong.to = day("2027-03-01");
  EXPECT_EQ(refusal(wrong), "bad_date") << "a year and a day";
  wrong = fresh();
  wrong.reason = " \n";
  EXPECT_EQ(refusal(wrong), "reason_is_missing");
  wrong.reason = std::string(kExceptionReasonBytesMost + 1, 'x');
  EXPECT_EQ(refusal(wrong), "reason_too_long");
  EXPECT_EQ(refusal(fresh(Kind::person, "张三")), "bad_subject") << "a name does not belong there";
  EXPECT_EQ(refusal(fresh(Kind::person, "110101199003071234")), "bad_subject") << "nor a number of a certificate";
  EXPECT_EQ(refusal(fresh(Kind::item, "")), "bad_subject");
  EXPECT_EQ(refusal(fresh(Kind::item, "阿莫西林")), "bad_subject");
  EXPECT_EQ(told(store_->decide(by("wang"), 7, true, "属实")), "no_exception");
  EXPECT_EQ(rows(), 0);
  EXPECT_TRUE(acts().empty());
  NewException year = fresh();
  year.to = day("2027-02-28");
  EXPECT_EQ(refusal(year), "") << "a year";
  EXPECT_EQ(refusal(fresh()), "already_proposed");
  NewException leap = fresh(Kind::rule, "R0101");
  leap.from = day("2027-03-01");
  leap.to = day("2028-02-29");
  EXPECT_EQ(refusal(leap), "") << "the longest year there is";
}

TEST_P(Exceptions, are_held_apart_by_the_table_too) {
  const std::int64_t id = proposed(fresh());
  const auto refused = [&](const std::string& set) {
    return told(database_->write([&](database::Transaction& transaction) -> Status {
      TRY(transaction.execute("update casework_exceptions set " + set + " where id = ?", {id}));
      return {};
    }));
  };
  EXPECT_EQ(refused("state = 2, decided_by = 'li', decided_at = 1"), "broken_rule") << "the one who proposed it";
  EXPECT_EQ(refused("state = 2"), "broken_rule") << "nobody";
  EXPECT_EQ(refused("to_day = to_day + 365"), "broken_rule");
  EXPECT_EQ(refused("to_day = from_day - 1"), "broken_rule");
  EXPECT_EQ(refused("reason = ''"), "broken_rule");
  EXPECT_EQ(refused("ended = from_day"), "broken_rule") << "not approved yet";
  EXPECT_EQ(in_force({"", "H001", {}, ""}, "2026-04-01"), Ids{});
}

TEST_P(Exceptions, each_change_is_an_act_of_the_trail) {
  const std::int64_t id = approved(fresh());
  EXPECT_EQ(told(store_->end(by("li"), id, day("2026-04-15"), "对码已完成")), "");
  const auto done = acts();
  ASSERT_EQ(done.size(), 3U);
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"li", "exception_proposed"}, {"wang", "exception_approved"}, {"li", "exception_ended"}};
  for (std::size_t at = 0; at < done.size(); ++at) {
    EXPECT_EQ(done[at].who, expected[at].first);
    EXPECT_EQ(done[at].what, expected[at].second);
    EXPECT_EQ(done[at].subject, "exception:1");
    EXPECT_EQ(done[at].where_from, "10.0.0.7");
  }
  EXPECT_EQ(done[0].why, "系统升级，对码未完成");
  EXPECT_EQ(done[0].after,
            R"({"kind":"provider","subject":"H001","from":"2026-03-01","to":"2026-05-31","state":"proposed"})");
  EXPECT_EQ(done[2].before,
            R"({"kind":"provider","subject":"H001","from":"2026-03-01","to":"2026-05-31","state":"approved"})");
  EXPECT_EQ(done[2].after,
            R"({"kind":"provider","subject":"H001","from":"2026-03-01","to":"2026-04-15","state":"approved"})");
  const auto verdict = database::verify_trail(*database_, "");
  ASSERT_TRUE(verdict.has_value());
  EXPECT_TRUE(verdict->is_whole());
}

TEST_P(Exceptions, are_listed_newest_first_and_by_state) {
  const std::int64_t first = approved(fresh());
  const std::int64_t second = proposed(fresh(Kind::rule, "R0101"));
  const auto ids = [&](std::optional<State> state) {
    Ids found;
    const auto listed = store_->list(state);
    EXPECT_TRUE(listed.has_value());
    for (const Exception& exception : listed.value_or(std::vector<Exception>{})) found.push_back(exception.id);
    return found;
  };
  EXPECT_EQ(ids(std::nullopt), (Ids{second, first}));
  EXPECT_EQ(ids(State::proposed), Ids{second});
  EXPECT_EQ(ids(State::approved), Ids{first});
  EXPECT_EQ(ids(State::refused), Ids{});
}

}  // namespace
}  // namespace qiuhao::casework
