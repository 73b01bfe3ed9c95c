// Disks that fill, break, or lie: nothing is acknowledged that is not whole on disk, and after a failure nothing is
// claimed. The calls of the system stand in for it here, and say in which order they came.
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <atomic>

#include "journal/test_disk.h"
#include "journal/test_journal.h"

namespace qiuhao::journal {
namespace {

class FailureTest : public testing::Test {
 protected:
  ~FailureTest() override {
    g_syncs_before_failure = -1;
    g_full_syncs_before_failure = -1;
    g_writes_before_failure = -1;
    g_write_bytes_most = 0;
    g_is_told = false;
    g_calls.clear();
  }
  // Appends until it fails; how many were acknowledged.
  static std::size_t append_until_failure(Journal& journal, std::size_t body_bytes) {
    std::size_t acknowledged = 0;
    while (acknowledged < 100'000) {
      const Status status = journal.append(0, std::string(body_bytes, 'x'));
      if (!status) {
        EXPECT_EQ(status.error().code, "journal_failed");
        break;
      }
      ++acknowledged;
    }
    return acknowledged;
  }
  TestFolder folder_;
};

TEST_F(FailureTest, after_a_failed_sync_nothing_is_claimed_though_later_ones_would_return) {
  std::size_t told = 0;
  {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 1'000});
    ASSERT_TRUE(opened.journal->append(0, "good").has_value());
    g_syncs_before_failure = 0;
    const Status failed = opened.journal->append(0, "bad");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, "journal_failed");
    EXPECT_NE(failed.error().message.find("Input/output error"), std::string::npos) << failed.error().message;
    EXPECT_EQ(g_syncs_before_failure, -1);
    for (int index = 0; index < 100; ++index) {
      opened.journal->append(0, std::string(100, 'x'), [&](const Status& status) {
        told += !status && status.error().code == "journal_failed" ? 1 : 0;
      });
    }
    EXPECT_FALSE(opened.journal->append(0, "later").has_value());
    EXPECT_EQ(opened.journal->last_durable(), 1U);
    EXPECT_EQ(opened.journal->commits(), 1U);
  }
  EXPECT_EQ(told, 100U);
  const auto opened = open_journal(folder_.path);
  ASSERT_EQ(opened.records.size(), 2U);  // the unknown one is there, and nothing behind it
  EXPECT_EQ(opened.records[1].body, "bad");
  EXPECT_TRUE(opened.journal->append(0, "third").has_value());
}

TEST_F(FailureTest, a_sync_that_fails_on_opening_refuses) {
  { EXPECT_TRUE(open_journal(folder_.path).journal->append(0, "a").has_value()); }
  g_syncs_before_failure = 0;
  TestFolder other;
  EXPECT_EQ(open_journal(other.path).refusal, "file_error");
  EXPECT_TRUE(segments_of(other.path).empty());
  EXPECT_TRUE(open_journal(other.path).journal);
}

// The last commit of a killed process may be in the system's memory only, and be taken for written.
TEST_F(FailureTest, what_no_sync_is_known_of_is_written_again_and_synced_before_it_is_given_out) {
  { append_together(*open_journal(folder_.path).journal, {"abc", "de", std::string(2 << 20, 'f')}); }
  const std::string name = segment_name(1);
  const auto frames = frames_of(folder_.path / name);
  unseal(folder_.path / name);
  g_full_syncs_before_failure = 0;
  EXPECT_EQ(open_journal(folder_.path).refusal, "file_error");
  const std::string before = read_text(folder_.path / name);
  g_is_told = true;
  EXPECT_EQ(open_journal(folder_.path).records.size(), 4U);
  g_is_told = false;
  std::size_t at = frames[1].begin;
  std::size_t call = 1;  // the first is of the lock
  for (; call < g_calls.size() && g_calls[call].starts_with("pwrite "); ++call) {
    const std::size_t count = std::stoul(g_calls[call].substr(7));
    EXPECT_EQ(g_calls[call], fmt::format("pwrite {} at {} of {}", count, at, name));
    at += count;
  }
  EXPECT_EQ(at, frames[3].end);
  ASSERT_LT(call + 1, g_calls.size());
  EXPECT_EQ(g_calls[call], "fsync " + name);
  EXPECT_EQ(g_calls[call + 1], "fsync " + folder_.path.filename().string());
  EXPECT_TRUE(read_text(folder_.path / name).starts_with(before));
}

TEST_F(FailureTest, a_new_segment_that_cannot_be_made_is_a_failure) {
  for (int call = 0; call < 4; ++call) {
    TestFolder folder;
    {
      const auto opened = open_journal(folder.path, {.segment_bytes = 1});
      ASSERT_TRUE(opened.journal->append(0, "first").has_value());
      std::atomic<int>& before = call % 2 == 0 ? g_writes_before_failure : g_syncs_before_failure;
      before = call / 2;
      const Status failed = opened.journal->append(0, "second");
      ASSERT_FALSE(failed.has_value());
      EXPECT_EQ(failed.error().code, "journal_failed");
      EXPECT_FALSE(opened.journal->append(0, "third").has_value());
    }
    const auto opened = open_journal(folder.path);
    ASSERT_TRUE(opened.journal) << opened.message;
    EXPECT_EQ(opened.records.size(), call == 3 ? 2U : 1U);
    EXPECT_TRUE(opened.journal->append(0, "again").has_value());
  }
}

TEST_F(FailureTest, a_new_segments_name_that_is_not_synced_is_a_failure) {
  {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 1});
    ASSERT_TRUE(opened.journal->append(0, "first").has_value());
    g_full_syncs_before_failure = 0;
    EXPECT_FALSE(opened.journal->append(0, "second").has_value());
    EXPECT_FALSE(opened.journal->append(0, "third").has_value());
  }
  const auto opened = open_journal(folder_.path);
  EXPECT_EQ(opened.records.size(), 1U);
  EXPECT_EQ(opened.journal->append(0, "second again", nullptr), 2U);
}

