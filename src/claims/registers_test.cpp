// Registers through an import: what is recognised, which row of a key stays, and that nothing is half.
#include "claims/registers.h"

#include <algorithm>

#include "claims/assembly/register_files.h"
#include "claims/assembly/test_world.h"
#include "claims/backup.h"
#include "claims/doctor.h"

namespace qiuhao::claims {
namespace {

constexpr const char* kLicenceHeader =
    "dr_codg,begndate,enddate,fixmedins_code,drord_dr_profttl,antibiotic_grade,updt_time\n";

std::string text_of(const Field& field, const Column& column, RowIndex row) {
  if (!column.has(row)) return "-";
  if (column.storage == Storage::day) return format_day(column.day(row));
  if (field.type == FieldType::time) return format_time(column.number(row));
  if (column.storage == Storage::number) return fmt::format("{}", column.number(row));
  return std::string(column.text(row));
}

// The named fields of every row.
std::vector<std::string> rows_of(const Path& workspace, Register table, const std::vector<std::string>& fields) {
  const auto loaded = load_register(shipped_schema(), table, workspace);
  EXPECT_TRUE(loaded.has_value()) << loaded.error().text();
  std::vector<std::string> rows;
  for (RowIndex row = 0; loaded && row < loaded->rows(); ++row) {
    std::string text;
    for (const std::string& name : fields) {
      const FieldIndex field = loaded->schema().find(name);
      text += (text.empty() ? "" : " ") + text_of(loaded->schema().fields[field], loaded->column(field), row);
    }
    rows.push_back(text);
  }
  return rows;
}

std::vector<std::string> grades(const Path& workspace) {
  return rows_of(workspace, Register::licence, {"doctor", "from", "to", "antibiotic_grade"});
}

std::string whole(const Path& workspace) {
  DoctorOptions options;
  options.workspace = workspace;
  const auto found = examine(shipped_schema(), options);
  if (!found) return found.error().text();
  for (const Trouble& trouble : found->troubles) {
    if (trouble.gravity == Gravity::damage) return trouble.file + " " + trouble.what.english;
  }
  return "";
}

TEST(Registers, NeedNoFeeFilesAndKeepTheLatestRowOfAKey) {
  const TestFolder folder;
  const Path workspace = folder.path / "w";
  const Path first = write_text(folder.path / "a.csv", std::string(kLicenceHeader) +
                                                           "D2,2024-01-01,,H1,231,3,\n"
                                                           "D1,2024-01-01,2024-12-31,H1,233,1,\n"
                                                           "D1,20250101,,H1,233,2,\n"
                                                           "D1,20250101,,H1,233,2,\n"  // equal
                                                           "D3,2024-13-01,,H1,233,2,\n"
                                                           "D4,2024-01-01,,H1,233,7,\n"
                                                           ",2024-01-01,,H1,233,2,\n");
  const auto imported = import_into(workspace, {first});
  ASSERT_TRUE(imported.has_value()) << imported.error().text();
  EXPECT_EQ(imported->people, 0U);
  const TableSummary& table = imported->tables.back();
  EXPECT_EQ(table.table, "licence");
  EXPECT_EQ(table.read, 7);
  EXPECT_EQ(table.counts.taken, 3);
  EXPECT_EQ(table.counts.dropped_equal, 1);
  EXPECT_EQ(table.rejected, 3);
  const std::vector<std::string> before = {"D1 2024-01-01 2024-12-31 1", "D1 2025-01-01 - 2", "D2 2024-01-01 - 3"};
  EXPECT_EQ(grades(workspace), before);
  ASSERT_EQ(imported->read.rejected_files.size(), 1U);
  const std::string rejected = content_of(imported->read.rejected_files[0]);
  EXPECT_NE(rejected.find("begndate"), std::string::npos);
  EXPECT_NE(rejected.find("7 is none of 0, 1, 2, 3"), std::string::npos) << rejected;
  EXPECT_NE(rejected.find("dr_codg is empty"), std::string::npos) << rejected;

  // The same file again changes nothing; a later row of a key replaces, an older one does not.
  EXPECT_FALSE(import_into(workspace, {first})->is_new);
  const Path second = write_text(folder.path / "b.csv", std::string(kLicenceHeader) +
                                                            "D1,2025-01-01,,H1,233,3,2025-06-01 00:00:00\n"
                                                            "D2,2024-01-01,2025-06-30,H1,231,3,\n");
  ASSERT_TRUE(import_into(workspace, {second}).has_value());
  const Path third =
      write_text(folder.path / "c.csv", std::string(kLicenceHeader) + "D1,2025-01-01,,H1,233,0,2025-05-01 00:00:00\n");
  const auto last = import_into(workspace, {third});
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->tables.back().counts.dropped_older, 3);
  EXPECT_EQ(grades(workspace), (std::vector<std::string>{"D1 2024-01-01 2024-12-31 1", "D1 2025-01-01 - 3",
                                                         "D2 2024-01-01 2025-06-30 3"}));
  EXPECT_EQ(whole(workspace), "");
  // One file stands; those that it replaced are gone.
  const auto files = files_of(workspace / "registers");
  EXPECT_EQ(files.size(), 1U);
  EXPECT_TRUE(files.contains("licence/000003.parquet"));
}

TEST(Registers, StandBesideATapeThatTheyDoNotTouch) {
  const TestFolder folder;
  const Path workspace = folder.path / "w";
  const Path licences = write_text(folder.path / "l.csv", std::string(kLicenceHeader) + "D1,2024-01-01,,H1,233,1,\n");
  ASSERT_TRUE(import_into(workspace, {visits_file(folder.path, 1), licences}).has_value());
  const auto tape = tape_text(workspace);
  ASSERT_EQ(tape.size(), 2U);
  const Path more = write_text(folder.path / "m.csv", std::string(kLicenceHeader) + "D2,2024-01-01,,H1,233,1,\n");
  ASSERT_TRUE(import_into(workspace, {more}).has_value());
  EXPECT_EQ(tape_text(workspace), tape);
  EXPECT_EQ(grades(workspace).size(), 2U);
  ASSERT_TRUE(import_into(workspace, {visits_file(folder.path, 2)}).has_value());
  EXPECT_EQ(tape_text(workspace).size(), 4U);
  EXPECT_EQ(grades(workspace).size(), 2U);
}

TEST(Registers, OfStockComeAsOneTableOrAsOneAMessage) {
  const TestFolder folder;
  const Path workspace = folder.path / "w";
  const auto file = [&](const std::string& name, const std::string& text) {
    return write_text(folder.path / "stock" / name, text);
  };
  file("1.csv", "rid,fixmedins_code,med_list_codg,invdate,inv_cnt\n1,H1,A,2025-01-01,100.5\n");
  file("2.csv",
       "rid,fixmedins_code,med_list_codg,inv_chg_type,inv_chg_time,cnt,pric\n"
       "1,H1,A,102,2025-01-02 08:00:00,3,1.25\n");
  file("3.csv",
       "rid,fixmedins_code,med_list_codg,purc_retn_stoin_time,purc_retn_cnt,finl_trns_pric,manu_lotnum\n"
       "1,H1,A,2025-01-03 08:00:00,40,1.1,L1\n");
  file("4.csv",
       "rid,fixmedins_code,med_list_codg,purc_retn_stoin_time,purc_retn_cnt,medins_prod_purc_no\n"
       "1,H1,A,2025-01-04 08:00:00,5,P1\n");
  file("5.csv",
       "rid,fixmedins_code,med_list_codg,sel_retn_time,sel_retn_cnt,rtal_docno,psn_no,psn_name\n"
       "1,H1,A,2025-01-05 08:00:00,7.1234,R1,P1,张三\n");
  file("6.csv",
       "rid,fixmedins_code,med_list_codg,sel_retn_time,sel_retn_cnt,medins_prod_sel_no\n"
       "1,H1,A,2025-01-06 08:00:00,1,S1\n");
  file("own.csv",
       "rid,fixmedins_code,med_list_codg,evt_type,evt_time,cnt\n"
       "9,H1,A,sale,2025-01-07 00:30:00,2\n"
       "10,H1,A,gift,2025-01-07 00:30:00,2\n");
  const auto imported = import_into(workspace, {folder.path / "stock"});
  ASSERT_TRUE(imported.has_value()) << imported.error().text();
  EXPECT_EQ(imported->tables.back().table, "stock");
  EXPECT_EQ(imported->tables.back().read, 8);
  EXPECT_EQ(imported->tables.back().rejected, 1);
  EXPECT_EQ(
      rows_of(workspace, Register::stock, {"provider", "item", "time", "day", "kind", "id", "quantity"}),
      (std::vector<std::string>{
          "H1 A 2025-01-01 00:00:00 2025-01-01 count 1 1005000", "H1 A 2025-01-02 08:00:00 2025-01-02 change 1 30000",
          "H1 A 2025-01-03 08:00:00 2025-01-03 purchase 1 400000",
          "H1 A 2025-01-04 08:00:00 2025-01-04 purchase_return 1 50000",
          "H1 A 2025-01-05 08:00:00 2025-01-05 sale 1 71234", "H1 A 2025-01-06 08:00:00 2025-01-06 sale_return 1 10000",
          "H1 A 2025-01-07 00:30:00 2025-01-07 sale 9 20000"}));
  // A return that cannot be told from a purchase or a sale is refused, not guessed.
  const Path both = write_text(folder.path / "both.csv",
                               "rid,fixmedins_code,med_list_codg,sel_retn_time,sel_retn_cnt,rtal_docno,"
                               "medins_prod_sel_no\n1,H1,A,2025-01-06 08:00:00,1,R1,S1\n");
  EXPECT_NE(import_into(workspace, {both}).error().message.find("may be 3505 or 3506"), std::string::npos);
  const Path vague = write_text(folder.path / "vague.csv",
                                "rid,fixmedins_code,med_list_codg,purc_retn_stoin_time,purc_retn_cnt\n"
                                "2,H1,A,2025-01-03 08:00:00,40\n");
  const auto refused = import_into(workspace, {vague});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "unknown_table");
  // With a map the table is said.
  ImportOptions options;
  options.workspace = workspace;
  options.inputs = {vague};
  options.map_file = write_text(folder.path / "map.yaml",
                                "tables:\n  - table: \"3504\"\n    file: vague.csv\n    columns:\n"
                                "      rid: {from: rid}\n      fixmedins_code: {from: fixmedins_code}\n"
                                "      med_list_codg: {from: med_list_codg}\n"
                                "      purc_retn_stoin_time: {from: purc_retn_stoin_time}\n"
                                "      purc_retn_cnt: {from: purc_retn_cnt}\n");
  const auto mapped = import_files(shipped_schema(), options);
  ASSERT_TRUE(mapped.has_value()) << mapped.error().text();
  EXPECT_EQ(rows_of(workspace, Register::stock, {"kind", "id"}).size(), 8U);
}

