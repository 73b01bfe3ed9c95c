// A national edition has 250,000 points: it must load in seconds, and finding an item must not cost more than in 4,000.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <ctime>

#include "knowledge/publication.h"

namespace qiuhao::knowledge {
namespace {

constexpr std::size_t kManyPoints = 250'000;
constexpr std::size_t kFewPoints = 4'000;
constexpr std::size_t kItemsOfPoint = 8;
constexpr double kMostSeconds = 3.0;
constexpr double kMostTimesSlower = 6.0;  // loose: the large index does not fit the cache, and the machine is shared

// Of this process's own time, as the machine may be shared.
double seconds_since(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

std::string item_of(std::size_t number) { return fmt::format("XG03DAA087A{:012}", number); }

std::vector<Point> synthetic_points(const Kinds& kinds, std::size_t count) {
  std::vector<Point> points(count);
  const SharedLimits level(*parse_limits("level_min=2"));
  for (std::size_t i = 0; i < count; ++i) {
    Point& point = points[i];
    point.id = fmt::format("KP-{:016x}", i);
    point.kind = kinds.all()[i % kinds.all().size()].name;
    point.item_name = fmt::format("注射用某某药品 {}", i);
    point.constraint = "限二级及以上医疗机构缺血性心脑血管疾病急性期住院患者，单次住院最多支付14天。";
    point.basis = "某批 某类规则对应知识点明细 第1行";
    point.source = fmt::format("edition.jsonl:{}", i + 1);
    point.certainty = "明确";
    for (std::size_t j = 0; j < kItemsOfPoint; ++j) point.items.push_back(item_of(i * kItemsOfPoint + j));
    point.limits = level;
    point.is_read = true;
  }
  return points;
}

// Nanoseconds that one by_item takes, over items spread through the library.
double nanoseconds_of_by_item(const Library& library, std::size_t point_count) {
  constexpr std::size_t kLookups = 200'000;
  std::vector<std::string> items(1'000);
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = item_of(i * point_count * kItemsOfPoint / items.size());
  std::size_t found = 0;
  const std::clock_t start = std::clock();
  for (std::size_t i = 0; i < kLookups; ++i)
    found += library.by_item(items[i % items.size()], static_cast<KindIndex>(i % 21)).size();
  const double nanoseconds = seconds_since(start) * 1e9 / static_cast<double>(kLookups);
  EXPECT_GT(found, 0U);
  return nanoseconds;
}

TEST(Scale, ANationalEditionLoadsFastAndIsFoundAtOnce) {
  const Kinds kinds = read_kinds(Path(QIUHAO_SOURCE_DIR) / "policy/knowledge/kinds.yaml").value();
  const Path workspace = std::filesystem::temp_directory_path() / fmt::format("qiuhao-scale-{}", ::getpid());
  std::filesystem::create_directories(workspace);
  {
    Publication publication{{1, "edition", 0, 0, "edition.jsonl", "0", 1, 0, ""}, synthetic_points(kinds, kManyPoints)};
    ASSERT_TRUE(write_publication(workspace, std::move(publication)).has_value());
  }
  const std::clock_t start = std::clock();
  const auto many = load_library(workspace, kinds, 1);
  const double load_seconds = seconds_since(start);
  std::filesystem::remove_all(workspace);
  ASSERT_TRUE(many.has_value()) << many.error().text();
  ASSERT_EQ((*many)->points().size(), kManyPoints);

  const auto few = Library::make(kinds, synthetic_points(kinds, kFewPoints), 1);
  nanoseconds_of_by_item(*few, kFewPoints);  // warm
  const double of_few = nanoseconds_of_by_item(*few, kFewPoints);
  const double of_many = nanoseconds_of_by_item(**many, kManyPoints);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  RecordProperty("load_seconds", fmt::format("{:.2f}", load_seconds));
  RecordProperty("by_item_ns", fmt::format("{:.0f} of {}, {:.0f} of {}", of_few, kFewPoints, of_many, kManyPoints));
  RecordProperty("peak_megabytes", static_cast<int>(usage.ru_maxrss / 1024));
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(load_seconds, kMostSeconds);
#endif
  EXPECT_LT(of_many, of_few * kMostTimesSlower + 100);
}

}  // namespace
}  // namespace qiuhao::knowledge
