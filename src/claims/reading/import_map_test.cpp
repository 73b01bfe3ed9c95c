// Import maps: a foreign extract comes in by data alone, and every mistake of a map is told with its place.
#include "claims/reading/import_map.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "claims/reading/test_files.h"
#include "text/csv.h"

namespace qiuhao::claims::reading {
namespace {

// One wide table: a row is a fee line and repeats its visit; diagnoses stand side by side.
const std::string kWide =
    "CLM_ID;LINE;MEMBER;SEX;DOB;SVC_DT;CODE;QTY;AMT;TYPE;HOSP;DX1;DX2;DX3\n"
    "C1;1;M1;M;03.01.1980;31.01.2025 08:15;X1;2;10.50;CHARGE;H1;J18;I10;\n"
    "C1;2;M1;M;03.01.1980;31.01.2025 09:00;X2;1;3.00;CHARGE;H1;J18;I10;\n"
    "C2;1;M2;F;29.02.2000;30.02.2025 09:00;X1;1;3.00;CHARGE;H1;K29;;\n"
    "C2;2;M2;X;29.02.2000;28.02.2025 09:00;X1;1;3.00;CHARGE;H1;K29;;\n"
    "C3;1;M2;F;29.02.2000;28.02.2025 09:00;X1;1;3.00;PAYMENT;H1;K29;;\n";

const std::string kMap = R"(tables:
  - table: mdtrt_d
    file: "wide*.csv"
    where: {TYPE: CHARGE, LINE: ["1"]}
    columns: &none
      mdtrt_id: {from: CLM_ID}
)";

const std::string kVisitMap = R"(tables:
  - table: mdtrt_d
    file: "wide*.csv"
    where: {TYPE: CHARGE, LINE: ["1", "2"]}
    columns:
      mdtrt_id: {from: CLM_ID}
      psn_no: {from: MEMBER}
      gend: {from: SEX, values: {M: "1", F: "2"}, otherwise: reject}
      brdy: {from: DOB, format: "%d.%m.%Y"}
      fixmedins_code: {from: HOSP}
      med_type: {value: "11"}
      insutype: {value: "390"}
      begntime: {from: SVC_DT, format: "%d.%m.%Y %H:%M"}
  - table: fee_list_d
    file: "wide*.csv"
    where: {TYPE: CHARGE}
    columns:
      bkkp_sn: {join: [CLM_ID, LINE], with: "-"}
      mdtrt_id: {from: CLM_ID}
      fee_ocur_time: {from: SVC_DT, format: "%d.%m.%Y %H:%M"}
      hilist_code: {from: CODE}
      cnt: {from: QTY}
      det_item_fee_sumamt: {from: AMT}
  - table: setl_list_diag_d
    file: "wide*.csv"
    where: {LINE: "1"}
    columns:
      setl_list_diag_id: {join: [CLM_ID, $n], with: "/"}
      mdtrt_id: {from: CLM_ID}
    unpivot: {diag_code: [DX1, DX2, DX3], maindiag_flag: first}
)";

class Mapping : public ::testing::Test {
 protected:
  Result<ReadOutcome> read(const std::vector<Path>& inputs, const std::string& map) {
    ReadOptions options;
    options.inputs = inputs;
    options.map_file = files_.write("map.yaml", map);
    std::filesystem::remove_all(files_.path() / "incoming");
    return read_inputs(shipped_schema(), options, files_.path() / "incoming");
  }

  std::vector<std::string> rows(const ReadOutcome& outcome, const std::string& table, const std::string& columns) {
    auto engine = tables::Engine::open({});
    std::vector<std::string> found;
    for (const StagedFile& file : outcome.staged) {
      if (file.table != table) continue;
      auto answer = engine->query(fmt::format("SELECT CAST(row({}) AS VARCHAR) FROM read_parquet({}) ORDER BY 1",
                                              columns, tables::sql_text(file.parquet.string())));
      EXPECT_TRUE(answer.has_value()) << answer.error().text();
      for (auto chunk = answer->next(); chunk && chunk->rows() > 0; chunk = answer->next()) {
        for (std::size_t row = 0; row < chunk->rows(); ++row) found.emplace_back(chunk->column(0).text(row));
      }
    }
    return found;
  }