TEST(Registers, OfTracesComeAsOneTableOrAsOneAMessageAndBadCodesAreTold) {
  const TestFolder folder;
  const Path workspace = folder.path / "w";
  const auto file = [&](const std::string& name, const std::string& text) {
    return write_text(folder.path / "traces" / name, text);
  };
  file("3.csv",
       "rid,fixmedins_code,med_list_codg,purc_retn_stoin_time,purc_retn_cnt,manu_lotnum,drug_trac_codg\n"
       "1,H1,A,2025-07-03 08:00:00,40,L1,81000000000000000001\n"
       "1,H1,A,2025-07-03 08:00:00,40,L1,81000000000000000002\n");
  file(
      "5.csv",
      "rid,fixmedins_code,med_list_codg,sel_retn_time,sel_retn_cnt,rtal_docno,psn_no,setl_id,trdn_flag,drug_trac_codg\n"
      "1,H1,A,2025-07-05 08:00:00,1,R1,p1,S1,0,81000000000000000001\n");
  file("6.csv",
       "rid,fixmedins_code,med_list_codg,sel_retn_time,medins_prod_sel_no,drug_trac_codg\n"
       "1,H1,A,2025-07-06 08:00:00,S1,81000000000000000001\n");
  file("own.csv",
       "rid,fixmedins_code,evt_type,evt_time,med_list_codg,drug_trac_codg\n"
       "7,H2,sale,2025-07-07 00:30:00,A,ABCDE01234\n"
       "8,H2,sale,2025-07-07 00:30:00,A,abcde01234\n"
       "9,H2,sale,2025-07-07 00:30:00,A,810000000\n"
       "10,H2,sale,2025-07-07 00:30:00,A,8100 0000 0000\n");
  // Stock comes beside it, of the same message without codes.
  file("stock.csv",
       "rid,fixmedins_code,med_list_codg,sel_retn_time,sel_retn_cnt,rtal_docno\n1,H1,A,2025-07-05 08:00:00,1,R1\n");
  const auto imported = import_into(workspace, {folder.path / "traces", visits_file(folder.path, 1)});
  ASSERT_TRUE(imported.has_value()) << imported.error().text();
  const TableSummary& table = imported->tables.back();
  EXPECT_EQ(table.table, "trace");
  EXPECT_EQ(table.read, 8);
  EXPECT_EQ(table.rejected, 3);
  // By code, then time. The buyer has the pseudonym that the tape has.
  const std::string buyer = tape_text(workspace)[0].substr(3, 24);
  EXPECT_EQ(rows_of(workspace, Register::trace, {"code", "time", "provider", "kind", "id", "person", "split"}),
            (std::vector<std::string>{"81000000000000000001 2025-07-03 08:00:00 H1 purchase 1 - -",
                                      "81000000000000000001 2025-07-05 08:00:00 H1 sale 1 " + buyer + " 0",
                                      "81000000000000000001 2025-07-06 08:00:00 H1 sale_return 1 - -",
                                      "81000000000000000002 2025-07-03 08:00:00 H1 purchase 1 - -",
                                      "ABCDE01234 2025-07-07 00:30:00 H2 sale 7 - -"}));
  EXPECT_EQ(rows_of(workspace, Register::stock, {"kind", "id"}), std::vector<std::string>{"sale 1"});
  ASSERT_EQ(imported->read.rejected_files.size(), 1U);
  const std::string rejected = content_of(imported->read.rejected_files[0]);
  EXPECT_NE(rejected.find("own.csv,3,drug_trac_codg,abcde01234,\"abcde01234 is not of the form [0-9A-Z]{10,}"),
            std::string::npos)
      << rejected;
  EXPECT_NE(rejected.find("own.csv,5,drug_trac_codg,8100 0000 0000"), std::string::npos) << rejected;
  EXPECT_EQ(whole(workspace), "");
}

