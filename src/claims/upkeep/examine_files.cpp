// Cheap checks: folders and their rights, lock, list of imports, key, leftovers of crashes, room on the disk.
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "claims/assembly/lock.h"
#include "claims/assembly/pseudonym.h"
#include "claims/upkeep/examiner.h"

namespace qiuhao::claims::upkeep {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrivate[] = {"staging", "secret", "tmp", "rejected"};
constexpr mode_t kOthers = 0077;
constexpr std::uint64_t kLeastFreeBytes = std::uint64_t{1} << 30;

const Path kImportList = Path("staging") / "batches.json";
const Path kKeyFile = Path("secret") / "pseudonym.key";

// 0 when there is no such file.
mode_t mode_of(const Path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
}

std::uint64_t bytes_below(const Path& folder) {
  std::uint64_t total = 0;
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(folder, ignored)) {
    if (entry.is_regular_file(ignored)) total += entry.file_size(ignored);
  }
  return total;
}

// A writer that is at work has files under way that are no leftovers.
bool is_writer_at_work(const Examiner& examiner) {
  const auto lock = read_file(examiner.path("import.lock"), 4096);
  const auto dead = assembly::dead_owner_of(examiner.path("import.lock"));
  return lock && !lock->empty() && dead && dead->empty();
}

void note_leftover(Examiner& examiner, const Path& relative) {
  examiner.note(relative, {"was left behind by an import that was cut off", "是被中断的导入留下的"},
                {"nothing need be done: the next import removes it", "无需处理：下次导入会清除它"});
}

void note_all_in(Examiner& examiner, const Path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(examiner.path(folder), ignored)) {
    examiner.looked_at();
    note_leftover(examiner, folder / entry.path().filename());
  }
}

void note_unnamed_below(Examiner& examiner, const Path& folder, const std::set<std::string>& named) {
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(examiner.path(folder), ignored)) {
    if (!entry.is_regular_file(ignored)) continue;
    examiner.looked_at();
    const Path relative = fs::relative(entry.path(), examiner.options.workspace, ignored);
    if (!named.contains(relative.string()) && relative != kImportList) note_leftover(examiner, relative);
  }
}

// Whether a file is there at its length, as far as that is known.
void check_named_file(Examiner& examiner, const NamedFile& file) {
  std::error_code missing;
  const auto size = fs::file_size(examiner.path(file.path), missing);
  const bool is_whole = !missing && size == file.bytes;
  examiner.looked_at(missing ? 0 : static_cast<std::int64_t>(size));
  if (is_whole) return;
  const bool is_register = file.kind == NamedFile::Kind::table;
  examiner.damage(
      file.path,
      {fmt::format("is {}; it holds what imports read{}", missing ? "missing" : "cut off",
                   is_register ? fmt::format(" of the register {}", file.table) : ", by person"),
       fmt::format("{}；其中是历次导入的内容（{}）", missing ? "不存在" : "不完整", is_register ? "登记表" : "按人")},
      mend_by_backup(examiner, file.path));
}

}  // namespace

void check_folders(Examiner& examiner) {
  examiner.begin("folders", {"folders and rights", "文件夹与权限"});
  for (const char* folder : kPrivate) {
    std::error_code ignored;
    if (!fs::exists(examiner.path(folder), ignored)) continue;
    examiner.looked_at();
    if ((mode_of(examiner.path(folder)) & kOthers) == 0) continue;
    examiner.damage(
        folder,
        {fmt::format("is open to others (mode {:04o}), and holds personal data", mode_of(examiner.path(folder))),
         fmt::format("对他人开放（权限 {:04o}），而其中有个人信息", mode_of(examiner.path(folder)))},
        {fmt::format("run: chmod 700 {}", examiner.path(folder).string()),
         fmt::format("请运行：chmod 700 {}", examiner.path(folder).string())});
  }
}

void check_lock(Examiner& examiner) {
  examiner.begin("lock", {"lock of the writer", "写入锁"});
  examiner.looked_at();
  const Path relative = "import.lock";
  const auto dead = assembly::dead_owner_of(examiner.path(relative));
  if (!dead) {
    examiner.damage(relative, what_of(dead.error()), {"give this user the right to it", "请给当前用户授权"});
  } else if (!dead->empty()) {
    examiner.note(
        relative,
        {fmt::format("names a writer that did not finish: {}", *dead), fmt::format("写入者没有完成：{}", *dead)},
        {"run the import again: it takes over, unless another host holds the lock, and then says what to do",
         "请重新导入：会自动接管；若锁属于另一台主机，会说明如何处理"});
  }
}

