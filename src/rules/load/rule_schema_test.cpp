// The JSON Schema of rule files: the page is the one that the loader's keys make, every shipped rule is valid by it,
// and what the loader refuses by its keys the schema refuses too.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

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

std::string invalid(const Node& node, const Node& schema, const std::string& path);

std::string invalid_by_all_but_one(const Node& node, const Node& forms, const std::string& path) {
  const auto fit = std::count_if(forms.items.begin(), forms.items.end(),
                                 [&](const Node& form) { return invalid(node, form, path).empty(); });
  return fit == 1 ? "" : path + " fits " + std::to_string(fit) + " forms";
}

std::string invalid_number(const Node& node, const Node& schema, const std::string& path) {
  const std::string least = schema.text_of("minimum"), most = schema.text_of("maximum");
  if (!least.empty() && std::stoll(node.scalar) < std::stoll(least)) return path + " is too small";
  if (!most.empty() && std::stoll(node.scalar) > std::stoll(most)) return path + " is too large";
  return "";
}

// The part of JSON Schema that ours uses: type, enum, const, minimum, maximum, oneOf, required, properties,
// additionalProperties, maxProperties, items, minItems, maxItems. "" when valid, else the path.
std::string invalid(const Node& node, const Node& schema, const std::string& path) {
  const auto types = schema.texts_of("type");
  if (!types.empty() && std::none_of(types.begin(), types.end(), [&](const auto& type) { return is_of(node, type); })) {
    return path + " has the wrong type";
  }
  if (const auto words = schema.texts_of("enum"); !words.empty() && !among(words, node.scalar)) return path + " enum";
  if (const auto word = schema.text_of("const"); !word.empty() && node.scalar != word) return path + " const";
  if (const std::string wrong = invalid_number(node, schema, path); !wrong.empty()) return wrong;
  if (const Node* forms = schema.find("oneOf")) {
    if (const std::string wrong = invalid_by_all_but_one(node, *forms, path); !wrong.empty()) return wrong;
  }
  if (const auto most = schema.text_of("maxProperties"); !most.empty() && node.entries.size() > std::stoul(most)) {
    return path + " has too many keys";
  }
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

// A value that the key of a window takes.
std::string sample_of(WindowKind kind, std::string_view key) {
  const std::vector<std::pair<std::string_view, std::string>> samples = {
      {"by", "[person.id]"},
      {"at", "line.time"},
      {"order", "line.time"},
      {"from", "line.time"},
      {"to", "visit.end"},
      {"days_supply", "r.days"},
      {"left", "item"},
      {"right", "item"},
      {"of", "[provider.id, month]"},
      {"group", "[month]"},
      {"min_n", "30"},
      {"where", "true"},
      {"n", "3"},
      {"days", kind == WindowKind::rate ? "7" : "[-90, -1]"},
      {"pair", "exclusive"},
      {"peer", "avg(visit.days)"}};
  for (const auto& [name, value] : samples) {
    if (name == key) return value;
  }
  return "line";  // the kinds over rows
}

// A rule with one window of these keys.
std::string windowed(WindowKind kind, const std::vector<std::string_view>& keys) {
  std::string window;
  for (const std::string_view key : keys) {
    window += (window.empty() ? "" : ", ") + std::string(key) + ": " + sample_of(kind, key);
  }
  return rule_text("windows: {w: {" + window + "}}\nwhen: true\ntests: []\n");
}

// Whether the loader complains of the window's keys, whatever else is wrong with it.
bool refuses_keys(const std::string& rule) {
  const RuleReading reading = parse_rule_all(rule, "R9.yaml", *shipped_schema());
  return std::any_of(reading.errors.begin(), reading.errors.end(), [](const Error& error) {
    return error.code == "unknown_key" || error.code == "missing_key" || error.code == "unknown_window";
  });
}

// Editors know the keys of each kind as the loader does: those it must have, those it may have, and no others.
TEST(RuleSchema, KeysOfWindowsGoByKind) {
  std::set<std::string_view> every_key;
  for (const WindowKeys& keys : window_keys()) {
    every_key.insert(keys.must.begin(), keys.must.end());
    every_key.insert(keys.may.begin(), keys.may.end());
  }
  every_key.erase("");
  for (const WindowKeys& keys : window_keys()) {
    std::vector<std::string_view> must{keys.name}, all;
    std::copy_if(keys.must.begin(), keys.must.end(), std::back_inserter(must), [](auto key) { return !key.empty(); });
    all = must;
    std::copy_if(keys.may.begin(), keys.may.end(), std::back_inserter(all), [](auto key) { return !key.empty(); });
    const auto agree = [&](const std::vector<std::string_view>& some, bool is_right) {
      const std::string rule = windowed(keys.kind, some);
      EXPECT_EQ(invalid(rule) == "", is_right) << rule << invalid(rule);
      EXPECT_EQ(!refuses_keys(rule), is_right) << rule;
    };
    agree(must, true);
    agree(all, true);
    for (std::size_t left_out = 0; left_out < must.size(); ++left_out) {
      auto fewer = must;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(left_out));
      agree(fewer, false);
    }
    for (const std::string_view key : every_key) {
      auto more = must;
      more.push_back(key);
      if (std::find(must.begin(), must.end(), key) == must.end()) agree(more, std::ranges::count(all, key) == 1);
    }
    for (const std::string_view slip : {"wher", "bye", "窗口"}) {
      auto more = all;
      more.push_back(slip);
      agree(more, false);
    }
  }
}

TEST(RuleSchema, KeysOfTestsAreTheReaders) {
  const auto tested = [](const std::string& test) { return rule_text("when: true\ntests: [" + test + "]\n"); };
  const std::string given = "given: {line: {item: A, day: 2025-03-01}}";
  EXPECT_EQ(invalid(tested("{" + given + ", expect: {outcome: hit, line: L1}}")), "");
  EXPECT_EQ(invalid(tested("{" + given + ", expect: [{outcome: hit}, {outcome: clear}]}")), "");
  EXPECT_EQ(invalid(tested("{" + given + ", expect: {outcome: hits}}")), ".tests[].expect fits 0 forms");
  EXPECT_EQ(invalid(tested("{" + given + ", expect: {outcome: hit, amonut: 1}}")), ".tests[].expect fits 0 forms");
  EXPECT_EQ(invalid(tested("{" + given + ", expects: {outcome: hit}}")), ".tests[] lacks expect");
}

}  // namespace
}  // namespace qiuhao::rules
