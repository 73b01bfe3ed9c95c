// Anchors: lines of a file outside of the database, to which lines are only ever added.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/day.h"
#include "database/trail.h"
#include "database/trail_bytes.h"

namespace qiuhao::database {
namespace {

constexpr std::size_t kAnchorBytesMost = std::size_t{64} << 20;  // more than a thousand years of days
constexpr std::int64_t kSecondsMost = 253'402'300'799;           // the year 9999
constexpr std::string_view kFront = "anchor 1 ";
constexpr std::string_view kTorn = " torn";

struct Descriptor {
  int value = -1;
  ~Descriptor() {
    if (value >= 0) ::close(value);  // and gives the lock back
  }
};

std::unexpected<Error> file_failure(const Path& path, int why) {
  return fail({Fault::system,
               why == ENOSPC ? "disk_full" : "file_error",
               fmt::format("cannot write the anchors: {}; see that the disk has room and this user may write there",
                           std::strerror(why)),
               {path.string(), 0, 0, ""},
               fmt::format("不能写入锚点文件：{}；请检查磁盘空间和权限", std::strerror(why))});
}

// "anchor 1 ACTS HASH TRAIL SECONDS LOCAL-DAY LOCAL-TIME"; the last two are for people.
std::string line_of(const Anchor& anchor) {
  return fmt::format("{}{} {} {} {} {}", kFront, anchor.acts, to_hex(anchor.hash), anchor.trail,
                     anchor.at / kMicrosASecond, format_time(anchor.at / kMicrosASecond));
}

std::optional<Anchor> anchor_of(std::string_view line) {
  if (!line.starts_with(kFront)) return std::nullopt;
  std::string_view rest = line.substr(kFront.size());
  const auto next = [&] {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    return word;
  };
  const auto number = [](std::string_view word, std::int64_t& value) {
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc() && end == word.data() + word.size();
  };
  Anchor anchor;
  if (!number(next(), anchor.acts)) return std::nullopt;
  const auto hash = from_hex(next());
  anchor.trail = next();
  if (!number(next(), anchor.at) || !hash || hash->size() != kDigestBytes) return std::nullopt;
  if (anchor.at < 0 || anchor.at > kSecondsMost) return std::nullopt;
  anchor.at *= kMicrosASecond;
  anchor.hash = *hash;
  // Only the one way of writing it, so that nothing else in the line can be changed unseen.
  return line_of(anchor) == line ? std::optional(anchor) : std::nullopt;
}

std::unexpected<Error> bad_anchors(const Path& path, int line, Sentence sentence) {
  return input_error("bad_anchors", std::move(sentence), {path.string(), line, 0, ""});
}

// That the trail holds what the last anchor says; else nothing may be anchored.
Status check_last(Transaction& transaction, const TrailHead& head, const Anchor& last) {
  if (last.trail != head.trail) return trail_damaged({"the anchors are of another trail", "锚点属于另一条审计链"});
  if (last.acts > head.acts)
    return trail_damaged({fmt::format("act {} is missing, though it is anchored", head.acts + 1),
                          fmt::format("第{}条行为已锚定，现已缺失", head.acts + 1)});
  std::string hash = birth_hash(head);
  if (last.acts > 0) {
    ASSIGN(const auto rows,
           transaction.query("select hash from audit_acts where sequence = ?", {last.acts}, {Kind::bytes}));
    hash = rows.empty() ? "" : rows[0].bytes(0);
  }
  if (hash == last.hash) return {};
  return trail_damaged({fmt::format("act {} is not the one that was anchored", last.acts),
                        fmt::format("第{}条行为与锚点不符", last.acts)});
}

Status write_all(const Path& path, int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return file_failure(path, errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fdatasync(file) == 0 ? Status() : file_failure(path, errno);
}

}  // namespace

Result<std::vector<Anchor>> read_anchors(const Path& path) {
  ASSIGN(const std::string content, read_file(path, kAnchorBytesMost));
  std::vector<Anchor> anchors;
  int number = 0;
  for (std::string_view rest = content; rest.contains('\n');) {  // what stands behind the last one was torn
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    ++number;
    if (line.ends_with(kTorn)) continue;
    const auto anchor = anchor_of(line);
    if (!anchor)
      return bad_anchors(path, number,
                         {"this line is no anchor; restore the file from a copy", "该行不是锚点；请从副本恢复该文件"});
    if (!anchors.empty() && anchor->trail == anchors.back().trail && anchor->acts < anchors.back().acts)
      return bad_anchors(path, number,
                         {"this anchor knows fewer acts than the one before it; restore the file from a copy",
                          "该锚点的行为数少于前一个；请从副本恢复该文件"});
    anchors.push_back(*anchor);
  }
  return anchors;
}

Result<std::optional<Anchor>> anchor_trail(Database& database, const Path& path, Micros now, bool always) {
  const bool is_new = !std::filesystem::exists(path);
  const Descriptor file{::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0644)};
  if (file.value < 0) return file_failure(path, errno);
  if (is_new) ::fchmod(file.value, 0644);  // whatever the mask: an anchor is there to be read by others
  while (::flock(file.value, LOCK_EX) != 0) {
    if (errno != EINTR) return file_failure(path, errno);
  }
  ASSIGN(const auto anchors, read_anchors(path));
  if (!anchors.empty() && !always && day_of(now / kMicrosASecond) <= day_of(anchors.back().at / kMicrosASecond))
    return std::nullopt;
  const Micros at = now / kMicrosASecond * kMicrosASecond;
  Anchor anchor;
  TRY(database.read([&](Transaction& transaction) -> Status {
    ASSIGN(const TrailHead head, only_head(transaction));
    if (!anchors.empty()) TRY(check_last(transaction, head, anchors.back()));
    anchor = {at, head.trail, head.acts, head.hash};
    return {};
  }));
  // A line that a crash cut short is closed with a word that says so; nothing is ever taken away.
  char last = '\n';
  const off_t size = ::lseek(file.value, 0, SEEK_END);
  if (size > 0 && ::pread(file.value, &last, 1, size - 1) != 1) return file_failure(path, errno);
  std::string text = last == '\n' ? "" : fmt::format("{}\n", kTorn);
  text += line_of(anchor) + "\n";
  TRY(write_all(path, file.value, text));
  if (is_new) TRY(sync_path(path.has_parent_path() ? path.parent_path() : Path(".")));
  return anchor;
}

}  // namespace qiuhao::database
