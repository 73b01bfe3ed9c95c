// Lines are made by who writes them, and queued as text; the thread takes all that wait at once.
#include "http/log.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace qiuhao::http {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";
constexpr std::string_view kLevels[] = {"debug", "info", "warning", "error"};

// Bytes of the UTF-8 character that begins here; 0 when none does.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto follows = [&](std::size_t at) { return (byte(at) & 0xc0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const bool is_long = first == 0xe0 && byte(1) < 0xa0;
    const bool is_half = first == 0xed && byte(1) > 0x9f;
    return follows(1) && follows(2) && !is_long && !is_half ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool is_long = first == 0xf0 && byte(1) < 0x90;
    const bool is_beyond = first == 0xf4 && byte(1) > 0x8f;
    return follows(1) && follows(2) && follows(3) && !is_long && !is_beyond ? 4 : 0;
  }
  return 0;
}

std::string make_line(Level level, std::string_view event,
                      std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  std::string line;
  line.reserve(256);
  fmt::format_to(std::back_inserter(line), R"({{"time":"{:%Y-%m-%dT%H:%M:%S}.{:06}Z","level":"{}","event":)",
                 fmt::gmtime(std::chrono::system_clock::to_time_t(second)), (now - second).count(),
                 kLevels[static_cast<std::size_t>(level)]);
  put_json_string(line, event, Log::kValueBytesMost);
  for (const auto& [name, value] : fields) {
    line += ',';
    put_json_string(line, name, Log::kValueBytesMost);
    line += ':';
    put_json_string(line, value, Log::kValueBytesMost);
  }
  line += "}\n";
  return line;
}

Result<int> open_log(const Path& file) {
  if (file.empty()) return STDERR_FILENO;
  const int handle = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  if (handle >= 0) return handle;
  return system_error("cannot_log", fmt::format("cannot be written: {}", std::strerror(errno)),
                      {file.string(), 0, 0, ""});
}

bool write_all(int handle, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(handle, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

void put_json_string(std::string& out, std::string_view text, std::size_t most) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(text.substr(at));
    if (at + bytes > most || at >= most) break;
    const char letter = text[at];
    if (bytes == 0) {
      out += kReplacement;
    } else if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(letter));
    } else {
      out += text.substr(at, bytes);
    }
    at += std::max<std::size_t>(bytes, 1);
  }
  out += '"';
}

struct Log::State {
  explicit State(LogOptions given) : options(std::move(given)) {}
  ~State();
  void run();
  void write_batch(const std::string& text, std::uint64_t lines);
  void reopen_file();

  const LogOptions options;
  int handle = -1;
  std::atomic<std::uint64_t> lost{0};

  std::mutex mutex;
  std::condition_variable written;  // to the thread: there is work
  std::condition_variable taken;    // from the thread: all is written
  std::string waiting;              // whole lines
  std::uint64_t waiting_lines = 0;
  std::uint64_t lost_unsaid = 0;
  bool is_writing = false;
  bool must_reopen = false;
  bool is_ending = false;
  std::thread thread;
};

Log::State::~State() {
  {
    const std::lock_guard lock(mutex);
    is_ending = true;
  }
  written.notify_one();
  if (thread.joinable()) thread.join();
  if (handle > STDERR_FILENO) ::close(handle);
}

void Log::State::run() {
  std::unique_lock lock(mutex);
  while (true) {
    written.wait(lock, [this] { return is_ending || must_reopen || waiting_lines > 0; });
    if (is_ending && waiting_lines == 0) return;
    std::string text = std::exchange(waiting, {});
    const std::uint64_t lines = std::exchange(waiting_lines, 0);
    const std::uint64_t unsaid = std::exchange(lost_unsaid, 0);
    const bool reopens = std::exchange(must_reopen, false);
    is_writing = true;
    lock.unlock();
    if (reopens) reopen_file();
    if (unsaid > 0) text += make_line(Level::warning, "log_lines_lost", {{"lines", fmt::format("{}", unsaid)}});
    write_batch(text, lines);
    lock.lock();
    is_writing = false;
    taken.notify_all();
  }
}

void Log::State::write_batch(const std::string& text, std::uint64_t lines) {
  if (!write_all(handle, text)) lost += lines;
}

void Log::State::reopen_file() {
  const auto opened = open_log(options.file);
  if (!opened) {
    write_all(handle, make_line(Level::error, "log_not_reopened", {{"error", opened.error().text()}}));
    return;
  }
  if (handle > STDERR_FILENO) ::close(handle);
  handle = *opened;
}

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;
Log::~Log() = default;

Result<Log> Log::open(LogOptions options) {
  auto state = std::make_unique<State>(std::move(options));
  ASSIGN(state->handle, open_log(state->options.file));
  state->thread = std::thread([state = state.get()] { state->run(); });
  return Log(std::move(state));
}

void Log::write(Level level, std::string_view event,
                std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  if (level < state_->options.least) return;
  const std::string line = make_line(level, event, fields);
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->waiting_lines >= state_->options.waiting_most) {
      ++state_->lost_unsaid;
      ++state_->lost;
      return;
    }
    state_->waiting += line;
    ++state_->waiting_lines;
    if (state_->waiting_lines > 1) return;  // the thread knows already
  }
  state_->written.notify_one();
}

void Log::reopen() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->must_reopen = true;
  }
  state_->written.notify_one();
}

void Log::flush() {
  std::unique_lock lock(state_->mutex);
  state_->taken.wait(lock,
                     [this] { return state_->waiting_lines == 0 && !state_->is_writing && !state_->must_reopen; });
}

std::uint64_t Log::lost() const { return state_->lost; }

}  // namespace qiuhao::http
