// Reading: every dialect gives the same rows, every bad row is told with its place, and no file is half taken.
#include "claims/reading.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "claims/reading/test_files.h"
#include "tables/engine.h"
#include "text/csv.h"

namespace qiuhao::claims::reading {
namespace {

const std::string kHeader =
    "bkkp_sn,mdtrt_id,psn_no,fee_ocur_time,hilist_code,hilist_name,cnt,pric,det_item_fee_sumamt,inscp_amt,prd_days,"
    "vali_flag,updt_time,init_feedetl_sn\n";
const std::string kRow1 = "L1,V1,P1,2025-01-31 08:15:00,X01,阿莫西林胶囊,2,10.5,21.00,21.00,3,1,2025-02-01 00:00:00,\n";
const std::string kRow2 = "L2,V1,P1,2025-01-31 09:00:00,X02,\"甲,乙\n丙\",-1,3,-3.00,0,,1,2025-02-01 00:00:00,L1\n";

struct Told {
  std::string line, column, value, reason, original;
};

class Reading : public ::testing::Test {
 protected:
  Result<ReadOutcome> read(const std::vector<Path>& inputs, const std::string& map = "") {
    ReadOptions options;
    options.workspace = files_.path();
    options.inputs = inputs;
    if (!map.empty()) options.map_file = files_.write("map.yaml", map);
    std::filesystem::remove_all(files_.path() / "incoming");
    return read_inputs(shipped_schema(), options, files_.path() / "incoming");
  }
  Result<ReadOutcome> read_text(const std::string& content, const std::string& name = "fee.csv") {
    return read({files_.write(name, content)});
  }

  // All staged rows of a table as text, one string a row, sorted.
  std::vector<std::string> rows(const ReadOutcome& outcome, const std::string& columns = "COLUMNS(*)",
                                const std::string& table = "fee_list_d") {
    std::string list;
    for (const StagedFile& file : outcome.staged) {
      if (file.table == table) list += (list.empty() ? "" : ", ") + tables::sql_text(file.parquet.string());
    }
    auto engine = tables::Engine::open({});
    auto answer = engine->query(
        fmt::format("SELECT CAST(row({}) AS VARCHAR) AS r FROM read_parquet([{}]) ORDER BY 1", columns, list));
    EXPECT_TRUE(answer.has_value()) << answer.error().text();
    std::vector<std::string> found;
    while (answer) {
      const auto chunk = answer->next();
      if (!chunk || chunk->rows() == 0) break;
      for (std::size_t row = 0; row < chunk->rows(); ++row) found.emplace_back(chunk->column(0).text(row));
    }
    return found;
  }

  std::vector<Told> told(const ReadOutcome& outcome) {
    std::vector<Told> found;
    for (const Path& path : outcome.rejected_files) {
      const auto table = text::read_csv(path);
      EXPECT_TRUE(table.has_value()) << table.error().text();
      EXPECT_EQ(table->header, (std::vector<std::string>{"file", "line", "column", "value", "reason", "original_row"}));
      for (const auto& row : table->rows)
        found.push_back({row.fields[1], row.fields[2], row.fields[3], row.fields[4], row.fields[5]});
    }
    std::ranges::stable_sort(found, {}, [](const Told& one) { return std::stoll("0" + one.line); });
    return found;
  }

  static std::int64_t total(const ReadOutcome& outcome, std::int64_t StagedFile::*count) {
    std::int64_t sum = 0;
    for (const StagedFile& file : outcome.staged) {
      EXPECT_EQ(file.read, file.staged + file.dropped_invalid + file.rejected);
      sum += file.*count;
    }
    return sum;
  }

