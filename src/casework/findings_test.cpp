// Findings: kept once by id, followed through their matters, listed as a plain loop would.
#include "casework/findings.h"

#include <algorithm>
#include <random>

#include "casework/permissions.h"
#include "casework/set_aside.h"
#include "casework/test_store.h"

namespace qiuhao::casework {
namespace {

using database::Transaction;

class FindingsTest : public StoreTest {
 protected:
  KeptFinding finding(const std::string& id, const std::string& run = "audit-000001") const {
    return {id,   "R0101", "限性别", true,   "H001", "某医院", "340602", "P1",
            "V1", 20'500,  "C01",    "检查", 5'000,  5'000,    "说明",   run};
  }
  void keep(const std::vector<KeptFinding>& findings) {
    const Status status =
        database_->write([&](Transaction& transaction) { return keep_findings(transaction, findings); });
    ASSERT_TRUE(status) << status.error().text();
  }
  Opening review_of(const std::string& id) const {
    Opening opening = review();
    opening.act.fields["finding"] = text_value(id);
    return opening;
  }
  std::optional<KeptFinding> find(const std::string& id, const Scope& scope = {true, {}, ""}) const {
    std::optional<KeptFinding> found;
    EXPECT_TRUE(database_->read([&](Transaction& transaction) -> Status {
      ASSIGN(found, find_finding(transaction, scope, id));
      return {};
    }));
    return found;
  }
  FindingState state_of(const std::string& id) const { return find(id)->state; }
  std::int64_t close(const RunScope& scope) {
    std::int64_t gone = 0;
    EXPECT_TRUE(database_->write([&](Transaction& transaction) -> Status {
      ASSIGN(gone, close_gone(transaction, scope));
      return {};
    }));
    return gone;
  }
  // A finding drawn by chance; few distinct values, so that filters meet.
  KeptFinding drawn(std::mt19937& random, int number) const {
    const auto pick = [&](std::initializer_list<const char*> words) {
      return std::string(words.begin()[random() % words.size()]);
    };
    KeptFinding one = finding(fmt::format("{:032x}", number));
    one.rule = pick({"R1", "R2", "R3"});
    one.provider = pick({"H1", "H2", "H3", "H4"});
    one.region = pick({"340602", "340604", "340700", ""});
    one.person = pick({"p1", "p2"});
    one.is_certain = random() % 2 == 0;
    one.day = static_cast<Day>(20'000 + random() % 60);
    one.net = static_cast<Cents>(random() % 40) * 100;
    return one;
  }
  std::vector<std::string> pages(const Scope& scope, const FindingFilter& filter, FindingSort sort, int most) const {
    std::vector<std::string> ids;
    std::string cursor;
    do {
      FindingPage page;
      const Status status = database_->read([&](Transaction& transaction) -> Status {
        ASSIGN(page, list_findings(transaction, scope, filter, sort, cursor, most));
        return {};
      });
      EXPECT_TRUE(status) << status.error().text();
      for (const KeptFinding& one : page.findings) ids.push_back(one.id);
      cursor = page.next;
    } while (!cursor.empty());
    return ids;
  }
};

TEST_P(FindingsTest, a_run_taken_twice_changes_nothing_but_its_words) {
  keep({finding("f1"), finding("f2")});
  KeptFinding again = finding("f1", "audit-000002");
  again.net = 4'000;
  again.message = "更正";
  keep({again});
  EXPECT_EQ(count("casework_findings"), 2);
  EXPECT_EQ(find("f1")->net, 4'000);
  EXPECT_EQ(find("f1")->message, "更正");
  EXPECT_EQ(find("f1")->run, "audit-000002");
  EXPECT_EQ(state_of("f1"), FindingState::open);
}

TEST_P(FindingsTest, many_at_once_leave_the_same_tables) {
  const auto indexes = [&] {
    return database::number(*database_, GetParam() == database::Engine::sqlite
                                            ? "select count(*) from sqlite_master where type = 'index' and tbl_name = "
                                              "'casework_findings' and sql is not null"
                                            : "select count(*) from pg_indexes where tablename = 'casework_findings' "
                                              "and indexdef not like '%UNIQUE%'");
  };
  const std::int64_t before = indexes();
  EXPECT_EQ(before, 8);
  keep({finding("f1")});
  const Status status = database_->write([&](Transaction& transaction) {
    return keep_in_bulk(transaction, [&] {
      return keep_findings(transaction, std::vector<KeptFinding>{finding("f1", "audit-000002"), finding("f2")});
    });
  });
  ASSERT_TRUE(status) << status.error().text();
  EXPECT_EQ(indexes(), before);
  EXPECT_EQ(count("casework_findings"), 2);
  EXPECT_EQ(find("f1")->run, "audit-000002");
}

// What the planner knows of the table; without it, lists of a county and provider walk all of the county.
TEST_P(FindingsTest, the_planner_knows_the_findings) {
  std::mt19937 random(3);
  std::vector<KeptFinding> all;
  for (int number = 0; number < 300; ++number) all.push_back(drawn(random, number));
  keep(all);
  ASSERT_TRUE(database_->write([&](Transaction& transaction) { return learn_findings(transaction); }));
  const auto known = [&] {
    return database::number(*database_, GetParam() == database::Engine::sqlite
                                            ? "select count(*) from sqlite_stat1 where tbl = 'casework_findings'"
                                            : "select count(*) from pg_stats where tablename = 'casework_findings'");
  };
  EXPECT_GE(known(), 8);
}

TEST_P(FindingsTest, what_a_whole_run_does_not_find_is_gone_and_may_come_back) {
  KeptFinding other_rule = finding("f3");
  other_rule.rule = "R9";
  KeptFinding other_day = finding("f4");
  other_day.day = 19'000;
  keep({finding("f1"), finding("f2"), other_rule, other_day, finding("f5")});
  opened(review_of("f5"));
  keep({finding("f1", "audit-000002")});
  EXPECT_EQ(close({"audit-000002", 20'000, 21'000, {"R0101"}}), 1);
  EXPECT_EQ(state_of("f2"), FindingState::gone);
  for (const char* id : {"f1", "f3", "f4"}) EXPECT_EQ(state_of(id), FindingState::open) << id;
  EXPECT_EQ(state_of("f5"), FindingState::in_review) << "somebody works on it";
  keep({finding("f2", "audit-000003")});
  EXPECT_EQ(state_of("f2"), FindingState::open);
}

// Against a plain loop: a finding is set aside while any approved exception covers it.
TEST_P(FindingsTest, exceptions_set_aside_what_they_cover) {
  const auto exceptions = ExceptionStore::open(*database_, *trail_);
  ASSERT_TRUE(exceptions.has_value());
  std::mt19937 random(9);
  std::vector<KeptFinding> all;
  for (int number = 0; number < 300; ++number) {
    all.push_back(drawn(random, number));
    all.back().person = random() % 2 == 0 ? std::string(24, 'a') : std::string(24, 'b');
    all.back().item = random() % 2 == 0 ? "C01" : "C02";
  }
  keep({all.begin(), all.begin() + 150});
  const std::pair<ExceptionKind, std::string> subjects[] = {{ExceptionKind::person, std::string(24, 'a')},
                                                            {ExceptionKind::provider, "H2"},
                                                            {ExceptionKind::item, "C02"},
                                                            {ExceptionKind::rule, "R3"}};
  std::vector<std::int64_t> ids;
  for (const auto& [kind, subject] : subjects) {
    const Day from = static_cast<Day>(20'000 + random() % 40);
    const auto id = exceptions->propose({"li", "test", 1}, {kind, subject, from, from + 9, "测试"});
    ASSERT_TRUE(id.has_value()) << id.error().text();
    ids.push_back(*id);
    ASSERT_TRUE(exceptions->decide({"wang", "test", 2}, *id, true, "属实"));
  }
  keep({all.begin() + 150, all.end()});
  const auto check = [&] {
    ASSERT_TRUE(database_->write([&](Transaction& transaction) -> Status {
      TRY(set_findings_aside(transaction));
      return {};
    }));
    int aside = 0;
    for (const KeptFinding& one : all) {
      const auto covering = exceptions->in_force({one.person, one.provider, {one.item}, one.rule}, one.day);
      ASSERT_TRUE(covering.has_value());
      EXPECT_EQ(state_of(one.id), covering->empty() ? FindingState::open : FindingState::set_aside) << one.id;
      aside += covering->empty() ? 0 : 1;
    }
    EXPECT_GT(aside, 20);
    EXPECT_LT(aside, 250);
  };
  check();
  for (const std::int64_t id : {ids[0], ids[2]}) {
    const auto held = exceptions->find(id);
    ASSERT_TRUE(exceptions->end({"wang", "test", 3}, id, held->from + 3, "提前"));
  }
  check();
}

TEST_P(FindingsTest, a_matter_takes_its_finding_along) {
  keep({finding("F1")});
  const std::string number = opened(review());
  EXPECT_EQ(state_of("F1"), FindingState::in_review);
  EXPECT_EQ(find("F1")->matter, number);
  const auto second = store_->open_matter(review(), {"test", ""});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "finding_in_review");
  EXPECT_EQ(count("casework_matters"), 1) << "nothing of the refused one stays";
}

TEST_P(FindingsTest, pages_hold_what_a_plain_loop_says) {
  std::mt19937 random(5);
  std::vector<KeptFinding> all;
  for (int number = 0; number < 500; ++number) all.push_back(drawn(random, number));
  keep(all);
  const auto chance = [&] { return random() % 3 == 0; };
  for (int round = 0; round < 60; ++round) {
    Scope scope{random() % 3 == 0, {}, ""};
    if (chance()) scope.regions = {"3406"};
    if (chance()) scope.regions.emplace_back("340604");
    FindingFilter filter;
    if (chance()) filter.rule = "R2";
    if (chance()) filter.provider = "H3";
    if (chance()) filter.person = "p1";
    if (chance()) filter.region = chance() ? "3406" : "340700";
    if (chance()) filter.is_certain = chance();
    if (chance()) filter.states = {FindingState::open, FindingState::gone};
    if (chance()) filter.states = {FindingState::rejected};
    if (chance()) filter.from = 20'010;
    if (chance()) filter.to = 20'050;
    if (chance()) filter.net_at_least = 1'000;
    const FindingSort sort = chance() ? FindingSort::day : FindingSort::net;
    std::vector<KeptFinding> left;
    for (const KeptFinding& one : all) {
      const bool is_in_scope =
          scope.is_everything ||
          std::ranges::any_of(scope.regions, [&](const std::string& region) { return one.region.starts_with(region); });
      const bool is_in_state = filter.states.empty() || filter.states.front() == FindingState::open;
      if (is_in_scope && is_in_state && (filter.rule.empty() || one.rule == filter.rule) &&
          (filter.provider.empty() || one.provider == filter.provider) &&
          (filter.person.empty() || one.person == filter.person) && one.region.starts_with(filter.region) &&
          (!filter.is_certain || one.is_certain == *filter.is_certain) &&
          (filter.from == kNoDay || one.day >= filter.from) && (filter.to == kNoDay || one.day <= filter.to) &&
          one.net >= filter.net_at_least.value_or(0))
        left.push_back(one);
    }
    std::ranges::sort(left, [&](const KeptFinding& a, const KeptFinding& b) {
      return sort == FindingSort::net ? std::pair(a.net, a.id) > std::pair(b.net, b.id)
                                      : std::pair(a.day, a.id) > std::pair(b.day, b.id);
    });
    std::vector<std::string> wanted;
    for (const KeptFinding& one : left) wanted.push_back(one.id);
    ASSERT_EQ(pages(scope, filter, sort, 1 + static_cast<int>(random() % 90)), wanted) << round;
    EXPECT_TRUE(database_->read([&](Transaction& transaction) -> Status {
      ASSIGN(const FindingCount counted, count_findings(transaction, scope, filter));
      EXPECT_EQ(counted.count, static_cast<std::int64_t>(wanted.size()));
      EXPECT_FALSE(counted.is_more);
      return {};
    }));
  }
}

TEST_P(FindingsTest, an_institution_sees_its_own_that_were_taken_up) {
  KeptFinding other = finding("F3");
  other.provider = "H002";
  keep({finding("F1"), finding("F2"), other});
  opened(review());
  const Scope scope{false, {}, "H001"};
  EXPECT_EQ(pages(scope, {}, FindingSort::net, 10), (std::vector<std::string>{"F1"}));
  EXPECT_FALSE(find("F2", scope).has_value());
  EXPECT_FALSE(find("F3", scope).has_value());
  EXPECT_TRUE(find("F1", scope).has_value());
}

TEST_P(FindingsTest, every_act_of_people_stands_under_an_action) {
  const auto policy = identity::RolePolicy::read(QIUHAO_SOURCE_DIR "/policy/roles.yaml");
  ASSERT_TRUE(policy) << policy.error().text();
  auto kinds = shipped_kinds();
  EXPECT_EQ(database::told(check_acts(*policy, kinds)), "");
  kinds[1].actions[1].name = "send_letter";
  EXPECT_EQ(database::told(check_acts(*policy, kinds)), "act_without_action");
  kinds = shipped_kinds();
  kinds[1].roles[0].name = "reader";
  EXPECT_EQ(database::told(check_acts(*policy, kinds)), "role_without_act");
  kinds = shipped_kinds();
  std::erase_if(kinds[1].actions, [](const workflow::Action& action) { return action.name == "enforce"; });
  EXPECT_EQ(database::told(check_acts(*policy, kinds)), "unknown_act");
}

QIUHAO_ON_BOTH_ENGINES(FindingsTest);

}  // namespace
}  // namespace qiuhao::casework
