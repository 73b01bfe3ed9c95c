// Personal and sealed fields stand in cells alone; what was changed in the tables by hand is refused.
#include "casework/rows.h"

#include "casework/test_store.h"

namespace qiuhao::casework {
namespace {

using database::told;
using database::Transaction;

class RowsTest : public StoreTest {
 protected:
  std::string tip_off() const {
    const workflow::Kind& kind = *kinds_->newest("tip_off");
    Opening opening{"tip_off", "H002", "340602",
                    act_of("register", {"韩受理", {"registrar"}, "举报中心"}, "2026-03-02 09:00")};
    for (const workflow::Field& field : kind.fields) {
      if (!field.is_required) continue;
      if (field.shape.type == workflow::FieldType::boolean)
        opening.act.fields[field.name] = workflow::FieldValue(false);
      else if (field.shape.type == workflow::FieldType::choice)
        opening.act.fields[field.name] = text_value(field.choices[0].name);
      else if (field.shape.type == workflow::FieldType::date)
        opening.act.fields[field.name] = workflow::FieldValue(std::int64_t{20'500});
      else
        opening.act.fields[field.name] = text_value("串换药品");
    }
    opening.act.fields["reporter_name"] = text_value("何举报");
    opening.act.fields["reporter_contact"] = text_value("13812345678");
    opening.act.fields["insider"] = workflow::FieldValue(true);
    return opened(opening);
  }
  // Whether a text stands in clear anywhere in the tables of matters.
  bool stands_in_clear(const std::string& text) const {
    std::int64_t found = 0;
    for (const char* column : {"casework_matters.body", "casework_notices.message", "casework_requests.english",
                               "casework_requests.asked", "audit_acts.after_text"}) {
      const std::string place = column;
      const std::size_t dot = place.find('.');
      found += database::number(*database_, fmt::format("select count(*) from {} where {} like '%{}%'",
                                                        place.substr(0, dot), place.substr(dot + 1), text));
    }
    return found > 0;
  }
};

TEST_P(RowsTest, sealed_fields_stand_in_cells_alone) {
  const std::string number = tip_off();
  const auto matter = store_->find(number);
  ASSERT_TRUE(matter.has_value()) << matter.error().text();
  EXPECT_EQ(matter->fields.at("reporter_name").text(), "何举报");
  EXPECT_EQ(matter->fields.at("insider"), workflow::FieldValue(true));
  EXPECT_FALSE(stands_in_clear("何举报"));
  EXPECT_FALSE(stands_in_clear("13812345678"));
  EXPECT_EQ(count("casework_cells"), 3);
  EXPECT_EQ(count("casework_cells where blind is not null"), 0);  // sealed ones are not searched
  EXPECT_EQ(told(store_->find_personal("tip_off", "reporter_name", "何举报")), "unknown_field");
}

TEST_P(RowsTest, personal_fields_are_found_by_their_whole_text) {
  const Opening opening = review();
  const auto reply = store_->open_matter(opening, {"test", "r1"});
  ASSERT_TRUE(reply && reply->is_done()) << (reply ? reply->sentence.english : reply.error().text());
  EXPECT_FALSE(stands_in_clear("110101199003071234"));
  const auto found = store_->find_personal("finding_review", "patient", "110101 1990 0307 1234");
  ASSERT_TRUE(found.has_value()) << found.error().text();
  EXPECT_EQ(*found, std::vector{reply->number});
  EXPECT_TRUE(store_->find_personal("finding_review", "patient", "110101199003071235")->empty());
}

TEST_P(RowsTest, what_was_changed_by_hand_is_refused) {
  const std::string number = tip_off();
  for (const char* change : {"update casework_matters set body = replace(body, 'H002', 'H003')",
                             "update casework_matters set state = 'closed'", "update casework_matters set revision = 7",
                             "delete from casework_cells where field = 'insider'",
                             "update casework_cells set field = 'content' where field = 'insider'"}) {
    database::run(*database_, "create table kept_matters as select * from casework_matters");
    database::run(*database_, "create table kept_cells as select * from casework_cells");
    database::run(*database_, change);
    EXPECT_EQ(told(store_->find(number)), "damaged_matter") << change;
    database::run(*database_, "delete from casework_cells");
    database::run(*database_, "delete from casework_notices");
    database::run(*database_, "delete from casework_people");
    database::run(*database_, "delete from casework_matters");
    database::run(*database_, "insert into casework_matters select * from kept_matters");
    database::run(*database_, "insert into casework_cells select * from kept_cells");
    database::run(*database_, "drop table kept_matters");
    database::run(*database_, "drop table kept_cells");
    EXPECT_EQ(told(store_->find(number)), "");
  }
  // A cell of another matter does not open here.
  const std::string other = tip_off();
  database::run(*database_, "delete from casework_cells where number = ?", {other});
  database::run(*database_, "update casework_cells set number = ? where number = ?", {other, number});
  EXPECT_EQ(told(store_->find(other)), "cell_refused");
}

QIUHAO_ON_BOTH_ENGINES(RowsTest);

}  // namespace
}  // namespace qiuhao::casework
