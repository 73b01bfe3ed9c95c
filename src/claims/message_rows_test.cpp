// Rows as messages bring them: what each type takes and refuses, and that a row is what an import makes of the same.
#include "claims/message_rows.h"

#include <algorithm>

#include "base/day.h"
#include "claims/assembly/test_world.h"

namespace qiuhao::claims {
namespace {

class Message : public ::testing::Test {
 protected:
  explicit Message(Entity entity = Entity::line, std::vector<std::string_view> tables = {"3101", "fee_list_d"})
      : rows_(shipped_schema(), entity, tables) {}

  const std::optional<LooseValue>& value(const char* field) { return row_.values[rows_.schema().find(field)]; }
  Status set(std::string_view national, std::string_view text) {
    EXPECT_NE(rows_.find(national), kNoField) << national;
    return rows_.set(row_, rows_.find(national), text);
  }
  std::string refused(std::string_view national, std::string_view text) {
    const std::string before = text_of(row_);
    const Status status = set(national, text);
    EXPECT_EQ(text_of(row_), before);
    if (status) return "";
    EXPECT_NE(status.error().message, "");
    EXPECT_NE(status.error().chinese, "");
    EXPECT_NE(status.error().place.field, "");
    return status.error().code;
  }
  static std::string text_of(const LooseRow& row) {
    std::string text = row.id;
    for (const auto& value : row.values)
      text += value ? fmt::format("{}{};", value->words, value->is_text ? "" : std::to_string(value->number)) : "-;";
    return text;
  }