  TestFiles files_{"reading"};
};

TEST_F(Reading, TypesAndSystemColumnsAreStaged) {
  const auto outcome = read_text(kHeader + kRow1 + kRow2);
  ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  EXPECT_EQ(rows(*outcome,
                 "id, time, item, item_name, quantity, price, amount, in_scope, days_supply, _person, _visit, "
                 "_updated, _refunds"),
            (std::vector<std::string>{
                "(L1, '2025-01-31 08:15:00', X01, 阿莫西林胶囊, 2.0000, 10.500000, 21.00, 21.00, 3, P1, V1, "
                "'2025-02-01 00:00:00', NULL)",
                "(L2, '2025-01-31 09:00:00', X02, '甲,乙\n丙', -1.0000, 3.000000, -3.00, 0.00, NULL, P1, V1, "
                "'2025-02-01 00:00:00', L1)"}))
      << "line breaks inside quotes are part of the value";
  EXPECT_EQ(total(*outcome, &StagedFile::read), 2);
}

TEST_F(Reading, EveryDialectGivesTheSameRows) {
  const std::string plain = kHeader + kRow1 + kRow2;
  const auto expected = read_text(plain);
  ASSERT_TRUE(expected.has_value());
  const auto same = rows(*expected);
  ASSERT_EQ(same.size(), 2u);
  std::string semicolons = kHeader + kRow1;
  for (char& c : semicolons) c = c == ',' ? ';' : c;
  semicolons += "L2;V1;P1;2025-01-31 09:00:00;X02;\"甲,乙\n丙\";-1;3;-3.00;0;;1;2025-02-01 00:00:00;L1\n";
  std::string tabs = semicolons;
  for (char& c : tabs) c = c == ';' ? '\t' : c;
  std::string upper = plain;
  for (std::size_t at = 0; at < kHeader.size(); ++at) upper[at] = static_cast<char>(std::toupper(upper[at]));
  std::string dos;
  for (const char c : kHeader + kRow1) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
  dos += kRow2.substr(0, kRow2.size() - 1) + "\r\n";
  const std::string mixed = kHeader + kRow1.substr(0, kRow1.size() - 1) + "\r\n" + kRow2;
  const std::pair<std::string, std::string> dialects[] = {{"bom.csv", "\xEF\xBB\xBF" + plain},
                                                          {"semicolon.csv", semicolons},
                                                          {"tab.tsv", tabs},
                                                          {"upper.csv", upper},
                                                          {"dos.csv", dos},
                                                          {"mixed.csv", mixed},
                                                          {"gbk.csv", to_gbk(plain)},
                                                          {"packed.csv.gz", gzip(plain)},
                                                          {"packed.csv.zst", zstd(plain)},
                                                          {"gbk.csv.gz", gzip(to_gbk(plain))},
                                                          {"two.csv.gz", gzip(kHeader + kRow1) + gzip(kRow2)},
                                                          {"no-end.csv", plain.substr(0, plain.size() - 1)}};
  for (const auto& [name, content] : dialects) {
    const auto outcome = read_text(content, name);
    ASSERT_TRUE(outcome.has_value()) << name << ": " << outcome.error().text();
    EXPECT_EQ(rows(*outcome), same) << name;
    EXPECT_TRUE(outcome->rejected_files.empty()) << name;
  }
}

TEST_F(Reading, DatesAndTimesInEveryForm) {
  const std::string header = "bkkp_sn,mdtrt_id,fee_ocur_time,hilist_code,cnt,det_item_fee_sumamt\n";
  const std::string digits = header + "1,V,20250131,X,1,1\n2,V,20250131081500,X,1,1\n3,V,2025/1/31 8:15,X,1,1\n";
  const std::string words = header +
                            "1,V,2025-01-31,X,1,1\n2,V,2025-01-31T08:15:00,X,1,1\n3,V,2025-01-31 08:15,X,1,1\n"
                            "4,V,2025-01-31 08:15:00.25,X,1,1\n5,V,20250131,X,1,1\n6,V,20250131081500,X,1,1\n";
  const auto day_times = [&](const std::string& content) {
    const auto outcome = read_text(content);
    EXPECT_TRUE(outcome.has_value() && outcome->rejected_files.empty());
    return rows(*outcome, "id, strftime(time, '%Y-%m-%d %H:%M')");
  };
  EXPECT_EQ(day_times(digits), (std::vector<std::string>{"(1, '2025-01-31 00:00')", "(2, '2025-01-31 08:15')",
                                                         "(3, '2025-01-31 08:15')"}));
  EXPECT_EQ(day_times(words), (std::vector<std::string>{"(1, '2025-01-31 00:00')", "(2, '2025-01-31 08:15')",
                                                        "(3, '2025-01-31 08:15')", "(4, '2025-01-31 08:15')",
                                                        "(5, '2025-01-31 00:00')", "(6, '2025-01-31 08:15')"}));
}

TEST_F(Reading, BadRowsAreToldAndTheRestComesIn) {
  const std::string header =
      "bkkp_sn,mdtrt_id,fee_ocur_time,hilist_code,cnt,det_item_fee_sumamt,hilist_name,vali_flag\n";
  std::string content = header;
  content += "1,V,2025-01-31,X,1,1,\"two\nlines\",1\n";               // lines 2-3: good
  content += "2,V,2023-02-30,X,1,1,名,1\n";                           // 4
  content += "3,V,2025-01-31,X,1e400,1,名,1\n";                       // 5
  content += "4,V,2025-01-31,X,1,one,名,1\n";                         // 6
  content += " ,V,2025-01-31,X,1,1,名,1\n";                           // 7: no key
  content += "5,V,2025-01-31,X,,1,名,1\n";                            // 8: required number
  content += "6,V,2025-01-31,X,1\n";                                  // 9: too few
  content += "7,V,2025-01-31,X,1,1,名,1,more\n";                      // 10: too many
  content += "8,V,2025-01-31,X,1,1,\xFF\xFE,1\n";                     // 11: no characters
  content += "9,V,2025-01-31,X,1,1,\"a\"b,1\n";                       // 12: text after a quote
  content += "10,V,2023-02-30,X,1,1,名,0\n";                          // 13: void
  content += "11,V,,X,1,1,名,0\n";                                    // 14: void
  content += "12,V,infinity,X,1,1,名,1\n";                            // 15
  content += "13,V,2025-01-31,X,1,1,名,1,,\n";                        // 16: only empty cells too many: good
  content += "14,V,2025-01-31,X,1,1," + to_gbk("阿莫西林") + ",1\n";  // 17: GBK in one row: good
  content += "15,V,2025-01-31,X,1,1,名,1\n";                          // 18: good
  const auto outcome = read_text(content);
  ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  EXPECT_EQ(rows(*outcome, "id, item_name"),
            (std::vector<std::string>{"(1, two\nlines)", "(13, 名)", "(14, 阿莫西林)", "(15, 名)"}));
  EXPECT_EQ(total(*outcome, &StagedFile::read), 16);
  EXPECT_EQ(total(*outcome, &StagedFile::dropped_invalid), 2);
  EXPECT_EQ(total(*outcome, &StagedFile::rejected), 10);
  const auto rejects = told(*outcome);
  const std::vector<std::array<std::string, 4>> expected = {
      {"4", "fee_ocur_time", "2023-02-30", "2023-02-30 is not an existing day"},
      {"5", "cnt", "1e400", "1e400 is not a number"},
      {"6", "det_item_fee_sumamt", "one", "one is not a number"},
      {"7", "bkkp_sn", "", "bkkp_sn is empty"},
      {"8", "cnt", "", "cnt is empty"},
      {"9", "", "", "the row has 5 columns and the header 8"},
      {"10", "", "", "the row has 9 columns and the header 8"},
      {"11", "", "", "the row has bytes that are neither UTF-8 nor GB18030"},
      {"12", "", "", "a quote in this row does not end"},
      {"15", "fee_ocur_time", "infinity", "infinity is not a time"}};
  ASSERT_EQ(rejects.size(), expected.size());
  for (std::size_t index = 0; index < expected.size(); ++index) {
    EXPECT_EQ(rejects[index].line, expected[index][0]);
    EXPECT_EQ(rejects[index].column, expected[index][1]) << rejects[index].line;
    EXPECT_EQ(rejects[index].value == " " ? "" : rejects[index].value, expected[index][2]) << rejects[index].line;
    EXPECT_TRUE(rejects[index].reason.starts_with(expected[index][3])) << rejects[index].reason;
    EXPECT_NE(rejects[index].reason.find(" / "), std::string::npos) << "also in Chinese";
  }
  EXPECT_EQ(rejects[0].original, "2,V,2023-02-30,X,1,1,名,1");
}

TEST_F(Reading, AnEndlessLineIsRejectedAndTheRestComesIn) {
  const std::string content = kHeader + kRow1 + "L3," + std::string(10'000'000, 'y') + ",P1\n" + kRow2;
  for (const std::string& packed : {content, gzip(content)}) {
    const auto outcome = read_text(packed);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
    EXPECT_EQ(rows(*outcome, "id"), (std::vector<std::string>{"(L1)", "(L2)"}));
    EXPECT_EQ(total(*outcome, &StagedFile::rejected), 1);
    const auto rejects = told(*outcome);
    ASSERT_EQ(rejects.size(), 1u);
    EXPECT_EQ(rejects[0].line, "3");
    EXPECT_TRUE(rejects[0].reason.starts_with("the row is longer than 2000000 bytes"));
    EXPECT_EQ(rejects[0].original.size(), kMostOriginalBytes);
  }
}

TEST_F(Reading, AnOpenQuoteCostsOneLine) {
  const std::string open = "L3,V1,P1,2025-01-31,X01,\"open,1,1,1,1,1,1,,\n";
  std::string content = kHeader + kRow1 + open + kRow2;
  constexpr int kRows = 100'000;  // DuckDB alone would lose rows up to its next block
  for (int row = 0; row < kRows; ++row) content += kRow1;
  content += open + kRow2;
  for (int row = 0; row < kRows; ++row) content += kRow1;
  for (const std::string& packed : {content, gzip(to_gbk(content))}) {
    const auto outcome = read_text(packed);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
    EXPECT_EQ(total(*outcome, &StagedFile::staged), 2 * kRows + 3);
    EXPECT_EQ(total(*outcome, &StagedFile::rejected), 2);
    const auto rejects = told(*outcome);
    ASSERT_EQ(rejects.size(), 2u);
    EXPECT_EQ(rejects[0].line, "3");
    EXPECT_EQ(rejects[1].line, std::to_string(3 + 2 + kRows + 1)) << "the second row has a line break";
    EXPECT_EQ(rejects[1].original + "\n", open);
    EXPECT_TRUE(rejects[0].reason.starts_with("a quote in this row does not end"));
  }
}

TEST_F(Reading, TruncatedArchivesAreRefusedWhole) {
  std::string content = kHeader;
  for (int row = 0; row < 5000; ++row)
    content += fmt::format("L{},V{},P{},2025-01-31,X{},n,1,{},1,1,,1,,\n", row, row * 7919 % 1009, row, row * 31, row);
  for (const auto& [name, packed] : {std::pair{"a.csv.gz", gzip(content)}, std::pair{"a.csv.zst", zstd(content)}}) {
    EXPECT_TRUE(read_text(packed, name).has_value());
    const auto outcome = read_text(packed.substr(0, packed.size() / 2), name);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, "damaged_file");
    EXPECT_TRUE(outcome.error().place.file.ends_with(name)) << outcome.error().text();
  }
  std::string flipped = gzip(content);
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x55);
  EXPECT_EQ(read_text(flipped, "b.csv.gz").error().code, "damaged_file");
}

