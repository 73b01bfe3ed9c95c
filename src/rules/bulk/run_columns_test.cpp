// Rows read through a run's blocks are those that the column itself gives.
#include "rules/bulk/run_columns.h"

#include <gtest/gtest.h>

#include <random>

#include "columns/encode.h"

namespace qiuhao::rules {
namespace {

constexpr std::size_t kRows = 20'000;
constexpr auto kLine = static_cast<cel::StructId>(claims::Entity::line);
constexpr auto kPerson = static_cast<cel::StructId>(claims::Entity::person);
constexpr cel::FieldId kQuantity = 3;

TEST(RunColumns, GiveWhatTheColumnGives) {
  std::mt19937 random(5);
  std::vector<std::int64_t> values;
  for (std::size_t row = 0; row < kRows; ++row) values.push_back(static_cast<std::int64_t>(random() % 100'000));
  const StreamBytes bytes = encode_stream({values, nullptr}, {});
  const Stream stream = bytes.view();
  Column column;
  column.rows = kRows;
  column.stream = &stream;

  RunColumns columns;
  for (const claims::Range lines : {claims::Range{0, 100}, {3'000, 19'999}, {5'000, 9'000}}) {
    PeopleRun run;
    run.lines = lines;
    columns.begin(run);
    for (const std::uint32_t sparse : {1U, 3U, 50U}) {
      std::vector<RowIndex> rows;
      for (RowIndex row = lines.begin; row < lines.end && rows.size() < kStreamBatch; ++row) {
        if (random() % sparse == 0) rows.push_back(random() % 10 == 0 ? kNoRow : row);
      }
      std::vector<std::int64_t> told(rows.size(), -1);
      columns.gather(kLine, kQuantity, column, rows, told.data());
      for (std::size_t at = 0; at < rows.size(); ++at)
        ASSERT_EQ(told[at], rows[at] == kNoRow ? 0 : values[rows[at]]) << "every " << sparse << ", " << at;
      columns.gather(kPerson, kQuantity, column, rows, told.data());  // of no run
      for (std::size_t at = 0; at < rows.size(); ++at) ASSERT_EQ(told[at], rows[at] == kNoRow ? 0 : values[rows[at]]);
    }
    const RowIndex first = lines.begin + (lines.end - lines.begin) / 3;
    const std::size_t count = std::min<std::size_t>(kStreamBatch, lines.end - first);
    const std::int64_t* read = columns.read(kLine, kQuantity, column, first, count);
    ASSERT_NE(read, nullptr);
    for (std::size_t at = 0; at < count; ++at) ASSERT_EQ(read[at], values[first + at]);
    EXPECT_EQ(columns.read(kLine, kQuantity, column, lines.end - 1, 2), nullptr) << "behind the run";
    EXPECT_EQ(columns.read(kPerson, kQuantity, column, first, 1), nullptr);
  }
}

}  // namespace
}  // namespace qiuhao::rules
