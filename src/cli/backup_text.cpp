// Sentences and the table of backups.
#include "cli/backup_text.h"

#include <fmt/format.h>

#include "cli/progress.h"
#include "cli/text_table.h"

namespace qiuhao::cli {
namespace {

std::string megabytes(std::uint64_t bytes) { return fmt::format("{:.1f}", static_cast<double>(bytes) / 1e6); }

std::string count_of(std::size_t count) { return with_commas(static_cast<std::int64_t>(count)); }

std::string text_of_damaged(const std::vector<Error>& damaged, Language language) {
  std::string text;
  for (const Error& error : damaged) text += error.text(language) + "\n";
  return text;
}

}  // namespace

std::string text_of_backup(const claims::BackupSummary& summary, const std::string& destination, Language language) {
  const claims::Backup& backup = summary.backup;
  std::string text;
  for (const std::string& notice : summary.notices) text += notice + "\n";
  if (language == Language::chinese) {
    return text + fmt::format(
                      "备份完成：{} 中的第 {} 号，数据第 {} 代，{} 个文件，{} MB；本次复制 {} 个文件，{} MB\n"
                      "其中有假名密钥和人员编号：请像保护工作区一样保护此文件夹\n",
                      destination, backup.number, backup.generation, count_of(backup.files.size()),
                      megabytes(backup.bytes()), count_of(summary.files_copied), megabytes(summary.bytes_copied));
  }
  return text +
         fmt::format(
             "backup done: number {} in {}, generation {}, {} files, {} MB; copied {} files, {} MB\n"
             "the key of pseudonyms and person numbers are in it: guard this folder as you guard the workspace\n",
             backup.number, destination, backup.generation, count_of(backup.files.size()), megabytes(backup.bytes()),
             count_of(summary.files_copied), megabytes(summary.bytes_copied));
}

std::string text_of_backups(const claims::BackupList& list, Language language) {
  const bool chinese = language == Language::chinese;
  TextTable table(chinese ? std::vector<std::string>{"编号", "时间", "数据代", "文件", "MB", "工作区"}
                          : std::vector<std::string>{"number", "time", "generation", "files", "MB", "workspace"});
  for (const std::size_t column : {0, 2, 3, 4}) table.align_right(column);
  for (const claims::Backup& backup : list.whole) {
    table.add({fmt::format("{}", backup.number), format_time(backup.time), fmt::format("{}", backup.generation),
               count_of(backup.files.size()), megabytes(backup.bytes()), backup.workspace});
  }
  return text_of_damaged(list.damaged, language) + table.text();
}

std::string text_of_verified(const std::vector<Error>& damaged, Language language) {
  const bool chinese = language == Language::chinese;
  if (damaged.empty()) return chinese ? "全部副本完好\n" : "every copy is whole\n";
  return text_of_damaged(damaged, language);
}

std::string text_of_restore(const claims::RestoreSummary& summary, const std::string& workspace, Language language) {
  const claims::Backup& backup = summary.backup;
  if (language == Language::chinese) {
    return fmt::format(
        "恢复完成：{} 来自第 {} 号备份（{}），数据第 {} 代，{} 个文件，{} MB，已全部核验\n"
        "假名密钥在 {}/secret 中：请妥善保护\n",
        workspace, backup.number, format_time(backup.time), backup.generation, count_of(summary.files),
        megabytes(summary.bytes), workspace);
  }
  return fmt::format(
      "restored: {} from backup {} of {}, generation {}, {} files, {} MB, all verified\n"
      "the key of pseudonyms is in {}/secret: guard it\n",
      workspace, backup.number, format_time(backup.time), backup.generation, count_of(summary.files),
      megabytes(summary.bytes), workspace);
}

std::string text_of_restored_file(const std::string& workspace, const std::string& file, Language language) {
  if (language == Language::chinese)
    return fmt::format("已恢复 {}/{}；请运行：qiuhao doctor {}\n", workspace, file, workspace);
  return fmt::format("restored {}/{}; see whether all is right: qiuhao doctor {}\n", workspace, file, workspace);
}

}  // namespace qiuhao::cli