TEST(Registers, OfPeopleKnowThemByThePseudonymOfTheTape) {
  const TestFolder folder;
  const Path workspace = folder.path / "w";
  const std::vector<Path> lists = {
      write_text(folder.path / "a.csv",
                 "psn_no,die_date,psn_name,gend,brdy,list_sorc\np1,2025-03-01,张三,1,1950-01-01,民政\n"),
      write_text(folder.path / "b.csv", "psn_no,begndate,enddate\np1,2024-01-01,2024-06-30\np2,2025-01-01,\n"),
      write_text(folder.path / "c.csv", "psn_no,psn_idet_type,begntime,endtime\np1,1,2025-01-01 00:00:00,\n"),
      write_text(
          folder.path / "d.csv",
          "psn_no,injury_date,decision_date,diag_code,decision_no\np1,2025-02-01,2025-03-05,S82,工认〔2025〕7号\n"
          "p1,2025-02-01,2025-03-05,,\n"),
      write_text(folder.path / "e.csv",
                 "fixmedins_code,begndate,enddate,aprv_bed_cnt,biz_natu\nH1,2024-01-01,,80,民营\n"),
      visits_file(folder.path, 1)};
  ASSERT_TRUE(import_into(workspace, lists).has_value());
  const std::string person = tape_text(workspace)[0].substr(3, 24);
  const std::vector<std::string> of_person = {"person", "from", "listed"};
  EXPECT_EQ(rows_of(workspace, Register::death, of_person), std::vector{person + " 2025-03-01 1"});
  EXPECT_EQ(rows_of(workspace, Register::custody, of_person).size(), 2U);
  EXPECT_EQ(rows_of(workspace, Register::assistance, {"person", "tag", "from", "listed"}),
            std::vector{person + " 1 2025-01-01 1"});
  EXPECT_EQ(rows_of(workspace, Register::work_injury, {"person", "from", "decided", "diagnosis", "listed"}),
            std::vector{person + " 2025-02-01 2025-03-05 S82 1"});
  EXPECT_EQ(rows_of(workspace, Register::institution, {"provider", "from", "beds"}),
            std::vector<std::string>{"H1 2024-01-01 80"});
  // What is kept is not made a pseudonym of again, and a name is nowhere.
  const Path later = write_text(folder.path / "f.csv", "psn_no,die_date\np2,2025-04-01\n");
  ASSERT_TRUE(import_into(workspace, {later}).has_value());
  const auto deaths = rows_of(workspace, Register::death, of_person);
  EXPECT_EQ(deaths.size(), 2U);
  EXPECT_NE(std::ranges::find(deaths, person + " 2025-03-01 1"), deaths.end());
  for (const auto& [name, content] : files_of(workspace / "registers"))
    EXPECT_EQ(content.find("张三"), std::string::npos) << name;
}

