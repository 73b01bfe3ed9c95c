// What is appended comes back, in order, from any thread, in as many files as it takes; one process at a time.
#include "journal/journal.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>

#include "journal/test_journal.h"

namespace qiuhao::journal {
namespace {

class JournalTest : public testing::Test {
 protected:
  TestFolder folder_;
};

TEST_F(JournalTest, a_new_journal_is_empty_and_stays_so) {
  for (int round = 0; round < 3; ++round) {
    const auto opened = open_journal(folder_.path / "a" / "b/");
    ASSERT_TRUE(opened.journal) << opened.message;
    EXPECT_TRUE(opened.records.empty());
    EXPECT_EQ(opened.journal->opened().first, 1U);
    EXPECT_EQ(opened.journal->opened().last, 0U);
    EXPECT_EQ(opened.journal->opened().cut_bytes, 0U);
    EXPECT_EQ(opened.journal->bytes(), kSegmentHeaderBytes);
  }
  struct stat info {};
  ASSERT_EQ(::stat((folder_.path / "a" / "b").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  ASSERT_EQ(::stat(segments_of(folder_.path / "a" / "b").front().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(JournalTest, records_of_every_size_and_kind_come_back) {
  std::vector<Kept> written;
  for (int round = 0; round < 3; ++round) {
    auto opened = open_journal(folder_.path);
    ASSERT_TRUE(opened.journal) << opened.message;
    EXPECT_EQ(opened.records, written);
    EXPECT_EQ(opened.journal->opened().last, written.size());
    EXPECT_EQ(opened.journal->opened().records, written.size());
    for (const std::size_t size :
         {0UL, 1UL, 31UL, 240UL, 241UL, 4064UL, 1UL << 20, (1UL << 20) - 32, kRecordBytesMost}) {
      std::string body(size, '\0');
      for (std::size_t index = 0; index < size; ++index) body[index] = static_cast<char>(index * (size + 7) >> 3);
      written.push_back({written.size() + 1, static_cast<std::uint8_t>(written.size() * 37), body});
      EXPECT_TRUE(opened.journal->append(written.back().kind, body).has_value());
      EXPECT_EQ(opened.journal->last_durable(), written.size());
    }
    std::size_t bytes = 0;
    for (const Path& file : segments_of(folder_.path)) bytes += fs::file_size(file);
    EXPECT_EQ(opened.journal->bytes(), bytes);
  }
}

TEST_F(JournalTest, what_waits_is_committed_on_closing) {
  std::size_t told = 0;
  {
    const auto opened = open_journal(folder_.path);
    for (int index = 0; index < 1'000; ++index) {
      opened.journal->append(7, std::to_string(index), [&](const Status& status) { told += status ? 1 : 0; });
    }
    opened.journal->append(7, "nobody asks", nullptr);
  }
  EXPECT_EQ(told, 1'000U);
  const auto opened = open_journal(folder_.path);
  ASSERT_EQ(opened.records.size(), 1'001U);
  EXPECT_EQ(opened.records[999].body, "999");
}

TEST_F(JournalTest, threads_are_told_in_order_and_leave_no_gap) {
  constexpr int kThreads = 8;
  constexpr int kEach = 1'500;
  std::vector<Sequence> told;  // of the committing thread
  std::vector<std::vector<Sequence>> given(kThreads);
  {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 50'000, .waiting_bytes_most = 20'000});
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int index = 0; index < kEach; ++index) {
          const auto kind = static_cast<std::uint8_t>(thread);
          const std::string body =
              fmt::format("{} {} {}", thread, index, std::string(static_cast<std::size_t>(index % 97), 'x'));
          if (index % 100 == 99) {
            EXPECT_TRUE(opened.journal->append(kind, body).has_value());
            given[kind].push_back(0);
            continue;
          }
          given[kind].push_back(opened.journal->append(kind, body, [&](const Status& status) {
            EXPECT_TRUE(status.has_value());
            told.push_back(opened.journal->last_durable());
          }));
        }
      });
    }
    threads.clear();
    EXPECT_LT(opened.journal->commits(), static_cast<std::uint64_t>(kThreads * kEach));
  }
  EXPECT_TRUE(std::ranges::is_sorted(told));
  const auto opened = open_journal(folder_.path);
  ASSERT_EQ(opened.records.size(), static_cast<std::size_t>(kThreads * kEach));
  std::vector<std::size_t> seen(kThreads);
  for (std::size_t index = 0; index < opened.records.size(); ++index) {
    const Kept& record = opened.records[index];
    EXPECT_EQ(record.sequence, index + 1);
    const std::size_t mine = seen[record.kind]++;
    EXPECT_TRUE(record.body.starts_with(fmt::format("{} {} ", record.kind, mine)));
    if (given[record.kind][mine] != 0) {
      EXPECT_EQ(given[record.kind][mine], record.sequence);
    }
  }
  EXPECT_GT(segments_of(folder_.path).size(), 5U);
}

TEST_F(JournalTest, done_comes_in_the_order_of_sequences) {
  constexpr int kThreads = 6;
  std::vector<Sequence> told;
  std::mutex order;
  const auto opened = open_journal(folder_.path);
  Sequence last = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&] {
        for (int index = 0; index < 300; ++index) {
          // Under a lock the number is known beforehand, and Done can tell it.
          const std::lock_guard guard(order);
          const Sequence mine = ++last;
          EXPECT_EQ(opened.journal->append(0, "x", [&told, mine](const Status&) { told.push_back(mine); }), mine);
        }
      });
    }
  }
  EXPECT_TRUE(opened.journal->append(0, "end").has_value());
  ASSERT_EQ(told.size(), last);
  for (std::size_t index = 0; index < told.size(); ++index) EXPECT_EQ(told[index], index + 1);
}

