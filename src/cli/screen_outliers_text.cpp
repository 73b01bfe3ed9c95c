// Texts of outliers.
#include <fmt/format.h>

#include <algorithm>

#include "cli/progress.h"
#include "cli/screen_output.h"
#include "cli/screen_score_text.h"
#include "cli/text_table.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using screening::FarColumn;
using screening::OutlierRow;
using screening::OutlierTable;
using text::json_quote;

std::string far_text(const std::vector<FarColumn>& far, bool chinese) {
  if (far.empty()) return chinese ? "各列都不远，组合少见" : "no column is far; the combination is unusual";
  std::string text;
  for (const FarColumn& column : far) {
    text +=
        fmt::format("{}{} {}（{} {:.1f}）", text.empty() ? "" : "；", cut_to_width(column.column, kCellWidth),
                    short_number(column.value), column.z > 0 ? "高于中位 above" : "低于中位 below", std::abs(column.z));
  }
  return text;
}

std::string groups_text(const OutlierTable& found, bool chinese) {
  std::string text;
  for (const screening::PeerGroup& group : found.groups) {
    const std::string name = group.text.empty() ? (chinese ? "空" : "empty") : group.text;
    text += fmt::format("{}{} {}", text.empty() ? "" : chinese ? "；" : "; ", name, group.rows);
    if (!group.is_own) text += chinese ? "（太少，与全部比较）" : " (too few, compared with all)";
  }
  if (text.empty()) return "";
  return chinese ? fmt::format("按“{}”分组比较：{}\n", found.within, text)
                 : fmt::format("compared within {}: {}\n", found.within, text);
}

std::string columns_text(const OutlierTable& found, bool chinese) {
  std::string left_out;
  for (const screening::ColumnUse& use : found.uses) {
    if (std::ranges::find(found.columns, use.name) == found.columns.end() && use.name != found.within)
      left_out += (left_out.empty() ? "" : ", ") + use.name;
  }
  std::string text =
      chinese ? fmt::format("{}：{} 行，比较 {} 个数列\n", found.file, found.rows.size(), found.columns.size())
              : fmt::format("{}: {} rows, {} columns of numbers compared\n", found.file, found.rows.size(),
                            found.columns.size());
  text += groups_text(found, chinese);
  if (!left_out.empty()) text += (chinese ? "未比较的列：" : "columns not compared: ") + left_out + "\n";
  return text;
}

}  // namespace

std::string table_of_outliers(const OutlierTable& found, std::size_t most, Language language) {
  const bool chinese = language == Language::chinese;
  TextTable table({"排名 rank", "机构 provider", "离群 unusual", "孤立 forest", "距离 distance",
                   "远离的列，距中位几个离差 far columns, in spreads from the median"});
  for (const std::size_t column : {0U, 2U, 3U, 4U}) table.align_right(column);
  for (std::size_t i = 0; i < std::min(most, found.rows.size()); ++i) {
    const OutlierRow& row = found.rows[i];
    table.add({fmt::to_string(i + 1), cut_to_width(row.id, kCellWidth), fmt::format("{:.3f}", row.unusualness),
               fmt::format("{:.3f}", row.forest_score), fmt::format("{:.1f}", row.distance),
               far_text(row.far, chinese)});
  }
  std::string text = columns_text(found, chinese) + table.text();
  if (found.rows.size() <= most) return text;
  const std::string all = with_commas(static_cast<std::int64_t>(found.rows.size()));
  return text + (chinese ? fmt::format("… 共 {} 行；--top 显示更多，--format csv 给出全部\n", all)
                         : fmt::format("… of {} rows; --top shows more, --format csv gives all\n", all));
}

std::string csv_of_outliers(const OutlierTable& found) {
  std::string text = "rank,id,row,unusualness,forest_score,distance";
  for (std::size_t i = 1; i <= screening::kFarColumns; ++i) text += fmt::format(",column_{0},value_{0},z_{0}", i);
  text += "\n";
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    const OutlierRow& row = found.rows[i];
    text += fmt::format("{},{},{},{:.6f},{:.6f},{:.6f}", i + 1, screen_cell(row.id), row.row, row.unusualness,
                        row.forest_score, row.distance);
    for (const FarColumn& column : row.far)
      text += fmt::format(",{},{},{:.6f}", screen_cell(column.column), column.value, column.z);
    text += std::string((screening::kFarColumns - row.far.size()) * 3, ',') + "\n";
  }
  return text;
}

std::string json_of_outliers(const OutlierTable& found) {
  std::string rows;
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    const OutlierRow& row = found.rows[i];
    std::string far;
    for (const FarColumn& column : row.far) {
      far += fmt::format(R"({}{{"column": {}, "value": {}, "z": {:.6f}}})", far.empty() ? "" : ", ",
                         json_quote(column.column), column.value, column.z);
    }
    rows += fmt::format(
        R"({}  {{"rank": {}, "id": {}, "row": {}, "unusualness": {:.6f}, "forest_score": {:.6f}, "distance": {:.6f}, )"
        R"("far": [{}]}})",
        i == 0 ? "" : ",\n", i + 1, json_quote(row.id), row.row, row.unusualness, row.forest_score, row.distance, far);
  }
  return fmt::format("{{\"file\": {}, \"rows\": [\n{}\n]}}\n", json_quote(found.file), rows);
}

}  // namespace qiuhao::cli