  std::string map_error(const std::string& map) {
    const auto outcome = read({files_.write("wide.csv", kWide)}, map);
    EXPECT_FALSE(outcome.has_value());
    if (outcome) return "";
    return fmt::format("{}:{}: {}", outcome.error().place.line, outcome.error().code, outcome.error().message);
  }

  TestFiles files_{"mapping"};
};

TEST_F(Mapping, AWideTableBecomesVisitsLinesAndDiagnoses) {
  const auto outcome = read({files_.write("wide.csv", kWide)}, kVisitMap);
  ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  EXPECT_EQ(rows(*outcome, "mdtrt_d", "id, _person, person_sex, person_birth_date, medical_type, start"),
            (std::vector<std::string>{"(C1, M1, 1, 1980-01-03, 11, '2025-01-31 08:15:00')",
                                      "(C1, M1, 1, 1980-01-03, 11, '2025-01-31 09:00:00')"}));
  EXPECT_EQ(rows(*outcome, "fee_list_d", "id, _visit, time, item, quantity, amount"),
            (std::vector<std::string>{"(C1-1, C1, '2025-01-31 08:15:00', X1, 2.0000, 10.50)",
                                      "(C1-2, C1, '2025-01-31 09:00:00', X2, 1.0000, 3.00)",
                                      "(C2-2, C2, '2025-02-28 09:00:00', X1, 1.0000, 3.00)"}));
  EXPECT_EQ(rows(*outcome, "setl_list_diag_d", "id, code, is_main"),
            (std::vector<std::string>{"(C1/1, J18, 1)", "(C1/2, I10, 0)", "(C2/1, K29, 1)", "(C3/1, K29, 1)"}));
  std::int64_t rejected = 0;
  for (const StagedFile& file : outcome->staged) {
    EXPECT_EQ(file.read, file.staged + file.dropped_invalid + file.rejected);
    rejected += file.rejected;
  }
  EXPECT_EQ(rejected, 3) << "the 30th of February twice and the sex that the map does not know";
}

TEST_F(Mapping, RejectedRowsNameTheLineOfTheForeignFile) {
  const auto outcome = read({files_.write("wide.csv", kWide)}, kVisitMap);
  ASSERT_TRUE(outcome.has_value());
  std::vector<std::string> places;
  for (const Path& path : outcome->rejected_files) {
    const auto table = text::read_csv(path);
    ASSERT_TRUE(table.has_value());
    for (const auto& row : table->rows) places.push_back(row.fields[1] + " " + row.fields[2] + " " + row.fields[3]);
  }
  std::ranges::sort(places);
  EXPECT_EQ(places, (std::vector<std::string>{"4 begntime 2025-02-30 09:00:00", "4 fee_ocur_time 2025-02-30 09:00:00",
                                              "5 sex X"}));
}

TEST_F(Mapping, MistakesOfAMapAreToldWithTheirPlace) {
  EXPECT_FALSE(read({files_.write("wide.csv", kWide)}, kMap).has_value()) << "anchors are no part of a map";
  EXPECT_EQ(map_error("tables: []\n"), "1:bad_map: needs a list 'tables' with at least one table");
  EXPECT_TRUE(map_error("tables:\n  - {table: nothing, file: a}\n").starts_with("2:bad_map: unknown table 'nothing'"));
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string map = kVisitMap;
    map.replace(map.find(from), from.size(), to);
    return map_error(map);
  };
  EXPECT_TRUE(changed("{from: MEMBER}", "{from: MEMBRE}").ends_with("wide.csv has no column membre"));
  EXPECT_EQ(changed("psn_no: {from: MEMBER}", "memo: {from: MEMBER}").substr(0, 46),
            "7:bad_map: memo is no column that is read of m");
  EXPECT_EQ(changed("      psn_no: {from: MEMBER}\n", ""), "2:bad_map: mdtrt_d needs a column psn_no");
  EXPECT_EQ(changed("%d.%m.%Y\"", "%d.%m.%Q\""),
            "9:bad_map: a format holds %Y, %m, %d, %H, %M, %S and other characters as they are");
  EXPECT_TRUE(changed("{from: MEMBER}", "{form: MEMBER}").starts_with("7:bad_map: unknown key 'form'"));
  EXPECT_TRUE(changed("{from: MEMBER}", "{from: MEMBER, value: x}").starts_with("7:bad_map: needs exactly one of"));
}