void check_imports(Examiner& examiner) {
  examiner.begin("imports", {"list of imports, staged files", "导入清单与暂存文件"});
  if (!examiner.manifest) return;  // which list counts is not known
  auto generation = read_generation(examiner.options.workspace);
  if (!generation) {
    examiner.looked_at();
    examiner.damage(kImportList, what_of(generation.error()), mend_by_backup(examiner, kImportList));
    return;
  }
  examiner.generation = std::move(*generation);
  const Generation& named = *examiner.generation;
  if (named.number == 0) return;
  if (named.imports_number != named.number) {
    examiner.damage(kImportList,
                    {fmt::format("is of generation {}, and the tape of {}", named.imports_number, named.number),
                     fmt::format("属于第 {} 代，而数据是第 {} 代", named.imports_number, named.number)},
                    mend_by_backup(examiner, kImportList));
  }
  for (const NamedFile& file : named.files) {
    if (file.kind != NamedFile::Kind::tape) check_named_file(examiner, file);
  }
}

void check_key(Examiner& examiner) {
  examiner.begin("key", {"key of pseudonyms", "假名密钥"});
  std::error_code ignored;
  if (!fs::exists(examiner.path(kKeyFile), ignored)) {
    if (!examiner.manifest || examiner.manifest->generation == 0) return;
    examiner.damage(kKeyFile,
                    {"is missing; no later import could know a person again", "不存在；以后的导入将认不出同一个人"},
                    mend_by_backup(examiner, kKeyFile));
    return;
  }
  examiner.looked_at();
  const auto key = read_file(examiner.path(kKeyFile), 4096);
  if (!key || key->size() != assembly::kPseudonymKeyBytes) {
    examiner.damage(kKeyFile,
                    {fmt::format("is not a key of {} bytes", assembly::kPseudonymKeyBytes),
                     fmt::format("不是 {} 字节的密钥", assembly::kPseudonymKeyBytes)},
                    mend_by_backup(examiner, kKeyFile));
  }
  if ((mode_of(examiner.path(kKeyFile)) & kOthers) != 0) {
    examiner.damage(kKeyFile, {"may be read by others", "他人可以读取"},
                    {fmt::format("run: chmod 600 {}", examiner.path(kKeyFile).string()),
                     fmt::format("请运行：chmod 600 {}", examiner.path(kKeyFile).string())});
  }
}

void check_leftovers(Examiner& examiner) {
  examiner.begin("leftovers", {"leftovers of crashes", "中断留下的文件"});
  if (is_writer_at_work(examiner)) return;
  note_all_in(examiner, "tmp");
  if (examiner.generation) {
    std::set<std::string> named;
    for (const NamedFile& file : examiner.generation->files) named.insert(file.path);
    note_unnamed_below(examiner, Path("tape") / "parts", named);
    note_unnamed_below(examiner, "staging", named);
    note_unnamed_below(examiner, "registers", named);
  }
  for (const char* file : {"tape/manifest.json.writing", "staging/batches.json.next.writing",
                           "staging/batches.json.next", "secret/pseudonym.key.writing", "qiuhao.toml.writing"}) {
    if (::access(examiner.path(file).c_str(), F_OK) == 0) note_leftover(examiner, file);
  }
}

void check_disk(Examiner& examiner) {
  examiner.begin("disk", {"room on the disk", "磁盘空间"});
  examiner.looked_at();
  struct statvfs disk {};
  if (::statvfs(examiner.options.workspace.c_str(), &disk) != 0) return;
  const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  // An import writes a new tape before the old one is removed, and as much again while it works.
  const std::uint64_t wanted = std::max(kLeastFreeBytes, 2 * bytes_below(examiner.path("tape")));
  if (free >= wanted) return;
  examiner.note("", {fmt::format("only {} MB are free", free >> 20), fmt::format("只剩 {} MB 可用空间", free >> 20)},
                {fmt::format("make room: the next import needs about {} MB", wanted >> 20),
                 fmt::format("请腾出空间：下次导入约需 {} MB", wanted >> 20)});
}

}  // namespace qiuhao::claims::upkeep
