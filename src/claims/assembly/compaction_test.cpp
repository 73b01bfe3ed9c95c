// Compaction changes nothing that a tape says, whatever is imported before, meanwhile and after.
#include "claims/compaction.h"

#include <random>

#include "claims/assembly/lock.h"
#include "claims/assembly/merge_files.h"
#include "claims/assembly/test_world.h"

namespace qiuhao::claims {
namespace {

constexpr const char* kHeader =
    "mdtrt_id,psn_no,gend,brdy,insutype,fixmedins_code,fixmedins_name,begntime,endtime,med_type,updt_time,vali_flag\n";

// A day's visits of some of 300 people.
Path day_file(const Path& folder, int day, std::mt19937& random) {
  std::string rows = kHeader;
  for (int number = 0; number < 40; ++number) {
    const auto person = random() % 300;
    rows += fmt::format(
        "v{}-{},p{},1,1980-05-06,310,H{},医院{},2025-01-{:02} 08:00:00,2025-01-{:02} 09:00:00,21,2025-02-01 "
        "00:00:00,1\n",
        day, number, person, person % 7, person % 7, day, day);
  }
  return write_text(folder / fmt::format("day-{}.csv", day), rows);
}

CompactSummary compact_all(const Path& workspace) {
  CompactOptions options;
  options.workspace = workspace;
  options.all = true;
  const auto summary = compact(shipped_schema(), options);
  EXPECT_TRUE(summary.has_value()) << summary.error().text();
  return summary.value_or(CompactSummary());
}

std::size_t files_in(const Path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& file : fs::directory_iterator(folder)) ++count;
  return count;
}

TEST(Compaction, TheTapeSaysTheSameBeforeAndAfterAndImportsGoOn) {
  const TestFolder folder;
  std::mt19937 random(4);
  const Path workspace = folder.path / "w";
  for (int day = 1; day <= 6; ++day) ASSERT_TRUE(import_into(workspace, {day_file(folder.path, day, random)}));
  const auto before = tape_text(workspace);
  const CompactSummary summary = compact_all(workspace);
  EXPECT_GT(summary.parts_before, 3U);
  EXPECT_EQ(summary.parts_after, 1U);
  EXPECT_GE(summary.merged_rows_files, 4U);
  EXPECT_TRUE(tape_text(workspace) == before);
  EXPECT_EQ(files_in(workspace / "tape" / "parts"), 1U);
  EXPECT_EQ(files_in(workspace / "tape" / "compacting"), 1U);  // the lock
  // What comes later meets the merged rows: the same file once more changes nothing, a new one is added.
  const Path next = day_file(folder.path, 7, random);
  ASSERT_TRUE(import_into(workspace, {next}));
  const Path whole = folder.path / "whole";
  fs::create_directories(whole / "secret");
  fs::copy_file(workspace / "secret" / "pseudonym.key", whole / "secret" / "pseudonym.key");
  std::vector<Path> all;
  for (int day = 1; day <= 7; ++day) all.push_back(folder.path / fmt::format("day-{}.csv", day));
  ASSERT_TRUE(import_into(whole, all));
  EXPECT_TRUE(tape_text(workspace) == tape_text(whole));
  EXPECT_EQ(compact_all(workspace).parts_after, 1U);
  EXPECT_TRUE(tape_text(workspace) == tape_text(whole));
}

TEST(Compaction, AnImportThatPublishesMeanwhileIsNotLost) {
  const TestFolder folder;
  std::mt19937 random(5);
  const Path workspace = folder.path / "w";
  for (int day = 1; day <= 4; ++day) ASSERT_TRUE(import_into(workspace, {day_file(folder.path, day, random)}));
  const Path meanwhile = day_file(folder.path, 5, random);
  const auto reader = Tape::open(workspace, shipped_schema());
  CompactOptions options;
  options.workspace = workspace;
  options.all = true;
  bool imported = false;
  options.progress = [&](std::int64_t done, std::int64_t all) {
    if (done != all || imported) return;
    imported = true;
    EXPECT_TRUE(import_into(workspace, {meanwhile}));
  };
  ASSERT_TRUE(compact(shipped_schema(), options).has_value());
  EXPECT_TRUE(imported);
  const Path whole = folder.path / "whole";
  fs::create_directories(whole / "secret");
  fs::copy_file(workspace / "secret" / "pseudonym.key", whole / "secret" / "pseudonym.key");
  std::vector<Path> all;
  for (int day = 1; day <= 5; ++day) all.push_back(folder.path / fmt::format("day-{}.csv", day));
  ASSERT_TRUE(import_into(whole, all));
  EXPECT_TRUE(tape_text(workspace) == tape_text(whole));
  // Who had opened the tape before reads what was there then.
  EXPECT_EQ(reader->visits(), 160U);
  EXPECT_EQ(value_of(reader->parts()[0], "visit.provider", 0).size(), 2U);
}

TEST(Compaction, NothingToDoChangesNothing) {
  const TestFolder folder;
  std::mt19937 random(6);
  const Path workspace = folder.path / "w";
  ASSERT_TRUE(import_into(workspace, {day_file(folder.path, 1, random)}));
  const auto before = files_of(workspace);
  CompactOptions options;
  options.workspace = workspace;
  const auto summary = compact(shipped_schema(), options);
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->merged_parts, 0U);
  auto after = files_of(workspace);
  after.erase("tape/compacting/lock");
  EXPECT_TRUE(after == before);
  EXPECT_FALSE(*compaction_is_due(workspace));
}

TEST(Compaction, NothingToDoStillClearsWhatACutOffWriterLeft) {
  const TestFolder folder;
  std::mt19937 random(8);
  const Path workspace = folder.path / "w";
  ASSERT_TRUE(import_into(workspace, {day_file(folder.path, 1, random)}));
  auto dead = assembly::LockOwner::me("compaction");
  dead.started = 1;
  write_text(workspace / "import.lock", dead.text());
  write_text(workspace / "tape" / "parts" / "000009-0000001.part", "named by no manifest");
  CompactOptions options;
  options.workspace = workspace;
  ASSERT_TRUE(compact(shipped_schema(), options).has_value());
  EXPECT_EQ(fs::file_size(workspace / "import.lock"), 0U);
  EXPECT_FALSE(fs::exists(workspace / "tape" / "parts" / "000009-0000001.part"));
}

TEST(Compaction, FilesAreMergedWhenThereAreFourOfASize) {
  const auto file = [](std::uint64_t bytes) { return assembly::StoredFile{std::to_string(bytes), 1, bytes, 0}; };
  EXPECT_TRUE(assembly::worth_merging({file(10), file(11), file(12)}).empty());
  EXPECT_EQ(assembly::worth_merging({file(10), file(11), file(12), file(13)}).size(), 4U);
  EXPECT_EQ(assembly::worth_merging({file(100'000), file(10), file(11), file(12), file(13)}).size(), 4U);
}

}  // namespace
}  // namespace qiuhao::claims
