// One sentence in either language.
#include "cli/compact_text.h"

#include <fmt/format.h>

namespace qiuhao::cli {

std::string text_of_compaction(const claims::CompactSummary& summary, Language language) {
  const bool chinese = language == Language::chinese;
  if (summary.merged_parts == 0 && summary.merged_rows_files == 0)
    return chinese ? "无需整理：没有过小的分片，也没有多少被替换的人员\n"
                   : "nothing to do: no part is too small, and few people in them have newer tapes\n";
  const auto megabytes = [](std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; };
  if (chinese) {
    return fmt::format("整理了 {} 个分片（{:.1f} MB 变为 {:.1f} MB）和 {} 个明细文件；数据现有 {} 个分片，原有 {} 个\n",
                       summary.merged_parts, megabytes(summary.bytes_before), megabytes(summary.bytes_after),
                       summary.merged_rows_files, summary.parts_after, summary.parts_before);
  }
  return fmt::format(
      "wrote {} parts together ({:.1f} MB became {:.1f} MB) and {} files of rows; the tape has {} parts now, it had "
      "{}\n",
      summary.merged_parts, megabytes(summary.bytes_before), megabytes(summary.bytes_after), summary.merged_rows_files,
      summary.parts_after, summary.parts_before);
}

}  // namespace qiuhao::cli
