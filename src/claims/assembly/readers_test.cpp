// Readers beside a writer: what was opened stays, and whoever opens while a writer publishes gets one whole tape.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "claims/assembly/test_world.h"
#include "claims/part_file.h"

namespace qiuhao::claims {
namespace {

// Ids of all visits of a tape that is open.
std::vector<std::string> visits_of(const Tape& tape) {
  std::vector<std::string> ids;
  for (const Part& part : tape.parts()) {
    for (RowIndex row = 0; row < part.rows(Entity::visit); ++row) ids.push_back(value_of(part, "visit.id", row));
  }
  std::ranges::sort(ids);
  return ids;
}

TEST(ReadersTest, a_tape_that_was_opened_stays_as_it_was) {
  const TestFolder folder;
  ASSERT_TRUE(import_into(folder.path / "workspace", {tiny_city()}));
  const auto tape = Tape::open(folder.path / "workspace", shipped_schema());
  ASSERT_TRUE(tape.has_value());
  const auto before = visits_of(*tape);
  for (int number = 1; number <= 3; ++number)
    ASSERT_TRUE(import_into(folder.path / "workspace", {visits_file(folder.path, number)}));
  EXPECT_EQ(visits_of(*tape), before);
  EXPECT_EQ(visits_of(*Tape::open(folder.path / "workspace", shipped_schema())).size(), before.size() + 3);
}

TEST(ReadersTest, opening_while_a_writer_publishes_gives_one_whole_tape) {
  const TestFolder folder;
  const Path workspace = folder.path / "workspace";
  ASSERT_TRUE(import_into(workspace, {visits_file(folder.path, 0)}));
  std::atomic<bool> done = false;
  std::atomic<int> opened = 0;
  const auto read = [&] {
    std::size_t last = 0;
    while (!done) {
      const auto tape = Tape::open(workspace, shipped_schema());
      EXPECT_TRUE(tape.has_value()) << tape.error().text();
      if (!tape) return;
      const auto ids = visits_of(*tape);
      // Import n adds visit n: a tape of n + 1 visits has exactly those of the first n + 1 imports, and never fewer.
      EXPECT_GE(ids.size(), last);
      EXPECT_EQ(ids.size(), tape->manifest().generation);
      last = ids.size();
      ++opened;
    }
  };
  std::jthread first(read);
  std::jthread second(read);
  for (int number = 1; number <= 12; ++number) ASSERT_TRUE(import_into(workspace, {visits_file(folder.path, number)}));
  done = true;
  first.join();
  second.join();
  EXPECT_GT(opened, 20);
}

// The same without the rest of an import: a store of one part, replaced as quickly as it goes.
TEST(ReadersTest, opening_while_parts_are_replaced_as_fast_as_it_goes) {
  const TestFolder folder;
  ASSERT_TRUE(import_into(folder.path, {visits_file(folder.path, 0)}));
  Manifest manifest = *read_manifest(folder.path);
  std::atomic<bool> done = false;
  std::jthread writer([&] {
    for (int number = 0; !done; ++number) {
      Manifest next = manifest;
      ++next.generation;
      next.parts[0].file = fmt::format("tape/parts/{:06}-0000001.part", next.generation);
      fs::copy_file(folder.path / manifest.parts[0].file, folder.path / next.parts[0].file);
      ASSERT_TRUE(publish_manifest(folder.path, next));
      manifest = next;
    }
  });
  int opened = 0;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  for (; std::chrono::steady_clock::now() < deadline; ++opened) {
    const auto tape = Tape::open(folder.path, shipped_schema());
    EXPECT_TRUE(tape.has_value()) << tape.error().text();
    if (!tape) break;
    EXPECT_EQ(visits_of(*tape), std::vector<std::string>{"v0"});
  }
  done = true;
  writer.join();
  EXPECT_GT(opened, 100);
}

TEST(ReadersTest, a_part_that_is_missing_is_told_with_its_mend) {
  const TestFolder folder;
  ASSERT_TRUE(import_into(folder.path, {visits_file(folder.path, 0)}));
  const Path part = folder.path / read_manifest(folder.path)->parts[0].file;
  fs::remove(part);
  const auto refused = Tape::open(folder.path, shipped_schema());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "damaged_part");
  EXPECT_EQ(refused.error().place.file, part.string());
  EXPECT_EQ(exit_code(refused.error()), 4);
}

}  // namespace
}  // namespace qiuhao::claims
