// Changes of users and roles: by whom, what is refused, and that each is in the trail.
#include "identity/people.h"

#include <algorithm>

#include "identity/test_people.h"

namespace qiuhao::identity {
namespace {

using database::Transaction;

class PeopleTest : public PeopleTestBase {
 protected:
  std::string propose(const std::string& who, const Grant& grant) {
    return refused([&](Transaction& transaction) -> Status {
      ASSIGN(last_, people_.propose_role(transaction, by(who), grant));
      return {};
    });
  }
  std::string approve(const std::string& who, std::int64_t id) {
    return refused([&](Transaction& t) { return people_.decide_role(t, by(who), id, true, "核对任职文件"); });
  }
  Grant auditor(const std::string& login) const {
    return {0, login, "auditor", "340600", "", today(), kNoDay, {}, "", ""};
  }
  std::int64_t last_ = 0;
};

TEST_P(PeopleTest, it_is_founded_once_by_two) {
  const Organisation bureau{"B1", "局", OrganisationKind::bureau, "340600", false};
  EXPECT_EQ(refused([&](Transaction& t) {
              return people_.found(t, by("x"), bureau, {"root", "甲", "", "", "", ""}, {"root", "甲", "", "", "", ""});
            }),
            "same_person");
  EXPECT_EQ(database::number(*database_, "select count(*) from identity_organisations"), 0) << "rolled back";
  found();
  EXPECT_EQ(refused([&](Transaction& t) {
              return people_.found(t, by("x"), bureau, {"aa", "甲", "", "", "", ""}, {"bb", "乙", "", "", "", ""});
            }),
            "already_founded");
  EXPECT_EQ(reason("root", "user.keep", Target::in_region("340602")), "allowed");
  EXPECT_EQ(reason("guard", "role.approve", Target::in_region("340602")), "allowed");
  EXPECT_EQ(reason("root", "role.approve", Target::in_region("340602")), "no_role_may");
  EXPECT_EQ(reason("root", "user.keep", Target::in_region("340700")), "other_region");
  EXPECT_EQ(reason("nobody", "user.keep", Target::in_region("340602")), "user_is_unknown");
  EXPECT_EQ(reason("root", "user.kept", Target::in_region("340602")), "action_is_unknown");
  EXPECT_EQ(acts("user_added"), 2);
  EXPECT_EQ(acts("role_founded"), 2);
}

TEST_P(PeopleTest, personal_cells_are_sealed_and_shown_masked) {
  found();
  std::vector<User> users;
  well([&](Transaction& transaction) -> Status {
    ASSIGN(users, people_.users(transaction));
    return {};
  });
  ASSERT_EQ(users.size(), 2U);
  EXPECT_EQ(users[1].login, "root");
  EXPECT_EQ(users[1].masked_name, "张**");
  EXPECT_EQ(users[1].masked_phone, "138****5678");
  well([&](Transaction& transaction) -> Status {
    ASSIGN(const auto rows, transaction.query("select name from identity_users", {}, {database::Kind::bytes}));
    for (const auto& row : rows) EXPECT_EQ(row.bytes(0).find("张"), std::string::npos);
    ASSIGN(const auto told, trail_.acts_after(transaction, 0, 100));
    for (const auto& kept : told) {
      EXPECT_EQ(kept.act.after.value_or("").find("张三丰"), std::string::npos);
      EXPECT_EQ(kept.act.after.value_or("").find("13812345678"), std::string::npos);
    }
    return {};
  });
}

TEST_P(PeopleTest, users_are_added_once_where_they_belong) {
  found();
  const auto add = [&](const std::string& who, const NewUser& user) {
    return refused([&](Transaction& t) { return people_.add_user(t, by(who), user); });
  };
  EXPECT_EQ(add("root", {"wang", "王小二", "", "", "B1", ""}), "");
  EXPECT_EQ(add("root", {"wang", "王小二", "", "", "B1", ""}), "login_is_taken");
  EXPECT_EQ(add("root", {"Wang", "王", "", "", "B1", ""}), "bad_login");
  EXPECT_EQ(add("root", {"w", "王", "", "", "B1", ""}), "bad_login");
  EXPECT_EQ(add("root", {"wang2", "", "", "", "B1", ""}), "bad_name");
  EXPECT_EQ(add("root", {"wang2", "王", "", "", "B9", ""}), "unknown_organisation");
  EXPECT_EQ(add("root", {"wang2", "王", "", "", "B1", "稽核科"}), "unknown_unit");
  EXPECT_EQ(add("guard", {"wang2", "王", "", "", "B1", ""}), "not_allowed");
  EXPECT_EQ(refused([&](Transaction& t) { return people_.add_unit(t, by("root"), "B1", "稽核科"); }), "");
  EXPECT_EQ(refused([&](Transaction& t) { return people_.add_unit(t, by("root"), "B1", "稽核科"); }), "not_unique");
  EXPECT_EQ(add("root", {"wang2", "王", "", "34060012", "B1", "稽核科"}), "");
  EXPECT_EQ(acts("user_added"), 4);
  EXPECT_EQ(acts("unit_added"), 1);
}

TEST_P(PeopleTest, organisations_are_kept_within_the_region_and_keep_their_kind) {
  found();
  const auto keep = [&](const Organisation& organisation) {
    return refused([&](Transaction& t) { return people_.keep_organisation(t, by("root"), organisation); });
  };
  EXPECT_EQ(keep({"H1", "一院", OrganisationKind::hospital, "340602", false}), "");
  EXPECT_EQ(keep({"H2", "二院", OrganisationKind::hospital, "340702", false}), "not_allowed");
  EXPECT_EQ(keep({"H1", "一院", OrganisationKind::agency, "340602", false}), "kind_is_fixed");
  EXPECT_EQ(keep({"H1", "第一医院", OrganisationKind::hospital, "340602", true}), "");
  EXPECT_EQ(keep({"H3", "三院", OrganisationKind::hospital, "340", false}), "bad_region");
  EXPECT_EQ(keep({"", "院", OrganisationKind::hospital, "340602", false}), "bad_name");
  EXPECT_EQ(acts("organisation_changed"), 1);
}

TEST_P(PeopleTest, nobody_changes_the_own_roles_or_account) {
  found();
  add_user("wang", "B1");
  EXPECT_EQ(propose("root", auditor("root")), "own_role");
  EXPECT_EQ(propose("wang", auditor("wang")), "own_role");
  EXPECT_EQ(propose("wang", auditor("guard")), "not_allowed");
  EXPECT_EQ(propose("root", auditor("guard")), "");
  EXPECT_EQ(approve("guard", last_), "own_role");
  EXPECT_EQ(approve("root", last_), "not_allowed");
  const auto lock = [&](const std::string& who, const std::string& login, UserState state) {
    return refused([&](Transaction& t) { return people_.set_state(t, by(who), login, state, "测试"); });
  };
  EXPECT_EQ(lock("root", "root", UserState::locked), "own_account");
  EXPECT_EQ(lock("root", "nobody", UserState::locked), "unknown_user");
  EXPECT_EQ(lock("root", "wang", UserState::left), "");
  EXPECT_EQ(lock("root", "wang", UserState::active), "user_has_left");
  EXPECT_EQ(propose("root", auditor("wang")), "user_has_left");
  // Even past this program the table refuses one pair of eyes.
  EXPECT_EQ(refused([&](Transaction& t) -> Status {
              TRY(t.execute("update identity_grants set decided_by = proposed_by where id = ?", {last_}));
              return {};
            }),
            "broken_rule");
}

TEST_P(PeopleTest, a_role_counts_once_another_approved_it) {
  found();
  add_user("wang", "B1");
  const Target target = Target::in_region("340602");
  EXPECT_EQ(reason("wang", "finding.examine", target), "no_role_may");
  EXPECT_EQ(propose("root", auditor("wang")), "");
  EXPECT_EQ(reason("wang", "finding.examine", target), "role_waits_for_approval");
  EXPECT_EQ(approve("guard", last_), "");
  EXPECT_EQ(reason("wang", "finding.examine", target), "allowed");
  EXPECT_EQ(approve("guard", last_), "grant_is_decided");
  EXPECT_EQ(approve("guard", 999), "unknown_grant");
  EXPECT_EQ(acts("role_proposed"), 1);
  EXPECT_EQ(acts("role_approved"), 1);

  const auto end = [&](Day last) {
    return refused([&](Transaction& t) { return people_.end_role(t, by("root"), last_, last, "调岗"); });
  };
  EXPECT_EQ(end(today()), "");
  EXPECT_EQ(end(today() + 9), "bad_date") << "ending makes no role longer";
  now_ += kTestDay;
  EXPECT_EQ(reason("wang", "finding.examine", target), "role_has_ended");
}

TEST_P(PeopleTest, whoever_holds_two_sides_may_propose_but_not_approve_it_too) {
  found();
  add_user("wang", "B1");
  // Both roles past the policy, as after a change of the file: then the four eyes hold it.
  database::run(*database_,
                "insert into identity_grants (login, role, region, grid, from_day, state, proposed_by, proposed_at) "
                "select 'guard', 'system_administrator', '340600', '', from_day, 2, 'founding', 0 from identity_grants "
                "where login = 'guard'");
  EXPECT_EQ(propose("guard", auditor("wang")), "");
  const Status status =
      database_->write([&](Transaction& t) { return people_.decide_role(t, by("guard"), last_, true, ""); });
  ASSERT_FALSE(status.has_value());
  EXPECT_NE(status.error().message.find("same_person_may_not"), std::string::npos) << status.error().message;
}

TEST_P(PeopleTest, roles_that_are_apart_are_not_held_together) {
  found();
  add_organisation("A1", OrganisationKind::agency);
  add_user("wang", "B1");
  add_user("zhao", "A1");
  Grant first = auditor("wang");
  first.to = today() + 10;
  hold(first);
  Grant second = auditor("wang");
  second.role = "decider";
  EXPECT_EQ(propose("root", second), "roles_apart");
  second.from = today() + 10;
  EXPECT_EQ(propose("root", second), "roles_apart");
  second.from = today() + 11;
  EXPECT_EQ(propose("root", second), "") << "one after the other";
  Grant other = auditor("zhao");
  other.role = "officer";
  EXPECT_EQ(propose("root", other), "organisation_may_not_hold_role");
  other.role = "oficer";
  EXPECT_EQ(propose("root", other), "unknown_role");
  EXPECT_EQ(propose("root", auditor("nobody")), "unknown_user");
  Grant dates = auditor("zhao");
  dates.to = today() - 1;
  EXPECT_EQ(propose("root", dates), "bad_date");
  dates = auditor("zhao");
  dates.region = "34";
  EXPECT_EQ(propose("root", dates), "not_allowed") << "no wider than one's own";
  dates.region = "3406x";
  EXPECT_EQ(propose("root", dates), "bad_region");
}

TEST_P(PeopleTest, a_grid_narrows_a_role) {
  found();
  add_user("wang", "B1");
  Grant grant = auditor("wang");
  grant.grid = "G07";
  hold(grant);
  EXPECT_EQ(reason("wang", "finding.examine", {"340602", "", "G07", {}, {}}), "allowed");
  EXPECT_EQ(reason("wang", "finding.examine", {"340602", "", "G08", {}, {}}), "other_grid");
  EXPECT_EQ(reason("wang", "finding.examine", {"340702", "", "G07", {}, {}}), "other_region");
}

TEST_P(PeopleTest, whoever_is_related_stands_aside_with_a_reason) {
  found();
  add_user("wang", "B1");
  hold(auditor("wang"));
  const auto declare = [&](const std::string& who, const Relation& relation) {
    return refused([&](Transaction& t) { return people_.declare_relation(t, by(who), relation); });
  };
  const Day day = today();
  EXPECT_EQ(declare("wang", {"wang", "organisation:H1", RelationKind::family_works_there, day, kNoDay, "配偶"}), "");
  EXPECT_EQ(declare("wang", {"wang", "organisation:H2", RelationKind::worked_there, day - 2'000, day - 1'000, ""}), "");
  EXPECT_EQ(declare("guard", {"wang", "person:p77", RelationKind::is_family, day, day + 5, ""}), "");
  EXPECT_EQ(declare("root", {"wang", "person:p78", RelationKind::is_family, day, kNoDay, ""}), "not_allowed");
  EXPECT_EQ(declare("wang", {"wang", "H1", RelationKind::is_family, day, kNoDay, ""}), "bad_subject");
  EXPECT_EQ(declare("wang", {"wang", "person:p1", RelationKind::is_family, day, day - 1, ""}), "bad_date");
  EXPECT_EQ(declare("guard", {"none", "person:p1", RelationKind::is_family, day, kNoDay, ""}), "unknown_user");

  const auto examine = [&](const std::string& subject) {
    return decide("wang", "finding.examine", {"340602", "", "", {}, {"person:other", subject}}, now_);
  };
  EXPECT_EQ(examine("organisation:H1").reason, Reason::must_stand_aside);
  EXPECT_NE(examine("organisation:H1").sentence.chinese.find("近亲属在该机构任职（配偶）"), std::string::npos);
  EXPECT_EQ(examine("organisation:H2").reason, Reason::must_stand_aside) << "former work counts for three years";
  EXPECT_EQ(examine("organisation:H3").reason, Reason::allowed);
  EXPECT_EQ(examine("person:p77").reason, Reason::must_stand_aside);
  now_ += 200 * kTestDay;
  EXPECT_EQ(examine("organisation:H2").reason, Reason::allowed);
  EXPECT_EQ(examine("person:p77").reason, Reason::allowed);
  EXPECT_EQ(examine("organisation:H1").reason, Reason::must_stand_aside);
  EXPECT_EQ(acts("relation_declared"), 3);
}

TEST_P(PeopleTest, a_change_that_is_refused_leaves_no_act) {
  found();
  const std::int64_t before = database::number(*database_, "select count(*) from audit_acts");
  EXPECT_EQ(propose("root", auditor("root")), "own_role");
  EXPECT_EQ(refused([&](Transaction& t) {
              return people_.add_user(t, by("root"), {"x", "", "", "", "B1", ""});
            }),
            "bad_login");
  EXPECT_EQ(database::number(*database_, "select count(*) from audit_acts"), before);
}

QIUHAO_ON_BOTH_ENGINES(PeopleTest);

}  // namespace
}  // namespace qiuhao::identity
