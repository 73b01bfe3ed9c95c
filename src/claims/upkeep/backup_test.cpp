// Backups come back byte for byte, also of a workspace that is written meanwhile; damage anywhere is refused.
#include "claims/backup.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "claims/assembly/test_world.h"
#include "claims/doctor.h"
#include "claims/upkeep/backup_folder.h"
#include "claims/upkeep/named_files.h"

namespace qiuhao::claims {
namespace {

class BackupTest : public testing::Test {
 protected:
  BackupTest() { EXPECT_TRUE(import_into(workspace(), {visits_file(folder_.path, 0)})); }
  Path workspace() const { return folder_.path / "workspace"; }
  Path backups() const { return folder_.path / "backups"; }
  Path restored() const { return folder_.path / "restored"; }
  BackupSummary backed_up() const {
    const auto summary = back_up(workspace(), backups());
    EXPECT_TRUE(summary.has_value()) << summary.error().text();
    return summary ? *summary : BackupSummary();
  }
  // The code of the refusal, "" when it was restored.
  std::string restoring(std::int64_t number = 0) const {
    const auto summary = restore(shipped_schema(), backups(), number, restored());
    return summary ? "" : summary.error().code;
  }
  static unsigned mode(const Path& path) {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 07777;
  }
  static void flip(const Path& file, std::size_t byte) {
    std::string content = content_of(file);
    content.at(byte) = static_cast<char>(content.at(byte) ^ 1);
    write_text(file, content);
  }
  // Copies and lists, without what is under way.
  std::map<std::string, std::string> kept() const {
    auto files = files_of(backups());
    std::erase_if(files, [](const auto& file) { return file.first == "backup.lock"; });
    return files;
  }