TEST_F(Reading, FilesThatAreNoTableAreNamed) {
  const auto lacking = read_text("mdtrt_id,fee_ocur_time,hilist_code,cnt,det_item_fee_sumamt\nV,2025-01-31,X,1,1\n");
  ASSERT_FALSE(lacking.has_value());
  EXPECT_EQ(lacking.error().code, "unknown_table");
  EXPECT_NE(lacking.error().text().find("fee.csv:1: looks like fee_list_d but has no column bkkp_sn"),
            std::string::npos)
      << lacking.error().text();
  EXPECT_EQ(read_text("a,b\n1,2\n").error().code, "not_a_table");
  EXPECT_EQ(read_text("").error().code, "unknown_table");
  EXPECT_EQ(read_text("\xFF\xFE"
                      "b\0k\0")
                .error()
                .code,
            "unknown_table");
  EXPECT_EQ(read({files_.path() / "absent.csv"}).error().code, "no_such_file");
  std::filesystem::create_directories(files_.path() / "empty");
  const auto empty = read({files_.path() / "empty"});
  EXPECT_EQ(empty.error().code, "no_tables");
  EXPECT_NE(empty.error().text().find("no tables found"), std::string::npos);
}

TEST_F(Reading, FoldersAreWalkedAndOtherFilesPassedOver) {
  files_.write("in/a/fee.csv", kHeader + kRow1);
  files_.write("in/b/fee.csv", kHeader + kRow2);
  files_.write("in/b/again.csv", kHeader + kRow2);
  files_.write("in/other.csv", "a,b\n1,2\n");
  files_.write("in/readme.md", "words");
  const auto outcome = read({files_.path() / "in"});
  ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  EXPECT_EQ(rows(*outcome).size(), 2u);
  ASSERT_EQ(outcome->skipped.size(), 2u);
  EXPECT_TRUE(outcome->skipped[0].reason.starts_with("the same content as"));
  EXPECT_EQ(outcome->skipped[1].reason, "is no national settlement table");
}

