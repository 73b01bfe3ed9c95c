// Corrections, refunds and orphans over several imports, and imports that fail, are stopped or killed at any moment.
#include "claims/import.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>

#include "claims/assembly/test_world.h"

namespace qiuhao::claims {
namespace {

constexpr const char* kVisitHeader =
    "mdtrt_id,psn_no,gend,brdy,insutype,fixmedins_code,begntime,endtime,med_type,updt_time,vali_flag\n";
constexpr const char* kLineHeader =
    "bkkp_sn,mdtrt_id,psn_no,fee_ocur_time,hilist_code,cnt,pric,det_item_fee_sumamt,inscp_amt,init_feedetl_sn,updt_"
    "time,"
    "vali_flag\n";

std::string visit_row(const std::string& id, const std::string& person,
                      const std::string& updated = "2025-02-01 00:00:00") {
  return fmt::format("{},{},1,1980-05-06,310,H001,2025-01-02 08:00:00,2025-01-04 09:00:00,21,{},1\n", id, person,
                     updated);
}

std::string line_row(const std::string& id, const std::string& visit, const std::string& person, int quantity,
                     const std::string& refunds = "", const std::string& updated = "2025-02-01 00:00:00",
                     int hour = 10) {
  return fmt::format("{},{},{},2025-01-02 {:02}:00:00,X1,{},2.5,{:.2f},{:.2f},{},{},1\n", id, visit, person, hour,
                     quantity, quantity * 2.5, quantity * 2.0, refunds, updated);
}

class ImportTest : public testing::Test {
 protected:
  Path workspace() const { return folder_.path / "workspace"; }
  // A file of a table with rows, imported.
  Result<ImportSummary> import_rows(const std::string& header, const std::string& rows) {
    const Path file = write_text(folder_.path / fmt::format("file-{}.csv", ++files_), header + rows);
    return import_into(workspace(), {file});
  }
  // "id quantity amount in_scope refunded" of all lines, person by person.
  std::vector<std::string> lines() const {
    std::vector<std::string> found;
    const auto tape = Tape::open(workspace(), shipped_schema());
    EXPECT_TRUE(tape.has_value());
    for (const Part& part : tape->parts()) {
      for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
        const Range range = part.range(Link::person_lines, person);
        for (RowIndex row = range.begin; row < range.end && !part.is_gone(person); ++row) {
          found.push_back(fmt::format("{} {} {} {} {}", value_of(part, "line.id", row),
                                      value_of(part, "line.quantity", row), value_of(part, "line.amount", row),
                                      value_of(part, "line.in_scope", row), value_of(part, "line.refunded", row)));
        }
      }
    }
    return found;
  }
  using Lines = std::vector<std::string>;

  TestFolder folder_;
  int files_ = 0;
};

TEST_F(ImportTest, a_correction_replaces_and_an_older_row_does_not) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1")));
  ASSERT_TRUE(import_rows(kLineHeader, line_row("a", "v1", "p1", 2)));
  EXPECT_EQ(lines(), Lines{"a 20000 500 400 0"});
  ASSERT_TRUE(import_rows(kLineHeader, line_row("a", "v1", "p1", 3, "", "2025-03-01 00:00:00")));
  EXPECT_EQ(lines(), Lines{"a 30000 750 600 0"});
  const auto older = import_rows(kLineHeader, line_row("a", "v1", "p1", 9, "", "2025-01-15 00:00:00"));
  ASSERT_TRUE(older.has_value());
  EXPECT_EQ(lines(), Lines{"a 30000 750 600 0"});
  EXPECT_EQ(older->tables[1].counts.dropped_older, 2);
  // Equally late: the later import stays.
  ASSERT_TRUE(import_rows(kLineHeader, line_row("a", "v1", "p1", 4, "", "2025-03-01 00:00:00")));
  EXPECT_EQ(lines(), Lines{"a 40000 1000 800 0"});
  // The same row of another time of update is the same row.
  const auto equal = import_rows(kLineHeader, line_row("a", "v1", "p1", 4, "", "2025-02-20 00:00:00"));
  EXPECT_EQ(equal->tables[1].counts.dropped_equal, 1);
}

