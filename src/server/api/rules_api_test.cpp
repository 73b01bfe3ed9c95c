// The library, the catalogue, knowledge and the dictionary by the web API.
#include <fmt/format.h>

#include "server/api/test_api.h"
#include "server/workbench/test_bench.h"
#include "text/csv.h"

namespace qiuhao::server {
namespace {

class RulesApiTest : public ApiTest {
 protected:
  RulesApiTest() : ApiTest([](const Path& folder) { return Beside{TestBench::open(folder / "city"), nullptr}; }) {}

  // The JSON of an item of a list, by one of its fields.
  static std::string item(const Got& got, std::string_view list, std::string_view field, std::string_view value) {
    text::JsonReader reader;
    std::string found;
    const auto view = reader.read(got.body);
    if (!view) return "";
    view->find(list).for_each_item([&](const text::JsonView& one) {
      if (one.find(field).text() == value) found = one.json();
    });
    return found;
  }
  std::string rule(const std::string& login, const std::string& code) {
    return item(as(login, "GET", "/api/rules"), "rules", "code", code);
  }
  void set_state(int number, casework::FindingState state) {
    database::run(desk_->database(), "update casework_findings set state = ? where id = ?",
                  {static_cast<std::int64_t>(state), fmt::format("{:032x}", number)});
  }
};

TEST_P(RulesApiTest, rules_are_listed_with_what_they_found) {
  keep({finding(1), finding(2), finding(3, "H002", 2'550)});
  set_state(1, casework::FindingState::confirmed);
  set_state(2, casework::FindingState::rejected);
  const std::string found = rule("reader", "R0101");
  EXPECT_NE(found.find(R"("name":"药品区分性别使用")"), std::string::npos) << found;
  EXPECT_NE(found.find(R"({"state":"open","count":1,"net":"25.50"})"), std::string::npos) << found;
  EXPECT_NE(found.find(R"("precision":"0.500")"), std::string::npos) << found;
  EXPECT_NE(found.find(R"("origin":"shipped")"), std::string::npos) << found;
  EXPECT_NE(rule("reader", "R0112").find(R"("findings":[],"precision":null)"), std::string::npos);
  // Another region has found nothing, and who reads no findings sees the library alone.
  EXPECT_NE(rule("county", "R0101").find(R"("findings":[])"), std::string::npos);
  EXPECT_NE(rule("publisher", "R0101").find(R"("findings":[])"), std::string::npos);
  EXPECT_EQ(as("hospital1", "GET", "/api/rules").status, 403);

  // Counted once a minute.
  keep({finding(4)});
  EXPECT_EQ(rule("reader", "R0101"), found);
  now_ += 61 * database::kMicrosASecond;
  EXPECT_NE(rule("reader", "R0101").find(R"({"state":"open","count":2,"net":"125.50"})"), std::string::npos);
}

TEST_P(RulesApiTest, the_catalogue_names_every_national_kind_and_what_covers_it) {
  const Got got = as("reader", "GET", "/api/rules/catalogue");
  EXPECT_EQ(got.text("covered"), "88");
  EXPECT_NE(item(got, "kinds", "name", "药品区分性别使用").find(R"("code":"R0101")"), std::string::npos);
  // The published list, where the machine has it.
  const Path published = Path(TestBench::source()) / "../shared/data/nhsa-two-libraries/rule_catalog_2025_88.csv";
  if (!std::filesystem::exists(published)) return;
  const auto table = well_made(text::read_csv(published));
  const auto name = table.find_column("name");
  const auto klass = table.find_column("tier2");
  ASSERT_TRUE(name && klass);
  EXPECT_EQ(table.rows.size(), 88U);
  for (const text::CsvRow& row : table.rows) {
    const std::string kind = item(got, "kinds", "name", row.fields[*name]);
    EXPECT_NE(kind.find(row.fields[*klass]), std::string::npos) << row.fields[*name];
  }
}

TEST_P(RulesApiTest, a_rule_is_shown_in_both_languages) {
  const Got got = as("reader", "GET", "/api/rules/R0112");
  ASSERT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(got.text("text"), TestBench::rule_text("R0112_service_frequency.yaml"));
  const std::string over = item(got, "parts", "name", "over");
  EXPECT_NE(over.find("line.quantity"), std::string::npos) << over;
  EXPECT_NE(over.find("费用.数量"), std::string::npos) << over;
  EXPECT_NE(item(got, "parts", "key", "windows").find("visit.id"), std::string::npos);
  EXPECT_NE(item(got, "cases", "name", "恰为上限不超").find(R"("outcomes":["clear"])"), std::string::npos);
  EXPECT_NE(got.body.find(R"("table":"service_frequency","name":"医疗服务项目限定频次")"), std::string::npos);
  const Got stay = as("reader", "GET", "/api/rules/R0201");
  EXPECT_NE(item(stay, "parameters", "name", "split_stay_gap_days").find(R"("value":")"), std::string::npos)
      << stay.body;
  EXPECT_EQ(as("reader", "GET", "/api/rules/R9999").code(), "no_rule");
  EXPECT_EQ(as("reader", "GET", "/api/rules/..%2Fetc").status, 400);
}

TEST_P(RulesApiTest, the_dictionary_has_fields_and_functions) {
  const Got got = as("editor", "GET", "/api/dictionary");
  const std::string line = item(got, "tables", "name", "line");
  EXPECT_NE(line.find(R"("name":"quantity","label":"数量","type":"decimal")"), std::string::npos) << line;
  EXPECT_NE(item(got, "functions", "name", "ageYears").find("(date, date) -> int"), std::string::npos);
  EXPECT_NE(item(got, "functions", "name", "ageYears").find(R"("zh":")"), std::string::npos);
  EXPECT_FALSE(item(got, "point_fields", "name", "max_count").empty());
  EXPECT_FALSE(item(got, "tables", "name", "licence").empty());
  EXPECT_EQ(as("hospital1", "GET", "/api/dictionary").status, 403);
}

TEST_P(RulesApiTest, knowledge_is_paged_and_searched) {
  const Got tables = as("reader", "GET", "/api/knowledge");
  const std::string drug_sex = item(tables, "tables", "table", "drug_sex");
  EXPECT_NE(drug_sex.find(R"("points":17)"), std::string::npos) << drug_sex;
  EXPECT_EQ(tables.text("is_starter"), "true");
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const Got page =
        as("reader", "GET", "/api/knowledge/drug_sex/points?limit=5" + (cursor.empty() ? "" : "&cursor=" + cursor));
    text::JsonReader reader;
    reader.read(page.body)->find("points").for_each_item(
        [&](const text::JsonView& point) { EXPECT_TRUE(seen.insert(point.find("id").text()).second); });
    cursor = page.text("next");
    ++pages;
  } while (!cursor.empty() && pages < 10);
  EXPECT_EQ(seen.size(), 17U);
  EXPECT_EQ(pages, 4);
  // By words of the constraint: 限女性 in UTF-8.
  const Got women = as("reader", "GET", "/api/knowledge/drug_sex/points?q=%E9%99%90%E5%A5%B3%E6%80%A7&limit=50");
  EXPECT_NE(women.body.find("sex=2"), std::string::npos) << women.body;
  EXPECT_EQ(women.body.find("sex=1"), std::string::npos);
  EXPECT_EQ(as("reader", "GET", "/api/knowledge/drug_sex/points?q=nowhere").text("next"), "");
  EXPECT_EQ(as("reader", "GET", "/api/knowledge/nothing/points").code(), "no_table");
  EXPECT_EQ(as("reader", "GET", "/api/knowledge/drug_sex/points?cursor=ffffffffffffffffffff").code(), "bad_cursor");
  EXPECT_EQ(as("hospital1", "GET", "/api/knowledge").status, 403);
}

QIUHAO_ON_BOTH_ENGINES(RulesApiTest);

}  // namespace
}  // namespace qiuhao::server