TEST_F(Reading, UnusedAndUnknownColumnsAreListed) {
  const auto outcome = read_text(
      "bkkp_sn,mdtrt_id,fee_ocur_time,hilist_code,cnt,det_item_fee_sumamt,memo,mine\n"
      "1,V,2025-01-31,X,1,1,m,n\n");
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->unused_columns.at("fee_list_d"), std::vector<std::string>{"memo"});
  EXPECT_EQ(outcome->unknown_columns.at("fee_list_d"), std::vector<std::string>{"mine"});
}

TEST_F(Reading, ParquetGivesTheSameRowsAsCsv) {
  const auto csv = read_text(kHeader + kRow1 + kRow2);
  ASSERT_TRUE(csv.has_value());
  const auto expected = rows(*csv);
  const Path source = files_.write("source.csv", kHeader + kRow1 + kRow2);
  auto engine = tables::Engine::open({});
  for (const char* types : {"all_varchar = true", "all_varchar = false"}) {
    const Path parquet = files_.path() / "fee.parquet";
    ASSERT_TRUE(engine->run(fmt::format("COPY (SELECT * FROM read_csv({}, header = true, {})) TO {} (FORMAT parquet)",
                                        tables::sql_text(source.string()), types, tables::sql_text(parquet.string()))));
    const auto outcome = read({parquet});
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
    EXPECT_EQ(rows(*outcome), expected) << types;
  }
}

