// Tables and sentences of a training.
#include "cli/screen_train_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "cli/progress.h"
#include "cli/screen_output.h"
#include "cli/text_table.h"

namespace qiuhao::cli {
namespace {

using screening::ColumnKind;
using screening::ColumnLeak;
using screening::ColumnUse;
using screening::Measured;
using screening::MeasuredInterval;
using screening::ProviderModel;

constexpr std::string_view kMeasureLabels[screening::kMeasures] = {
    "AUC 曲线下面积 area under the curve", "PR-AUC 平均精度 average precision", "前10行命中率 precision at 10",
    "前20行命中率 precision at 20",        "前50行命中率 precision at 50",      "前5%命中率 precision at 5 %",
    "Brier 均方误差 Brier score",          "校准误差 calibration error"};

std::string count(std::size_t number) { return with_commas(static_cast<std::int64_t>(number)); }

std::string facts_text(const ProviderModel& model, bool chinese) {
  const screening::ModelFacts& facts = model.facts;
  std::string text =
      chinese ? fmt::format("{}：{} 行有标签，{} 家机构，{} 行为“是”；{} 折交叉验证，种子 {}\n", facts.file,
                            count(facts.rows), count(facts.providers), count(facts.positives), facts.folds, facts.seed)
              : fmt::format("{}: {} rows with a label, {} providers, {} rows positive; {} folds, seed {}\n", facts.file,
                            count(facts.rows), count(facts.providers), count(facts.positives), facts.folds, facts.seed);
  if (facts.unlabelled > 0) {
    text += chinese ? fmt::format("{} 行没有标签，未用于训练\n", count(facts.unlabelled))
                    : fmt::format("{} rows have no label and were left out\n", count(facts.unlabelled));
  }
  return text;
}

std::string kind_text(const ColumnUse& use) {
  if (use.kind == ColumnKind::numeric) return "数 number";
  return fmt::format("取值 levels ({})", use.levels.size());
}

// Used columns, the most important first.
std::string used_columns_text(const ProviderModel& model, bool chinese) {
  std::vector<const ColumnUse*> used;
  for (const ColumnUse& use : model.uses) {
    if (use.is_used()) used.push_back(&use);
  }
  std::vector<std::size_t> order(used.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](auto a, auto b) { return model.importance[a] > model.importance[b]; });
  TextTable table({"列 column", "类型 kind", "空 empty", "影响 influence"});
  table.align_right(2);
  table.align_right(3);
  for (std::size_t i = 0; i < std::min(order.size(), kShownColumns); ++i) {
    const ColumnUse& use = *used[order[i]];
    table.add({cut_to_width(use.name, kCellWidth), kind_text(use), count(use.empty),
               fmt::format("{:.3f}", model.importance[order[i]])});
  }
  std::string text = "\n" + table.text();
  if (order.size() > kShownColumns) {
    text += chinese ? fmt::format("… 另有 {} 列，见模型文件\n", order.size() - kShownColumns)
                    : fmt::format("… {} more columns, in the model file\n", order.size() - kShownColumns);
  }
  return text;
}

std::string dropped_columns_text(const ProviderModel& model, Language language) {
  const bool chinese = language == Language::chinese;
  std::string text;
  std::size_t shown = 0, all = 0;
  for (const ColumnUse& use : model.uses) {
    if (use.is_used() || all++ >= kShownColumns) continue;
    text += (shown++ == 0 ? ""
             : chinese    ? "；"
                          : "; ") +
            (chinese ? fmt::format("{}（{}）", use.name, use.why.chinese)
                     : fmt::format("{} ({})", use.name, use.why.english));
  }
  if (all == 0) return "";
  return (chinese ? "未用的列：" : "columns left out: ") + text + (all > shown ? "…\n" : "\n");
}

std::string measures_text(const ProviderModel& model) {
  TextTable table(
      {"留出机构上的表现 on providers held out", "模型 model", "95% 区间 interval", "逻辑回归 logistic regression"});
  for (const std::size_t column : {1U, 2U, 3U}) table.align_right(column);
  for (std::size_t i = 0; i < screening::kMeasures; ++i) {
    const MeasuredInterval& measure = model.measures.first[i];
    table.add({std::string(kMeasureLabels[i]), fmt::format("{:.3f}", measure.value),
               fmt::format("{:.3f}–{:.3f}", measure.low, measure.high),
               fmt::format("{:.3f}", model.measures.second[i].value)});
  }
  return "\n" + table.text();
}

// Whether trees were worth it, said as far as the interval allows.
std::string verdict_text(const ProviderModel& model, bool chinese) {
  const MeasuredInterval& difference = model.measures.auc_difference;
  const std::string figures =
      chinese ? fmt::format("{:+.3f}，95% 区间 {:+.3f} 至 {:+.3f}", difference.value, difference.low, difference.high)
              : fmt::format("{:+.3f}, {:+.3f} to {:+.3f}", difference.value, difference.low, difference.high);
  if (model.measures.first[static_cast<std::size_t>(Measured::auc)].low <= 0.5) {
    return chinese ? "模型没有学到东西：排序不比随机好（AUC 区间含 0.5）。请增加标签，或加上能说明违规的列\n"
                   : "the model has learnt nothing: its order is not shown to be better than chance (0.5 is within the "
                     "interval of AUC). Label more providers, or add columns that tell of it\n";
  }
  if (difference.low > 0) {
    return chinese ? fmt::format("模型排序优于逻辑回归（AUC 差 {}）\n", figures)
                   : fmt::format("the model orders providers better than logistic regression (AUC {})\n", figures);
  }
  return chinese ? fmt::format("模型排序未见优于逻辑回归（AUC 差 {}）：简单的规律已够用，或标签太少\n", figures)
                 : fmt::format(
                       "the model is not shown to order providers better than logistic regression (AUC {}): a "
                       "plain pattern is enough, or labels are few\n",
                       figures);
}

std::string leak_text(const ColumnLeak& leak, bool chinese) {
  using Kind = ColumnLeak::Kind;
  const std::string auc = fmt::format("{:.3f}", leak.auc);
  switch (leak.kind) {
    case Kind::copies_label:
      return chinese ? fmt::format("注意：“{}”列几乎就是标签（单列 AUC {}）；若是查处之后才有的，请用 --ignore 去掉\n",
                                   leak.name, auc)
                     : fmt::format(
                           "warning: column {} all but repeats the label (AUC {} alone); if it is known only "
                           "after the decision, leave it out with --ignore\n",
                           leak.name, auc);
    case Kind::emptiness_copies_label:
      return chinese
                 ? fmt::format("注意：“{}”列是否为空几乎就是标签（AUC {}）；请用 --ignore 去掉或补全\n", leak.name, auc)
                 : fmt::format(
                       "warning: whether column {} is empty all but repeats the label (AUC {}); fill it, or "
                       "leave it out with --ignore\n",
                       leak.name, auc);
    case Kind::counts_rows:
      return chinese ? fmt::format("注意：“{}”列像流水号，不说明机构；请用 --ignore 去掉\n", leak.name)
                     : fmt::format(
                           "warning: column {} looks like a running number, which says nothing of a provider; "
                           "leave it out with --ignore\n",
                           leak.name);
  }
  return "";
}

std::string warnings_text(const ProviderModel& model, bool chinese) {
  std::string text;
  for (const ColumnLeak& leak : model.leaks) text += leak_text(leak, chinese);
  const std::size_t fewer = std::min(model.facts.positives, model.facts.rows - model.facts.positives);
  if (fewer < screening::kFewPositives) {
    text += chinese ? fmt::format("注意：较少的一类只有 {} 行，区间很宽；标到 {} 行以上再依靠它\n", fewer,
                                  screening::kFewPositives)
                    : fmt::format(
                          "warning: the smaller class has {} rows, so intervals are wide; label {} and more "
                          "before you rely on it\n",
                          fewer, screening::kFewPositives);
  }
  return text;
}

}  // namespace

std::string text_of_training(const ProviderModel& model, Language language) {
  const bool chinese = language == Language::chinese;
  return facts_text(model, chinese) + warnings_text(model, chinese) + used_columns_text(model, chinese) +
         dropped_columns_text(model, language) + measures_text(model) + verdict_text(model, chinese);
}

std::string csv_of_held_out(std::span<const screening::HeldOutRow> rows) {
  std::string text = "id,label,fold,probability\n";
  for (const screening::HeldOutRow& row : rows)
    text += fmt::format("{},{},{},{}\n", screen_cell(row.id), row.positive ? 1 : 0, row.fold, row.probability);
  return text;
}

}  // namespace qiuhao::cli
