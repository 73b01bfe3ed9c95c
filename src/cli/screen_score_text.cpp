// Texts of scores.
#include "cli/screen_score_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/progress.h"
#include "cli/screen_output.h"
#include "cli/text_table.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using screening::ProviderScore;
using screening::ScoredTable;
using screening::ScoreReason;
using text::json_quote;

std::string count(std::size_t number) { return with_commas(static_cast<std::int64_t>(number)); }

std::string reason_text(const ScoreReason& reason) {
  return fmt::format("{} {}", cut_to_width(reason.column, kCellWidth),
                     reason.value.empty() ? "空 empty" : cut_to_width(reason.value, kCellWidth));
}

std::string reasons_text(const std::vector<ScoreReason>& reasons, bool raising) {
  std::string text;
  for (const ScoreReason& reason : reasons) {
    if ((reason.contribution > 0) == raising) text += (text.empty() ? "" : "；") + reason_text(reason);
  }
  return text;
}

constexpr std::size_t kNamedLevels = 10;

std::string unseen_text(const ScoredTable& scored, bool chinese) {
  std::string text;
  std::size_t named = 0;
  for (const screening::UnseenLevel& level : scored.unseen) {
    if (named++ == kNamedLevels) break;
    const std::string name = level.is_other       ? (chinese ? "其他文字" : "other texts")
                             : level.text.empty() ? (chinese ? "空" : "empty")
                                                  : level.text;
    text += chinese ? fmt::format("注意：“{}”列的“{}”训练时没有见过，{} 行\n", level.column, name, count(level.rows))
                    : fmt::format("warning: '{}' in column {} was never seen in training: {} rows\n", name,
                                  level.column, count(level.rows));
  }
  if (scored.unseen.size() > kNamedLevels) {
    const std::size_t more = scored.unseen.size() - kNamedLevels;
    text += chinese ? fmt::format("… 另有 {} 种\n", more) : fmt::format("… {} more\n", more);
  }
  return text;
}

std::string moved_text(const ScoredTable& scored, bool chinese) {
  std::string text;
  for (const screening::MovedColumn& moved : scored.moved) {
    const std::string index = fmt::format("{:.2f}", moved.drift.index);
    if (moved.drift.is_moved) {
      text += chinese ? fmt::format("注意：“{}”列的分布变了（PSI {}），模型在这里没有把握；宜用新数据重新训练\n",
                                    moved.column, index)
                      : fmt::format(
                            "warning: column {} has moved (PSI {}), where the model knows little; train it again "
                            "on new data\n",
                            moved.column, index);
    }
    if (moved.drift.beyond > 0) {
      text += chinese ? fmt::format("“{}”列有 {} 行超出训练时的范围\n", moved.column, count(moved.drift.beyond))
                      : fmt::format("column {} has {} rows outside the range of training\n", moved.column,
                                    count(moved.drift.beyond));
    }
  }
  return text;
}

std::string json_reasons(const std::vector<ScoreReason>& reasons) {
  std::string text;
  for (const ScoreReason& reason : reasons) {
    text += fmt::format(R"({}{{"column": {}, "value": {}, "effect": "{}", "contribution": {:.6g}}})",
                        text.empty() ? "" : ", ", json_quote(reason.column), json_quote(reason.value),
                        reason.contribution > 0 ? "raises" : "lowers", reason.contribution);
  }
  return "[" + text + "]";
}

}  // namespace

std::string table_of_scores(const ScoredTable& scored, std::size_t most, Language language) {
  TextTable table({"排名 rank", "机构 provider", "概率 probability", "推高 raised by", "拉低 lowered by"});
  table.align_right(0);
  table.align_right(2);
  for (std::size_t i = 0; i < std::min(most, scored.scores.size()); ++i) {
    const ProviderScore& score = scored.scores[i];
    table.add({fmt::to_string(i + 1), cut_to_width(score.id, kCellWidth), fmt::format("{:.3f}", score.probability),
               reasons_text(score.reasons, true), reasons_text(score.reasons, false)});
  }
  std::string text = table.text();
  if (scored.scores.size() <= most) return text;
  return text +
         (language == Language::chinese
              ? fmt::format("… 共 {} 行；--top 显示更多，--format csv 给出全部\n", count(scored.scores.size()))
              : fmt::format("… of {} rows; --top shows more, --format csv gives all\n", count(scored.scores.size())));
}

std::string csv_of_scores(const ScoredTable& scored) {
  std::string text = "rank,id,row,probability,margin";
  for (std::size_t i = 1; i <= screening::kReasons; ++i)
    text += fmt::format(",reason_{0},value_{0},effect_{0},contribution_{0}", i);
  text += "\n";
  for (std::size_t i = 0; i < scored.scores.size(); ++i) {
    const ProviderScore& score = scored.scores[i];
    text +=
        fmt::format("{},{},{},{:.6f},{:.6f}", i + 1, screen_cell(score.id), score.row, score.probability, score.margin);
    for (const ScoreReason& reason : score.reasons) {
      text += fmt::format(",{},{},{},{:.6f}", screen_cell(reason.column), screen_cell(reason.value),
                          reason.contribution > 0 ? "推高 raises" : "拉低 lowers", reason.contribution);
    }
    text += std::string((screening::kReasons - score.reasons.size()) * 4, ',') + "\n";
  }
  return text;
}

std::string json_of_scores(const ScoredTable& scored) {
  std::string scores, unseen, moved;
  for (std::size_t i = 0; i < scored.scores.size(); ++i) {
    const ProviderScore& score = scored.scores[i];
    scores += fmt::format(
        R"({}  {{"rank": {}, "id": {}, "row": {}, "probability": {:.6f}, "margin": {:.6f}, "reasons": {}}})",
        i == 0 ? "" : ",\n", i + 1, json_quote(score.id), score.row, score.probability, score.margin,
        json_reasons(score.reasons));
  }
  for (const screening::UnseenLevel& level : scored.unseen) {
    unseen += fmt::format(R"({}{{"column": {}, "text": {}, "rows": {}}})", unseen.empty() ? "" : ", ",
                          json_quote(level.column), json_quote(level.text), level.rows);
  }
  for (const screening::MovedColumn& column : scored.moved) {
    moved += fmt::format(R"({}{{"column": {}, "psi": {:.6g}, "moved": {}, "rows_beyond": {}}})",
                         moved.empty() ? "" : ", ", json_quote(column.column), column.drift.index,
                         column.drift.is_moved ? "true" : "false", column.drift.beyond);
  }
  return fmt::format(
      "{{\"file\": {}, \"is_training_table\": {}, \"unseen\": [{}], \"moved\": [{}], \"scores\": [\n{}\n]}}\n",
      json_quote(scored.file), scored.is_training_table ? "true" : "false", unseen, moved, scores);
}

std::string notices_of_scores(const ScoredTable& scored, Language language) {
  const bool chinese = language == Language::chinese;
  std::string text;
  if (scored.is_training_table) {
    text += chinese
                ? "注意：这就是训练用的表，分数会显得过好；应看 train --held-out 的概率\n"
                : "warning: this is the table that the model was trained on, so its scores flatter; use those of train "
                  "--held-out\n";
  }
  text += unseen_text(scored, chinese) + moved_text(scored, chinese);
  std::string unknown;
  for (const std::string& column : scored.unknown_columns) unknown += (unknown.empty() ? "" : ", ") + column;
  if (!unknown.empty())
    text += chinese ? fmt::format("模型不用的列：{}\n", unknown)
                    : fmt::format("columns the model does not use: {}\n", unknown);
  return text;
}

}  // namespace qiuhao::cli
