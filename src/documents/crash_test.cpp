// A process that adds attachments and serves documents is killed again and again, at any moment and at chosen ones:
// what it said was done is there, each document is there once, and no row lacks its file.
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>

#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "documents/test_papers.h"

namespace qiuhao::documents {
namespace {

constexpr int kRounds = 4;
constexpr int kMattersARound = 3;

class DocumentCrashTest : public PaperTest {
 protected:
  // Connections in use must not be inherited.
  void let_go() {
    desk_.reset();
    store_.reset();
    trail_.reset();
    database_.reset();
  }
  bool take_up() {
    auto database = database::Database::open(place_, {.wait = std::chrono::milliseconds(60'000)});
    if (!database) return false;
    database_ = std::move(*database);
    auto trail = database::Trail::open(*database_);
    if (!trail) return false;
    trail_.emplace(std::move(*trail));
    auto store = casework::MatterStore::open(*database_, *trail_, ring_, *kinds_, calendar_);
    if (!store) return false;
    store_.emplace(std::move(*store));
    desk_.emplace(desk());
    return true;
  }

  [[noreturn]] void work_until_killed(int reports, int round) {
    if (!take_up()) ::_exit(1);
    std::thread serving([&] {
      const PaperStore store = papers();
      while (store.serve_requests()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      ::_exit(2);
    });
    const AttachmentStore store = attachments();
    for (std::int64_t id = round * 1'000;; ++id) {
      const std::string request = std::to_string(id);
      const bool is_added = added(store, fresh("a.txt"), "content " + request, request).starts_with('A');
      if (!is_added || ::write(reports, &id, sizeof id) != static_cast<ssize_t>(sizeof id)) ::_exit(3);
    }
  }

  void run_and_kill(int round, int reports_before_kill, int milliseconds) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) work_until_killed(pipe[1], round);
    ::close(pipe[1]);
    int reports = 0;
    for (std::int64_t id = 0; ::read(pipe[0], &id, sizeof id) == static_cast<ssize_t>(sizeof id);) {
      acknowledged_.insert("content " + std::to_string(id));
      if (++reports == reports_before_kill) {
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        ::kill(child, SIGKILL);
      }
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "exit code " << WEXITSTATUS(status);
  }

  std::set<std::string> acknowledged_;
};

TEST_P(DocumentCrashTest, kill_at_any_moment) {
  std::mt19937 random(20'261'201);
  for (int round = 1; round <= kRounds; ++round) {
    for (int matter = 0; matter < kMattersARound; ++matter)
      done(store_->perform(opened(recovery()), notice(), {"test", ""}));
    let_go();
    run_and_kill(round, 1 + static_cast<int>(random() % 8), static_cast<int>(random() % 20));
    ASSERT_TRUE(take_up());
    EXPECT_TRUE(attachments().verify()->empty());
    EXPECT_TRUE(papers().verify()->empty());
  }
  std::set<std::string> hashes;
  const auto attached = attachments().list(number_);
  for (const Attachment& one : *attached) hashes.insert(one.hash);
  EXPECT_EQ(hashes.size(), attached->size()) << "nothing twice";
  for (const std::string& content : acknowledged_) EXPECT_TRUE(hashes.contains(content_hash(content))) << content;
  ASSERT_TRUE(papers().serve_requests().has_value());
  EXPECT_EQ(count("documents_papers"), kRounds * kMattersARound);
  EXPECT_EQ(count("casework_documents"), kRounds * kMattersARound);
  EXPECT_TRUE(papers().verify()->empty());
  EXPECT_EQ(database::number(*database_, "select count(*) from audit_acts where what = 'document_issued'"),
            kRounds * kMattersARound);
}

// The program dies while its file is being looked at, and between file and row.
TEST_P(DocumentCrashTest, kill_between_file_and_row) {
  let_go();
  const pid_t child = ::fork();
  if (child == 0) {
    if (!take_up()) ::_exit(1);
    AttachmentRules rules;
    rules.virus.words = {"/bin/sh", "-c", "kill -9 $PPID; sleep 1"};
    added(attachments(rules), fresh("a.txt"), "lost", "r1");
    ::_exit(2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  ASSERT_TRUE(take_up());
  const EvidenceFiles files(evidence());
  EXPECT_TRUE(files.all().empty());
  EXPECT_EQ(count("documents_attachments"), 0);
  ASSERT_TRUE(files.keep("lost").has_value());  // as it is when the program dies after the file was placed
  EXPECT_TRUE(attachments().verify()->empty());
  EXPECT_EQ(added(attachments(), fresh("a.txt"), "lost", "r1"), "A1");
  EXPECT_EQ(attachments().read("A1")->bytes, "lost");
  std::size_t drafts = 0;
  for (const auto& entry : std::filesystem::directory_iterator(evidence())) {
    if (!entry.is_regular_file()) continue;
    ++drafts;
    std::filesystem::last_write_time(entry.path(),
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(25));
  }
  EXPECT_EQ(drafts, 1U);
  (void)attachments();  // opening takes old drafts away
  for (const auto& entry : std::filesystem::directory_iterator(evidence())) EXPECT_TRUE(entry.is_directory());
}

QIUHAO_ON_BOTH_ENGINES(DocumentCrashTest);

}  // namespace
}  // namespace qiuhao::documents
