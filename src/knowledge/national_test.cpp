// The real publication: everything loads, superseded rows are out of force, and what we read agrees with the second,
// independent copy. Skipped where the data is not beside the repository.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "knowledge/import.h"

namespace qiuhao::knowledge {
namespace {

const Path kData = Path(QIUHAO_SOURCE_DIR) / "../shared/data/nhsa-two-libraries";
const Path kKindsFile = Path(QIUHAO_SOURCE_DIR) / "policy/knowledge/kinds.yaml";

Day day(std::string_view text) { return parse_day(text).value(); }

class National : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kData / "knowledge_points.jsonl"))
      GTEST_SKIP() << "no publication beside the repository";
    kinds = read_kinds(kKindsFile).value();
    auto read = read_points(kinds, {kData / "knowledge_points.jsonl"}, {});
    ASSERT_TRUE(read.has_value()) << read.error().text();
    library = Library::make(kinds, std::move(*read), day("2026-02-01"));
  }

  Kinds kinds;
  std::shared_ptr<const Library> library;
};

TEST_F(National, AllKindsPointsAndCodesLoad) {
  EXPECT_EQ(library->points().size(), 3899U);
  std::size_t codes = 0;
  std::size_t kinds_with_points = 0;
  for (const Point& point : library->points()) codes += point.items.size();
  for (const Kind& kind : kinds.all()) kinds_with_points += library->find(kind.table).empty() ? 0 : 1;
  EXPECT_EQ(codes, 30264U);
  EXPECT_EQ(kinds_with_points, 21U);
  EXPECT_EQ(library->find("service_pair").size(), 900U);
  EXPECT_EQ(library->find("drug_sex").size(), 640U);
}

TEST_F(National, EveryCodeIsFoundUnderItsKind) {
  for (PointIndex i = 0; i < library->points().size(); ++i) {
    const Point& point = (*library)[i];
    for (const std::string_view item : point.items) {
      const auto found = library->by_item(item, *kinds.find_name(point.kind));
      ASSERT_TRUE(std::ranges::find(found, i) != found.end()) << point.id << " " << item;
    }
  }
}

TEST_F(National, SupersededRowsAreOutOfForceAndTheirSuccessorsIn) {
  const Day on = day("2026-02-01");
  std::size_t superseded = 0;
  for (const Point& point : library->points()) {
    if (point.supersedes.empty()) continue;
    ++superseded;
    const Point* old_point = library->find_point(point.supersedes);
    ASSERT_NE(old_point, nullptr);
    EXPECT_EQ(old_point->superseded_by, point.id);
    EXPECT_FALSE(old_point->in_force(on)) << old_point->id;
    EXPECT_TRUE(old_point->in_force(day("2026-01-27"))) << old_point->id;
    EXPECT_TRUE(point.in_force(on)) << point.id;
    EXPECT_FALSE(point.in_force(day("2026-01-27"))) << point.id;
  }
  EXPECT_EQ(superseded, 397U);
}

TEST_F(National, ReadsAtLeastTheSharesPromised) {
  const std::map<std::string, double> least = {
      {"drug_sex", 0.90},          {"service_sex", 1.0},      {"drug_provider_level", 0.95},
      {"drug_visit_mode", 0.90},   {"drug_course", 0.90},     {"service_frequency", 1.0},
      {"service_pair", 1.0},       {"drug_work_injury", 1.0}, {"drug_maternity", 1.0},
      {"drug_second_line", 0.5},   {"drug_online", 1.0},      {"service_course", 0.90},
      {"service_cycle", 0.71},     {"herb_never", 1.0},       {"herb_single", 1.0},
      {"operation_discount", 1.0}, {"service_child_only", 1}, {"drug_child_payment", 0.9},
      {"drug_child_only", 0.9},
  };
  for (const auto& [table, share] : least) {
    double read = 0;
    double all = 0;
    for (const PointIndex index : library->find(table)) {
      const Point& point = (*library)[index];
      if (point.items.empty()) continue;
      all += 1;
      read += point.is_read ? 1 : 0;
    }
    EXPECT_GE(read / all, share) << table;
  }
}

// Whether limits say what the column of the table says: 男, 女, 儿童, 新生儿 or 婴幼儿.
bool agrees(const Limits& limits, const std::string& column) {
  if (column == "男") return limits.sex == 1;
  if (column == "女") return limits.sex == 2;
  const Day born = day("2000-01-01");
  const auto admits = [&](Day on) { return !is_outside_age(limits, born, on); };
  if (column == "新生儿") return admits(born) && admits(born + 28) && !admits(born + 29);
  if (column == "婴幼儿") return admits(born) && admits(day("2002-12-31")) && !admits(day("2003-01-01"));
  return column == "儿童" && admits(day("2010-12-31")) && !admits(day("2018-01-01"));
}

TEST_F(National, AgreesWithTheTablesOnSexAndAge) {
  SourceRows tables;
  ASSERT_TRUE(read_tables(kData / "tables", kinds, tables).has_value());
  std::map<std::pair<std::string, std::string>, std::string> column_of;
  for (const SourceRow& row : tables.rows) {
    for (const std::string_view item : row.point.items)
      column_of[{row.point.kind.str(), std::string(item)}] = row.stated;
  }
  std::size_t compared = 0;
  std::size_t disagreements = 0;
  for (const Point& point : library->points()) {
    const bool speaks = point.limits->sex || point.limits->child || point.limits->age_min || point.limits->age_max;
    if (!speaks) continue;
    for (const std::string_view item : point.items) {
      const auto found = column_of.find({point.kind.str(), std::string(item)});
      if (found == column_of.end()) continue;
      ++compared;
      if (agrees(point.limits, found->second)) continue;
      ++disagreements;
      ADD_FAILURE() << point.id << " " << point.item_name << ": " << format_limits(point.limits)
                    << " but the table says " << found->second << " | " << point.constraint.view();
    }
  }
  RecordProperty("codes_compared", static_cast<int>(compared));
  EXPECT_EQ(disagreements, 0U);
  EXPECT_GT(compared, 15000U);
}

TEST_F(National, TablesAreReadAsSheetsOfTheSameKinds) {
  auto tables = read_points(kinds, {kData / "tables"}, {});
  ASSERT_TRUE(tables.has_value()) << tables.error().text();
  std::map<std::string, std::size_t> rows;
  std::map<std::string, std::size_t> read;
  for (const Point& point : *tables) {
    ++rows[point.kind.str()];
    read[point.kind.str()] += point.is_read ? 1 : 0;
  }
  EXPECT_EQ(rows["医疗服务项目重复收费"], 900U);
  EXPECT_EQ(rows["药品区分性别使用"], 481U);
  EXPECT_EQ(rows["药品儿童专用"], 271U);
  EXPECT_EQ(rows["药品限儿童使用"], 11U);
  EXPECT_EQ(rows["手术项目未按规定折价收费"], 378U);
  EXPECT_EQ(rows["医疗服务项目限定频次"], 67U);
  EXPECT_EQ(read["医疗服务项目限定频次"], 67U);
  EXPECT_EQ(read["医疗服务项目周期超频次"], 14U);
  EXPECT_EQ(read["药品区分性别使用"], 481U);
  EXPECT_EQ(read["医疗服务项目重复收费"], 900U);
}

}  // namespace
}  // namespace qiuhao::knowledge
