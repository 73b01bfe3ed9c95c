// What to do about what cannot be relied on.
#include <fmt/format.h>

#include <set>

#include "claims/part_file.h"
#include "claims/part_file/directory.h"
#include "claims/upkeep/backup_folder.h"
#include "claims/upkeep/examiner.h"

namespace qiuhao::claims::upkeep {
namespace {

constexpr std::size_t kMostNamed = 5;

// Both lists speak of one generation, so one of them is never put back alone.
bool is_list(const Path& relative) { return relative == "tape/manifest.json" || relative == "staging/batches.json"; }

// Whether a copy is what this workspace's manifest names; of other files the name says enough.
bool is_the_one(const Examiner& examiner, const Path& relative, const BackupFile& file) {
  if (!examiner.manifest) return true;
  for (const PartEntry& entry : examiner.manifest->parts) {
    if (entry.file != relative) continue;
    const Path copy = copy_of(examiner.options.backups, file.hash);
    const auto mapped = MappedFile::open(copy);
    if (!mapped) return false;
    const auto directory = part_file::read_directory(copy, mapped->bytes());
    return directory && directory->checksum == entry.checksum && verify_part(copy);
  }
  return true;
}

// The latest backup that has the file whole, 0 when none has.
std::int64_t backup_with(const Examiner& examiner, const BackupList& list, const Path& relative) {
  for (std::size_t place = list.whole.size(); place-- > 0;) {
    const BackupFile* file = list.whole[place].find(relative.string());
    if (file != nullptr && is_the_one(examiner, relative, *file)) return list.whole[place].number;
  }
  return 0;
}

}  // namespace

Sentence what_of(const Error& error) {
  const std::string english = error.message.substr(0, error.message.find("; "));
  const std::string chinese = error.chinese.substr(0, error.chinese.find("；"));
  return {english, chinese.empty() ? fmt::format("读取时发现：{}", english) : chinese};
}

Sentence mend_by_import(const Examiner& examiner) {
  if (!examiner.generation || examiner.generation->sources.empty())
    return {"import the city again into a new workspace", "请把数据重新导入到新的工作区"};
  const std::set<std::string> sources(examiner.generation->sources.begin(), examiner.generation->sources.end());
  std::string names;
  std::size_t named = 0;
  for (const std::string& source : sources) {
    if (named == kMostNamed) break;
    names += (named++ == 0 ? "" : ", ") + source;
  }
  const std::size_t others = sources.size() - named;
  return {fmt::format("import again into a new workspace: {}{}", names,
                      others == 0 ? "" : fmt::format(" and {} others that staging/batches.json names", others)),
          fmt::format("请重新导入到新的工作区：{}{}", names,
                      others == 0 ? "" : fmt::format(" 等另外 {} 个文件（见 staging/batches.json）", others))};
}

Sentence mend_by_backup(const Examiner& examiner, const Path& relative) {
  const DoctorOptions& options = examiner.options;
  const Sentence otherwise = mend_by_import(examiner);
  if (options.backups.empty()) return Sentence{"restore it from a backup, or ", "请从备份恢复，或："} + otherwise;
  const std::string backups = options.backups.string();
  const auto list = read_backup_folder(options.backups);
  const Backup* latest = list && !list->whole.empty() ? &list->whole.back() : nullptr;
  if (latest == nullptr)
    return Sentence{fmt::format("{} has no backup; ", backups), fmt::format("{} 中没有备份；", backups)} + otherwise;
  const std::int64_t number = is_list(relative) ? 0 : backup_with(examiner, *list, relative);
  if (number > 0) {
    const std::string command = fmt::format("qiuhao restore {} {} --number {} --file {}", backups,
                                            options.workspace.string(), number, relative.string());
    return {fmt::format("run: {}", command), fmt::format("请运行：{}", command)};
  }
  const std::string command = fmt::format("qiuhao restore {} {}-restored", backups, options.workspace.string());
  return {fmt::format("no backup has this file alone; restore the latest, number {} of generation {}, beside: {}",
                      latest->number, latest->generation, command),
          fmt::format("没有可单独恢复此文件的备份；请把最近的第 {} 号（第 {} 代）恢复到旁边：{}", latest->number,
                      latest->generation, command)};
}

}  // namespace qiuhao::claims::upkeep