TEST_F(ImportTest, refunds_reduce_their_line_and_may_come_later) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1") + visit_row("v2", "p1")));
  const auto early = import_rows(kLineHeader, line_row("r", "v1", "p1", -1, "a"));
  EXPECT_EQ(early->tables[1].counts.waiting, 1);
  ASSERT_TRUE(import_rows(kLineHeader, line_row("a", "v1", "p1", 3) + line_row("b", "v1", "p1", 2)));
  EXPECT_EQ(lines(), (Lines{"a 20000 500 400 10000", "b 20000 500 400 0"}));
  const auto whole = import_rows(kLineHeader, line_row("s", "v1", "p1", -2, "a"));
  EXPECT_EQ(lines(), Lines{"b 20000 500 400 0"});
  EXPECT_EQ(whole->tables[1].counts.dropped_refund, 2);
  EXPECT_EQ(whole->tables[1].counts.refunded_away, 1);
  // A refund of another visit than its line's waits.
  const auto other = import_rows(kLineHeader, line_row("t", "v2", "p1", -2, "b"));
  EXPECT_EQ(other->tables[1].counts.waiting, 1);
  EXPECT_EQ(lines(), Lines{"b 20000 500 400 0"});
}

TEST_F(ImportTest, a_refund_that_names_no_line_takes_the_latest_earlier_one_with_enough_left) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1")));
  const std::string at = "2025-02-01 00:00:00";
  const auto summary = import_rows(
      kLineHeader, line_row("a", "v1", "p1", 5, "", at, 8) + line_row("b", "v1", "p1", 2, "", at, 9) +
                       line_row("c", "v1", "p1", 1, "", at, 10) + line_row("d", "v1", "p1", 5, "", at, 12) +
                       line_row("r", "v1", "p1", -2, "", at, 11) + line_row("s", "v1", "p1", -9, "", at, 13));
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(lines(), (Lines{"a 50000 1250 1000 0", "c 10000 250 200 0", "d 50000 1250 1000 0"}));
  EXPECT_EQ(summary->tables[1].counts.waiting, 1);  // nothing has nine left
}

TEST_F(ImportTest, orphans_wait_and_are_taken_when_their_visit_comes) {
  const auto orphans = import_rows(kLineHeader, line_row("a", "v1", "p1", 2));
  ASSERT_TRUE(orphans.has_value()) << orphans.error().text();
  EXPECT_EQ(orphans->tables[1].counts.waiting, 1);
  EXPECT_EQ(lines(), Lines{});
  const auto visit = import_rows(kVisitHeader, visit_row("v1", "p1"));
  EXPECT_EQ(visit->tables[1].counts.waiting, 0);
  EXPECT_EQ(lines(), Lines{"a 20000 500 400 0"});
}

TEST_F(ImportTest, rows_without_a_person_number_belong_to_the_person_of_their_visit) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1")));
  const auto summary = import_rows(kLineHeader, line_row("a", "v1", "", 2) + line_row("b", "v9", "", 2));
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(lines(), Lines{"a 20000 500 400 0"});
  EXPECT_EQ(summary->tables[1].counts.waiting, 1);
}

TEST_F(ImportTest, a_visit_moved_to_another_person_stands_once) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1") + visit_row("v2", "p1")));
  ASSERT_TRUE(import_rows(kLineHeader, line_row("a", "v1", "p1", 2)));
  const auto moved = import_rows(kVisitHeader, visit_row("v1", "p2", "2025-03-01 00:00:00"));
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(moved->visits, 2u);
  EXPECT_EQ(moved->people, 2u);
  EXPECT_EQ(moved->tables[0].counts.dropped_older, 1);
  EXPECT_EQ(moved->tables[1].counts.waiting, 1);  // its line still says p1
  ASSERT_TRUE(import_rows(kLineHeader, line_row("a", "v1", "p2", 2, "", "2025-03-01 00:00:00")));
  EXPECT_EQ(lines(), Lines{"a 20000 500 400 0"});
}

TEST_F(ImportTest, the_workspace_keeps_its_secrets) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1")));
  const auto mode = [&](const char* name) {
    struct stat info {};
    EXPECT_EQ(::stat((workspace() / name).c_str(), &info), 0);
    return info.st_mode & 0777;
  };
  EXPECT_EQ(mode("secret/pseudonym.key"), 0600u);
  EXPECT_EQ(mode("secret"), 0700u);
  EXPECT_EQ(mode("staging"), 0700u);
  fs::resize_file(workspace() / "secret" / "pseudonym.key", 31);
  const auto refused = import_rows(kVisitHeader, visit_row("v2", "p1"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "damaged_key");
}

