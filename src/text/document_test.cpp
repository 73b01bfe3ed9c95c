// Documents keep places and refuse what would mislead a reader.
#include "text/document.h"

#include <gtest/gtest.h>

namespace qiuhao::text {
namespace {

TEST(Yaml, KeepsOrderPlacesAndQuotes) {
  const auto node = parse_yaml("rule: R1\nlet: {a: 1, b: '2'}\ntests:\n  - {x: ~}\n  - [p, q]\n", "r.yaml");
  ASSERT_TRUE(node.has_value()) << node.error().text();
  EXPECT_EQ(node->text_of("rule"), "R1");
  const Node* let = node->find("let");
  ASSERT_NE(let, nullptr);
  EXPECT_EQ(let->entries[1].first.scalar, "b");
  EXPECT_TRUE(let->entries[1].second.quoted);
  EXPECT_FALSE(let->entries[0].second.quoted);
  EXPECT_EQ(let->line, 2);
  const Node* tests = node->find("tests");
  ASSERT_EQ(tests->items.size(), 2U);
  EXPECT_TRUE(tests->items[0].find("x")->is_nothing());
  EXPECT_EQ(tests->items[1].items[1].scalar, "q");
  EXPECT_EQ(tests->items[1].items[1].line, 5);
}

TEST(Yaml, RefusesDuplicateKeysAliasesAndBrokenText) {
  EXPECT_EQ(parse_yaml("a: 1\na: 2\n", "f").error().text(), "f:2:1: key 'a' stands twice; keep one");
  EXPECT_EQ(parse_yaml("a: &x 1\nb: *x\n", "f").error().code, "alias_refused");
  EXPECT_EQ(parse_yaml("a: [1, 2\n", "f").error().code, "bad_yaml");
  std::string deep(200, '[');
  EXPECT_FALSE(parse_yaml(deep, "f").has_value());
}

TEST(Json, ReadsAndQuotes) {
  const auto node = parse_json(R"({"a":[1,"x",null,2.50],"b":{"c":true}})", "f");
  ASSERT_TRUE(node.has_value());
  EXPECT_EQ(node->find("a")->items[1].scalar, "x");
  EXPECT_TRUE(node->find("a")->items[2].is_nothing());
  EXPECT_EQ(node->find("b")->text_of("c"), "true");
  EXPECT_FALSE(parse_json("{", "f").has_value());
  EXPECT_EQ(json_quote("a\"b\\\n\x01"), "\"a\\\"b\\\\\\n\\u0001\"");
}

}  // namespace
}  // namespace qiuhao::text
