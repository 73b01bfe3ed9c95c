// Kept matters carried into newer versions: sealed fields that are renamed or opened, people who act meanwhile, again
// after a stop.
#include "casework/test_store.h"
#include "workflow/test_kind.h"

namespace qiuhao::casework {
namespace {

using workflow::changed;
using workflow::kSmallKind;

workflow::Kind parsed(const std::string& text) {
  auto kind = workflow::parse_kind(text, "loan.yaml");
  CHECK_NOTE(kind.has_value(), kind ? "" : kind.error().text());
  return std::move(*kind);
}

// `owner` is called `person` now and still personal, `secret` is sealed no more, `late` is called `overdue`.
std::string second() {
  std::string text = changed(kSmallKind, "version: 1",
                             "version: 2\nmigration: {from: 1, states: {late: overdue}, fields: {owner: person}}");
  text = changed(text, "  owner: {title", "  person: {title");
  text = changed(text, "[owner, secret, worth, pages]", "[person, secret, worth, pages]");
  text = changed(text, ", visible_to: [chief]}", "}");
  text = changed(text, "  late: {title", "  overdue: {title");
  text = changed(text, "    to: late", "    to: overdue");
  return changed(text, "from: [lent, late]", "from: [lent, overdue]");
}

class MigrateTest : public StoreTest {
 protected:
  void SetUp() override {
    std::vector<workflow::Kind> kinds;
    kinds.push_back(parsed(kSmallKind));
    set_up(std::move(kinds), {});
  }
  // The same records, by a program that has these versions.
  void set_versions(const std::vector<std::string>& texts) {
    std::vector<workflow::Kind> kinds;
    for (const std::string& text : texts) kinds.push_back(parsed(text));
    auto made = Kinds::make(std::move(kinds));
    ASSERT_TRUE(made.has_value()) << made.error().text();
    kinds_.emplace(std::move(*made));
    auto store = MatterStore::open(*database_, *trail_, ring_, *kinds_, calendar_);
    ASSERT_TRUE(store.has_value());
    store_.emplace(std::move(*store));
  }
  std::string asked(const std::string& secret = "涉密") const {
    Opening opening{"loan", "S1", "340602", act_of("ask", reader_, "2026-03-02 09:00")};
    opening.act.fields["file_name"] = text_value("卷一");
    opening.act.fields["owner"] = text_value("110101199003071234");
    opening.act.fields["secret"] = text_value(secret);
    opening.act.fields["worth"] = cents_value(10'000);
    return opened(opening);
  }
  std::string asked_by_second() const {
    Opening opening{"loan", "S1", "340602", act_of("ask", reader_, "2026-03-06 09:00")};
    opening.act.fields["file_name"] = text_value("卷二");
    return opened(opening);
  }
  std::string done_state(const std::string& number, const workflow::Act& act) const {
    return done(store_->perform(number, act, {"test", ""})).state;
  }
  Migrated migrated() const {
    const auto done = store_->migrate_matters("loan", "root", {"test", ""}, *parse_time("2026-03-05 10:00"));
    EXPECT_TRUE(done.has_value()) << done.error().text();
    return done.value_or(Migrated{});
  }

  workflow::Person reader_{"r", {"reader"}, "A"};
  workflow::Person clerk2_{"c", {"clerk"}, "B"};
};

TEST_P(MigrateTest, sealed_fields_go_along) {
  const std::string number = asked();
  set_versions({kSmallKind, second()});
  const Migrated done = migrated();
  EXPECT_EQ(done.changed, 1);
  EXPECT_TRUE(done.errors.empty());
  const auto matter = store_->find(number);
  ASSERT_TRUE(matter.has_value()) << matter.error().text();
  EXPECT_EQ(matter->version, 2);
  EXPECT_FALSE(matter->fields.contains("owner"));
  EXPECT_EQ(matter->fields.at("person").text(), "110101199003071234");
  EXPECT_EQ(matter->fields.at("secret").text(), "涉密");
  EXPECT_EQ(*store_->find_personal("loan", "person", "110101199003071234"), std::vector<std::string>{number});
  EXPECT_EQ(count("casework_cells"), 1) << "the old cell and the opened field's are gone";
  // It goes on by its new version.
  workflow::Act lend = act_of("lend", clerk2_, "2026-03-05 11:00");
  lend.people["holder"] = {reader_};
  lend.documents["slip"] = "D1";
  EXPECT_EQ(done_state(number, lend), "lent");
  EXPECT_EQ(database::number(*database_, "select count(*) from audit_acts where what = 'loan.migrate'"), 1);
}

TEST_P(MigrateTest, run_again_it_does_what_was_left) {
  for (int round = 0; round < 3; ++round) asked();
  set_versions({kSmallKind, second()});
  EXPECT_EQ(migrated().changed, 3);
  EXPECT_EQ(migrated().changed, 0);
  asked_by_second();
  EXPECT_EQ(migrated().changed, 0) << "what was opened by the newest is there already";
}

TEST_P(MigrateTest, over_two_versions_at_once) {
  const std::string number = asked();
  set_versions({kSmallKind, second(),
                changed(second(), "version: 2\nmigration: {from: 1, states: {late: overdue}, fields: {owner: person}}",
                        "version: 3\nmigration: {from: 2}")});
  EXPECT_EQ(migrated().changed, 1);
  const auto matter = store_->find(number);
  ASSERT_TRUE(matter.has_value()) << matter.error().text();
  EXPECT_EQ(matter->version, 3);
  EXPECT_EQ(matter->history.size(), 3U);
}

TEST_P(MigrateTest, without_a_way_they_keep_their_version) {
  const std::string number = asked();
  const std::string other = changed(kSmallKind, "version: 1", "version: 2");
  set_versions({kSmallKind, other});
  const Migrated done = migrated();
  EXPECT_EQ(done.changed, 0);
  EXPECT_EQ(done.left, 1);
  EXPECT_EQ(store_->find(number)->version, 1);
}

TEST_P(MigrateTest, a_damaged_one_is_told_and_the_others_go_on) {
  const std::string first = asked();
  const std::string second_one = asked();
  database::run(*database_, "update casework_matters set mark = 'x' where number = ?", {first});
  set_versions({kSmallKind, second()});
  const Migrated done = migrated();
  EXPECT_EQ(done.changed, 1);
  ASSERT_EQ(done.errors.size(), 1U);
  EXPECT_EQ(done.errors[0].code, "damaged_matter");
  EXPECT_EQ(store_->find(second_one)->version, 2);
}

QIUHAO_ON_BOTH_ENGINES(MigrateTest);

}  // namespace
}  // namespace qiuhao::casework
