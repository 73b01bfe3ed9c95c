// A process that appends is killed again and again, at any moment; every acknowledged record is there, in order, once.
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "journal/test_journal.h"

namespace qiuhao::journal {
namespace {

constexpr int kRounds = 40;
constexpr JournalOptions kOptions{.segment_bytes = 200'000, .waiting_bytes_most = std::size_t{8} << 20};

enum class Said : std::uint64_t { acknowledged, will_forget_before };

// Small enough for one write to a pipe to be whole.
struct Report {
  Said said;
  Sequence sequence;
  std::uint64_t seed;
};

// A body that can be told from any other, and a part of it from the whole.
std::string body_of(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::size_t size = random() % 3'000;
  if (size % 50 == 0) size *= 40;
  std::string body(8 + size, '\0');
  std::memcpy(body.data(), &seed, 8);
  for (std::size_t index = 8; index + 8 <= body.size(); index += 8) {
    const std::uint64_t part = random();
    std::memcpy(body.data() + index, &part, 8);
  }
  return body;
}

[[noreturn]] void append_until_killed(const Path& folder, int reports, std::uint64_t round) {
  const auto journal = Journal::open(folder, kOptions, nullptr);
  if (!journal) ::_exit(1);
  const auto report = [&](const Report& said) {
    if (::write(reports, &said, sizeof said) != static_cast<ssize_t>(sizeof said)) ::_exit(2);
  };
  std::mutex order;  // so that Done can tell the sequence, which is known beforehand
  Sequence last = (*journal)->opened().last;
  std::vector<std::thread> threads;
  for (std::uint64_t thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::uint64_t number = 1;; ++number) {
        const std::uint64_t seed = (round << 40) + (thread << 36) + number;
        const std::string body = body_of(seed);
        {
          const std::lock_guard guard(order);
          const Sequence mine = ++last;
          const Sequence given = (*journal)->append(3, body, [&report, mine, seed](const Status& status) {
            if (!status) ::_exit(3);
            report({Said::acknowledged, mine, seed});
          });
          if (given != mine) ::_exit(4);
        }
        if (number % 64 != 0) continue;
        const Sequence durable = (*journal)->last_durable();
        const Sequence keep_from = durable > 400 ? durable - 400 : 1;
        report({Said::will_forget_before, keep_from, 0});
        if (!(*journal)->forget_before(keep_from)) ::_exit(5);
      }
    });
  }
  while (true) ::pause();
}

class CrashTest : public testing::Test {
 protected:
  // Until so many reports have come; hears what it said before it died, to the end.
  void run_and_kill(std::uint64_t round, std::size_t reports_before_kill) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) append_until_killed(folder_.path, pipe[1], round);
    ::close(pipe[1]);
    Report report{};
    Sequence last = 0;
    for (std::size_t reports = 1; ::read(pipe[0], &report, sizeof report) == static_cast<ssize_t>(sizeof report);
         ++reports) {
      if (report.said == Said::will_forget_before) {
        may_be_gone_before_ = std::max(may_be_gone_before_, report.sequence);
      } else {
        EXPECT_TRUE(last == 0 || report.sequence == last + 1) << "Done out of order";
        last = report.sequence;
        EXPECT_TRUE(known_.emplace(report.sequence, report.seed).second) << report.sequence << " was given before";
      }
      if (reports == reports_before_kill) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "exit code " << WEXITSTATUS(status);
    acknowledged_ += last != 0;
  }

  // Holds what is there against what was acknowledged or seen in any round before.
  void check() {
    std::map<Sequence, std::uint64_t> found;
    std::set<std::uint64_t> seeds;
    const auto journal = Journal::open(folder_.path, kOptions, [&](const Record& record) {
      EXPECT_TRUE(found.empty() || record.sequence == found.rbegin()->first + 1);
      ASSERT_GE(record.body.size(), 8U);
      std::uint64_t seed = 0;
      std::memcpy(&seed, record.body.data(), 8);
      EXPECT_TRUE(record.body == body_of(seed)) << record.sequence;
      EXPECT_TRUE(seeds.insert(seed).second) << record.sequence << " is there under another number too";
      found[record.sequence] = seed;
    });
    ASSERT_TRUE(journal.has_value()) << journal.error().text();
    for (const auto& [sequence, seed] : known_) {
      const auto place = found.find(sequence);
      if (place != found.end()) {
        EXPECT_EQ(place->second, seed) << sequence;
      } else {
        EXPECT_LT(sequence, (*journal)->opened().first) << "is lost";
        EXPECT_LT(sequence, may_be_gone_before_) << "was not to be forgotten";
      }
    }
    known_.insert(found.begin(), found.end());
    cuts_ += (*journal)->opened().cut_bytes > 0;
    segments_ = std::max(segments_, segments_of(folder_.path).size());
  }

  TestFolder folder_;
  std::map<Sequence, std::uint64_t> known_;  // seeds of all that was acknowledged or seen
  Sequence may_be_gone_before_ = 0;
  int acknowledged_ = 0;  // rounds in which something was
  int cuts_ = 0;          // rounds that ended in the middle of a record
  std::size_t segments_ = 0;
};

TEST_F(CrashTest, every_acknowledged_record_survives_a_kill) {
  std::mt19937_64 random(20'261'102);
  for (std::uint64_t round = 1; round <= kRounds && !HasFatalFailure(); ++round) {
    run_and_kill(round, 1 + random() % (round % 4 == 0 ? 1'500 : 150));
    // Every third time it is opened by the next child only, so that what a kill left is mended and appended to.
    if (round % 3 != 0 || round == kRounds) check();
  }
  EXPECT_GT(acknowledged_, kRounds / 2);
  EXPECT_GT(segments_, 2U);
  fmt::print("{} records acknowledged or seen; {} torn ends cut\n", known_.size(), cuts_);  // tidy:allow a test's note
}

}  // namespace
}  // namespace qiuhao::journal
