// posix_spawn, for a server has threads that fork would leave behind half done.
#include "documents/child_program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace qiuhao::documents {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kAfterEnd{50};  // for what it still had to say

// Where both outputs of the program end up, and what it was started with.
class Start {
 public:
  Start() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
  }
  ~Start() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
    if (pipe_[0] >= 0) ::close(pipe_[0]);
    if (pipe_[1] >= 0) ::close(pipe_[1]);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;

  // 0, or the system's error.
  int run(std::span<const std::string> words, pid_t& child) {
    if (::pipe2(pipe_, O_CLOEXEC) != 0) return errno;
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, pipe_[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, pipe_[1], STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    std::vector<std::string> owned(words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& word : owned) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int failed = ::posix_spawn(&child, arguments[0], &actions_, &attributes_, arguments.data(), environ);
    ::close(std::exchange(pipe_[1], -1));
    return failed;
  }
  int output() const { return pipe_[0]; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
  int pipe_[2] = {-1, -1};
};

// Takes what there is to read within the time; false at the end of the output.
bool take_output(int output, std::chrono::milliseconds time, std::string& told) {
  pollfd waiting{output, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(time.count())) <= 0) return true;
  char buffer[4'096];
  const ssize_t count = ::read(output, buffer, sizeof buffer);
  if (count > 0) told.append(buffer, static_cast<std::size_t>(count));
  if (told.size() > 2 * kToldBytesMost) told.erase(0, told.size() - kToldBytesMost);
  return count > 0 || (count < 0 && errno == EINTR);
}

}  // namespace

Result<ProgramEnd> run_program(std::span<const std::string> words, std::chrono::milliseconds deadline) {
  Start start;
  pid_t child = 0;
  if (const int failed = start.run(words, child); failed != 0)
    return fail({Fault::system,
                 "cannot_run",
                 fmt::format("the program cannot be started: {}", std::strerror(failed)),
                 {words[0], 0, 0, ""},
                 fmt::format("程序无法启动：{}", std::strerror(failed))});
  ProgramEnd end;
  const auto late_at = Clock::now() + deadline;
  const auto left = [&] { return std::chrono::duration_cast<std::chrono::milliseconds>(late_at - Clock::now()); };
  bool is_speaking = true;
  // It can close its outputs and go on, or end while a child of its own holds them open. It stays unreaped until its
  // group is killed, so that the group's number is nobody else's.
  siginfo_t ended{};
  while (::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0) {
    end.was_late = left().count() <= 0;
    if (end.was_late) break;
    const auto step = std::min(left(), std::chrono::milliseconds(20));
    if (is_speaking)
      is_speaking = take_output(start.output(), step, end.told);
    else
      ::poll(nullptr, 0, static_cast<int>(step.count()));
  }
  ::kill(-child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  const auto silent_at = Clock::now() + kAfterEnd;
  while (is_speaking && Clock::now() < silent_at) is_speaking = take_output(start.output(), kAfterEnd, end.told);
  if (end.told.size() > kToldBytesMost) end.told.erase(0, end.told.size() - kToldBytesMost);
  end.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return end;
}

}  // namespace qiuhao::documents
