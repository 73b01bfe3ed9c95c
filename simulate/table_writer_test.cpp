// CSV rows as bytes: order, gaps, money, times, repeats, and a name only when whole.
#include "simulate/table_writer.h"

#include <gtest/gtest.h>

#include "simulate/read_tables.h"

namespace qiuhao::simulate {
namespace {

constexpr std::string_view kColumns[] = {"id", "amount", "empty", "at", "on", "last"};

TEST(TableWriter, WritesRowsInColumnOrderWithGapsEmpty) {
  const TestFolder folder("writer");
  auto table = TableWriter::create(folder.path, "t", kColumns);
  ASSERT_TRUE(table);
  table->begin_row();
  table->text(0, "甲");
  table->money(1, -1205);
  table->time(3, *parse_time("2024-02-29 23:59:58"));
  table->day(4, *parse_day("1999-12-31"));
  table->end_row();
  table->repeat_row();
  table->begin_row();
  table->number(0, -7);
  table->money(1, 5);
  table->end_row();
  EXPECT_FALSE(std::filesystem::exists(folder.path / "t.csv"));
  ASSERT_TRUE(table->finish());
  const std::string content = *read_file(folder.path / "t.csv");
  EXPECT_EQ(content,
            "id,amount,empty,at,on,last\n"
            "甲,-12.05,,2024-02-29 23:59:58,1999-12-31,\n"
            "甲,-12.05,,2024-02-29 23:59:58,1999-12-31,\n"
            "-7,0.05,,,,\n");
  EXPECT_EQ(table->rows(), 3);
  EXPECT_EQ(table->bytes(), static_cast<std::int64_t>(content.size()));
}

TEST(TableWriter, AnUnfinishedTableLeavesNothing) {
  const TestFolder folder("writer-unfinished");
  { ASSERT_TRUE(TableWriter::create(folder.path, "t", kColumns)); }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path));
}

TEST(TableWriter, AFolderThatIsMissingIsNamed) {
  const auto table = TableWriter::create("/nonexistent-folder", "t", kColumns);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().code, "cannot_create");
  EXPECT_EQ(table.error().place.file, "/nonexistent-folder/t.csv");
}

// /dev/full accepts an open and refuses every write, as a full disk does.
TEST(TableWriter, AFullDiskIsReported) {
  const TestFolder folder("writer-full");
  std::filesystem::create_symlink("/dev/full", folder.path / "t.csv.writing");
  auto table = TableWriter::create(folder.path, "t", kColumns);
  ASSERT_TRUE(table);
  const auto finished = table->finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, "cannot_write");
  EXPECT_FALSE(std::filesystem::exists(folder.path / "t.csv"));
}

TEST(TableWriterDeathTest, AFieldOutOfOrderIsOurOwnMistake) {
  const TestFolder folder("writer-order");
  auto table = TableWriter::create(folder.path, "t", kColumns);
  ASSERT_TRUE(table);
  table->begin_row();
  table->text(3, "x");
  EXPECT_DEATH(table->text(1, "y"), "CHECK|column");
}

}  // namespace
}  // namespace qiuhao::simulate
