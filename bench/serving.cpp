// A child process, its port read from what it prints.
#include "serving.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <thread>
#include <utility>

extern char** environ;

namespace qiuhao::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double kReadySeconds = 60;

// "report: http://127.0.0.1:43211/" in what it printed.
std::uint16_t port_in(const std::string& text) {
  const std::string mark = "report: http://127.0.0.1:";
  const std::size_t at = text.find(mark);
  if (at == std::string::npos || text.find('/', at + mark.size()) == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::strtoul(text.c_str() + at + mark.size(), nullptr, 10));
}

}  // namespace

Result<Serving> Serving::start(const Setting& setting, const Path& workspace, const std::vector<std::string>& more) {
  std::vector<std::string> command{(setting.program / "qiuhao").string(), "serve", workspace.string(), "--quiet"};
  command.insert(command.end(), more.begin(), more.end());
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) return system_error("cannot_run", "no pipe could be made");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], 1);
  Serving serving;
  const auto start = Clock::now();
  const int error = posix_spawnp(&serving.process_, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);
  const auto passed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  std::string said;
  char buffer[512];
  for (ssize_t count; error == 0 && (serving.port_ = port_in(said)) == 0;) {
    if ((count = ::read(pipe[0], buffer, sizeof buffer)) <= 0) break;
    said.append(buffer, static_cast<std::size_t>(count));
  }
  ::close(pipe[0]);
  if (error != 0 || serving.port_ == 0)
    return system_error("not_ready", fmt::format("{} serve did not begin: {}", command[0], said));
  http::Client client(serving.url("/ready"));
  while (passed() < kReadySeconds) {
    const auto answer = client.get();
    if (answer && answer->status == 200) {
      serving.ready_seconds_ = passed();
      return serving;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return system_error("not_ready", fmt::format("{} serve was not ready within {} s", command[0], kReadySeconds));
}

Serving::Serving(Serving&& other) noexcept
    : process_(std::exchange(other.process_, 0)), port_(other.port_), ready_seconds_(other.ready_seconds_) {}

Serving& Serving::operator=(Serving&& other) noexcept {
  kill();
  process_ = std::exchange(other.process_, 0);
  port_ = other.port_;
  ready_seconds_ = other.ready_seconds_;
  return *this;
}

Serving::~Serving() { kill(); }

void Serving::kill() {
  if (process_ == 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

double Serving::metric(const std::string& name) const {
  http::Client client(url("/metrics"));
  const auto answer = client.get();
  const std::size_t at = answer ? answer->body.find("\n" + name + " ") : std::string::npos;
  return at == std::string::npos ? std::nan("") : std::strtod(answer->body.c_str() + at + name.size() + 2, nullptr);
}

}  // namespace qiuhao::bench
