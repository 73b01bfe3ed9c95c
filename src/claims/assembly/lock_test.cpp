// One writer: a living owner keeps the lock, a dead one loses it and is told, another host's is left alone.
#include "claims/assembly/lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "claims/assembly/test_world.h"

namespace qiuhao::claims::assembly {
namespace {

class LockTest : public testing::Test {
 protected:
  Path file() const { return folder_.path / "import.lock"; }
  // A process that takes the lock and keeps it until it is killed.
  pid_t owner() const {
    int ready[2];
    EXPECT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const auto lock = WorkspaceLock::take(folder_.path, "compaction");
      [[maybe_unused]] const ssize_t told = ::write(ready[1], lock ? "y" : "n", 1);
      while (true) ::pause();
    }
    char answer = 0;
    EXPECT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    ::close(ready[0]);
    ::close(ready[1]);
    return child;
  }
  static void end(pid_t child) {
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  // The code of the refusal, "" when the lock was taken.
  std::string refusal() const {
    const auto lock = WorkspaceLock::take(folder_.path);
    return lock ? "" : lock.error().code;
  }

  TestFolder folder_;
};

TEST_F(LockTest, a_living_owner_is_named_and_a_killed_one_is_taken_over) {
  const pid_t child = owner();
  const auto refused = WorkspaceLock::take(folder_.path);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "workspace_in_use");
  EXPECT_NE(refused.error().message.find(fmt::format("compaction, process {} of host", child)), std::string::npos);
  EXPECT_FALSE(refused.error().chinese.empty());
  EXPECT_EQ(*dead_owner_of(file()), "");
  end(child);
  EXPECT_NE(dead_owner_of(file())->find(fmt::format("process {}", child)), std::string::npos);
  const auto taken = WorkspaceLock::take(folder_.path);
  ASSERT_TRUE(taken.has_value());
  EXPECT_NE(taken->notice().find(fmt::format("process {} of host", child)), std::string::npos);
}

TEST_F(LockTest, a_freed_lock_is_taken_without_a_word) {
  { const auto first = WorkspaceLock::take(folder_.path); }
  EXPECT_TRUE(content_of(file()).empty());
  const auto second = WorkspaceLock::take(folder_.path);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->notice(), "");
}

TEST_F(LockTest, the_owner_comes_back_as_written) {
  const LockOwner me = LockOwner::me("import");
  EXPECT_GT(me.started, 0U);
  EXPECT_TRUE(me.is_alive_here());
  LockOwner back;
  ASSERT_TRUE(back.parse(me.text()));
  EXPECT_EQ(back.text(), me.text());
  for (std::size_t length = 0; length < me.text().size(); ++length)
    EXPECT_FALSE(LockOwner().parse(me.text().substr(0, length))) << length;
}

TEST_F(LockTest, a_process_that_has_a_dead_owners_number_is_not_the_owner) {
  LockOwner other = LockOwner::me("import");
  other.process = ::getppid();
  other.started = 1;  // the process of that number began at another time
  write_text(file(), other.text());
  EXPECT_EQ(refusal(), "");
}

TEST_F(LockTest, an_owner_that_lives_keeps_it_even_where_the_disk_forgets_locks) {
  const pid_t child = owner();
  const std::string named = content_of(file());
  fs::remove(file());  // as another mount of the same folder would see it: the name, and no lock
  write_text(file(), named);
  EXPECT_EQ(refusal(), "workspace_in_use");
  ::kill(child, SIGKILL);
  siginfo_t ended{};
  ::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT);  // dead, and nobody has asked how
  EXPECT_EQ(refusal(), "");
  end(child);
}

TEST_F(LockTest, another_hosts_lock_is_not_taken_over) {
  LockOwner other = LockOwner::me("import");
  other.host = "elsewhere";
  other.boot = "another";
  write_text(file(), other.text());
  const auto refused = WorkspaceLock::take(folder_.path);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "locked_by_other_host");
  EXPECT_NE(refused.error().message.find("remove this file"), std::string::npos);
  EXPECT_EQ(content_of(file()), other.text());  // the owner's name stands
  fs::remove(file());
  EXPECT_EQ(refusal(), "");
}

TEST_F(LockTest, this_host_after_a_new_start_takes_over) {
  LockOwner before = LockOwner::me("import");
  before.boot = "before";
  write_text(file(), before.text());
  EXPECT_EQ(refusal(), "");
}

}  // namespace
}  // namespace qiuhao::claims::assembly
