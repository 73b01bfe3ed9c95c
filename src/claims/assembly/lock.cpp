// flock, and the owner's name in the file.
#include "claims/assembly/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <utility>

#include "base/day.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr std::size_t kMostOwnerBytes = 1024;

std::string first_line(const Path& path) {
  const auto content = read_file(path, 4096);
  return content ? content->substr(0, content->find('\n')) : "";
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

// Field 22 of /proc/N/stat; the name before it, in brackets, may hold blanks. 0 when there is no such process, or when
// it ended and its parent has not asked how (state Z).
std::uint64_t start_of(std::int64_t process) {
  const std::string line = first_line(fmt::format("/proc/{}/stat", process));
  std::size_t at = line.rfind(')');
  if (at == std::string::npos || line.compare(at, 3, ") Z") == 0 || line.compare(at, 3, ") X") == 0) return 0;
  for (int field = 2; field < 22 && at != std::string::npos; ++field) at = line.find(' ', at + 1);
  std::uint64_t start = 0;
  if (at != std::string::npos) std::from_chars(line.data() + at + 1, line.data() + line.size(), start);
  return start;
}

Seconds now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string content_of(int file) {
  std::string content(kMostOwnerBytes, '\0');
  const ssize_t count = ::pread(file, content.data(), content.size(), 0);
  content.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return content;
}

// What an earlier text says, whether it names an owner or not.
Sentence owner_sentence(const std::string& content) {
  LockOwner owner;
  if (owner.parse(content)) return owner.sentence();
  const std::string line = content.substr(0, content.find('\n'));
  return {line, line};
}

std::unexpected<Error> in_use(const Path& path, const std::string& content) {
  const Sentence owner = owner_sentence(content);
  return fail({Fault::system,
               "workspace_in_use",
               fmt::format("another writer works here ({}); wait until it is done, or end it", owner.english),
               {path.string(), 0, 0, ""},
               fmt::format("另一个写入者正在使用（{}）；请等它完成，或结束它", owner.chinese)});
}

std::unexpected<Error> cannot_lock(const Path& path, int why) {
  const bool no_locks = why == ENOLCK || why == EOPNOTSUPP || why == ENOSYS;
  return fail({Fault::system,
               no_locks ? "no_locks" : "file_error",
               fmt::format("cannot be locked: {}; choose a folder on a disk that has file locks", std::strerror(why)),
               {path.string(), 0, 0, ""},
               fmt::format("无法加锁：{}；请选择支持文件锁的磁盘", std::strerror(why))});
}

std::unexpected<Error> cannot_make(const Path& path, int why) {
  return fail({Fault::system,
               why == EROFS    ? "read_only_disk"
               : why == ENOSPC ? "disk_full"
               : why == EACCES ? "no_permission"
                               : "file_error",
               fmt::format("cannot make the lock: {}; choose a folder on a disk with room that this user may write",
                           std::strerror(why)),
               {path.string(), 0, 0, ""},
               fmt::format("无法建立锁文件：{}；请选择有空间且当前用户可写的磁盘", std::strerror(why))});
}

// The last owner did not free the lock, and the system says that nobody here holds it.
Status may_take_over(const Path& path, const std::string& content) {
  LockOwner owner;
  if (!owner.parse(content)) return {};
  const LockOwner me = LockOwner::me("");
  if (owner.is_alive_here() && owner.process != me.process) return in_use(path, content);
  if (owner.host == me.host || owner.boot == me.boot) return {};
  const Sentence sentence = owner.sentence();
  return fail({Fault::system,
               "locked_by_other_host",
               fmt::format("is locked by {}, which cannot be asked from here; see on that host whether it still runs; "
                           "when it does not, remove this file and run it again",
                           sentence.english),
               {path.string(), 0, 0, ""},
               fmt::format("被{}锁定，本机无法得知它是否仍在运行；请在那台主机上查看，确认已结束后删除此文件再重试",
                           sentence.chinese)});
}

}  // namespace

LockOwner LockOwner::me(std::string_view doing) {
  return {host_name(),        first_line("/proc/sys/kernel/random/boot_id"),
          ::getpid(),         start_of(::getpid()),
          std::string(doing), format_time(now())};
}

std::string LockOwner::text() const {
  return fmt::format("host {}\nboot {}\nprocess {}\nstarted {}\ndoing {}\nsince {}\n", host, boot, process, started,
                     doing, since);
}

bool LockOwner::parse(std::string_view text) {
  const auto value = [&](std::string_view key, std::string& to) {
    if (!text.starts_with(key) || text.size() <= key.size() || text[key.size()] != ' ') return false;
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    to = text.substr(key.size() + 1, end - key.size() - 1);
    text.remove_prefix(end + 1);
    return true;
  };
  const auto number = [](const std::string& digits, auto& to) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), to);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  std::string process_digits;
  std::string started_digits;
  return value("host", host) && value("boot", boot) && value("process", process_digits) &&
         value("started", started_digits) && value("doing", doing) && value("since", since) &&
         number(process_digits, process) && number(started_digits, started);
}

Sentence LockOwner::sentence() const {
  return {fmt::format("{}, process {} of host {}, since {}", doing, process, host, since),
          fmt::format("主机 {} 的进程 {}（{}，自 {}）", host, process, doing, since)};
}

bool LockOwner::is_alive_here() const {
  return host == host_name() && boot == first_line("/proc/sys/kernel/random/boot_id") && started != 0 &&
         start_of(process) == started;
}

Result<WorkspaceLock> WorkspaceLock::take(const Path& workspace, std::string_view doing) {
  return take_file(workspace / "import.lock", doing);
}

Result<WorkspaceLock> WorkspaceLock::take_file(const Path& path, std::string_view doing) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return cannot_make(path, errno);
  WorkspaceLock lock(-1, "");
  const std::string before = content_of(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    ::close(file);
    if (why == EWOULDBLOCK) return in_use(path, before);
    return cannot_lock(path, why);
  }
  if (const Status may = may_take_over(path, before); !may) {
    ::close(file);
    return fail(may.error());
  }
  const std::string mine = LockOwner::me(doing).text();
  const bool written =
      ::ftruncate(file, 0) == 0 && ::pwrite(file, mine.data(), mine.size(), 0) == static_cast<ssize_t>(mine.size());
  if (!written) {
    const int why = errno;
    [[maybe_unused]] const int emptied = ::ftruncate(file, 0);
    ::close(file);
    return cannot_make(path, why);
  }
  lock.file_ = file;
  if (!before.empty())
    lock.notice_ =
        fmt::format("took over the lock of {}, which ended without finishing", owner_sentence(before).english);
  return lock;
}

WorkspaceLock::WorkspaceLock(WorkspaceLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)), notice_(std::move(other.notice_)) {}

WorkspaceLock::~WorkspaceLock() {
  if (file_ < 0) return;
  // An empty file says that its owner finished; were it removed, another process could hold the removed one.
  [[maybe_unused]] const int emptied = ::ftruncate(file_, 0);
  ::close(file_);
}

Result<std::string> dead_owner_of(const Path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return "";
  if (file < 0) return cannot_make(path, errno);
  const std::string content = content_of(file);
  const bool is_free = ::flock(file, LOCK_SH | LOCK_NB) == 0;
  ::close(file);
  if (content.empty() || !is_free) return "";
  LockOwner owner;
  if (owner.parse(content) && owner.is_alive_here()) return "";
  return owner_sentence(content).english;
}

}  // namespace qiuhao::claims::assembly
