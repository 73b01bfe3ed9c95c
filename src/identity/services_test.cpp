// Keys of programs: shown once, for a few actions, until a day.
#include "identity/services.h"

#include <algorithm>

#include "identity/test_people.h"

namespace qiuhao::identity {
namespace {

using database::Transaction;

class ServicesTest : public PeopleTestBase {
 protected:
  ServicesTest() : services_(people_, trail_, policy_) {
    found();
    add_organisation("H1", OrganisationKind::hospital);
  }
  std::string add(const std::string& who, const Service& service) {
    return refused([&](Transaction& t) -> Status {
      ASSIGN(key_, services_.add(t, by(who), service));
      return {};
    });
  }
  std::string asked(const std::string& key, std::string_view action, const Target& target) {
    std::string name;
    well([&](Transaction& t) -> Status {
      ASSIGN(const auto holder, holder_of_key(t, policy_, key, now_));
      if (!holder) {
        name = "no_key";
        return {};
      }
      ASSIGN(const Decision decision, people_.may(t, {holder->login, std::nullopt}, action, target, now_));
      name = name_of(decision.reason);
      return {};
    });
    return name;
  }
  Service service() const { return {"his", "H1", "340600", {"live.ask", "finding.read"}, today() + 90, false}; }

  Services services_;
  std::string key_;
};

TEST_P(ServicesTest, a_key_opens_its_actions_in_its_place) {
  EXPECT_EQ(add("guard", service()), "");
  const Target home{"340602", "H1", "", {}, {}};
  EXPECT_EQ(key_.size(), 4 + 3 + 1 + 64U);
  EXPECT_EQ(asked(key_, "live.ask", home), "allowed");
  EXPECT_EQ(asked(key_, "finding.read", home), "allowed");
  EXPECT_EQ(asked(key_, "finding.examine", home), "key_is_for_other_actions");
  EXPECT_EQ(asked(key_, "no.such", home), "action_is_unknown");
  EXPECT_EQ(asked(key_, "live.ask", {"340602", "H2", "", {}, {}}), "other_organisation");
  EXPECT_EQ(asked(key_, "finding.read", {"340702", "H1", "", {}, {}}), "other_region");
  for (const std::string& key : {std::string(), key_ + "0", key_.substr(1), "qhk.his." + std::string(64, '0')})
    EXPECT_EQ(asked(key, "live.ask", home), "no_key") << key;
  now_ += 90 * kTestDay;
  EXPECT_EQ(asked(key_, "live.ask", home), "allowed");
  now_ += kTestDay;
  EXPECT_EQ(asked(key_, "live.ask", home), "no_key");
  well([&](Transaction& t) -> Status {
    ASSIGN(const auto kept, trail_.acts_after(t, 0, 1'000));
    for (const auto& act : kept) EXPECT_EQ(act.act.after.value_or("").find(key_.substr(8)), std::string::npos);
    return {};
  });
}

TEST_P(ServicesTest, a_changed_key_and_an_ended_one_open_nothing) {
  EXPECT_EQ(add("guard", service()), "");
  const std::string old = key_;
  const Target home{"340602", "H1", "", {}, {}};
  well([&](Transaction& t) -> Status {
    ASSIGN(key_, services_.change_key(t, by("guard"), "his"));
    return {};
  });
  EXPECT_EQ(asked(old, "live.ask", home), "no_key");
  EXPECT_EQ(asked(key_, "live.ask", home), "allowed");
  well([&](Transaction& t) { return services_.end(t, by("guard"), "his"); });
  EXPECT_EQ(asked(key_, "live.ask", home), "no_key");
  EXPECT_EQ(refused([&](Transaction& t) { return services_.end(t, by("guard"), "none"); }), "unknown_service");
  well([&](Transaction& t) -> Status {
    ASSIGN(const auto all, services_.all(t));
    EXPECT_EQ(all.size(), 1U);
    EXPECT_TRUE(all.at(0).is_ended);
    EXPECT_EQ(all.at(0).actions, service().actions);
    return {};
  });
  EXPECT_EQ(acts("service_added") + acts("service_key_changed") + acts("service_ended"), 3);
}

TEST_P(ServicesTest, a_program_sees_what_its_actions_show) {
  EXPECT_EQ(add("guard", service()), "");
  well([&](Transaction& t) -> Status {
    ASSIGN(const auto holder, holder_of_key(t, policy_, key_, now_));
    EXPECT_EQ(holder->login, "service:his");
    EXPECT_EQ(holder->organisation, "H1");
    EXPECT_EQ(holder->regions_of(policy_, "finding.read", today()), std::vector<std::string>{"340600"});
    EXPECT_EQ(holder->regions_of(policy_, "matter.read", today()), std::vector<std::string>());
    const auto roles = holder->roles_for("340602");
    EXPECT_NE(std::ranges::find(roles, "reader"), roles.end());
    EXPECT_EQ(std::ranges::find(roles, "cashier"), roles.end());
    EXPECT_EQ(holder->roles_for("340702"), std::vector<std::string>());
    return {};
  });
  EXPECT_EQ(refused([&](Transaction& t) { return people_.require(t, by("service:his"), "user.keep", {}); }),
            "not_allowed");
}

TEST_P(ServicesTest, what_a_program_may_not_have_is_refused) {
  const auto changed = [&](auto&& change) {
    Service made = service();
    change(made);
    return add("guard", made);
  };
  EXPECT_EQ(add("root", service()), "not_allowed");
  EXPECT_EQ(changed([](Service& s) { s.name = "His"; }), "bad_login");
  EXPECT_EQ(changed([](Service& s) { s.organisation = "H9"; }), "unknown_organisation");
  EXPECT_EQ(changed([](Service& s) { s.region = "340700"; }), "not_allowed");
  EXPECT_EQ(changed([](Service& s) { s.actions = {"live.asks"}; }), "unknown_action");
  EXPECT_EQ(changed([](Service& s) { s.actions = {"finding.decide"}; }), "needs_a_person");
  EXPECT_EQ(changed([](Service& s) { s.actions = {"personal.see"}; }), "needs_a_person");
  EXPECT_EQ(changed([](Service& s) { s.actions = {}; }), "bad_date");
  EXPECT_EQ(changed([](Service& s) { s.to += 300; }), "bad_date");
  EXPECT_EQ(add("guard", service()), "");
  EXPECT_EQ(add("guard", service()), "login_is_taken");
}

QIUHAO_ON_BOTH_ENGINES(ServicesTest);

}  // namespace
}  // namespace qiuhao::identity
