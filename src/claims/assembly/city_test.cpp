// A simulated city on the tape is what an independent, plain clean-up of its tables says, whatever the order of import.
#include <set>

#include "base/day.h"
#include "base/decimal.h"
#include "claims/assembly/test_world.h"

namespace qiuhao::claims {
namespace {

// Plain clean-up as the specification says it: invalid rows go, of one key the row updated last stays.
std::map<std::string, CsvRow> clean_rows(const std::string& table, const std::string& key) {
  std::map<std::string, CsvRow> kept;
  for (const CsvRow& row : csv_rows(small_city() / (table + ".csv"))) {
    if (row.contains("vali_flag") && row.at("vali_flag") == "0") continue;
    const auto [place, is_new] = kept.emplace(row.at(key), row);
    const auto time = [](const CsvRow& of) { return of.contains("updt_time") ? of.at("updt_time") : std::string(); };
    if (!is_new && time(row) > time(place->second)) place->second = row;
  }
  return kept;
}

std::int64_t units(const CsvRow& row, const std::string& column, int scale) {
  if (!row.contains(column)) return 0;
  return rescale(*parse_decimal(row.at(column)), scale)->units;
}

struct PlainLine {
  CsvRow row;
  std::int64_t quantity = 0;
  std::int64_t amount = 0;
  std::int64_t in_scope = 0;
  std::int64_t refunded = 0;
};

std::map<std::string, PlainLine> plain_lines() {
  const auto visits = clean_rows("mdtrt_d", "mdtrt_id");
  const auto rows = clean_rows("fee_list_d", "bkkp_sn");
  std::map<std::string, PlainLine> lines;
  const auto make = [](const CsvRow& row) {
    return PlainLine{row, units(row, "cnt", 4), units(row, "det_item_fee_sumamt", 2), units(row, "inscp_amt", 2), 0};
  };
  for (const auto& [id, row] : rows) {
    if (visits.contains(row.at("mdtrt_id")) && units(row, "cnt", 4) >= 0) lines[id] = make(row);
  }
  for (const auto& [id, row] : rows) {
    const PlainLine refund = make(row);
    if (refund.quantity >= 0 || !row.contains("init_feedetl_sn")) continue;
    const auto original = lines.find(row.at("init_feedetl_sn"));
    if (original == lines.end()) continue;
    original->second.quantity += refund.quantity;
    original->second.amount += refund.amount;
    original->second.in_scope += refund.in_scope;
    original->second.refunded -= refund.quantity;
  }
  std::erase_if(lines, [](const auto& line) { return line.second.refunded != 0 && line.second.quantity == 0; });
  return lines;
}

void expect_lines_as_plain(const Part& part, const std::map<std::string, PlainLine>& plain) {
  for (RowIndex row = 0; row < part.rows(Entity::line); ++row) {
    const std::string id = value_of(part, "line.id", row);
    ASSERT_TRUE(plain.contains(id)) << id;
    const PlainLine& line = plain.at(id);
    const auto text = [&](const std::string& column) {
      return line.row.contains(column) ? line.row.at(column) : std::string("-");
    };
    const Seconds time = *parse_time(text("fee_ocur_time"));
    const RowIndex visit = part.link(Link::line_visit, row);
    const RowIndex staff = part.link(Link::line_staff, row);
    EXPECT_EQ(value_of(part, "visit.id", visit), text("mdtrt_id"));
    EXPECT_EQ(staff == kNoRow ? "-" : value_of(part, "staff.id", staff), text("bilg_dr_code"));
    EXPECT_EQ(value_of(part, "line.time", row), fmt::format("{}", time));
    EXPECT_EQ(value_of(part, "line.day", row), fmt::format("{}", *parse_day(text("fee_ocur_time").substr(0, 10))));
    EXPECT_EQ(value_of(part, "line.item", row), text("hilist_code"));
    EXPECT_EQ(value_of(part, "line.prescription", row), text("rx_drord_no"));
    EXPECT_EQ(value_of(part, "line.quantity", row), fmt::format("{}", line.quantity));
    EXPECT_EQ(value_of(part, "line.amount", row), fmt::format("{}", line.amount));
    EXPECT_EQ(value_of(part, "line.in_scope", row), fmt::format("{}", line.in_scope));
    EXPECT_EQ(value_of(part, "line.refunded", row), fmt::format("{}", line.refunded));
  }
}

void expect_visits_as_plain(const Part& part, const std::map<std::string, CsvRow>& plain) {
  for (RowIndex row = 0; row < part.rows(Entity::visit); ++row) {
    const std::string id = value_of(part, "visit.id", row);
    ASSERT_TRUE(plain.contains(id)) << id;
    const CsvRow& visit = plain.at(id);
    const std::string type = visit.at("med_type");
    const std::string kind = type == "13"                                     ? "emergency"
                             : type == "52" || (type >= "21" && type <= "28") ? "inpatient"
                             : type == "41"                                   ? "pharmacy"
                                                                              : "outpatient";
    const int grade = visit.contains("hosp_lv") ? std::stoi(visit.at("hosp_lv")) : 0;
    const char* level = grade == 0 ? "-" : grade <= 4 ? "3" : grade <= 7 ? "2" : grade <= 10 ? "1" : "0";
    std::string days = "-";
    if (visit.contains("endtime")) {
      const Day last = *parse_day(visit.at("endtime").substr(0, 10));
      days = fmt::format("{}", last - *parse_day(visit.at("begntime").substr(0, 10)) + 1);
    }
    EXPECT_EQ(value_of(part, "visit.kind", row), kind) << type;
    EXPECT_EQ(value_of(part, "visit.provider_level", row), level);
    EXPECT_EQ(value_of(part, "visit.days", row), days);
    EXPECT_EQ(value_of(part, "visit.insurance", row), visit.at("insutype"));
    EXPECT_EQ(value_of(part, "provider.name", part.link(Link::visit_provider, row)), visit.at("fixmedins_name"));
    EXPECT_EQ(value_of(part, "person.sex", part.link(Link::visit_person, row)), visit.at("gend"));
    EXPECT_EQ(value_of(part, "person.birth_date", part.link(Link::visit_person, row)),
              fmt::format("{}", *parse_day(visit.at("brdy"))));
  }
}

class CityTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TestFolder();
    auto summary = import_into(folder_->path / "workspace", {small_city()});
    ASSERT_TRUE(summary.has_value()) << summary.error().text();
    summary_ = new ImportSummary(std::move(*summary));
  }
  static void TearDownTestSuite() {
    delete summary_;
    delete folder_;
  }
  static Path workspace() { return folder_->path / "workspace"; }