TEST_F(Mapping, HostileNamesStayNames) {
  const std::string hostile = "a'); DROP TABLE x; --";
  std::string map = kVisitMap;
  map.replace(map.find("{value: \"390\"}"), 14, "{value: \"" + hostile + "\"}");
  const auto outcome = read({files_.write("wide' \";--.csv", kWide)}, map);
  ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  EXPECT_EQ(rows(*outcome, "mdtrt_d", "insurance = " + tables::sql_text(hostile)).at(0), "(true)");
}

TEST(Moment, IsReadByFormat) {
  EXPECT_EQ(reformat_moment("31.01.2025", "%d.%m.%Y"), "2025-01-31");
  EXPECT_EQ(reformat_moment("1/2/2025 8:05", "%m/%d/%Y %H:%M"), "2025-01-02 08:05:00");
  EXPECT_EQ(reformat_moment("20250131081501", "%Y%m%d%H%M%S"), "2025-01-31 08:15:01");
  EXPECT_EQ(reformat_moment("31-01-2025", "%d.%m.%Y"), std::nullopt);
  EXPECT_EQ(reformat_moment("31.01.2025x", "%d.%m.%Y"), std::nullopt);
  EXPECT_EQ(reformat_moment("", "%d"), std::nullopt);
}

TEST_F(Mapping, TheSyntheaSampleComesIn) {
  const Path sample = Path(QIUHAO_SOURCE_DIR) / ".." / "shared" / "data" / "synthea-sample";
  if (!std::filesystem::exists(sample / "encounters.csv")) GTEST_SKIP() << "the sample is not here";
  const auto outcome = read({sample / "encounters.csv", sample / "medications.csv"}, R"(tables:
  - table: mdtrt_d
    file: encounters.csv
    columns:
      mdtrt_id: {from: Id}
      psn_no: {from: PATIENT}
      fixmedins_code: {from: ORGANIZATION}
      insutype: {value: "390"}
      med_type: {from: ENCOUNTERCLASS, values: {inpatient: "21", emergency: "13"}, otherwise: "11"}
      begntime: {from: START, format: "%Y-%m-%dT%H:%M:%SZ"}
      endtime: {from: STOP, format: "%Y-%m-%dT%H:%M:%SZ"}
  - table: fee_list_d
    file: medications.csv
    columns:
      bkkp_sn: {join: [ENCOUNTER, CODE, $line], with: "-"}
      mdtrt_id: {from: ENCOUNTER}
      fee_ocur_time: {from: START, format: "%Y-%m-%dT%H:%M:%SZ"}
      hilist_code: {from: CODE}
      hilist_name: {from: DESCRIPTION}
      cnt: {from: DISPENSES}
      pric: {from: BASE_COST}
      det_item_fee_sumamt: {from: TOTALCOST}
)");
  ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  EXPECT_EQ(rows(*outcome, "mdtrt_d", "id").size(), 388u);
  EXPECT_EQ(rows(*outcome, "fee_list_d", "id").size(), 173u);
  EXPECT_TRUE(outcome->rejected_files.empty());
}

}  // namespace
}  // namespace qiuhao::claims::reading
