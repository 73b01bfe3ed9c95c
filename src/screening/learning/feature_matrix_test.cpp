// Columns of levels as columns of 0 and 1: known, rare, empty and unseen cells.
#include "screening/learning/feature_matrix.h"

#include <fmt/format.h>

#include <cmath>

#include "screening/learning/test_folder.h"

namespace qiuhao::screening {
namespace {

class FeatureMatrices : public testing::Test {
 protected:
  // 甲 20 rows, 乙 12, 丙 3, 丁 2, empty 3; a number beside.
  void SetUp() override {
    std::string csv = "id,level,x\n";
    int row = 0;
    const auto add = [&](const char* text, int times) {
      for (int i = 0; i < times; ++i, ++row) csv += fmt::format("H{},{},{}\n", row, text, row % 9 == 4 ? "" : "2.5");
    };
    add("甲", 20), add("乙", 12), add("丙", 3), add("丁", 2), add("", 3);
    table_ = read(csv);
    encoder_.emplace(*uses_of_columns(table_, {}));
  }
  FeatureTable read(std::string_view csv, const TableWords& words = {"id"}) {
    auto table = read_feature_table(folder_.write("t.csv", csv), words);
    EXPECT_TRUE(table.has_value()) << table.error().text();
    return std::move(*table);
  }
  std::vector<float> encoded(std::string_view csv, std::vector<UnseenLevel>* unseen = nullptr) {
    const auto matrix = encoder_->encode(read(csv), unseen);
    EXPECT_TRUE(matrix.has_value());
    return matrix->values;
  }

  TestFolder folder_;
  FeatureTable table_;
  std::optional<FeatureEncoder> encoder_;
};

TEST_F(FeatureMatrices, EachLevelHasItsColumn) {
  // 乙, 甲 (by their bytes), the rare together, the empty; then the number.
  ASSERT_EQ(encoder_->columns(), 5U);
  const auto matrix = encoder_->encode(table_);
  ASSERT_TRUE(matrix.has_value());
  double sums[4] = {};
  for (std::size_t row = 0; row < matrix->rows; ++row) {
    double of_row = 0;
    for (std::size_t column = 0; column < 4; ++column) {
      sums[column] += matrix->row(row)[column];
      of_row += matrix->row(row)[column];
    }
    EXPECT_EQ(of_row, 1);
    EXPECT_EQ(std::isnan(matrix->row(row)[4]), row % 9 == 4);
  }
  EXPECT_EQ(sums[0], 12);
  EXPECT_EQ(sums[1], 20);
  EXPECT_EQ(sums[2], 5);
  EXPECT_EQ(sums[3], 3);
}

TEST_F(FeatureMatrices, CellsOfAnotherTableStandWhereTrainingPutThem) {
  std::vector<UnseenLevel> unseen;
  EXPECT_EQ(encoded("id,x,level\nA,1,甲\nB,2,丁\nC,3,\nD,4,戊\n", &unseen),
            (std::vector<float>{0, 1, 0, 0, 1, 0, 0, 1, 0, 2, 0, 0, 0, 1, 3, 0, 0, 0, 0, 4}));
  ASSERT_EQ(unseen.size(), 1U);
  EXPECT_EQ(unseen[0].text, "戊");
  EXPECT_EQ(unseen[0].rows, 1U);
}

// A column of levels with more texts than are kept: what is beyond counts as unseen, never as something else.
TEST_F(FeatureMatrices, TextsBeyondThoseKeptAreUnseenTogether) {
  std::string csv = "id,x,level\n";
  for (int row = 0; row < 1'500; ++row) csv += fmt::format("H{},1,医院{}\n", row, row);
  csv += "last,1,甲\n";  // known to training, but too late to be kept unless it was asked for
  std::vector<UnseenLevel> unseen;
  for (const float value : encoded(csv, &unseen)) EXPECT_TRUE(value == 0 || value == 1);
  ASSERT_EQ(unseen.size(), kMaxColumnTexts + 1);
  EXPECT_TRUE(unseen.back().is_other);
  EXPECT_EQ(unseen.back().rows, 501U);

  TableWords words{"id"};
  words.kept["level"] = {"甲", "乙"};
  const auto matrix = encoder_->encode(read(csv, words));
  ASSERT_TRUE(matrix.has_value());
  EXPECT_EQ(matrix->row(1'500)[1], 1);
}

TEST_F(FeatureMatrices, TakesRowsInTheirOrder) {
  const FeatureMatrix matrix{3, 2, {1, 2, 3, 4, 5, 6}};
  const std::vector<std::uint32_t> which{2, 0, 2};
  EXPECT_EQ(matrix.take(which).values, (std::vector<float>{5, 6, 1, 2, 5, 6}));
}

}  // namespace
}  // namespace qiuhao::screening
