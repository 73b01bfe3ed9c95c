// What a run leaves behind: files that agree with each other and with figures worked out by hand (test_world.h).
#include "audit/record.h"

#include "audit/export.h"
#include "audit/test_world.h"
#include "tables/engine.h"
#include "text/csv.h"
#include "text/document.h"

namespace qiuhao::audit {
namespace {

std::size_t count_of_text(const std::string& text, std::string_view wanted) {
  std::size_t count = 0;
  for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) ++count;
  return count;
}

TEST(World, HasTheFiguresItSays) {
  const World world("world");
  const AuditResult result = world.audit();
  EXPECT_EQ(result.findings.size(), 3U);
  EXPECT_EQ(result.undecided.size(), 1U);
  EXPECT_EQ(result.gross, 1'800);
  EXPECT_EQ(result.net, 1'300);
}

TEST(Export, CsvOpensInASpreadsheetWithoutRunningAnything) {
  const World world("csv");
  const claims::Tape tape = world.tape();
  const Path file = world.folder() / "findings.csv";
  ASSERT_TRUE(export_findings_csv(tape.parts(), world.audit(), file).has_value());
  const std::string content = *read_file(file);
  EXPECT_TRUE(
      content.starts_with("\xEF\xBB\xBF"
                          "finding_id / 发现编号,rule / 规则编号,"));
  const auto table = text::parse_csv(content, "findings.csv");
  ASSERT_TRUE(table.has_value()) << table.error().text();
  ASSERT_EQ(table->header.size(), kFindingColumns.size());
  ASSERT_EQ(table->rows.size(), 3U);
  const auto value = [&](std::size_t row, const std::string& label) {
    return table->rows[row].fields[*table->find_column(label)];
  };
  EXPECT_EQ(value(0, "line / 明细流水号"), "L1");
  EXPECT_EQ(value(0, "item_name / 医保目录名称"), "'=1+\"甲\",<b>");
  EXPECT_EQ(value(0, "message / 说明"), "'=1+\"甲\",<b> 用于性别 1");
  EXPECT_EQ(value(0, "day / 费用日期"), "2025-03-01");
  EXPECT_EQ(value(0, "gross / 规则金额"), "8.00");
  EXPECT_EQ(value(0, "point_text / 知识点内容"), "限女性");
  EXPECT_EQ(value(2, "rule / 规则编号"), "R2");
  EXPECT_EQ(value(2, "net / 去重金额"), "0.00");
  EXPECT_EQ(value(2, "message / 说明"), "当日第 2 次");
}

TEST(Export, ParquetHasTypesAndTheTextsAsTheyWere) {
  const World world("parquet");
  const claims::Tape tape = world.tape();
  const Path file = world.folder() / "findings.parquet";
  const auto status = export_parquet(tape.parts(), world.audit(), file, world.folder());
  ASSERT_TRUE(status.has_value()) << status.error().text();
  auto engine = tables::Engine::open({});
  ASSERT_TRUE(engine.has_value());
  const std::string from = " FROM read_parquet(" + tables::sql_text(file.string()) + ")";
  EXPECT_EQ(*engine->number("SELECT count(*)" + from), 3);
  EXPECT_EQ(*engine->number("SELECT sum(net) * 100" + from), 1'300);
  EXPECT_EQ(*engine->number("SELECT count(*)" + from + " WHERE day = DATE '2025-03-01' AND quantity = 1.5"), 3);
  EXPECT_EQ(*engine->number("SELECT count(*)" + from + " WHERE item_name = '=1+\"甲\",<b>'"), 3);
  EXPECT_EQ(*engine->number("SELECT count(*)" + from + " WHERE point IS NULL AND rule = 'R2'"), 1);
  EXPECT_EQ(*engine->number("SELECT count(*) FROM (DESCRIBE SELECT *" + from +
                            ") WHERE column_name IN ('gross', 'net', 'amount', 'in_scope') AND column_type = "
                            "'DECIMAL(18,2)'"),
            4);
}

TEST(Export, SheetsGoOnWhenOneIsFull) {
  const World world("xlsx");
  const claims::Tape tape = world.tape();
  const Path file = world.folder() / "findings.xlsx";
  for (const auto& [rows, sheets] : {std::pair{std::size_t{2}, 3U}, {std::size_t{3}, 2U}, {std::size_t{1}, 4U}}) {
    ASSERT_TRUE(export_xlsx(tape.parts(), world.audit(), file, world.folder(), rows).has_value());
    const std::string bytes = *read_file(file);
    EXPECT_TRUE(bytes.starts_with("PK"));
    // A zip names each of its files twice: before its bytes and in its directory.
    EXPECT_EQ(count_of_text(bytes, "xl/worksheets/sheet"), 2 * sheets);
  }
}

TEST(Record, HasEveryFileAndIsNumbered) {
  const World world("record");
  const claims::Tape tape = world.tape();
  const AuditResult result = world.audit();
  const auto first = record_run(world.folder(), tape.parts(), result, World::facts(), {});
  ASSERT_TRUE(first.has_value()) << first.error().text();
  EXPECT_EQ(first->folder, world.folder() / "exports/audit-000001");
  const std::vector<std::string> files = {"findings.csv", "findings.parquet", "findings.xlsx",
                                          "report.html",  "summary.json",     "undecided.csv"};
  EXPECT_EQ(first->files, files);
  const auto second = record_run(world.folder(), tape.parts(), result, World::facts(), {});
  EXPECT_EQ(second->folder, world.folder() / "exports/audit-000002");
  EXPECT_EQ(*latest_run(world.folder()), second->folder);
  for (const char* file : {"findings.csv", "undecided.csv", "summary.json", "report.html"}) {
    EXPECT_EQ(*read_file(first->folder / file), *read_file(second->folder / file)) << file;
  }
  std::size_t entries = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(world.folder() / "exports")) ++entries;
  EXPECT_EQ(entries, 3U);  // two runs and `latest`
}

TEST(Record, OnlyWhatIsAskedForAndWhereItIsAskedFor) {
  const World world("out");
  const claims::Tape tape = world.tape();
  RecordOptions options{true, false, false, false, world.folder() / "mine"};
  const auto record = record_run(world.folder(), tape.parts(), world.audit(), World::facts(), options);
  ASSERT_TRUE(record.has_value()) << record.error().text();
  EXPECT_EQ(record->files, (std::vector<std::string>{"findings.parquet", "summary.json", "undecided.csv"}));
  EXPECT_EQ(latest_run(world.folder()).error().code, "no_run");
  const auto again = record_run(world.folder(), tape.parts(), world.audit(), World::facts(), options);
  EXPECT_EQ(again.error().code, "folder_in_use");
}

TEST(Record, CanBeReadBack) {
  const World world("back");
  const claims::Tape tape = world.tape();
  ASSERT_TRUE(record_run(world.folder(), tape.parts(), world.audit(), World::facts(), {}).has_value());
  for (const std::string& run :
       {std::string(""), std::string("1"), (world.folder() / "exports/audit-000001").string()}) {
    const auto back = read_run(world.folder(), run);
    ASSERT_TRUE(back.has_value()) << back.error().text();
    EXPECT_EQ(back->known_on, World::facts().known_on);
    EXPECT_EQ(back->generation, 1U);
    ASSERT_EQ(back->rules.size(), 2U);
    EXPECT_EQ(back->rules[0], std::pair(world.plan()->rules()[0].code, world.plan()->rules()[0].hash));
  }
  EXPECT_EQ(read_run(world.folder(), "7").error().code, "no_run");
}

TEST(Summary, IsJsonWithMoneyAsText) {
  const World world("summary");
  const auto root = text::parse_json(summary_json(world.audit(), World::facts()), "summary.json");
  ASSERT_TRUE(root.has_value()) << root.error().text();
  EXPECT_EQ(root->text_of("gross"), "18.00");
  EXPECT_EQ(root->text_of("net"), "13.00");
  EXPECT_EQ(root->text_of("in_scope"), "23.00");
  EXPECT_EQ(root->text_of("money_order"), "R1 → R2");
  EXPECT_EQ(root->find("rules")->items.at(0).find("undecided_by")->text_of("person.sex"), "1");
  EXPECT_EQ(root->find("providers")->items.at(0).text_of("name"), "<script>alert(1)</script>医院");
}

}  // namespace
}  // namespace qiuhao::audit