TEST(Registers, AreInBackupsAndTheDoctorKnowsDamage) {
  const TestFolder folder;
  const Path workspace = folder.path / "w";
  const Path licences = write_text(folder.path / "l.csv", std::string(kLicenceHeader) + "D1,2024-01-01,,H1,233,1,\n");
  ASSERT_TRUE(import_into(workspace, {licences}).has_value());
  const auto backup = back_up(workspace, folder.path / "b");
  ASSERT_TRUE(backup.has_value()) << backup.error().text();
  EXPECT_NE(backup->backup.find("registers/licence/000001.parquet"), nullptr);
  const auto restored = restore(shipped_schema(), folder.path / "b", 0, folder.path / "r");
  ASSERT_TRUE(restored.has_value()) << restored.error().text();
  EXPECT_EQ(grades(folder.path / "r"), grades(workspace));
  EXPECT_EQ(whole(folder.path / "r"), "");

  const Path file = workspace / "registers" / "licence" / "000001.parquet";
  std::string bytes = content_of(file);
  bytes[bytes.size() / 2] ^= 1;
  write_text(file, bytes);
  EXPECT_NE(whole(workspace).find("registers/licence/000001.parquet"), std::string::npos);
  fs::remove(file);
  EXPECT_NE(whole(workspace).find("is missing"), std::string::npos);
  EXPECT_EQ(load_register(shipped_schema(), Register::licence, workspace).error().code, "damaged_register");
}