TEST_F(Reading, ParquetRowsAreToldByNumberAndDamageIsRefused) {
  const Path parquet = files_.path() / "fee.parquet";
  auto engine = tables::Engine::open({});
  ASSERT_TRUE(engine->run(fmt::format(
      "COPY (SELECT * FROM (VALUES ('1', 'V', '20250131', 'X', '1', 1.0, '1'), ('2', 'V', '2023-02-30', 'X', '1', 1.0, "
      "'1'), ('3', 'V', '2025-01-31', NULL, '1', 1.0, '1'), ('4', 'V', '2025-01-31', 'X', 'x', 1.0, '0')) t(bkkp_sn, "
      "mdtrt_id, fee_ocur_time, hilist_code, cnt, det_item_fee_sumamt, vali_flag)) TO {} (FORMAT parquet)",
      tables::sql_text(parquet.string()))));
  const auto outcome = read({parquet});
  ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  EXPECT_EQ(rows(*outcome, "id"), std::vector<std::string>{"(1)"});
  EXPECT_EQ(total(*outcome, &StagedFile::dropped_invalid), 1);
  const auto rejects = told(*outcome);
  ASSERT_EQ(rejects.size(), 2u);
  EXPECT_EQ(rejects[0].line, "2");
  EXPECT_TRUE(rejects[0].reason.starts_with("2023-02-30 is not an existing day"));
  EXPECT_EQ(rejects[1].column, "hilist_code");
  std::filesystem::resize_file(parquet, std::filesystem::file_size(parquet) - 5);
  EXPECT_EQ(read({parquet}).error().code, "damaged_file");
}

TEST_F(Reading, ContentIsEqualExactlyForEqualRows) {
  const auto outcome = read_text(kHeader + kRow1 + kRow1 + kRow2 +
                                 "L1,V1,P1,2025-01-31 08:15:00,X01,阿莫西林胶囊,2,10.5,21.00,21.00,3,1,2026-01-01,\n" +
                                 "L1,V1,P1,2025-01-31 08:15:00,X01,阿莫西林胶囊,3,10.5,21.00,21.00,3,1,2026-01-01,\n");
  ASSERT_TRUE(outcome.has_value());
  const auto content = rows(*outcome, "id, quantity, _content");
  ASSERT_EQ(content.size(), 5u);
  EXPECT_EQ(content[0], content[1]);
  EXPECT_EQ(content[1], content[2]) << "a later update of the same values is the same content";
  EXPECT_NE(content[2].substr(content[2].rfind(',')), content[3].substr(content[3].rfind(',')));
}

TEST_F(Reading, StopsWhenTold) {
  std::string content = kHeader;
  for (int row = 0; row < 200'000; ++row) content += kRow1;
  std::atomic<bool> stop = true;
  ReadOptions options;
  options.inputs = {files_.write("fee.csv", content)};
  options.stop = &stop;
  EXPECT_EQ(read_inputs(shipped_schema(), options, files_.path() / "incoming").error().code, "interrupted");
}

TEST_F(Reading, HashIsOfTheContent) {
  const Path one = files_.write("one", "content");
  const Path two = files_.write("two", "content");
  EXPECT_EQ(*hash_file(one), *hash_file(two));
  EXPECT_EQ(*hash_file(one), hash128("content"));
  EXPECT_NE(*hash_file(one), *hash_file(files_.write("three", "contenu")));
  const auto imported = *hash_file(files_.write("fee.csv", kHeader + kRow1));
  ReadOptions options;
  options.inputs = {files_.path() / "fee.csv"};
  options.imported[imported] = 7;
  const auto outcome = read_inputs(shipped_schema(), options, files_.path() / "incoming");
  ASSERT_TRUE(outcome.has_value());
  EXPECT_TRUE(outcome->staged.empty());
  EXPECT_EQ(outcome->skipped.at(0).reason, "imported already in batch 7");
}

}  // namespace
}  // namespace qiuhao::claims::reading
