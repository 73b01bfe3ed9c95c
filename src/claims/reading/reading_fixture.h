// What the tests of reading share: a small fee table, and its rows and rejected rows after reading.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "claims/reading.h"
#include "claims/reading/test_files.h"
#include "tables/engine.h"
#include "text/csv.h"

namespace qiuhao::claims::reading {

inline const std::string kHeader =
    "bkkp_sn,mdtrt_id,psn_no,fee_ocur_time,hilist_code,hilist_name,cnt,pric,det_item_fee_sumamt,inscp_amt,prd_days,"
    "vali_flag,updt_time,init_feedetl_sn\n";
inline const std::string kRow1 =
    "L1,V1,P1,2025-01-31 08:15:00,X01,阿莫西林胶囊,2,10.5,21.00,21.00,3,1,2025-02-01 00:00:00,\n";
inline const std::string kRow2 =
    "L2,V1,P1,2025-01-31 09:00:00,X02,\"甲,乙\n丙\",-1,3,-3.00,0,,1,2025-02-01 00:00:00,L1\n";

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

}  // namespace qiuhao::claims::reading
