// Reading: every dialect gives the same typed rows; files are counted, hashed and listed.
#include "claims/reading/reading_fixture.h"

namespace qiuhao::claims::reading {
namespace {

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
  EXPECT_EQ(outcome->skipped[1].reason, "is no national settlement table or register");
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
