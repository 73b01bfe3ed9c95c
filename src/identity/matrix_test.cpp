// Every cell of the matrix of roles and actions, through users in the database, and what stands against a right cell.
#include <fmt/format.h>

#include <map>
#include <set>

#include "identity/test_people.h"
#include "text/document.h"

namespace qiuhao::identity {
namespace {

class MatrixTest : public PeopleTestBase {
 protected:
  MatrixTest() {
    found();
    for (std::size_t index = 1; index <= kOrganisationKinds; ++index) {
      const auto kind = static_cast<OrganisationKind>(index);
      add_organisation(std::string(name_of(kind)), kind);
    }
    for (const Role& role : policy_.roles()) {
      add_user(role.name, std::string(name_of(role.held_in.front())));
      grants_[role.name] = hold({0, role.name, role.name, "340600", "", today(), today() + 30, {}, "", ""});
    }
    read_file_of_roles();
  }

  // What the file says, read without the policy's own reader.
  void read_file_of_roles() {
    const auto root = text::read_yaml(QIUHAO_SOURCE_DIR "/policy/roles.yaml");
    ASSERT_TRUE(root) << root.error().text();
    for (const auto& [role, body] : root->find("roles")->entries) above_[role.scalar].insert(role.scalar);
    for (const auto& [role, body] : root->find("roles")->entries) {
      for (const std::string& below : body.texts_of("inherits")) above_[below].insert(role.scalar);
    }
    for (const auto& [action, body] : root->find("actions")->entries) {
      for (const std::string& role : body.texts_of("roles"))
        expected_[action.scalar].insert(above_[role].begin(), above_[role].end());
    }
  }

  Target home(const std::string& role) const {
    const Role& held = policy_.roles()[*policy_.role(role)];
    return {"340602", std::string(name_of(held.held_in.front())), "", {}, {}};
  }
  // For each cell of the matrix that is allowed: `change` says what is expected of it ("" to skip).
  template <typename Change>
  int each_allowed(Change&& change) {
    int cells = 0;
    for (const Action& action : policy_.actions()) {
      for (const std::string& role : expected_[action.name]) cells += change(action, role) ? 1 : 0;
    }
    return cells;
  }

