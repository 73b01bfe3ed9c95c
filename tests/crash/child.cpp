// posix_spawn, a deadline, and what the preloaded library reports.
#include "child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <thread>

extern char** environ;

namespace qiuhao::crash {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> environment_of(const Path& watched, const Accident& accident, const Path& scratch) {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  environment.push_back(std::string("LD_PRELOAD=") + QIUHAO_FAILING_CALLS);
  environment.push_back("QIUHAO_ACCIDENT_FOLDER=" + watched.string());
  environment.push_back("QIUHAO_ACCIDENT_KIND=" + accident.kind);
  environment.push_back(fmt::format("QIUHAO_ACCIDENT_CALL={}", accident.call));
  environment.push_back("QIUHAO_ACCIDENT_REPORT=" + (scratch / "report").string());
  if (accident.kind == "trace") environment.push_back("QIUHAO_ACCIDENT_TRACE=" + (scratch / "trace").string());
  return environment;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> made;
  for (std::string& word : words) made.push_back(word.data());
  made.push_back(nullptr);
  return made;
}

Result<pid_t> start(const Words& words, std::vector<std::string> environment, const Path& out, const Path& error) {
  std::vector<std::string> command = {QIUHAO_PROGRAM};
  command.insert(command.end(), words.begin(), words.end());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t process = 0;
  const int why =
      posix_spawn(&process, QIUHAO_PROGRAM, &actions, nullptr, pointers(command).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (why != 0) return system_error("cannot_run", fmt::format("cannot run {}", QIUHAO_PROGRAM));
  return process;
}

// Waits for the end; kills once the time is over (a child that hangs is killed too, after two minutes).
int wait_for(pid_t process, double kill_after_seconds) {
  const auto deadline =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(kill_after_seconds));
  int status = 0;
  while (::waitpid(process, &status, WNOHANG) == 0) {
    const auto left = deadline - Clock::now();
    if (left <= Clock::duration::zero()) {
      ::kill(process, SIGKILL);
      ::waitpid(process, &status, 0);
      return status;
    }
    std::this_thread::sleep_for(std::min<Clock::duration>(left, std::chrono::milliseconds(1)));
  }
  return status;
}

void read_report(const Path& report, Ended& ended) {
  const auto content = read_file(report);
  if (!content) return;
  std::string_view rest = *content;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.starts_with("calls "))
      ended.calls = std::stol(std::string(line.substr(6)));
    else
      ended.place = line;
  }
}

}  // namespace

std::string Accident::text() const {
  return kind == "time" ? fmt::format("kill -9 after {:.1f} ms", seconds * 1e3)
                        : fmt::format("{} at call {}", kind, call);
}

Result<Ended> run_child(const Words& words, const Path& watched, const Accident& accident, const Path& scratch) {
  constexpr double kHangSeconds = 120;
  TRY(make_folder(scratch));
  const Path out = scratch / "out";
  const Path error = scratch / "error";
  const Path report = scratch / "report";
  std::error_code ignored;
  std::filesystem::remove(report, ignored);
  const auto begun = Clock::now();
  ASSIGN(const pid_t process, start(words, environment_of(watched, accident, scratch), out, error));
  const int status = wait_for(process, accident.kind == "time" ? accident.seconds : kHangSeconds);
  Ended ended;
  ended.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  ASSIGN(ended.out, read_file(out));
  ASSIGN(ended.error, read_file(error));
  read_report(report, ended);
  return ended;
}

Result<std::vector<Call>> trace_child(const Words& words, const Path& watched, const Path& scratch) {
  std::error_code ignored;
  std::filesystem::remove(scratch / "trace", ignored);
  ASSIGN(const Ended ended, run_child(words, watched, {"trace"}, scratch));
  if (ended.code != 0) return system_error("failed", fmt::format("ended with {}: {}", ended.code, ended.error));
  ASSIGN(const std::string content, read_file(scratch / "trace"));
  std::vector<Call> calls;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream line_words(line);
    Call& call = calls.emplace_back();
    line_words >> call.name >> call.path >> call.to;
  }
  return calls;
}

}  // namespace qiuhao::crash
