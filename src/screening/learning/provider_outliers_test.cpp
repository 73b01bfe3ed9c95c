// Outliers: the parts against what theory says of them, the whole against planted providers.
#include "screening/learning/provider_outliers.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "screening/learning/isolation_forest.h"
#include "screening/learning/robust_distance.h"
#include "screening/learning/robust_scale.h"
#include "screening/learning/test_folder.h"
#include "screening/learning/test_table.h"

namespace qiuhao::screening {
namespace {

TEST(RobustScale, IsOfTheMiddleHalf) {
  EXPECT_EQ(robust_scale_of(std::vector<double>{1, 2, 3, 4, 1'000'000})->median, 3);
  EXPECT_DOUBLE_EQ(robust_scale_of(std::vector<double>{1, 2, 3, 4, 1'000'000})->unit, 1.4826);
  EXPECT_EQ(robust_scale_of(std::vector<double>{1, 2, 3, 4})->median, 2.5);
  EXPECT_DOUBLE_EQ(robust_scale_of(std::vector<double>{0, 0, 0, 8})->unit, 1.2533 * 2);
  EXPECT_FALSE(robust_scale_of(std::vector<double>{7, 7, std::nan("")}));
  EXPECT_FALSE(robust_scale_of(std::vector<double>{}));
  SeededDraws draws(1);
  std::vector<double> normal;
  for (int i = 0; i < 20'000; ++i) normal.push_back(5 + 3 * made_normal(draws));
  EXPECT_NEAR(robust_scale_of(normal)->unit, 3, 0.08);
}

// Continuous where its pieces meet, odd, and nothing far out, as the paper's constants make it.
TEST(Wrapped, IsContinuousAndForgetsWhatIsFar) {
  EXPECT_NEAR(wrapped(1.5 - 1e-9), wrapped(1.5 + 1e-9), 1e-5);
  EXPECT_NEAR(wrapped(4 - 1e-9), 0, 1e-6);
  EXPECT_EQ(wrapped(4.1), 0);
  EXPECT_EQ(wrapped(-1e9), 0);
  EXPECT_EQ(wrapped(0.7), 0.7);
  EXPECT_EQ(wrapped(-2.5), -wrapped(2.5));
}

std::vector<double> correlated_rows(SeededDraws& draws, std::size_t rows, double rho) {
  std::vector<double> z;
  for (std::size_t row = 0; row < rows; ++row) {
    const double a = made_normal(draws), b = made_normal(draws);
    z.insert(z.end(), {a, rho * a + std::sqrt(1 - rho * rho) * b, made_normal(draws)});
  }
  return z;
}

TEST(RobustDistance, FindsCorrelationsThroughContamination) {
  SeededDraws draws(3);
  std::vector<double> z = correlated_rows(draws, 5'000, 0.8);
  EXPECT_NEAR(shrunk_correlation(z, 3).values[1], 0.8, 0.05);
  EXPECT_EQ(shrunk_correlation(z, 3).shrinkage, kLeastShrinkage);  // plenty of rows for what is there
  std::vector<double> few(z.begin(), z.begin() + 30);
  EXPECT_GT(shrunk_correlation(few, 3).shrinkage, 0.05);
  for (std::size_t row = 0; row < 500; ++row) z[row * 3] = 50, z[row * 3 + 1] = -50;  // one row in ten, the other way
  const ShrunkCorrelation correlation = shrunk_correlation(z, 3);
  EXPECT_GT(correlation.values[1], 0.65);
  EXPECT_NEAR(correlation.values[2], 0, 0.05);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(correlation.values[i * 3 + j], correlation.values[j * 3 + i]);
  }
}

// Ledoit and Wolf's share by its definition: the mean squared distance of each row's product from their mean, over n,
// against the distance of that mean from the identity. Rows within ±1.5, which wrapping leaves alone.
TEST(RobustDistance, ShrinkageIsOfItsDefinition) {
  SeededDraws draws(8);
  constexpr std::size_t kRows = 40, kColumns = 5;
  std::vector<double> z;
  for (std::size_t row = 0; row < kRows; ++row) {
    const double shared = draws.unit() - 0.5;
    for (std::size_t column = 0; column < kColumns; ++column) z.push_back(shared + draws.unit() - 0.5);
  }
  std::vector<double> x = z;
  for (std::size_t column = 0; column < kColumns; ++column) {
    double mean = 0, squares = 0;
    for (std::size_t row = 0; row < kRows; ++row) mean += x[row * kColumns + column] / kRows;
    for (std::size_t row = 0; row < kRows; ++row) squares += std::pow(x[row * kColumns + column] - mean, 2) / kRows;
    for (std::size_t row = 0; row < kRows; ++row)
      x[row * kColumns + column] = (x[row * kColumns + column] - mean) / std::sqrt(squares);
  }
  double sample[kColumns][kColumns] = {}, noise = 0, away = 0;
  for (std::size_t i = 0; i < kColumns; ++i) {
    for (std::size_t j = 0; j < kColumns; ++j) {
      for (std::size_t row = 0; row < kRows; ++row)
        sample[i][j] += x[row * kColumns + i] * x[row * kColumns + j] / kRows;
      for (std::size_t row = 0; row < kRows; ++row)
        noise += std::pow(x[row * kColumns + i] * x[row * kColumns + j] - sample[i][j], 2) / (kRows * kRows);
      away += std::pow(sample[i][j] - (i == j ? 1 : 0), 2);
    }
  }
  const ShrunkCorrelation correlation = shrunk_correlation(z, kColumns);
  EXPECT_GT(noise / away, kLeastShrinkage);
  EXPECT_NEAR(correlation.shrinkage, noise / away, 1e-12);
  EXPECT_NEAR(correlation.values[1], (1 - noise / away) * sample[0][1], 1e-12);
  EXPECT_NEAR(correlation.values[0], 1, 1e-12);
}

TEST(RobustDistance, IsTheFormulaOfTwoColumns) {
  const ShrunkCorrelation correlation{2, {1, 0.6, 0.6, 1}, 0};
  const std::vector<double> z{1, 1, 1, -1, 3, 0, std::nan(""), 2};
  const std::vector<double> distances = robust_distances(z, correlation);
  const auto formula = [](double a, double b) { return std::sqrt((a * a - 1.2 * a * b + b * b) / (1 - 0.36)); };
  EXPECT_NEAR(distances[0], formula(1, 1), 1e-12);
  EXPECT_NEAR(distances[1], formula(1, -1), 1e-12);
  EXPECT_NEAR(distances[2], formula(3, 0), 1e-12);
  EXPECT_NEAR(distances[3], formula(0, 2), 1e-12);
}

// Fewer rows than columns, and columns that repeat each other: still distances.
TEST(RobustDistance, NeedsNoFullRank) {
  SeededDraws draws(4);
  std::vector<double> z;
  for (int row = 0; row < 20; ++row) {
    const double a = made_normal(draws);
    for (int column = 0; column < 40; ++column) z.push_back(column < 5 ? a : made_normal(draws));
  }
  for (const double distance : robust_distances(z, shrunk_correlation(z, 40))) EXPECT_TRUE(std::isfinite(distance));
  const std::vector<double> same(60, 0);
  for (const double distance : robust_distances(same, shrunk_correlation(same, 3))) EXPECT_EQ(distance, 0);
}

TEST(IsolationForest, SearchPathsAreThoseOfThePaper) {
  EXPECT_EQ(mean_search_path(1), 0);
  EXPECT_EQ(mean_search_path(2), 1);
  // 2 (ln 255 + 0.5772156649) − 2·255/256, the paper's approximation.
  EXPECT_NEAR(mean_search_path(256), 2 * (std::log(255.0) + 0.5772156649) - 2 * 255.0 / 256, 0.01);
}

// The mean path of a point among points on a line: a cut falls into a gap as often as the gap is long.
double exact_path(const std::vector<double>& points, std::size_t begin, std::size_t end, std::size_t point,
                  std::size_t height) {
  if (end - begin < 2 || height == 0) return mean_search_path(end - begin);
  const double range = points[end - 1] - points[begin];
  double mean = 1;
  for (std::size_t gap = begin + 1; gap < end; ++gap) {
    const double chance = (points[gap] - points[gap - 1]) / range;
    mean += chance * (point < gap ? exact_path(points, begin, gap, point, height - 1)
                                  : exact_path(points, gap, end, point, height - 1));
  }
  return mean;
}

TEST(IsolationForest, PathsAreThoseOfTheRecursion) {
  const std::vector<double> points{0, 1, 1.5, 2, 2.25, 3, 3.5, 9};
  const auto forest = IsolationForest::train(points, 1, {.trees = 20'000, .sample = 8});
  for (std::size_t point = 0; point < points.size(); ++point) {
    EXPECT_NEAR(forest.path_length(std::span(points).subspan(point, 1)), exact_path(points, 0, 8, point, 3), 0.02);
  }
}

TEST(IsolationForest, RowsThatAreAllAlikeAreUsual) {
  const std::vector<double> same(300, 4);
  const auto forest = IsolationForest::train(same, 3, {});
  EXPECT_NEAR(forest.score(std::span(same).first(3)), 0.5, 0.02);
}

class ProviderOutliers : public testing::Test {
 protected:
  // 600 hospitals: days rise with beds. Planted: one far in a column, one against the habit of two, one far in three.
  static std::string table() {
    SeededDraws draws(21);
    std::string csv = "机构,床日,费用,药占比,等级,说明\n";
    for (int i = 0; i < 600; ++i) {
      const double a = made_normal(draws), b = 0.95 * a + 0.3 * made_normal(draws);
      double values[3] = {100 + 10 * a, 5000 + 400 * b, 0.4 + 0.05 * made_normal(draws)};
      if (i == 10) values[2] = 0.95;
      if (i == 20) values[0] = 118, values[1] = 4250;
      if (i == 30) values[0] = 170, values[1] = 9000, values[2] = 0.1;
      csv += fmt::format("H{},{:.3f},{:.2f},{},{},行{}\n", i, values[0], values[1],
                         i % 50 == 7 ? "" : fmt::format("{:.4f}", values[2]), i % 3, i);
    }
    return csv;
  }
  Result<OutlierTable> find(std::string_view csv, const OutlierWords& words = {"机构", {"等级"}}) {
    return find_provider_outliers(folder_.write("t.csv", csv), words);
  }
  TestFolder folder_;
};

TEST_F(ProviderOutliers, PlantedOnesComeFirstAndSayWhy) {
  const auto found = find(table());
  ASSERT_TRUE(found.has_value()) << found.error().text();
  EXPECT_EQ(found->columns, (std::vector<std::string>{"床日", "费用", "药占比"}));
  ASSERT_EQ(found->rows.size(), 600U);
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < found->rows.size(); ++i) place[found->rows[i].id] = i;
  EXPECT_EQ(place["H30"], 0U);
  EXPECT_LT(place["H10"], 15U);
  EXPECT_LT(place["H20"], 40U);  // no cut along one column sees it, distance does
  const auto by_distance = std::ranges::max(
      found->rows, {}, [](const OutlierRow& row) { return row.id == "H30" || row.id == "H10" ? 0 : row.distance; });
  EXPECT_EQ(by_distance.id, "H20");
  const OutlierRow& first = found->rows[0];
  ASSERT_EQ(first.far.size(), 3U);
  EXPECT_EQ(first.far[0].column, "费用");
  EXPECT_GT(first.far[0].z, 5);
  EXPECT_LT(std::ranges::find(first.far, "药占比", &FarColumn::column)->z, -4);
  const OutlierRow& drugs = found->rows[place["H10"]];
  EXPECT_EQ(drugs.far[0].column, "药占比");
  EXPECT_NEAR(drugs.far[0].value, 0.95, 1e-9);
}

TEST_F(ProviderOutliers, SameSeedSameOrder) {
  const auto one = find(table()), again = find(table()), other = find(table(), {"机构", {"等级"}, "", 2});
  ASSERT_TRUE(one && again && other);
  bool is_other = false;
  for (std::size_t i = 0; i < one->rows.size(); ++i) {
    EXPECT_EQ(one->rows[i].id, again->rows[i].id);
    EXPECT_EQ(one->rows[i].forest_score, again->rows[i].forest_score);
    is_other = is_other || one->rows[i].forest_score != other->rows[i].forest_score;
  }
  EXPECT_TRUE(is_other);
}

TEST_F(ProviderOutliers, ScaleDoesNotMatter) {
  std::string scaled = "机构,床日,费用,药占比\n", plain = scaled;
  SeededDraws draws(2);
  for (int i = 0; i < 100; ++i) {
    const double a = made_normal(draws), b = made_normal(draws), c = made_normal(draws);
    plain += fmt::format("H{},{},{},{}\n", i, a, b, c);
    scaled += fmt::format("H{},{},{},{}\n", i, 1024 * a, b / 4096, c * 2);  // powers of two: no rounding
  }
  const auto one = find(plain, {"机构"}), other = find(scaled, {"机构"});
  ASSERT_TRUE(one && other);
  for (std::size_t i = 0; i < one->rows.size(); ++i) {
    EXPECT_EQ(one->rows[i].id, other->rows[i].id);
    EXPECT_NEAR(one->rows[i].distance, other->rows[i].distance, 1e-9);
  }
}

// Two grades far apart: among all, the few of the higher grade are the outliers; among their like, the planted one is.
TEST_F(ProviderOutliers, ComparedWithinTheirGrade) {
  SeededDraws draws(14);
  std::string csv = "机构,等级,费用,天数\n";
  for (int i = 0; i < 300; ++i) {
    const bool is_high = i % 10 == 0;
    const double cost = (is_high ? 9000 : 3000) + (is_high ? 600 : 200) * made_normal(draws);
    csv += fmt::format("H{},{},{},{}\n", i,
                       i == 299  ? "村级"
                       : is_high ? "三级"
                                 : "一级",
                       i == 5 ? 4500 : cost, 8 + made_normal(draws));
  }
  const auto among_all = find(csv, {"机构"}), within = find(csv, {"机构", {}, "等级"});
  ASSERT_TRUE(among_all && within) << within.error().text();
  EXPECT_NE(among_all->rows[0].id, "H5");
  EXPECT_EQ(within->rows[0].id, "H5");
  EXPECT_NEAR(within->rows[0].far[0].z, 7.5, 1.5);
  ASSERT_EQ(within->groups.size(), 3U);
  for (const PeerGroup& group : within->groups) EXPECT_EQ(group.is_own, group.text != "村级") << group.text;
  int high_among_first = 0;
  for (int i = 0; i < 30; ++i) {
    const int number = std::stoi(within->rows[static_cast<std::size_t>(i)].id.substr(1));
    high_among_first += number % 10 == 0 ? 1 : 0;
  }
  EXPECT_LT(high_among_first, 12);  // a tenth of all
  EXPECT_EQ(find(csv, {"机构", {}, "机构"}).error().code, "no_groups");
  EXPECT_EQ(find(csv, {"机构", {}, "费用"}).error().code, "no_groups");
}

TEST_F(ProviderOutliers, TooLittleIsRefused) {
  EXPECT_EQ(find("机构,x\nA,1\nB,2\n", {"机构"}).error().code, "too_few_rows");
  std::string words = "机构,x\n";
  for (int i = 0; i < 50; ++i) words += fmt::format("H{},{}\n", i, i % 2 == 0 ? "甲" : "乙");
  EXPECT_EQ(find(words, {"机构"}).error().code, "no_numbers");
}

}  // namespace
}  // namespace qiuhao::screening
