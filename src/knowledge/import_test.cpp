// Import and store: two time axes, the same file twice, and everything that must be refused with nothing written.
#include "knowledge/import.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "knowledge/point_line.h"

namespace qiuhao::knowledge {
namespace {

Day day(std::string_view text) { return parse_day(text).value(); }

constexpr std::string_view kHeader =
    "point,kind,items,item_name,constraint,basis,effective_from,effective_to,supersedes\n";

class Import : public ::testing::Test {
 protected:
  void SetUp() override {
    kinds = read_kinds(Path(QIUHAO_SOURCE_DIR) / "policy/knowledge/kinds.yaml").value();
    folder = std::filesystem::temp_directory_path() / fmt::format("qiuhao-knowledge-{}", ::getpid());
    workspace = folder / "workspace";
    std::filesystem::create_directories(workspace);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  Path file(const std::string& name, std::string_view content) const {
    std::ofstream(folder / name) << content;
    return folder / name;
  }
  Result<ImportDraft> prepare(const Path& path, std::string_view known_since) const {
    return prepare_import(workspace, kinds, {path}, {"", kNoDay, day(known_since), 1'770'000'000});
  }
  void import(const Path& path, std::string_view known_since) const {
    const auto draft = prepare(path, known_since);
    ASSERT_TRUE(draft.has_value()) << draft.error().text();
    const auto header = publish(workspace, *draft);
    ASSERT_TRUE(header.has_value()) << header.error().text();
  }
  std::shared_ptr<const Library> known_on(std::string_view text) const {
    auto library = load_library(workspace, kinds, day(text));
    EXPECT_TRUE(library.has_value()) << (library ? "" : library.error().text());
    return *library;
  }
  // Everything that a library says, as one text.
  static std::string all_of(const Library& library) {
    std::string out;
    for (const Point& point : library.points()) {
      out += format_point_line(point) + format_day(point.known_since) + point.superseded_by.str() + "\n";
    }
    return out;
  }
  std::string line(std::string_view id, std::string_view more = "", std::string_view kind = "药品区分性别使用") const {
    return fmt::format(
               R"({{"kp_id":"{}","rule_class":"{}","med_codes":["X1"],"item_name":"片","constraint":"限女性"{}}})", id,
               kind, more) +
           "\n";
  }

  Kinds kinds;
  Path folder;
  Path workspace;
};

TEST_F(Import, AnEmptyWorkspaceIsAnEmptyLibrary) {
  EXPECT_TRUE(known_on("2026-01-01")->points().empty());
  EXPECT_TRUE(known_on("2026-01-01")->by_item("X1", 0).empty());
}

TEST_F(Import, TwoTimeAxes) {
  const Path first = file("first.csv", std::string(kHeader) + "A,药品区分性别使用,X1 X2,片,限女性,文,2024-01-01,,\n");
  const Path second = file("second.csv", std::string(kHeader) +
                                             "B,药品区分性别使用,X2 X3,片,限男性,文,2026-03-01,,A\n"
                                             "C,药品限支付疗程,X9,针,支付不超过14天,文,,,\n");
  import(first, "2026-01-01");
  const std::string as_known = all_of(*known_on("2026-02-15"));
  import(second, "2026-02-20");

  // As known before the second import, the earlier library repeats to the letter.
  EXPECT_EQ(all_of(*known_on("2026-02-15")), as_known);
  EXPECT_TRUE(known_on("2025-12-31")->points().empty());

  const auto library = known_on("2026-02-20");
  const Point& old_point = *library->find_point("A");
  EXPECT_EQ(old_point.effective_to, day("2026-02-28"));
  EXPECT_EQ(old_point.superseded_by, "B");
  EXPECT_EQ(old_point.known_since, day("2026-02-20"));
  EXPECT_TRUE(old_point.in_force(day("2026-02-28")));
  EXPECT_FALSE(old_point.in_force(day("2026-03-01")));
  EXPECT_FALSE(old_point.in_force(day("2023-12-31")));
  EXPECT_TRUE(library->find_point("B")->in_force(day("2026-03-01")));
  EXPECT_TRUE(library->find_point("C")->in_force(day("1999-01-01")));
  EXPECT_EQ(library->by_item("X2", *kinds.find_table("drug_sex")).size(), 2U);
  EXPECT_EQ(library->by_item("X3", *kinds.find_table("drug_sex")).size(), 1U);
  EXPECT_TRUE(library->by_item("X3", *kinds.find_table("drug_course")).empty());

  const auto versions = history_of(workspace, kinds, "A");
  ASSERT_TRUE(versions.has_value());
  ASSERT_EQ(versions->size(), 2U);
  EXPECT_EQ(versions->front().known_until, day("2026-02-19"));
  EXPECT_EQ(versions->front().effective_to, kNoDay);
  EXPECT_EQ(versions->back().known_until, kNoDay);
}

TEST_F(Import, ASuccessorWithoutABeginningLeavesTheOldRowNeverInForce) {
  import(file("a.jsonl", line("A") + line("B", R"(,"supersedes":"A")")), "2026-01-01");
  const auto library = known_on("2026-01-01");
  EXPECT_FALSE(library->find_point("A")->in_force(day("1970-01-01")));
  EXPECT_FALSE(library->find_point("A")->in_force(day("2026-01-01")));
  EXPECT_TRUE(library->find_point("B")->in_force(day("1970-01-01")));
}

TEST_F(Import, TheSameFileAgainChangesNothing) {
  const Path path = file("a.jsonl", line("A") + line("B"));
  import(path, "2026-01-01");
  const auto again = prepare(path, "2026-05-01");
  ASSERT_TRUE(again.has_value()) << again.error().text();
  ASSERT_TRUE(again->already_published.has_value());
  EXPECT_EQ(again->already_published->number, 1);
  // The same rows in another file: compared point by point, nothing is left to publish.
  const auto copied = prepare(file("b.jsonl", line("B") + line("A")), "2026-05-01");
  ASSERT_TRUE(copied.has_value()) << copied.error().text();
  EXPECT_FALSE(copied->already_published.has_value());
  EXPECT_EQ(copied->unchanged, 2U);
  EXPECT_TRUE(copied->publication.points.empty());
  EXPECT_TRUE(copied->changes.is_empty());
}

TEST_F(Import, ShowsWhatCameWentAndChanged) {
  import(file("a.jsonl", line("A") + line("B") + line("C")), "2026-01-01");
  const auto draft = prepare(file("b.jsonl", line("A") + line("B", R"(,"published_at":"2026-02-01")") +
                                                 line("D", R"(,"published_at":"2026-02-01","supersedes":"C")")),
                             "2026-02-01");
  ASSERT_TRUE(draft.has_value()) << draft.error().text();
  ASSERT_EQ(draft->changes.kinds.size(), 1U);
  const KindChanges& changes = draft->changes.kinds.front();
  ASSERT_EQ(changes.came.size(), 1U);
  EXPECT_EQ(changes.came[0]->id, "D");
  ASSERT_EQ(changes.went.size(), 1U);
  EXPECT_EQ(changes.went[0]->id, "C");
  ASSERT_EQ(changes.changed.size(), 1U);
  EXPECT_EQ(changes.changed[0]->id, "B");
  EXPECT_EQ(draft->unchanged, 1U);
  EXPECT_EQ(list_publications(workspace)->size(), 1U) << "a draft writes nothing";
}

TEST_F(Import, RefusesBadInputWithPlaceAndMendAndWritesNothing) {
  struct Bad {
    std::string name;
    std::string content;
    std::string code;
    int line;
  };
  const std::string csv(kHeader);
  const std::vector<Bad> bads = {
      {"cycle.jsonl", line("A", R"(,"supersedes":"B")") + line("B", R"(,"supersedes":"A")"), "supersession_cycle", 1},
      {"self.jsonl", line("Z") + line("A", R"(,"supersedes":"A")"), "supersession_cycle", 2},
      {"missing.jsonl", line("A") + line("B", R"(,"supersedes":"Q")"), "missing_superseded", 2},
      {"twice.jsonl", line("A") + line("A", R"(,"published_at":"2026-01-01")"), "duplicate_id", 2},
      {"kind.jsonl", line("A") + line("B", "", "药品限心情"), "unknown_kind", 2},
      {"date.jsonl", line("A", R"(,"published_at":"2023-02-30")"), "bad_date", 1},
      {"json.jsonl", line("A") + "{not json\n", "bad_json", 2},
      {"array.jsonl", "[1]\n", "bad_json", 1},
      {"long.jsonl", line("A") + std::string(kMaxLineBytes + 1, ' ') + "\n", "line_too_long", 2},
      {"id.jsonl", line(""), "bad_id", 1},
      {"code.jsonl", R"({"kp_id":"A","rule_class":"药品区分性别使用","med_codes":["X 1"]})", "bad_item_code", 1},
      {"codes.jsonl", R"({"kp_id":"A","rule_class":"药品区分性别使用"})", "bad_field", 1},
      {"count.jsonl", line("A", R"(,"med_code_count":2)"), "bad_field", 1},
      {"order.csv", csv + "A,药品区分性别使用,X1,片,限女性,文,2026-02-01,2026-01-01,\n", "bad_date", 2},
      {"day.csv", csv + "A,药品区分性别使用,X1,片,限女性,文,soon,,\n", "bad_date", 2},
      {"column.csv", "point,kind\nA,B\n", "missing_column", 1},
      {"extra.csv", "point,kind,items,item_name,constraint,basis,effective_from,effective_to,mood\n", "unknown_column",
       1},
      {"merged.csv", csv + "A,药品区分性别使用,X1,片,限女性,文,,,\n,,X2,片,,文,,,\n", "empty_cell", 3},
      {"kindless.csv", csv + "A,药品区分性别使用,X1,片,限女性,文,,,\nB,,X2,片,,文,,,\n", "empty_cell", 3},
      {"range.csv", csv + "A,药品区分性别使用,X1～Y9,片,限女性,文,,,\n", "bad_code_range", 2},
      {"turned.csv", csv + "A,药品区分性别使用,X9-X1,片,限女性,文,,,\n", "bad_code_range", 2},
      {"form.txt", "x", "unknown_form", 0},
  };
  for (const Bad& bad : bads) {
    const Path path = file(bad.name, bad.content);
    const auto draft = prepare(path, "2026-01-01");
    ASSERT_FALSE(draft.has_value()) << bad.name;
    EXPECT_EQ(draft.error().code, bad.code) << bad.name;
    EXPECT_EQ(draft.error().place.file, path.string()) << bad.name;
    EXPECT_EQ(draft.error().place.line, bad.line) << draft.error().text();
  }
  EXPECT_TRUE(std::filesystem::is_empty(workspace));
}

TEST_F(Import, WhatWasKnownStaysKnown) {
  import(file("a.jsonl", line("A")), "2026-03-01");
  const auto early = prepare(file("b.jsonl", line("B")), "2026-02-28");
  ASSERT_FALSE(early.has_value());
  EXPECT_EQ(early.error().code, "known_since_too_early");

  // A publication that was touched afterwards is refused, not read.
  std::ofstream(publication_folder(workspace) / "0001.jsonl", std::ios::app) << line("C");
  const auto library = load_library(workspace, kinds, day("2026-03-01"));
  ASSERT_FALSE(library.has_value());
  EXPECT_EQ(library.error().code, "damaged_publication");
}

TEST_F(Import, TwoDraftsCannotTakeTheSameNumber) {
  const auto one = prepare(file("a.jsonl", line("A")), "2026-01-01");
  const auto two = prepare(file("b.jsonl", line("B")), "2026-01-01");
  ASSERT_TRUE(publish(workspace, *one).has_value());
  const auto late = publish(workspace, *two);
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, "publication_exists");
  EXPECT_EQ(known_on("2026-01-01")->points().size(), 1U);
}

TEST_F(Import, CodesAreListedAsSheetsHaveThem) {
  const std::string limits = "point,kind,items,item_name,constraint,basis,effective_from,effective_to,limits\n";
  const Path list =
      file("list.csv", limits + "A,药品限适应症,\"X01-X03，Y1、Y1\",片,见附表,文,,,\"icd=C34，E10～E14\"\n");
  const auto points = read_points(kinds, {list}, {});
  ASSERT_TRUE(points.has_value()) << points.error().text();
  EXPECT_EQ((*points)[0].items, (ItemList{"X01", "X02", "X03", "Y1"}));
  EXPECT_EQ((*points)[0].limits->icd, (std::vector<std::string>{"C34", "E10-E14"}));
}

// Of merged cells a sheet keeps the text in the first row alone: codes would go to no drug, or to the wrong one.
TEST_F(Import, RefusesTablesWithMergedCells) {
  const Path tables = folder / "tables";
  std::filesystem::create_directories(tables);
  const auto write = [&](const std::string& name, std::string_view content) {
    std::ofstream(tables / name) << content;
  };
  write("药品规则库_限定性别对象.csv", "序号,药品通用名,药品说明,限定对象\n1,甲片,限女性,女\n");
  write("药品规则库_限定性别对象_sheet2.csv", "药品通用名,国标代码\n甲片,X1\n,X2\n");
  const auto codes = read_points(kinds, {tables}, {});
  ASSERT_FALSE(codes.has_value());
  EXPECT_EQ(codes.error().code, "empty_cell");
  EXPECT_EQ(codes.error().place.line, 3);
  EXPECT_NE(codes.error().message.find("unmerge"), std::string::npos);
  write("药品规则库_限定性别对象_sheet2.csv", "药品通用名,国标代码\n甲片,\"X1，X2\"\n甲片,X3\n");
  const auto mended = read_points(kinds, {tables}, {});
  ASSERT_TRUE(mended.has_value()) << mended.error().text();
  EXPECT_EQ((*mended)[0].items, (ItemList{"X1", "X2", "X3"}));
}

TEST_F(Import, TheReasonOfAPublicationIsKept) {
  auto draft = prepare(file("a.jsonl", line("A")), "2026-01-01");
  ASSERT_TRUE(draft.has_value());
  draft->publication.header.reason = "全国与省里的口径不同，\"已请示\"";
  ASSERT_TRUE(publish(workspace, *draft).has_value());
  import(file("b.jsonl", line("B")), "2026-01-02");
  const auto headers = list_publications(workspace);
  ASSERT_TRUE(headers.has_value());
  EXPECT_EQ((*headers)[0].reason, draft->publication.header.reason);
  EXPECT_EQ((*headers)[1].reason, "");
  std::ifstream second(publication_folder(workspace) / "0002.jsonl");
  std::string header;
  std::getline(second, header);
  EXPECT_EQ(header.find("reason"), std::string::npos);  // as publications were before reasons were known
}

TEST_F(Import, EveryPointOfTheStarterIsRead) {
  const auto points = read_points(kinds, {Path(QIUHAO_SOURCE_DIR) / "policy/knowledge/starter.csv"}, {});
  ASSERT_TRUE(points.has_value()) << points.error().text();
  EXPECT_FALSE(points->empty());
  for (const Point& point : *points) EXPECT_TRUE(point.is_read) << point.id << " " << point.constraint.view();
}

}  // namespace
}  // namespace qiuhao::knowledge