  static TestFolder* folder_;
  static ImportSummary* summary_;
};

TestFolder* CityTest::folder_ = nullptr;
ImportSummary* CityTest::summary_ = nullptr;

TEST_F(CityTest, every_row_is_what_a_plain_clean_up_says) {
  const auto tape = Tape::open(workspace(), shipped_schema());
  ASSERT_TRUE(tape.has_value()) << tape.error().text();
  const auto lines = plain_lines();
  const auto visits = clean_rows("mdtrt_d", "mdtrt_id");
  EXPECT_EQ(tape->lines(), lines.size());
  EXPECT_EQ(tape->visits(), visits.size());
  std::size_t diagnoses = 0;
  std::size_t settlements = 0;
  for (const Part& part : tape->parts()) {
    expect_lines_as_plain(part, lines);
    expect_visits_as_plain(part, visits);
    diagnoses += part.rows(Entity::diagnosis);
    settlements += part.rows(Entity::settlement);
  }
  EXPECT_EQ(diagnoses, clean_rows("setl_list_diag_d", "setl_list_diag_id").size());
  EXPECT_EQ(settlements, clean_rows("setl_d", "setl_id").size());
}

TEST_F(CityTest, rows_stand_in_the_order_of_person_time_and_id) {
  const auto tape = Tape::open(workspace(), shipped_schema());
  ASSERT_TRUE(tape.has_value());
  for (const Part& part : tape->parts()) {
    for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
      const Range range = part.range(Link::person_lines, person);
      for (RowIndex row = range.begin; row + 1 < range.end; ++row) {
        const auto key = [&](RowIndex of) {
          return std::pair(std::stoll(value_of(part, "line.time", of)), value_of(part, "line.id", of));
        };
        EXPECT_LT(key(row), key(row + 1));
      }
    }
  }
}

