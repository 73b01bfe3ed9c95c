// Writing and reading the JSON, part by part.
#include "screening/learning/model_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "text/document.h"
#include "text/node_numbers.h"
#include "text/sealed.h"

namespace qiuhao::screening {
namespace {

using text::json_quote;
using text::Node;
using text::number_of;

constexpr std::string_view kKindNames[] = {"numeric", "categorical", "dropped"};
constexpr std::string_view kLeakNames[] = {"copies_label", "emptiness_copies_label", "counts_rows"};

template <typename Items, typename Text>
std::string list_of(const Items& items, const Text& text) {
  std::string list;
  for (const auto& item : items) list += (list.empty() ? "" : ", ") + text(item);
  return "[" + list + "]";
}

std::string number_text(double number) { return fmt::format("{}", number); }

std::string level_text(const ColumnLevel& level) {
  return fmt::format("[{}, {}, {}]", json_quote(level.text), level.rows, level.is_rare ? 1 : 0);
}

std::string use_text(const ColumnUse& use) {
  std::string text = fmt::format("  {{\"name\": {}, \"kind\": \"{}\", \"empty\": {}", json_quote(use.name),
                                 kKindNames[static_cast<std::size_t>(use.kind)], use.empty);
  if (!use.is_used())
    text += fmt::format(", \"why\": {}, \"why_zh\": {}", json_quote(use.why.english), json_quote(use.why.chinese));
  if (use.kind == ColumnKind::categorical) text += ", \"levels\": " + list_of(use.levels, level_text);
  return text;
}

std::string columns_text(const ProviderModel& model) {
  std::string text;
  std::size_t used = 0;
  for (const ColumnUse& use : model.uses) {
    text += (text.empty() ? "\n" : ",\n") + use_text(use);
    if (use.is_used()) {
      const ColumnSpread& spread = model.spreads[used];
      text += fmt::format(", \"importance\": {}, \"least\": {}, \"most\": {}, \"edges\": {}, \"counts\": {}",
                          model.importance[used], spread.least, spread.most, list_of(spread.edges, number_text),
                          list_of(spread.counts, [](std::size_t count) { return fmt::to_string(count); }));
      ++used;
    }
    text += "}";
  }
  return "[" + text + "]";
}

std::string interval_text(const MeasuredInterval& measure) {
  return fmt::format("[{}, {}, {}]", measure.value, measure.low, measure.high);
}

std::string measures_text(const MeasureIntervals& measures) {
  std::string text;
  for (std::size_t i = 0; i < kMeasures; ++i)
    text += fmt::format("{}\"{}\": {}", i == 0 ? "" : ", ", kMeasureNames[i], interval_text(measures[i]));
  return "{" + text + "}";
}

std::string choice_text(const BoostingOptions& choice) { return fmt::format("[{}, {}]", choice.depth, choice.rounds); }

// Reading. The seal says that nothing was changed since it was written; it is no secret, so what would lead astray is
// looked at nevertheless.
double real(const Node& node) {
  double value = 0;
  std::from_chars(node.scalar.data(), node.scalar.data() + node.scalar.size(), value);
  return std::isfinite(value) ? value : 0;
}

std::size_t count_of(const Node& node) {
  std::size_t value = 0;
  std::from_chars(node.scalar.data(), node.scalar.data() + node.scalar.size(), value);
  return value;
}

double real_of(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found == nullptr ? 0 : real(*found);
}

std::vector<Node> items_of(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found == nullptr ? std::vector<Node>{} : found->items;
}

std::optional<std::size_t> place_in(std::span<const std::string_view> names, const std::string& name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

MeasuredInterval interval_of(const Node* node) {
  if (node == nullptr || node->items.size() != 3) return {};
  return {real(node->items[0]), real(node->items[1]), real(node->items[2])};
}

MeasureIntervals measures_of_node(const Node& node, std::string_view key) {
  MeasureIntervals measures{};
  const Node* found = node.find(key);
  for (std::size_t i = 0; i < kMeasures && found != nullptr; ++i)
    measures[i] = interval_of(found->find(kMeasureNames[i]));
  return measures;
}

BoostingOptions choice_of(const Node& node) {
  if (node.items.size() != 2) return {};
  return {static_cast<int>(count_of(node.items[0])), static_cast<int>(count_of(node.items[1]))};
}

ModelFacts facts_of(const Node& node) {
  ModelFacts facts;
  facts.file = node.text_of("trained_on");
  facts.hash = text::hash_of(node.text_of("hash"));
  facts.id = node.text_of("id");
  facts.label = node.text_of("label");
  facts.rows = number_of<std::size_t>(node, "rows");
  facts.unlabelled = number_of<std::size_t>(node, "unlabelled");
  facts.providers = number_of<std::size_t>(node, "providers");
  facts.positives = number_of<std::size_t>(node, "positives");
  facts.seed = number_of<std::uint64_t>(node, "seed");
  facts.folds = number_of<int>(node, "folds");
  return facts;
}

// False when the column is none that could have been written.
bool add_column(const Node& node, ProviderModel& model) {
  const auto kind = place_in(kKindNames, node.text_of("kind"));
  if (!kind || model.uses.size() >= kMaxTableColumns) return false;
  ColumnUse use{node.text_of("name"),
                static_cast<ColumnKind>(*kind),
                {node.text_of("why"), node.text_of("why_zh")},
                number_of<std::size_t>(node, "empty")};
  for (const Node& level : items_of(node, "levels")) {
    if (level.items.size() != 3 || use.levels.size() >= kMaxLevels) return false;
    use.levels.push_back({level.items[0].scalar, count_of(level.items[1]), level.items[2].scalar == "1"});
  }
  if (use.is_used()) {
    ColumnSpread spread{{}, {}, real_of(node, "least"), real_of(node, "most")};
    for (const Node& edge : items_of(node, "edges")) spread.edges.push_back(real(edge));
    for (const Node& count : items_of(node, "counts")) spread.counts.push_back(count_of(count));
    const std::size_t values = use.kind == ColumnKind::numeric ? spread.edges.size() : use.levels.size();
    if (spread.edges.size() >= kSpreadBins || spread.counts.size() != values + 2) return false;
    if (!std::ranges::is_sorted(spread.edges)) return false;
    model.spreads.push_back(std::move(spread));
    model.importance.push_back(real_of(node, "importance"));
  }
  model.uses.push_back(std::move(use));
  return true;
}

std::unexpected<Error> bad_model(const Path& file) {
  return input_error("bad_model",
                     Sentence{"is no model that qiuhao screen train wrote, or was changed since; train it again",
                              "不是 qiuhao screen train 写出的模型，或已被改动；请重新训练"},
                     {file.string(), 0, 0, ""});
}

}  // namespace

Result<std::string> text_of_model(const ProviderModel& model) {
  ASSIGN(const std::string trees, model.trees->json());
  const ModelFacts& facts = model.facts;
  std::string body = fmt::format(
      "\n\"format\": {},\n\"learner\": \"xgboost {}\",\n\"trained_on\": {},\n\"hash\": \"{}\",\n\"id\": "
      "{},\n\"label\": "
      "{},\n\"rows\": {},\n\"unlabelled\": {},\n\"providers\": {},\n\"positives\": {},\n\"seed\": {},\n\"folds\": "
      "{},\n",
      kModelFormat, learner_version(), json_quote(facts.file), facts.hash.hex(), json_quote(facts.id),
      json_quote(facts.label), facts.rows, facts.unlabelled, facts.providers, facts.positives, facts.seed, facts.folds);
  const auto leak_text = [](const ColumnLeak& leak) {
    return fmt::format("[{}, \"{}\", {}]", json_quote(leak.name), kLeakNames[static_cast<std::size_t>(leak.kind)],
                       leak.auc);
  };
  body += fmt::format("\"columns\": {},\n\"leaks\": {},\n", columns_text(model), list_of(model.leaks, leak_text));
  body += fmt::format("\"depth_and_trees\": {},\n\"of_folds\": {},\n\"calibration\": [{}, {}],\n",
                      choice_text(model.choice), list_of(model.fold_choices, choice_text), model.calibration.slope,
                      model.calibration.intercept);
  body += fmt::format("\"held_out\": {},\n\"logistic_regression\": {},\n\"auc_difference\": {},\n",
                      measures_text(model.measures.first), measures_text(model.measures.second),
                      interval_text(model.measures.auc_difference));
  body += fmt::format("\"trees\": {}", json_quote(trees));
  return text::seal(body);
}

Result<ProviderModel> read_model(const Path& file) {
  ASSIGN(const std::string content, read_file(file, kMaxModelBytes));
  if (!text::is_sealed(content)) return bad_model(file);
  const auto parsed = text::parse_json(content, file.string());
  if (!parsed) return bad_model(file);
  const Node& node = *parsed;
  if (const int format = number_of<int>(node, "format"); format != kModelFormat) {
    return input_error("other_format",
                       Sentence{fmt::format("is a model of format {}, and this program reads {}; train it again",
                                            format, kModelFormat),
                                fmt::format("是格式 {} 的模型，本程序读格式 {}；请重新训练", format, kModelFormat)},
                       {file.string(), 0, 0, ""});
  }
  ProviderModel model;
  model.facts = facts_of(node);
  for (const Node& column : items_of(node, "columns")) {
    if (!add_column(column, model)) return bad_model(file);
  }
  for (const Node& leak : items_of(node, "leaks")) {
    const auto kind = leak.items.size() == 3 ? place_in(kLeakNames, leak.items[1].scalar) : std::nullopt;
    if (!kind) return bad_model(file);
    model.leaks.push_back({static_cast<ColumnLeak::Kind>(*kind), leak.items[0].scalar, real(leak.items[2])});
  }
  for (const Node& choice : items_of(node, "of_folds")) model.fold_choices.push_back(choice_of(choice));
  const auto calibration = items_of(node, "calibration");
  const Node* choice = node.find("depth_and_trees");
  if (calibration.size() != 2 || choice == nullptr) return bad_model(file);
  model.calibration = {real(calibration[0]), real(calibration[1])};
  model.choice = choice_of(*choice);
  model.measures.first = measures_of_node(node, "held_out");
  model.measures.second = measures_of_node(node, "logistic_regression");
  model.measures.auc_difference = interval_of(node.find("auc_difference"));
  const FeatureEncoder encoder(model.uses);
  ASSIGN(model.trees, BoostedTrees::load(node.text_of("trees"), encoder.columns(), file.string()));
  return model;
}

}  // namespace qiuhao::screening