TEST_F(ImportTest, a_living_owner_keeps_the_lock_and_a_dead_one_loses_it) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1")));
  const int lock = ::open((workspace() / "import.lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  ASSERT_GT(::write(lock, "process 7 since then\n", 21), 0);
  const auto refused = import_rows(kVisitHeader, visit_row("v2", "p1"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "workspace_in_use");
  EXPECT_NE(refused.error().message.find("process 7 since then"), std::string::npos);
  ::close(lock);
  const auto taken = import_rows(kVisitHeader, visit_row("v3", "p1"));
  ASSERT_TRUE(taken.has_value());
  ASSERT_EQ(taken->notices.size(), 1u);
  EXPECT_NE(taken->notices[0].find("process 7"), std::string::npos);
}

TEST_F(ImportTest, wrong_input_leaves_no_trace) {
  const auto refused = import_rows("something,else\n", "1,2\n");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().fault, Fault::input);
  EXPECT_FALSE(fs::exists(workspace()));
}

TEST_F(ImportTest, stopped_at_any_progress_call_the_workspace_is_as_it_was) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1")));
  const auto before = files_of(workspace());
  for (int last_call = 0;; ++last_call) {
    std::atomic<bool> stop = false;
    std::atomic<int> calls = 0;
    ImportOptions options;
    options.workspace = workspace();
    options.inputs = {tiny_city()};
    options.stop = &stop;
    options.progress = [&](const ImportProgress&) {
      if (calls++ == last_call) stop = true;
    };
    const auto summary = import_files(shipped_schema(), options);
    if (summary) {
      EXPECT_GT(last_call, 3);
      break;
    }
    EXPECT_EQ(summary.error().code, "interrupted") << summary.error().text();
    EXPECT_TRUE(files_of(workspace()) == before) << last_call;
  }
  EXPECT_EQ(Tape::open(workspace(), shipped_schema())->visits() > 500, true);
}

// The tape of the city without any accident.
std::vector<std::string> city_tape(const std::string& key) {
  const TestFolder folder;
  write_text(folder.path / "secret" / "pseudonym.key", key);
  EXPECT_TRUE(import_into(folder.path, {tiny_city()}));
  return tape_text(folder.path);
}

TEST_F(ImportTest, killed_at_any_moment_the_next_import_ends_as_if_nothing_had_been) {
  const std::string key(32, 'k');
  const auto expected = city_tape(key);
  int killed = 0;
  for (int milliseconds = 20; milliseconds < 3'000 && killed < 20; milliseconds += milliseconds / 8 + 17) {
    const TestFolder folder;
    write_text(folder.path / "secret" / "pseudonym.key", key);
    const pid_t child = ::fork();
    if (child == 0) ::_exit(import_into(folder.path, {tiny_city()}) ? 0 : 1);
    ::usleep(static_cast<useconds_t>(milliseconds) * 1'000);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++killed;
    const auto after = import_into(folder.path, {tiny_city()});
    ASSERT_TRUE(after.has_value()) << after.error().text();
    EXPECT_TRUE(tape_text(folder.path) == expected) << milliseconds;
    const auto tape = read_manifest(folder.path);
    std::size_t parts = 0;
    for (const auto& entry : fs::directory_iterator(folder.path / "tape" / "parts"))
      parts += entry.path().extension() == ".part" ? 1 : 0;
    EXPECT_EQ(parts, tape->parts.size());
    EXPECT_TRUE(fs::is_empty(folder.path / "tmp"));
    if (WIFEXITED(status)) break;
  }
  EXPECT_GT(killed, 3);
}

TEST_F(ImportTest, a_crash_between_tape_and_list_is_finished_by_the_next_import) {
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v1", "p1")));
  ASSERT_TRUE(import_rows(kVisitHeader, visit_row("v2", "p1")));
  const auto done = files_of(workspace());
  // As if the rename of the list had not been reached: the first import's list, and the second's waiting beside.
  const TestFolder other;
  fs::rename(workspace() / "staging" / "batches.json", workspace() / "staging" / "batches.json.next");
  const auto again = import_into(workspace(), {folder_.path / "file-2.csv"});
  ASSERT_TRUE(again.has_value());
  EXPECT_FALSE(again->is_new);
  EXPECT_TRUE(files_of(workspace()) == done);
}

TEST_F(ImportTest, a_full_disk_is_told_and_changes_nothing) {
  const Path disk = folder_.path / "disk";
  fs::create_directories(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=9m") != 0) GTEST_SKIP() << "no right to mount a small disk";
  const Path visits = write_text(folder_.path / "visits.csv", kVisitHeader + visit_row("v1", "p1"));
  EXPECT_TRUE(import_into(disk / "workspace", {visits}));
  const auto before = files_of(disk / "workspace");
  const auto refused = import_into(disk / "workspace", {small_city()});
  EXPECT_FALSE(refused.has_value());
  if (!refused) {
    EXPECT_EQ(refused.error().code, "disk_full") << refused.error().text();
    EXPECT_EQ(exit_code(refused.error()), 4);
  }
  EXPECT_TRUE(files_of(disk / "workspace") == before);
  ::umount(disk.c_str());
}

}  // namespace
}  // namespace qiuhao::claims
