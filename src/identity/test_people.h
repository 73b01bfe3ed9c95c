// For tests of identity: a founded bureau with two administrators, on both engines, and short ways to add others.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "database/test_engines.h"
#include "database/test_ring.h"
#include "identity/people.h"

namespace qiuhao::identity {

inline constexpr database::Micros kSecond = database::kMicrosASecond;
inline constexpr database::Micros kMinute = 60 * kSecond;
inline constexpr database::Micros kTestDay = 24 * database::kMicrosAnHour;
inline constexpr database::Micros kMorning = 1'796'090'400 * kSecond;  // 2026-12-01 10:00:00 in Shanghai

class PeopleTestBase : public database::EngineTest {
 protected:
  PeopleTestBase()
      : database_(open()),
        trail_(kept(database::Trail::open(*database_))),
        ring_(database::test_ring()),
        policy_(kept(RolePolicy::read(QIUHAO_SOURCE_DIR "/policy/roles.yaml"))),
        people_(trail_, ring_, policy_) {
    CHECK(People::prepare(*database_).has_value());
  }

  void found() {
    well([&](database::Transaction& transaction) {
      return people_.found(transaction, by("installer"),
                           {"B1", "某市医疗保障局", OrganisationKind::bureau, "340600", false},
                           {"root", "张三丰", "13812345678", "", "", ""}, {"guard", "李四", "", "", "", ""});
    });
  }
  void add_organisation(const std::string& code, OrganisationKind kind, const std::string& region = "340600") {
    well([&](database::Transaction& transaction) {
      return people_.keep_organisation(transaction, by("root"), {code, "机构" + code, kind, region, false});
    });
  }
  void add_user(const std::string& login, const std::string& organisation) {
    well([&](database::Transaction& transaction) {
      return people_.add_user(transaction, by("root"), {login, "王小二", "", "", organisation, ""});
    });
  }
  // Proposed by root, approved by guard; gives its number.
  std::int64_t hold(const Grant& grant) {
    std::int64_t id = 0;
    well([&](database::Transaction& transaction) -> Status {
      ASSIGN(id, people_.propose_role(transaction, by("root"), grant));
      return people_.decide_role(transaction, by("guard"), id, true, "测试");
    });
    return id;
  }

  By by(const std::string& login) const { return {{login, now_}, "test", now_, std::nullopt}; }
  Day today() const { return day_of(now_ / kSecond); }

  Decision decide(const std::string& login, std::string_view action, const Target& target,
                  std::optional<database::Micros> code_at) {
    Decision decision;
    EXPECT_TRUE(database_->read([&](database::Transaction& transaction) -> Status {
      ASSIGN(decision, people_.may(transaction, {login, code_at}, action, target, now_));
      return {};
    }));
    return decision;
  }
  std::string reason(const std::string& login, std::string_view action, const Target& target) {
    return std::string(name_of(decide(login, action, target, now_).reason));
  }

  template <typename Work>
  void well(Work&& work) {
    const Status status = database_->write(work);
    ASSERT_TRUE(status.has_value()) << status.error().text();
  }
  // The code of a change that is refused; "" when it was done.
  template <typename Work>
  std::string refused(Work&& work) {
    const Status status = database_->write(work);
    EXPECT_TRUE(status || !status.error().chinese.empty()) << status.error().text();
    return database::told(status);
  }
  template <typename T>
  static T kept(Result<T> result) {
    CHECK_NOTE(result.has_value(), result ? "" : result.error().text());
    return std::move(*result);
  }
  std::int64_t acts(const std::string& what) {
    return database::number(*database_, "select count(*) from audit_acts where what = '" + what + "'");
  }

  database::Micros now_ = kMorning;
  std::unique_ptr<database::Database> database_;
  database::Trail trail_;
  database::KeyRing ring_;
  RolePolicy policy_;
  People people_;
};

}  // namespace qiuhao::identity
