// Frames: order, strata, amounts, and everything a file can have wrong.
#include "screening/sampling/frame.h"

#include <gtest/gtest.h>

#include "screening/sampling/test_files.h"
#include "tables/engine.h"

namespace qiuhao::screening {
namespace {

TEST(Frame, IsInOrderOfIdsWhateverTheOrderOfRows) {
  const TestFolder folder;
  const Path one = folder.add("one.csv", "claim,ward,paid\nb,内科,10.50\na,外科,3\nB,内科,0\n10,外科,7.25\n9,内科,1\n");
  const Path two =
      folder.add("two.csv", "\xEF\xBB\xBFpaid,claim,ward\n1,9,内科\n7.25,10,外科\n0,B,内科\n10.50,b,内科\n3,a,外科\n");
  for (const Path& file : {one, two}) {
    const auto frame = read_frame(file, {"claim", "ward", "paid", "paid"});
    ASSERT_TRUE(frame.has_value()) << frame.error().text();
    ASSERT_EQ(frame->units(), 5U);
    const char* ids[] = {"10", "9", "B", "a", "b"};
    const Cents sizes[] = {725, 100, 0, 300, 1050};
    for (std::uint32_t unit = 0; unit < 5; ++unit) {
      EXPECT_EQ(frame->id(unit), ids[unit]);
      EXPECT_EQ(frame->sizes()[unit], sizes[unit]);
    }
    ASSERT_EQ(frame->strata().size(), 2U);
    EXPECT_EQ(frame->strata()[0].name, "内科");
    EXPECT_EQ(frame->strata()[0].units, 3U);
    EXPECT_EQ(frame->strata()[frame->stratum_of(0)].name, "外科");
    EXPECT_NEAR(static_cast<double>(frame->strata()[1].deviation), 3.00520382, 1e-8);
    EXPECT_EQ(frame->total_size(), 2175);
  }
}

TEST(Frame, ReadsParquetExactly) {
  const TestFolder folder;
  auto engine = tables::Engine::open({});
  ASSERT_TRUE(engine.has_value());
  const Path file = folder / "frame.parquet";
  ASSERT_TRUE(
      engine->run("COPY (SELECT 100 - i AS id, CAST(i * 0.07 AS DECIMAL(18,2)) AS paid FROM range(1, 51) r(i)) TO " +
                  tables::sql_text(file.string()) + " (FORMAT parquet)"));
  const auto frame = read_frame(file, {"id", "", "paid", ""});
  ASSERT_TRUE(frame.has_value()) << frame.error().text();
  EXPECT_EQ(frame->units(), 50U);
  EXPECT_EQ(frame->id(0), "50") << "ids are texts, so 99 comes last";
  EXPECT_EQ(frame->sizes()[0], 350);
  EXPECT_EQ(frame->total_size(), 7 * 50 * 51 / 2);
  EXPECT_EQ(frame->strata().size(), 1U);
}

TEST(Frame, ManyRowsComeInOrderWhateverTheThreads) {
  // Enough row groups that DuckDB reads them on several threads; the ids stand backwards.
  const TestFolder folder;
  auto engine = tables::Engine::open({});
  ASSERT_TRUE(engine.has_value());
  const Path file = folder / "many.parquet";
  constexpr std::uint32_t kRows = 400'000;
  ASSERT_TRUE(
      engine->run(fmt::format("COPY (SELECT printf('%07d', {0} - i) AS id, 'w' || (({0} - i) % 3) AS w FROM "
                              "range({0}) r(i)) TO {1} (FORMAT parquet)",
                              kRows, tables::sql_text(file.string()))));
  const auto frame = read_frame(file, {"id", "w", "", ""});
  ASSERT_TRUE(frame.has_value()) << frame.error().text();
  ASSERT_EQ(frame->units(), kRows);
  for (std::uint32_t unit = 0; unit < kRows; ++unit) {
    ASSERT_EQ(frame->id(unit), fmt::format("{:07}", unit + 1));
    ASSERT_EQ(frame->strata()[frame->stratum_of(unit)].name, fmt::format("w{}", (unit + 1) % 3));
  }
}

TEST(Frame, TellsWhatIsWrong) {
  const TestFolder folder;
  const auto code = [&](const std::string& content, const FrameColumns& columns) {
    const auto frame = read_frame(folder.add("bad.csv", content), columns);
    EXPECT_FALSE(frame.has_value());
    if (!frame) {
      EXPECT_NE(frame.error().text(Language::chinese).find("bad.csv"), std::string::npos);
    }
    return frame ? std::string() : frame.error().code;
  };
  const FrameColumns id{"id", "", "", ""};
  EXPECT_EQ(read_frame(folder / "none.csv", id).error().code, "no_such_file");
  EXPECT_EQ(code("id\n", id), "empty_frame");
  EXPECT_EQ(code("claim\na\n", id), "unknown_column");
  EXPECT_EQ(code("id,x\na,1\nb,2\na,3\n", id), "id_twice");
  EXPECT_EQ(code("id,x\na,1\n,2\n", id), "empty_name");
  EXPECT_EQ(code("id,x\na,1\n" + std::string(300, 'b') + ",2\n", id), "name_too_long");
  EXPECT_EQ(code("id,w\na,x\nb,\n", {"id", "w", "", ""}), "empty_name");
  EXPECT_EQ(code("id,p\na,1.005\n", {"id", "", "p", ""}), "bad_amount");
  EXPECT_EQ(code("id,p\na,1\nb,\n", {"id", "", "p", ""}), "bad_amount");
  EXPECT_EQ(code("id,p\na,1\nb,NaN\n", {"id", "", "", "p"}), "bad_amount");
  EXPECT_EQ(code("id,p\na,1\nb,-2\n", {"id", "", "p", ""}), "negative_size");
  EXPECT_EQ(code("id,p\na,0\nb,0.00\n", {"id", "", "p", ""}), "bad_total_size");
  EXPECT_EQ(code("", id), "no_header");
  EXPECT_EQ(code("id,x\na,1\nb,2,3\nc,4\n", id), "wrong_width");
  EXPECT_EQ(read_frame(folder.add("bad.csv", "id,x\na,1\nb,2,3\nc,4\n"), id).error().place.line, 3);
  EXPECT_EQ(code("id,x\na,\"1\nb,2\n", id), "open_quote");
  EXPECT_EQ(code("id,x\n\xC4\xDA\xBF\xC6,1\n", id), "not_utf8");
  EXPECT_EQ(code("id,\xC4\xDA\n1,1\n", id), "not_utf8");
  EXPECT_EQ(read_frame(folder.add("bad.parquet", "id,x\na,1\n"), id).error().code, "no_parquet");
  std::string strata = "id,w\n";
  for (int i = 0; i <= 1000; ++i) strata += std::to_string(i) + ",w" + std::to_string(i) + "\n";
  EXPECT_EQ(code(strata, {"id", "w", "", ""}), "too_many_strata");
}

}  // namespace
}  // namespace qiuhao::screening