  TestFolder folder_;
};

TEST_F(BackupTest, comes_back_byte_for_byte_with_its_rights) {
  write_text(workspace() / "knowledge" / "000001.json", "points");
  write_text(workspace() / "policy" / "rules" / "R9.yaml", "rule");
  write_text(workspace() / "exports" / "audit-000001" / "findings.csv", "found");
  write_text(workspace() / "tmp" / "rows-1", "under way");
  write_text(workspace() / "staging" / "incoming" / "x", "under way");
  const BackupSummary summary = backed_up();
  EXPECT_EQ(summary.backup.number, 1);
  EXPECT_EQ(summary.backup.generation, 1U);
  EXPECT_EQ(summary.files_copied, summary.backup.files.size());
  ASSERT_EQ(restoring(), "");
  auto wanted = files_of(workspace());
  wanted.erase("tmp/rows-1");
  wanted.erase("staging/incoming/x");
  EXPECT_TRUE(files_of(restored()) == wanted);
  EXPECT_EQ(mode(restored() / "secret" / "pseudonym.key"), 0600U);
  for (const char* folder : {"secret", "staging", "rejected", "tmp"}) EXPECT_EQ(mode(restored() / folder), 0700U);
  EXPECT_EQ(mode(backups()), 0700U);
  for (const BackupFile& file : summary.backup.files)
    EXPECT_EQ(mode(upkeep::copy_of(backups(), file.hash)), 0600U) << file.path;
  EXPECT_FALSE(fs::exists(restored().string() + ".restoring"));
  // The key came too: the next import knows everybody again.
  ASSERT_TRUE(import_into(restored(), {visits_file(folder_.path, 1)}));
  ASSERT_TRUE(import_into(workspace(), {visits_file(folder_.path, 1)}));
  EXPECT_EQ(tape_text(restored()), tape_text(workspace()));
}

TEST_F(BackupTest, copies_only_what_is_not_there_yet) {
  const std::size_t all = backed_up().files_copied;
  const BackupSummary same = backed_up();
  EXPECT_EQ(same.files_copied, 0U);
  EXPECT_EQ(same.backup.files.size(), all);
  write_text(workspace() / "policy" / "rules" / "R9.yaml", "rule");
  EXPECT_EQ(backed_up().files_copied, 1U);
  const auto list = list_backups(backups());
  ASSERT_TRUE(list.has_value());
  ASSERT_EQ(list->whole.size(), 3U);
  EXPECT_EQ(list->whole[0].files, list->whole[1].files);
  EXPECT_EQ(list->whole[2].files.size(), all + 1);
}

TEST_F(BackupTest, older_backups_stay_what_they_were) {
  backed_up();
  const auto before = tape_text(workspace());
  ASSERT_TRUE(import_into(workspace(), {visits_file(folder_.path, 1)}));
  backed_up();
  ASSERT_EQ(restoring(1), "");
  EXPECT_EQ(tape_text(restored()), before);
  fs::remove_all(restored());
  ASSERT_EQ(restoring(), "");
  EXPECT_EQ(tape_text(restored()), tape_text(workspace()));
  EXPECT_EQ(restoring(), "workspace_not_empty");
  fs::remove_all(restored());
  EXPECT_EQ(restoring(3), "no_backup");
}

TEST_F(BackupTest, a_changed_bit_of_any_copy_or_list_is_refused) {
  const Backup backup = backed_up().backup;
  for (const BackupFile& file : backup.files) {
    const Path copy = upkeep::copy_of(backups(), file.hash);
    if (file.bytes == 0) continue;
    flip(copy, file.bytes / 2);
    EXPECT_EQ(restoring(), "damaged_backup") << file.path;
    EXPECT_FALSE(fs::exists(restored()) || fs::exists(restored().string() + ".restoring"));
    const auto damaged = verify_backups(backups());
    ASSERT_TRUE(damaged.has_value());
    ASSERT_EQ(damaged->size(), 1U) << file.path;
    EXPECT_EQ((*damaged)[0].place.file, copy.string());
    flip(copy, file.bytes / 2);
  }
  fs::remove(upkeep::copy_of(backups(), backup.files[0].hash));
  EXPECT_EQ(verify_backups(backups())->size(), 1U);
  EXPECT_EQ(restoring(), "damaged_backup");
  flip(upkeep::list_of(backups(), 1), 40);
  EXPECT_EQ(list_backups(backups())->damaged.size(), 1U);
  EXPECT_TRUE(list_backups(backups())->whole.empty());
  EXPECT_EQ(restoring(), "damaged_backup");
}

TEST_F(BackupTest, a_copy_that_is_gone_is_copied_again) {
  const Backup backup = backed_up().backup;
  fs::remove(upkeep::copy_of(backups(), backup.files[0].hash));
  EXPECT_EQ(backed_up().files_copied, 1U);
  EXPECT_EQ(restoring(), "");
}

TEST_F(BackupTest, copies_that_no_list_names_are_removed_unless_a_list_is_damaged) {
  backed_up();
  ASSERT_TRUE(import_into(workspace(), {visits_file(folder_.path, 1)}));
  backed_up();
  const std::size_t copies = kept().size();
  const std::string first = content_of(upkeep::list_of(backups(), 1));
  flip(upkeep::list_of(backups(), 1), 40);
  EXPECT_EQ(backed_up().files_removed, 0U);
  fs::remove(upkeep::list_of(backups(), 1));
  EXPECT_GT(backed_up().files_removed, 0U);
  EXPECT_LT(kept().size(), copies + 2);
  EXPECT_TRUE(verify_backups(backups())->empty());
}

TEST_F(BackupTest, a_damaged_workspace_is_not_backed_up_as_if_it_were_whole) {
  backed_up();
  const auto before = kept();
  const Path part = workspace() / read_manifest(workspace())->parts[0].file;
  flip(part, content_of(part).size() / 2);
  const auto refused = back_up(workspace(), backups());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "damaged_part");
  EXPECT_EQ(refused.error().place.file, part.string());
  fs::remove(part);
  EXPECT_EQ(back_up(workspace(), backups()).error().code, "damaged_part");
  EXPECT_TRUE(kept() == before);
}

TEST_F(BackupTest, refuses_places_that_cannot_be_meant) {
  EXPECT_EQ(back_up(workspace(), workspace() / "backups").error().code, "destination_inside");
  EXPECT_EQ(back_up(workspace(), workspace()).error().code, "destination_inside");
  EXPECT_EQ(back_up(workspace(), folder_.path).error().code, "not_backups");
  EXPECT_EQ(back_up(folder_.path / "nothing", backups()).error().code, "no_tape");
  EXPECT_FALSE(fs::exists(backups()));
  EXPECT_EQ(list_backups(workspace()).error().code, "not_backups");
}

TEST_F(BackupTest, the_doctor_names_the_backup_that_mends_and_it_does) {
  backed_up();
  ASSERT_TRUE(import_into(workspace(), {visits_file(folder_.path, 1)}));
  backed_up();
  backed_up();
  const std::string part = read_manifest(workspace())->parts.back().file;
  flip(workspace() / part, content_of(workspace() / part).size() / 2);
  DoctorOptions options;
  options.workspace = workspace();
  options.backups = backups();
  const auto found = examine(shipped_schema(), options);
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->troubles.size(), 1U);
  EXPECT_NE(found->troubles[0].mend.english.find(fmt::format("--number 3 --file {}", part)), std::string::npos)
      << found->troubles[0].mend.english;
  ASSERT_TRUE(restore_file(backups(), 3, workspace(), part));
  EXPECT_TRUE(examine(shipped_schema(), options)->troubles.empty());
  EXPECT_EQ(restore_file(backups(), 3, workspace(), "no/such").error().code, "no_such_file");
}

