// Every byte of a scalar is found where a reader of the file sees it.
#include "text/scalar_place.h"

#include <gtest/gtest.h>

namespace qiuhao::text {
namespace {

// The word is looked up in the scalar and in the file apart from the code; both must meet.
void expect_found(const std::string& content, const std::string& word, int line, int column) {
  const auto root = parse_yaml(content, "f");
  ASSERT_TRUE(root) << root.error().text();
  const Node* node = root->find("when");
  ASSERT_NE(node, nullptr);
  const auto places = ScalarPlaces::make(content, *node, "f");
  ASSERT_TRUE(places) << content << places.error().text();
  const std::size_t in_scalar = node->scalar.find(word);
  ASSERT_NE(in_scalar, std::string::npos) << node->scalar;
  const std::size_t offset = places->offset(in_scalar);
  EXPECT_EQ(content.substr(offset, word.size()), word) << content;
  EXPECT_EQ(places->offset(in_scalar + word.size()) - offset >= word.size(), true);
  const Place place = place_of_offset(content, offset, "f");
  EXPECT_EQ(place.line, line) << content;
  EXPECT_EQ(place.column, column) << content;
}

TEST(ScalarPlaces, FollowEveryFormOfScalar) {
  expect_found("when: a && line.qty > 3\n", "qty", 1, 17);
  expect_found("费用: 1\nwhen: 费用.数量 > 单价x\n", "单价x", 2, 15);
  expect_found("when: 'it''s ''x'' && qty'\n", "qty", 1, 23);
  expect_found("when: \"say \\\"x\\\" \\\\ && qty\"\n", "qty", 1, 24);
  expect_found("when: \"a\\tb\\nc qty\"\n", "qty", 1, 16);
  expect_found("when: >\n  a\n  && b\n\n  && qty > 3\nnext: 1\n", "qty", 5, 6);
  expect_found("when: |-  # why\n    a &&\n      qty\nnext: 1\n", "qty", 3, 7);
  expect_found("when: a\n  && b\n  && qty\n", "qty", 3, 6);
  expect_found("when: \"a\n  && b\n  && qty\"\n", "qty", 3, 6);
  expect_found("when: 'a\n\n  && qty'\n", "qty", 3, 6);
  expect_found("when: \"a \\\n  && qty\"\n", "qty", 2, 6);
  expect_found("{放疗: 'x', when: qty}\n", "qty", 1, 17);
  expect_found("when: a  &&  qty\n", "qty", 1, 14);
  expect_found("a: 1\r\nwhen: >\r\n  a\r\n  && qty\r\n", "qty", 4, 6);
}

TEST(ScalarPlaces, RefuseWhatTheyCannotFollow) {
  const std::string content = "when: \"\\u8d39 qty\"\n";
  const auto root = parse_yaml(content, "f");
  ASSERT_TRUE(root);
  EXPECT_EQ(ScalarPlaces::make(content, *root->find("when"), "f").error().code, "unknown_form");
}

// Columns count characters, as editors do.
TEST(ScalarPlaces, ColumnsOfNodesCountCharacters) {
  const auto root = parse_yaml("{放化疗: '一', b: c}\n", "f");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->entries[1].first.column, 12);
  EXPECT_EQ(root->entries[1].second.column, 15);
  EXPECT_EQ(parse_yaml("{放: 1, 放: 2}\n", "f").error().text(), "f:1:8: key '放' stands twice; keep one");
}

}  // namespace
}  // namespace qiuhao::text
