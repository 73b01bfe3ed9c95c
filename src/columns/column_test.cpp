// What goes into a builder comes out of its view.
#include "columns/column.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>

namespace qiuhao {
namespace {

TEST(Column, GivesBackTextsAndAbsence) {
  for (const Storage storage : {Storage::code, Storage::text}) {
    std::mt19937 random(3);
    ColumnBuilder builder(storage, 0);
    std::vector<std::optional<std::string>> wanted;
    for (int row = 0; row < 5000; ++row) {
      if (random() % 5 == 0) {
        builder.append_absent();
        wanted.emplace_back();
      } else {
        wanted.emplace_back("值" + std::to_string(random() % 300));
        builder.append_text(*wanted.back());
      }
    }
    const Column column = builder.view();
    ASSERT_EQ(column.rows, wanted.size());
    for (RowIndex row = 0; row < wanted.size(); ++row) {
      ASSERT_EQ(column.has(row), wanted[row].has_value());
      if (wanted[row]) {
        ASSERT_EQ(column.text(row), *wanted[row]);
      }
    }
    if (storage == Storage::code) {
      EXPECT_LE(column.dictionary_size, 300U);
    }
  }
}

TEST(Column, NeedsNoBitsWhenEveryRowHasAValue) {
  ColumnBuilder builder(Storage::number, 2);
  builder.append_number(100);
  builder.append_number(-5);
  EXPECT_EQ(builder.view().present, nullptr);
  EXPECT_EQ(builder.view().number(1), -5);
  builder.append_absent();
  EXPECT_TRUE(builder.view().has(1));
  EXPECT_FALSE(builder.view().has(2));
}

}  // namespace
}  // namespace qiuhao
