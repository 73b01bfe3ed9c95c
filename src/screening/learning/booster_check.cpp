// Reads the text against the form that it must have; whatever is not of the form is refused, so nothing is left for
// XGBoost to interpret but numbers that were looked at.
#include "screening/learning/booster_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace qiuhao::screening {
namespace {

constexpr long kRootsParent = 2'147'483'647;

// Takes pieces off the front; after the first piece that is not there nothing more is.
class Scanner {
 public:
  explicit Scanner(std::string_view rest) : rest_(rest) {}

  bool is_good() const { return good_; }
  bool is_done() const { return good_ && rest_.empty(); }
  void expect(std::string_view piece) {
    good_ = good_ && rest_.starts_with(piece);
    if (good_) rest_.remove_prefix(piece.size());
  }
  template <typename Number>
  Number number() {
    Number value = 0;
    const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    good_ = good_ && problem == std::errc() && is_finite(value);
    if (good_) rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return good_ ? value : 0;
  }
  // `"KEY":[…],` with so many numbers.
  template <typename Number>
  std::vector<Number> list(std::string_view key, std::size_t size) {
    std::vector<Number> values;
    expect(fmt::format("\"{}\":[", key));
    for (std::size_t i = 0; i < size && good_; ++i) {
      if (i > 0) expect(",");
      values.push_back(number<Number>());
    }
    expect("],");
    if (!good_) values.assign(size, 0);
    return values;
  }

 private:
  static bool is_finite(float value) { return std::isfinite(value); }
  static bool is_finite(long) { return true; }

  std::string_view rest_;
  bool good_ = true;
};

struct Tree {
  std::vector<long> left, parents, right, split;
};

bool is_tree(const Tree& tree, std::size_t columns) {
  const auto nodes = static_cast<long>(tree.left.size());
  std::vector<bool> has_parent(tree.left.size(), false);
  const auto adopt = [&](long child, long parent) {
    if (child <= parent || child >= nodes) return false;
    const auto place = static_cast<std::size_t>(child);
    if (has_parent[place] || tree.parents[place] != parent) return false;
    has_parent[place] = true;
    return true;
  };
  for (long node = 0; node < nodes; ++node) {
    const auto place = static_cast<std::size_t>(node);
    if (tree.split[place] < 0 || static_cast<std::size_t>(tree.split[place]) >= columns) return false;
    if (tree.left[place] == -1 && tree.right[place] == -1) continue;
    if (!adopt(tree.left[place], node) || !adopt(tree.right[place], node)) return false;
  }
  return tree.parents[0] == kRootsParent && std::count(has_parent.begin(), has_parent.end(), false) == 1;
}

// How many numbers the next list of that name holds; only looked at, for the lists are read later.
std::size_t nodes_ahead(std::string_view text) {
  const std::string_view list = text.substr(0, text.find(']'));
  return static_cast<std::size_t>(std::ranges::count(list, ',')) + 1;
}

bool scan_tree(Scanner& scanner, std::size_t index, std::size_t nodes, std::size_t columns) {
  if (nodes == 0 || nodes > kMaxTreeNodes) return false;
  Tree tree;
  const auto all_are = [](const std::vector<long>& values, long least, long most) {
    return std::ranges::all_of(values, [&](long value) { return value >= least && value <= most; });
  };
  scanner.expect("{");
  scanner.list<float>("base_weights", nodes);
  scanner.expect(R"("categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],)");
  const bool are_bits = all_are(scanner.list<long>("default_left", nodes), 0, 1);
  scanner.expect(fmt::format("\"id\":{},", index));
  tree.left = scanner.list<long>("left_children", nodes);
  scanner.list<float>("loss_changes", nodes);
  tree.parents = scanner.list<long>("parents", nodes);
  tree.right = scanner.list<long>("right_children", nodes);
  scanner.list<float>("split_conditions", nodes);
  tree.split = scanner.list<long>("split_indices", nodes);
  const bool are_numeric = all_are(scanner.list<long>("split_type", nodes), 0, 0);
  scanner.list<float>("sum_hessian", nodes);
  scanner.expect(
      fmt::format(R"("tree_param":{{"num_deleted":"0","num_feature":"{}","num_nodes":"{}","size_leaf_vector":"0"}}}})",
                  columns, nodes));
  return scanner.is_good() && are_bits && are_numeric && is_tree(tree, columns);
}

bool scan_model(std::string_view json, std::size_t columns) {
  constexpr std::string_view kFirst = R"({"base_weights":[)";
  Scanner scanner(json);
  scanner.expect(R"({"learner":{"attributes":{},"feature_names":[],"feature_types":[],"gradient_booster":{"model":)"
                 R"({"gbtree_model_param":{"num_parallel_tree":"1","num_trees":")");
  const long count = scanner.number<long>();
  if (!scanner.is_good() || count < 1 || count > static_cast<long>(kMaxTrees)) return false;
  scanner.expect(R"(","size_leaf_vector":"0"},)");
  const auto groups = scanner.list<long>("tree_info", static_cast<std::size_t>(count));
  if (std::ranges::any_of(groups, [](long group) { return group != 0; })) return false;
  scanner.expect(R"("trees":[)");
  std::size_t place = 0;
  for (long tree = 0; tree < count; ++tree) {
    if (tree > 0) scanner.expect(",");
    place = json.find(kFirst, place);
    if (place == std::string_view::npos) return false;
    place += kFirst.size();
    if (!scan_tree(scanner, static_cast<std::size_t>(tree), nodes_ahead(json.substr(place)), columns)) return false;
  }
  scanner.expect(R"(]},"name":"gbtree"},"learner_model_param":{"base_score":")");
  const float share = scanner.number<float>();
  scanner.expect(
      fmt::format(R"(","boost_from_average":"0","num_class":"0","num_feature":"{}","num_target":"1"}},)", columns));
  scanner.expect(
      R"("objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[1,7,)");
  scanner.number<long>();
  scanner.expect("]}");
  return scanner.is_done() && share > 0 && share < 1;
}

}  // namespace

Status check_booster(const std::string& json, std::size_t columns, const std::string& file) {
  if (scan_model(json, columns)) return {};
  return input_error("bad_model",
                     Sentence{"holds trees that are not of this program's form, or were changed; train the model again",
                              "其中的树不是本程序的格式，或被改动；请重新训练"},
                     {file, 0, 0, ""});
}

}  // namespace qiuhao::screening
