// For tests of matters: a store on an engine with the shipped workflows, and people who act.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "casework/made.h"
#include "casework/store.h"
#include "database/test_engines.h"
#include "database/test_ring.h"

namespace qiuhao::casework {

inline std::vector<workflow::Kind> shipped_kinds() {
  std::vector<workflow::Kind> kinds;
  for (const char* name : {"finding-review", "recovery", "penalty-case", "tip-off"}) {
    auto kind = workflow::load_kind(std::string(QIUHAO_SOURCE_DIR "/policy/workflows/") + name + ".yaml");
    CHECK_NOTE(kind.has_value(), kind ? "" : kind.error().text());
    kinds.push_back(std::move(*kind));
  }
  return kinds;
}

inline workflow::Calendar test_calendar() {
  auto calendar = workflow::Calendar::read(QIUHAO_SOURCE_DIR "/policy/calendar/china.yaml");
  CHECK(calendar.has_value());
  return std::move(*calendar);
}

inline workflow::FieldValue text_value(std::string text) { return workflow::FieldValue(std::move(text)); }
inline workflow::FieldValue cents_value(std::int64_t cents) { return workflow::FieldValue(cents); }

inline workflow::Act act_of(std::string action, workflow::Person by, const std::string& time) {
  workflow::Act act;
  act.action = std::move(action);
  act.by = std::move(by);
  act.at = *parse_time(time);
  return act;
}

class StoreTest : public database::EngineTest {
 protected:
  void SetUp() override { set_up(shipped_kinds(), {{"recovery", "追回〔{year}〕{count}号"}}); }
  void set_up(std::vector<workflow::Kind> kinds, const std::map<std::string, std::string>& patterns) {
    auto made = Kinds::make(std::move(kinds), patterns);
    ASSERT_TRUE(made.has_value()) << made.error().text();
    kinds_.emplace(std::move(*made));
    database_ = open();
    auto trail = database::Trail::open(*database_);
    ASSERT_TRUE(trail.has_value()) << trail.error().text();
    trail_.emplace(std::move(*trail));
    auto store = MatterStore::open(*database_, *trail_, ring_, *kinds_, calendar_);
    ASSERT_TRUE(store.has_value()) << store.error().text();
    store_.emplace(std::move(*store));
  }

  Opening recovery(const std::string& time = "2026-03-10 09:00", std::int64_t cents = 100'000) const {
    Opening opening{"recovery", "H001", "340602", act_of("open", clerk_, time)};
    opening.act.fields["debtor"] = text_value("H001");
    opening.act.fields["amount"] = cents_value(cents);
    opening.act.fields["source"] = text_value("F1");
    return opening;
  }
  Opening review() const {
    Opening opening{"finding_review", "H001", "340602", act_of("open", system_, "2026-03-02 09:00")};
    for (const workflow::Action& action : kinds_->newest("finding_review")->actions) {
      if (!action.opens) continue;
      opening.act.action = action.name;
      for (const workflow::Number role : action.roles)
        opening.act.by.roles.push_back(kinds_->newest("finding_review")->roles[role].name);
    }
    opening.act.fields["finding"] = text_value("F1");
    opening.act.fields["rule"] = text_value("R0101");
    opening.act.fields["provider"] = text_value("H001");
    opening.act.fields["patient"] = text_value("110101199003071234");
    opening.act.fields["amount"] = cents_value(50'000);
    return opening;
  }
  workflow::Act notice(std::int64_t cents = 100'000) const {
    workflow::Act act = act_of("send_notice", clerk_, "2026-03-11 10:00");
    act.fields["pool_amount"] = cents_value(cents);
    act.fields["serious_amount"] = cents_value(0);
    act.fields["assistance_amount"] = cents_value(0);
    return act;
  }
  workflow::Act payment(std::int64_t cents, const std::string& time = "2026-03-12 10:00") const {
    workflow::Act act = act_of("record_payment", cashier_, time);
    act.fields["payment"] = cents_value(cents);
    act.documents["receipt"] = "D1";
    return act;
  }
  // The number of a matter that has to be opened well.
  std::string opened(const Opening& opening) const {
    const auto reply = store_->open_matter(opening, {"test", ""});
    EXPECT_TRUE(reply.has_value()) << reply.error().text();
    EXPECT_TRUE(reply && reply->is_done()) << reply->sentence.english;
    return reply ? reply->number : "";
  }
  Reply done(const Result<Reply>& reply) const {
    EXPECT_TRUE(reply.has_value()) << reply.error().text();
    EXPECT_TRUE(reply && reply->is_done()) << reply->sentence.english;
    return reply.value_or(Reply{});
  }
  std::int64_t count(const std::string& table) const {
    return database::number(*database_, "select count(*) from " + table);
  }
  std::int64_t acts() const { return count("audit_acts"); }

  workflow::Person clerk_{"郑经办", {"clerk"}, "结算科"};
  workflow::Person cashier_{"王出纳", {"cashier"}, "财务科"};
  workflow::Person chief_{"周主任", {"chief"}, "中心"};
  workflow::Person system_{"audit", {}, ""};
  workflow::Calendar calendar_ = test_calendar();
  database::KeyRing ring_ = database::test_ring();
  std::optional<Kinds> kinds_;
  std::unique_ptr<database::Database> database_;
  std::optional<database::Trail> trail_;
  std::optional<MatterStore> store_;
};

}  // namespace qiuhao::casework