TEST_F(CityTest, what_was_read_is_taken_dropped_rejected_or_waits) {
  for (const TableSummary& table : summary_->tables) {
    EXPECT_EQ(table.read, static_cast<std::int64_t>(csv_rows(small_city() / (table.table + ".csv")).size()));
    EXPECT_EQ(table.read, table.counts.taken + table.dropped() + table.rejected + table.counts.waiting) << table.table;
  }
  EXPECT_GT(summary_->tables[1].counts.dropped_refund, 0);
  EXPECT_GT(summary_->tables[1].counts.refunded_away, 0);
  EXPECT_GT(summary_->tables[1].counts.waiting, 0);
}

TEST_F(CityTest, no_person_number_identity_card_or_name_reaches_the_tape) {
  std::string bytes;
  for (const auto& [name, content] : files_of(workspace() / "tape")) bytes += content;
  std::set<std::string> secrets;
  std::set<std::string> person_numbers;
  for (const CsvRow& row : csv_rows(small_city() / "mdtrt_d.csv")) {
    person_numbers.insert(row.at("psn_no"));
    for (const char* column : {"certno", "psn_name", "tel", "addr", "psn_insu_rlts_id"}) {
      // A name of two characters may be part of an item's name.
      if (row.contains(column) && row.at(column).size() >= 9) secrets.insert(row.at(column));
    }
  }
  std::size_t index = 0;
  for (const std::string& secret : secrets) {
    if (index++ % 20 != 0) continue;  // a sample: the tape is large
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
  }
  // The simulator's visit numbers begin with the person's number, so values are compared whole.
  for (const std::string& row : tape_text(workspace())) {
    for (std::size_t begin = 0, end = 0; (end = row.find(';', begin)) != std::string::npos; begin = end + 1) {
      const std::string value = row.substr(begin, end - begin);
      EXPECT_FALSE(person_numbers.contains(value.substr(value.find('=') + 1))) << value;
    }
  }
}

TEST_F(CityTest, the_order_and_grouping_of_files_does_not_matter) {
  const TestFolder folder;
  const Path other = folder.path / "workspace";
  write_text(other / "secret" / "pseudonym.key", content_of(workspace() / "secret" / "pseudonym.key"));
  // The lines come first, in three pieces, and wait for their visits.
  const std::string lines = content_of(small_city() / "fee_list_d.csv");
  const std::string header = lines.substr(0, lines.find('\n') + 1);
  std::vector<Path> pieces;
  std::size_t begin = header.size();
  for (int piece = 1; piece <= 3; ++piece) {
    const std::size_t end =
        piece == 3 ? lines.size() : lines.find('\n', lines.size() / 3 * static_cast<std::size_t>(piece)) + 1;
    pieces.push_back(
        write_text(folder.path / fmt::format("lines-{}.csv", piece), header + lines.substr(begin, end - begin)));
    begin = end;
  }
  ASSERT_TRUE(import_into(other, {pieces[2]}));
  ASSERT_TRUE(import_into(other, {small_city() / "setl_d.csv", pieces[0]}));
  const auto without_visits = Tape::open(other, shipped_schema());
  ASSERT_TRUE(without_visits.has_value());
  EXPECT_EQ(without_visits->lines(), 0u);
  ASSERT_TRUE(import_into(other, {small_city() / "mdtrt_d.csv", small_city() / "setl_list_oprn_d.csv"}));
  const auto last = import_into(other, {pieces[1], small_city() / "setl_list_diag_d.csv"});
  ASSERT_TRUE(last.has_value()) << last.error().text();
  EXPECT_EQ(last->batch, 4);
  EXPECT_TRUE(tape_text(other) == tape_text(workspace()));
}

TEST_F(CityTest, the_same_file_again_changes_nothing) {
  const auto before = files_of(workspace());
  const auto again = import_into(workspace(), {small_city()});
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_FALSE(again->is_new);
  EXPECT_EQ(again->read.skipped.size(),
            12u);  // the five tables, the two registers, and the five lists of what was planted
  EXPECT_TRUE(files_of(workspace()) == before);
}

}  // namespace
}  // namespace qiuhao::claims