TEST_F(JournalTest, who_appends_waits_when_too_much_is_not_on_disk) {
  const auto opened = open_journal(folder_.path, {.waiting_bytes_most = 4'500});
  std::promise<void> go;
  std::atomic<int> appended = 0;
  opened.journal->append(0, "holds the committing thread", [&](const Status&) { go.get_future().wait(); });
  while (opened.journal->last_durable() < 1) std::this_thread::yield();
  std::jthread thread([&] {
    for (int index = 0; index < 20; ++index, ++appended) opened.journal->append(0, std::string(900, 'x'), nullptr);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(appended, 4);
  go.set_value();
  thread.join();
  EXPECT_EQ(appended, 20);
  // One that is larger than the limit goes alone.
  EXPECT_TRUE(opened.journal->append(0, std::string(1'000'000, 'y')).has_value());
}

TEST_F(JournalTest, done_may_append_even_when_others_wait_for_room) {
  std::atomic<int> told = 0;
  {
    const auto opened = open_journal(folder_.path, {.waiting_bytes_most = 1'000});
    for (int index = 0; index < 200; ++index) {
      opened.journal->append(0, std::string(300, 'x'), [&](const Status&) {
        for (int child = 0; child < 3; ++child) {
          opened.journal->append(1, std::string(400, 'y'), [&](const Status& status) { told += status ? 1 : 0; });
        }
      });
    }
  }
  EXPECT_EQ(told, 600);
  EXPECT_EQ(open_journal(folder_.path).records.size(), 800U);
}

TEST_F(JournalTest, old_files_are_forgotten_and_the_newest_stays) {
  {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 300});
    for (int index = 1; index <= 20; ++index) {
      ASSERT_TRUE(opened.journal->append(0, std::string(118, static_cast<char>('a' + index))).has_value());
    }
    ASSERT_EQ(segments_of(folder_.path).size(), 10U);  // 150 bytes a record: two a file
    ASSERT_TRUE(opened.journal->forget_before(5).has_value());
    EXPECT_EQ(segments_of(folder_.path).front().filename(), segment_name(5));
    ASSERT_TRUE(opened.journal->forget_before(6).has_value());
    EXPECT_EQ(segments_of(folder_.path).front().filename(), segment_name(5));
    EXPECT_EQ(opened.journal->bytes(), 8 * (kSegmentHeaderBytes + 300));
  }
  {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 300});
    EXPECT_EQ(opened.journal->opened().first, 5U);
    EXPECT_EQ(opened.journal->opened().last, 20U);
    EXPECT_EQ(opened.journal->opened().records, 16U);
    EXPECT_EQ(opened.records.front().sequence, 5U);
    ASSERT_TRUE(opened.journal->forget_before(1'000).has_value());
    EXPECT_EQ(segments_of(folder_.path).size(), 1U);
    EXPECT_TRUE(opened.journal->append(0, "next").has_value());
  }
  const auto opened = open_journal(folder_.path);
  EXPECT_EQ(opened.records.back().sequence, 21U);
  EXPECT_EQ(opened.records.back().body, "next");
}

TEST_F(JournalTest, forgetting_while_others_append) {
  {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 2'000});
    std::jthread forgets([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        const Sequence last = opened.journal->last_durable();
        EXPECT_TRUE(opened.journal->forget_before(last > 50 ? last - 50 : 0).has_value());
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
    for (int index = 0; index < 300; ++index) ASSERT_TRUE(opened.journal->append(0, std::string(100, 'x')).has_value());
  }
  const auto opened = open_journal(folder_.path);
  ASSERT_TRUE(opened.journal) << opened.message;
  EXPECT_EQ(opened.records.back().sequence, 300U);
  EXPECT_GE(opened.records.size(), 50U);
  EXPECT_LT(opened.records.size(), 300U);
}

// The sample was made by another program, from docs/reference/journal-format.md.
TEST_F(JournalTest, format_1_is_read_and_written_as_it_was) {
  fs::create_directories(folder_.path);
  const Path file = folder_.path / segment_name(41);
  const std::string sample = read_text(QIUHAO_SOURCE_DIR "/tests/samples/journal-1.journal");
  write_text(file, sample);
  const std::vector<Kept> expected = {{41, 1, "first"}, {42, 2, ""}, {43, 255, std::string("求好\0\n", 8)}};
  EXPECT_EQ(open_journal(folder_.path).records, expected);
  EXPECT_EQ(read_text(file), sample);

  const auto header = *read_segment_header(file, sample);
  EXPECT_EQ(header.first, 41U);
  std::string written = header.bytes();
  for (const PlacedFrame& placed : frames_of(file)) {
    std::string bytes = std::string(kFrameHeaderBytes, '\0');
    if (placed.frame.form == Form::record) bytes += expected[placed.frame.sequence - 41].body;
    finish_frame(bytes, placed.frame, header.salt);
    written += bytes;
  }
  EXPECT_EQ(written, sample);
}

TEST_F(JournalTest, one_process_at_a_time) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto journal = Journal::open(folder_.path, {}, nullptr);
    [[maybe_unused]] const ssize_t told = ::write(ready[1], journal ? "y" : "n", 1);
    while (true) ::pause();
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  const auto refused = open_journal(folder_.path);
  EXPECT_EQ(refused.refusal, "journal_in_use");
  EXPECT_NE(refused.message.find(fmt::format("process {} ", child)), std::string::npos) << refused.message;
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  const auto mine = open_journal(folder_.path);
  EXPECT_TRUE(mine.journal) << mine.message;
  EXPECT_EQ(open_journal(folder_.path).refusal, "journal_in_use");
}

}  // namespace
}  // namespace qiuhao::journal