  MessageRows rows_;
  LooseRow row_ = rows_.make();
};

TEST_F(Message, NumbersStandAtTheScaleOfTheirField) {
  ASSERT_TRUE(set("cnt", "2.5"));
  EXPECT_EQ(value("quantity")->number, 25'000);
  ASSERT_TRUE(set("pric", " 17.60 "));
  EXPECT_EQ(value("price")->number, 17'600'000);
  ASSERT_TRUE(set("sumamt", "35.199999999"));  // as floating point computes it
  EXPECT_EQ(value("amount")->number, 3'520);
  ASSERT_TRUE(set("sumamt", "-1e2"));
  EXPECT_EQ(value("amount")->number, -10'000);
  ASSERT_TRUE(set("prd_days", "7"));
  EXPECT_EQ(value("days_supply")->number, 7);
  EXPECT_FALSE(value("quantity")->is_text);
}

TEST_F(Message, TextsAreWithoutBlanksAround) {
  ASSERT_TRUE(set("rx_id", " RX 1\t"));
  EXPECT_EQ(row_.id, "RX 1");
  EXPECT_EQ(value("id")->words, "RX 1");
  ASSERT_TRUE(set("hilist_name", "黄体酮\n"));
  EXPECT_EQ(value("item_name")->words, "黄体酮");
}

TEST_F(Message, TimesAndDays) {
  ASSERT_TRUE(set("drord_begn_date", "2026-11-30 09:00:00"));
  EXPECT_EQ(value("time")->number, *parse_time("2026-11-30 09:00:00"));
  ASSERT_TRUE(set("drord_begn_date", "2026-11-30T09:00"));
  EXPECT_EQ(value("time")->number, *parse_time("2026-11-30 09:00:00"));
  ASSERT_TRUE(set("drord_begn_date", "20261130"));
  EXPECT_EQ(value("time")->number, *parse_time("2026-11-30 00:00:00"));
}

TEST_F(Message, WhatSaysNothingLeavesTheFieldAsItIs) {
  for (const char* field : {"cnt", "drord_begn_date", "hilist_name", "rx_id"}) {
    for (const char* nothing : {"", " ", "-", " - ", "null", "NULL", "\t\r\n"}) {
      ASSERT_TRUE(set(field, nothing));
      EXPECT_EQ(text_of(row_), text_of(rows_.make())) << field << nothing;
    }
  }
  ASSERT_TRUE(set("cnt", "3"));
  ASSERT_TRUE(set("cnt", "-"));
  EXPECT_EQ(value("quantity")->number, 30'000);
  EXPECT_EQ(said(" - "), "");
  EXPECT_EQ(said(" -1 "), "-1");
}

TEST_F(Message, BadValuesAreRefusedWithASentence) {
  for (const char* wrong : {"two", "1,000", "1e400", "--1", "0x10", "１２", "NaN", "1 2", "99999999999999999999", "."})
    EXPECT_EQ(refused("cnt", wrong), "bad_number") << wrong;
  for (const char* wrong : {"2026-02-30", "2026-13-01 00:00:00", "2026-11-30 25:00:00", "tomorrow", "0000-00-00", "1"})
    EXPECT_EQ(refused("drord_begn_date", wrong), "bad_time") << wrong;
}

// Sums over a bill must fit, whatever one line says.
TEST_F(Message, NumbersThatNoBillHasAreRefused) {
  EXPECT_TRUE(set("sumamt", "1000000000000.00"));
  EXPECT_EQ(refused("sumamt", "1000000000000.01"), "bad_number");
  EXPECT_EQ(refused("sumamt", "-1000000000000.01"), "bad_number");
  EXPECT_EQ(refused("sumamt", "92233720368547758.07"), "bad_number");
  EXPECT_EQ(refused("sumamt", "-92233720368547758.08"), "bad_number");
}

TEST_F(Message, SentencesAreCutBetweenCharacters) {
  for (std::size_t ahead = 0; ahead < 4; ++ahead) {
    std::string text(ahead, 'x');
    for (int times = 0; times < 40; ++times) text += "黄";
    const Status status = set("cnt", text);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().chinese.find(text), std::string::npos);
    const std::size_t end = status.error().chinese.find("”");
    ASSERT_NE(end, std::string::npos);
    EXPECT_EQ(status.error().chinese.substr(end - 3, 3), "黄");
  }
}

TEST_F(Message, NamesOfTheEarlierTableCount) {
  const MessageRows detail(shipped_schema(), Entity::line, {"2301", "2204", "fee_list_d"});
  const EntitySchema& lines = shipped_schema().of(Entity::line);
  EXPECT_EQ(detail.find("drord_no"), lines.find("prescription"));
  EXPECT_EQ(detail.find("feedetl_sn"), lines.find("id"));
  EXPECT_EQ(detail.find("cnt"), lines.find("quantity"));
  EXPECT_EQ(detail.find("rx_id"), kNoField);
  EXPECT_EQ(detail.find(""), kNoField);
  EXPECT_EQ(detail.find("quantity"), kNoField);
}

TEST_F(Message, WhatIsInScopeIsTheRest) {
  ASSERT_TRUE(set("sumamt", "100"));
  ASSERT_TRUE(set("ownpay_amt", "10.50"));
  rows_.derive(row_);
  EXPECT_FALSE(value("in_scope"));  // one part is not said
  ASSERT_TRUE(set("selfpay_amt", "9.5"));
  rows_.derive(row_);
  EXPECT_EQ(value("in_scope")->number, 8'000);
  ASSERT_TRUE(set("sumamt", "200"));
  rows_.derive(row_);
  EXPECT_EQ(value("in_scope")->number, 8'000);  // what is there stays
}

using Texts = std::vector<std::string>;

// Rows of `texts` by the names of a table are the imported ones, by id.
void expect_same(Entity entity, std::string_view table, const std::string& names, const Texts& texts,
                 const std::vector<LooseRow>& imported) {
  const MessageRows rows(shipped_schema(), entity, {table});
  const auto& fields = rows.schema().fields;
  ASSERT_EQ(imported.size(), texts.size());
  for (const std::string& text : texts) {
    LooseRow row = rows.make();
    const auto keys = csv_cells(names), cells = csv_cells(text);
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
      const FieldIndex field = rows.find(keys[cell]);
      ASSERT_TRUE(field == kNoField || rows.set(row, field, cells[cell])) << cells[cell];
    }
    rows.derive(row);
    const auto same = std::ranges::find(imported, row.id, &LooseRow::id);
    ASSERT_NE(same, imported.end()) << row.id;
    for (std::size_t field = 0; field < fields.size(); ++field) {
      if (fields[field].name == "refunded") continue;  // a sum over rows
      const auto& ours = row.values[field];
      const auto& theirs = same->values[field];
      ASSERT_EQ(ours.has_value(), theirs.has_value()) << row.id << " " << fields[field].name;
      if (!ours) continue;
      EXPECT_EQ(ours->number, theirs->number) << row.id << " " << fields[field].name;
      EXPECT_EQ(ours->words, theirs->words) << row.id << " " << fields[field].name;
    }
  }
}

// Rows of tables set field by field and derived are those that an import of the tables gives.
TEST(MessageRowsAndImport, AgreeOnEveryField) {
  const Texts visits = {"v1,p1,1,1980-05-06,310,H34010000001,02,2025-01-02 08:00:00,2025-01-04 09:00:00,21,I10.x00",
                        "v2,p1,1,1980-05-06,390,P34010000001,11,2025-03-02 08:00:00,2025-03-02 08:30:00,41,",
                        "v3,p1,1,1980-05-06,510,H34010000002,07,2025-04-02 08:00:00,,1301,E11",
                        "v4,p1,1,1980-05-06,999,H34010000002,,2025-05-02 23:59:59,2025-05-03 00:00:00,11,"};
  const Texts lines = {"l1,v1,p1,2025-01-02 10:00:00,X1,2.5,1.25,3.13,3.00,2025-01-02 12:59:59,口服,7",
                       "l2,v1,p1,2025-01-03 00:00:00,X2,1,20,20.00,0,2025-01-02 23:30:00,,",
                       "l3,v3,p1,2025-04-02 10:00:00,001102000010000,1,3,3.00,3.00,,,"};
  const std::string visit_names =
      "mdtrt_id,psn_no,gend,brdy,insutype,fixmedins_code,hosp_lv,begntime,endtime,med_type,dscg_maindiag_code";
  const std::string line_names =
      "bkkp_sn,mdtrt_id,psn_no,fee_ocur_time,hilist_code,cnt,pric,det_item_fee_sumamt,inscp_amt,crte_time,"
      "medc_way_dscr,prd_days";
  const TestFolder folder;
  const auto write = [&](const char* name, const std::string& names, const Texts& rows) {
    std::string content = names + ",updt_time,vali_flag\n";
    for (const std::string& row : rows) content += row + ",2025-06-01 00:00:00,1\n";
    return write_text(folder.path / name, content);
  };
  ASSERT_TRUE(import_into(folder.path / "workspace",
                          {write("visits.csv", visit_names, visits), write("lines.csv", line_names, lines)}));
  const auto tape = Tape::open(folder.path / "workspace", shipped_schema());
  ASSERT_TRUE(tape.has_value());
  const Part& part = tape->parts().front();
  ASSERT_EQ(part.rows(Entity::visit), visits.size());
  const std::vector<RowIndex> all = {0, 1, 2, 3};
  const LooseTape imported = loosen(part, shipped_schema(), 0, all);
  expect_same(Entity::visit, "mdtrt_d", visit_names, visits, imported.visits);
  expect_same(Entity::line, "fee_list_d", line_names, lines, imported.lines);
}

}  // namespace
}  // namespace qiuhao::claims
