// The JSON Schema of rule files: the page is the one that the loader's keys make, every shipped rule is valid by it,
// and what the loader refuses by its keys the schema refuses too.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "rules/load/rule_keys.h"
#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

using text::Node;

bool among(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What a YAML node is to JSON.
bool is_of(const Node& node, const std::string& type) {
  const bool is_word = node.is_scalar();
  const bool is_number = is_word && !node.quoted && !node.scalar.empty() &&
                         node.scalar.find_first_not_of("-0123456789.") == std::string::npos;
  if (type == "object") return node.is_map();
  if (type == "array") return node.is_sequence();
  if (type == "null") return node.is_nothing();
  if (type == "integer") return is_number && node.scalar.find('.') == std::string::npos;
  if (type == "number") return is_number;
  if (type == "boolean") return is_word && !node.quoted && (node.scalar == "true" || node.scalar == "false");
  return is_word && !is_number;
}

// The part of JSON Schema that ours uses: type, enum, required, properties, additionalProperties, items, minItems,
// maxItems. "" when valid, else the path.
std::string invalid(const Node& node, const Node& schema, const std::string& path) {
  const auto types = schema.texts_of("type");
  if (!types.empty() && std::none_of(types.begin(), types.end(), [&](const auto& type) { return is_of(node, type); })) {
    return path + " has the wrong type";
  }
  if (const auto words = schema.texts_of("enum"); !words.empty() && !among(words, node.scalar)) return path + " enum";
  for (const std::string& key : schema.texts_of("required")) {
    if (node.find(key) == nullptr) return path + " lacks " + key;
  }
  const Node* properties = schema.find("properties");
  const Node* others = schema.find("additionalProperties");
  for (const auto& [key, value] : node.entries) {
    const Node* property = properties == nullptr ? nullptr : properties->find(key.scalar);
    if (property == nullptr && others != nullptr && others->scalar == "false") return path + "." + key.scalar;
    const Node* shape = property != nullptr ? property : others;
    if (shape == nullptr || !shape->is_map()) continue;
    if (const std::string wrong = invalid(value, *shape, path + "." + key.scalar); !wrong.empty()) return wrong;
  }
  const Node* items = schema.find("items");
  for (const Node& item : node.items) {
    if (items == nullptr) break;
    if (const std::string wrong = invalid(item, *items, path + "[]"); !wrong.empty()) return wrong;
  }
  const std::string least = schema.text_of("minItems"), most = schema.text_of("maxItems");
  if (!least.empty() && node.items.size() < std::stoul(least)) return path + " has too few items";
  if (!most.empty() && node.items.size() > std::stoul(most)) return path + " has too many items";
  return "";
}

Node schema() {
  const auto read = text::parse_json(rule_file_schema(), "schema");
  EXPECT_TRUE(read) << read.error().text();
  return read ? *read : Node();
}

std::string invalid(const std::string& rule) {
  const auto node = text::parse_yaml(rule, "f");
  EXPECT_TRUE(node) << node.error().text();
  return invalid(*node, schema(), "");
}

TEST(RuleSchema, IsThePage) {
  const Path file = QIUHAO_SOURCE_DIR "/docs/reference/rule-file.schema.json";
  if (std::getenv("QIUHAO_WRITE_DOCS") != nullptr) {
    ASSERT_TRUE(write_file_atomically(file, rule_file_schema()));
  }
  const auto page = read_file(file);
  ASSERT_TRUE(page) << page.error().text();
  EXPECT_TRUE(*page == rule_file_schema()) << "stale; run rules_test with QIUHAO_WRITE_DOCS=1";
}

TEST(RuleSchema, EveryShippedRuleIsValid) {
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(QIUHAO_SOURCE_DIR "/policy/rules")) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_EQ(invalid(*read_file(entry.path())), "") << entry.path();
    ++seen;
  }
  EXPECT_GE(seen, 14U);
}

TEST(RuleSchema, RefusesWhatTheLoaderRefuses) {
  const std::string right = rule_text("when: true\ntests: []\n");
  EXPECT_EQ(invalid(right), "");
  EXPECT_EQ(invalid(right + "whenn: true\n"), ".whenn");
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = right;
    text.replace(text.find(from), from.size(), to);
    EXPECT_FALSE(parse_rule(text, "R9.yaml", *shipped_schema())) << to;
    return invalid(text);
  };
  EXPECT_EQ(changed("when: true\n", ""), " lacks when");
  EXPECT_EQ(changed("可疑", "也许"), ".certainty enum");
  EXPECT_EQ(changed("[after]", "[later]"), ".moments[] enum");
  EXPECT_EQ(changed("grain: line", "grain: lines"), ".grain enum");
  EXPECT_EQ(changed("[null, null]", "[null]"), ".effective has too few items");
  EXPECT_EQ(changed("tests: []", "tests: none"), ".tests has the wrong type");
  EXPECT_EQ(changed("version: 1", "version: x"), ".version has the wrong type");
}

}  // namespace
}  // namespace qiuhao::rules