TEST_F(BackupTest, is_one_generation_while_another_process_imports) {
  constexpr int kImports = 10;
  const pid_t writer = ::fork();
  if (writer == 0) {
    for (int number = 1; number <= kImports; ++number) {
      if (!import_into(workspace(), {visits_file(folder_.path, number)})) ::_exit(1);
    }
    ::_exit(0);
  }
  std::set<std::uint64_t> generations;
  int status = 0;
  while (::waitpid(writer, &status, WNOHANG) == 0) generations.insert(backed_up().backup.generation);
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_GT(generations.size(), 2U);
  EXPECT_TRUE(verify_backups(backups())->empty());
  // Each import adds a file and a visit: what a tape holds and what its list of imports names must be of one moment.
  const BackupList list = *list_backups(backups());
  for (const Backup& backup : list.whole) {
    if (generations.erase(backup.generation) == 0) continue;
    fs::remove_all(restored());
    ASSERT_EQ(restoring(backup.number), "") << backup.number;
    const auto tape = Tape::open(restored(), shipped_schema());
    ASSERT_TRUE(tape.has_value());
    EXPECT_EQ(tape->visits(), upkeep::read_generation(restored())->sources.size());
    EXPECT_EQ(tape->manifest().generation, backup.generation);
  }
}

TEST_F(BackupTest, stopped_at_any_file_nothing_is_named) {
  backed_up();
  ASSERT_TRUE(import_into(workspace(), {visits_file(folder_.path, 1)}));
  for (int last = 0; last < 4; ++last) {
    std::atomic<bool> stop = last == 0;
    int calls = 0;
    BackupOptions options;
    options.stop = &stop;
    options.progress = [&](const BackupProgress&) { stop = ++calls >= last; };
    EXPECT_EQ(back_up(workspace(), backups(), options).error().code, "interrupted");
    EXPECT_EQ(list_backups(backups())->whole.size(), 1U);
    EXPECT_TRUE(!fs::exists(backups() / "incoming") || fs::is_empty(backups() / "incoming"));
    stop = last == 0;
    calls = 0;
    EXPECT_EQ(restore(shipped_schema(), backups(), 0, restored(), options).error().code, "interrupted");
    EXPECT_FALSE(fs::exists(restored()) || fs::exists(restored().string() + ".restoring"));
  }
}

}  // namespace
}  // namespace qiuhao::claims