  std::map<std::string, std::set<std::string>> above_;     // role → itself and those that inherit it
  std::map<std::string, std::set<std::string>> expected_;  // action → roles
  std::map<std::string, std::int64_t> grants_;
};

TEST_P(MatrixTest, every_cell_is_what_the_file_says) {
  int allowed = 0;
  for (const Action& action : policy_.actions()) {
    for (const Role& role : policy_.roles()) {
      const bool may = expected_[action.name].contains(role.name);
      EXPECT_EQ(reason(role.name, action.name, home(role.name)), may ? "allowed" : "no_role_may")
          << role.name << " " << action.name;
      allowed += may ? 1 : 0;
    }
  }
  EXPECT_GE(allowed, 60);
  EXPECT_GE(policy_.actions().size() * policy_.roles().size(), 1'000U);
}

TEST_P(MatrixTest, another_region_or_organisation_is_refused) {
  const int cells = each_allowed([&](const Action& action, const std::string& role) {
    Target target = home(role);
    target.region = "340702";
    target.organisation = "elsewhere";
    const char* expected = action.reach == Reach::everywhere ? "allowed"
                           : action.reach == Reach::region   ? "other_region"
                                                             : "other_organisation";
    EXPECT_EQ(reason(role, action.name, target), expected) << role << " " << action.name;
    return true;
  });
  EXPECT_GE(cells, 60);
}

TEST_P(MatrixTest, a_role_counts_between_its_days) {
  const database::Micros before = now_;
  each_allowed([&](const Action& action, const std::string& role) {
    now_ = before + 30 * kTestDay;
    EXPECT_EQ(reason(role, action.name, home(role)), "allowed") << role << " " << action.name;
    now_ = before + 31 * kTestDay;
    EXPECT_EQ(reason(role, action.name, home(role)), "role_has_ended") << role << " " << action.name;
    now_ = before - kTestDay;
    EXPECT_EQ(reason(role, action.name, home(role)), "role_has_not_begun") << role << " " << action.name;
    now_ = before - 400 * kTestDay;
    EXPECT_EQ(reason(role, action.name, home(role)), "policy_is_not_in_force") << role << " " << action.name;
    now_ = before;
    return true;
  });
}

TEST_P(MatrixTest, four_eyes_and_fresh_codes) {
  int four_eyes = 0;
  int fresh = 0;
  each_allowed([&](const Action& action, const std::string& role) {
    Target target = home(role);
    target.done_before = {"somebody", role};
    EXPECT_EQ(reason(role, action.name, target), action.is_four_eyes ? "same_person_may_not" : "allowed");
    four_eyes += action.is_four_eyes ? 1 : 0;
    const Reason expected = action.wants_fresh_code ? Reason::code_is_not_fresh : Reason::allowed;
    fresh += action.wants_fresh_code ? 1 : 0;
    EXPECT_EQ(decide(role, action.name, home(role), std::nullopt).reason, expected);
    EXPECT_EQ(decide(role, action.name, home(role), now_ - 10 * kMinute - 1).reason, expected);
    EXPECT_EQ(decide(role, action.name, home(role), now_ + 1).reason, expected);
    EXPECT_EQ(decide(role, action.name, home(role), now_ - 10 * kMinute).reason, Reason::allowed);
    return true;
  });
  EXPECT_GE(four_eyes, 10);
  EXPECT_GE(fresh, 15);
}

TEST_P(MatrixTest, locked_users_and_closed_organisations_may_nothing) {
  for (const Role& role : policy_.roles()) {
    well([&](database::Transaction& transaction) {
      return people_.set_state(transaction, by("root"), role.name, UserState::locked, "测试");
    });
  }
  each_allowed([&](const Action& action, const std::string& role) {
    EXPECT_EQ(reason(role, action.name, home(role)), "user_is_locked") << role << " " << action.name;
    return true;
  });
  database::run(*database_, "update identity_users set state = 1");
  database::run(*database_, "update identity_organisations set is_closed = 1");
  each_allowed([&](const Action& action, const std::string& role) {
    EXPECT_EQ(reason(role, action.name, home(role)), "organisation_is_closed") << role << " " << action.name;
    return true;
  });
  database::run(*database_, "update identity_organisations set is_closed = 0, kind = 9 - kind");
  each_allowed([&](const Action& action, const std::string& role) {
    const Role& held = policy_.roles()[*policy_.role(role)];
    const auto kind = static_cast<OrganisationKind>(9 - static_cast<int>(held.held_in.front()));
    EXPECT_EQ(reason(role, action.name, home(role)),
              held.may_be_held_in(kind) ? "allowed" : "organisation_may_not_hold_role");
    return true;
  });
}

QIUHAO_ON_BOTH_ENGINES(MatrixTest);

TEST(Decisions, reasons_have_names) {
  for (std::size_t number = 0; number < kReasons; ++number) {
    const auto reason = static_cast<Reason>(number);
    EXPECT_EQ(reason_named(name_of(reason)), reason);
    EXPECT_FALSE(meaning_of(reason).english.empty() || meaning_of(reason).chinese.empty());
  }
  EXPECT_EQ(reason_named("perhaps"), std::nullopt);
}

TEST(Decisions, regions_cover_what_lies_in_them) {
  EXPECT_TRUE(covers("340600", "340602"));
  EXPECT_TRUE(covers("340600", "340600"));
  EXPECT_TRUE(covers("34", "340602"));
  EXPECT_TRUE(covers("340000", "340602001"));
  EXPECT_TRUE(covers("", "340602"));
  EXPECT_TRUE(covers("", ""));
  EXPECT_TRUE(covers("340602", "340602001000"));
  EXPECT_TRUE(covers("340602001000", "340602001002"));
  EXPECT_FALSE(covers("340602001", "340602002"));
  EXPECT_FALSE(covers("340602", "340600"));
  EXPECT_FALSE(covers("340602", "340603"));
  EXPECT_FALSE(covers("340600", ""));
  EXPECT_FALSE(covers("340600", "340700"));
  for (const char* code : {"", "34", "3406", "340602", "340602001", "340602001000"})
    EXPECT_TRUE(is_region(code)) << code;
  for (const char* code : {"3", "340", "34060", "3406x2", "3406020010001"}) EXPECT_FALSE(is_region(code)) << code;
}

}  // namespace
}  // namespace qiuhao::identity
