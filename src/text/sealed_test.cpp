// A sealed document is whole, and no changed bit, cut or addition goes unseen.
#include "text/sealed.h"

#include <gtest/gtest.h>

#include "text/document.h"

namespace qiuhao::text {
namespace {

constexpr const char* kBody = "\"format\": 1, \"hash\": \"00ffAB\", \"files\": [\n  {\"file\": \"中文\"}]";

TEST(SealedTest, is_an_object_with_its_keys_and_a_checksum) {
  const auto node = parse_json(seal(kBody), "file");
  ASSERT_TRUE(node.has_value());
  EXPECT_EQ(node->text_of("format"), "1");
  EXPECT_EQ(node->text_of("checksum").size(), 16u);
  EXPECT_TRUE(is_sealed(seal(kBody)));
}

TEST(SealedTest, any_flipped_bit_is_seen) {
  const std::string whole = seal(kBody);
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string changed = whole;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(is_sealed(changed)) << bit;
  }
}

TEST(SealedTest, cuts_and_additions_are_seen) {
  const std::string whole = seal(kBody);
  for (std::size_t length = 0; length < whole.size(); ++length) EXPECT_FALSE(is_sealed(whole.substr(0, length)));
  EXPECT_FALSE(is_sealed(whole + "\n"));
  EXPECT_FALSE(is_sealed(" " + whole));
}

}  // namespace
}  // namespace qiuhao::text
