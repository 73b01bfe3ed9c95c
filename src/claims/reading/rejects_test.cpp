// Every bad row is told with its place while the others come in, and no damaged file is half taken.
#include "claims/reading/reading_fixture.h"

namespace qiuhao::claims::reading {
namespace {

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

TEST_F(Reading, AFileOfOnlyBadRowsIsToldToTheLastOne) {
  std::string content = kHeader;
  constexpr int kRows = 60'000;
  for (int row = 0; row < kRows; ++row) content += "L1,V1,P1,31/01/2025 08:15,X01,n,2,10.5,21.00,21.00,3,1,,\n";
  content += kRow1;
  const auto outcome = read_text(content);
  ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  EXPECT_EQ(total(*outcome, &StagedFile::rejected), kRows);
  EXPECT_EQ(rows(*outcome, "id"), std::vector<std::string>{"(L1)"});
  EXPECT_EQ(told(*outcome).back().line, std::to_string(kRows + 1));
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

}  // namespace
}  // namespace qiuhao::claims::reading