TEST_F(FailureTest, short_writes_are_finished) {
  g_write_bytes_most = 7;
  {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 200});
    append_together(*opened.journal, {"a", std::string(50, 'b'), "", std::string(7, 'c'), std::string(300, 'd')});
    EXPECT_TRUE(opened.journal->append(0, "e").has_value());
  }
  const auto opened = open_journal(folder_.path);
  ASSERT_EQ(opened.records.size(), 7U) << opened.message;
  EXPECT_EQ(opened.records[5].body, std::string(300, 'd'));
}

TEST_F(FailureTest, more_records_than_one_call_takes) {
  {
    const auto opened = open_journal(folder_.path);
    std::vector<std::string> bodies;
    for (int index = 0; index < 5'000; ++index) bodies.push_back(std::to_string(index));
    append_together(*opened.journal, bodies);
    EXPECT_EQ(opened.journal->commits(), 2U);
  }
  const auto opened = open_journal(folder_.path);
  ASSERT_EQ(opened.records.size(), 5'001U);
  EXPECT_EQ(opened.records.back().body, "4999");
}

TEST_F(FailureTest, a_file_that_may_not_grow) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  for (const rlim_t most : {5'000U, 5'001U, 5'020U, 5'100U, 6'000U}) {
    TestFolder folder;
    std::size_t acknowledged = 0;
    {
      const auto opened = open_journal(folder.path);
      const rlimit limit{most, before.rlim_max};
      ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
      acknowledged = append_until_failure(*opened.journal, 200);
    }
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_EQ(acknowledged, (most - kSegmentHeaderBytes) / (kFrameHeaderBytes + 200));
    const auto opened = open_journal(folder.path);
    EXPECT_EQ(opened.records.size(), acknowledged);
    EXPECT_EQ(opened.journal->opened().cut_bytes, (most - kSegmentHeaderBytes) % (kFrameHeaderBytes + 200));
    EXPECT_TRUE(opened.journal->append(0, "on").has_value());
  }
  ::signal(SIGXFSZ, old_handler);
}

TEST_F(FailureTest, a_full_disk) {
  fs::create_directories(folder_.path);
  if (::mount("tmpfs", folder_.path.c_str(), "tmpfs", 0, "size=1m") != 0) GTEST_SKIP() << "needs root, to mount a disk";
  for (const std::size_t body_bytes : {100UL, 5'000UL, 70'000UL}) {
    const Path folder = folder_.path / std::to_string(body_bytes);
    std::size_t acknowledged = 0;
    {
      const auto opened = open_journal(folder, {.segment_bytes = 200'000});
      acknowledged = append_until_failure(*opened.journal, body_bytes);
    }
    EXPECT_GT(acknowledged, 5U);
    EXPECT_LT(acknowledged, 100'000U);
    {
      // Still full.
      const auto opened = open_journal(folder);
      EXPECT_EQ(opened.records.size(), acknowledged) << opened.message;
      EXPECT_TRUE(opened.journal && opened.journal->forget_before(acknowledged).has_value());
    }
    const auto opened = open_journal(folder);
    EXPECT_TRUE(opened.journal->append(0, "room again").has_value());
    EXPECT_EQ(opened.journal->opened().last, acknowledged);
    fs::remove_all(folder);
  }
  ::umount2(folder_.path.c_str(), MNT_DETACH);
}

TEST_F(FailureTest, each_removal_is_synced_before_the_next) {
  const auto opened = open_journal(folder_.path, {.segment_bytes = 1});
  for (int index = 0; index < 4; ++index) ASSERT_TRUE(opened.journal->append(0, "x").has_value());
  g_is_told = true;
  g_full_syncs_before_failure = 1;
  EXPECT_EQ(opened.journal->forget_before(4).error().code, "file_error");
  EXPECT_EQ(segments_of(folder_.path).size(), 2U);  // the third stays until the second is sure to be gone
  ASSERT_TRUE(opened.journal->forget_before(4).has_value());
  EXPECT_EQ(segments_of(folder_.path).size(), 1U);
  EXPECT_EQ(g_calls, std::vector<std::string>(4, "fsync " + folder_.path.filename().string()));
}

TEST_F(FailureTest, nothing_is_told_before_it_is_synced) {
  g_is_told = true;
  {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 1});
    for (int index = 1; index <= 2; ++index) {
      ASSERT_TRUE(opened.journal->append(0, "x").has_value());
      g_calls.push_back("told");
    }
  }
  const std::string folder = folder_.path.filename().string();
  const std::string first = segment_name(1), second = segment_name(2);
  const std::string above = folder_.path.parent_path().filename().string();
  EXPECT_EQ(g_calls,
            (std::vector<std::string>{
                "fsync " + above, "pwrite 11 at 0 of lock", "fsync " + folder, "fsync " + above,          // made
                "pwritev " + first + ".writing", "fdatasync " + first + ".writing", "fsync " + folder,    // named
                "pwritev " + first, "fdatasync " + first, "told",                                         // 1
                "pwritev " + second + ".writing", "fdatasync " + second + ".writing", "fsync " + folder,  // named
                "pwritev " + second, "fdatasync " + second, "told",                                       // 2
                "pwritev " + second, "fdatasync " + second,                                               // seal
            }));
}

}  // namespace
}  // namespace qiuhao::journal