// By parts of the keys the same comes out, whatever their number.
TEST(Registers, LargeOnesAreMergedByParts) {
  const TestFolder folder;
  const Path staged = folder.path / "staged.parquet";
  auto engine = tables::Engine::open({});
  ASSERT_TRUE(engine.has_value());
  ASSERT_TRUE(engine
                  ->run(fmt::format("COPY (SELECT 'H' || (i % 3) AS provider, 'sale' AS kind, 'E' || (i * 7 % 150) AS "
                                    "id, '8100000000' || (i % 11) AS code, 'X' || (i % 5 // 2) AS item, TIMESTAMP "
                                    "'2025-01-01' + to_days((i % 90)::INTEGER) AS time, CASE WHEN i % 4 > 0 THEN "
                                    "TIMESTAMP '2025-06-01' + to_days((i * 13 % 40)::INTEGER) END AS _updated FROM "
                                    "range(2000) AS r(i)) TO {} (FORMAT parquet)",
                                    tables::sql_text(staged.string())))
                  .has_value());
  const assembly::StoredRegister nothing;
  const auto merged = [&](std::int64_t rows_at_once) {
    assembly::MergeRegister merge;
    merge.table = Register::trace;
    merge.workspace = folder.path;
    merge.before = &nothing;
    merge.staged = {{"trace", staged}};
    merge.target = folder.path / fmt::format("merged-{}.parquet", rows_at_once);
    merge.rows_at_once = rows_at_once;
    const auto stored = assembly::merge_register(shipped_schema(), merge);
    EXPECT_TRUE(stored.has_value()) << stored.error().text();
    std::string rows = fmt::format("{} {} {}\n", stored->rows, stored->equal, stored->older);
    auto answer = engine->query(fmt::format(
        "SELECT concat_ws(' ', provider, id, code, item, time::VARCHAR, _updated::VARCHAR) FROM read_parquet({})",
        tables::sql_text(merge.target.string())));
    while (answer) {
      const auto chunk = answer->next();
      if (!chunk || chunk->rows() == 0) break;
      for (std::size_t row = 0; row < chunk->rows(); ++row) rows += std::string(chunk->column(0).text(row)) + "\n";
    }
    EXPECT_EQ(fs::exists(merge.target.string() + ".part-0"), false);
    return rows;
  };
  const std::string whole = merged(2'000'000);
  EXPECT_GT(std::ranges::count(whole, '\n'), 500);
  for (const std::int64_t rows_at_once : {1'999, 700, 100}) EXPECT_EQ(merged(rows_at_once), whole) << rows_at_once;
}

TEST(Registers, ThatWereNeverReadHaveNoRows) {
  const TestFolder folder;
  EXPECT_TRUE(grades(folder.path).empty());
}

}  // namespace
}  // namespace qiuhao::claims
