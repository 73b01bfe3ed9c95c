// Base64 and hex give back what went in, and take nothing else.
#include "signing/encoding.h"

#include <gtest/gtest.h>

namespace qiuhao::signing {
namespace {

TEST(Base64, HasTheVectorsOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, GoesRoundForEveryByteAndLength) {
  std::string bytes;
  for (int value = 0; value < 256; ++value) {
    bytes += static_cast<char>(value);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  }
}

TEST(Base64, PassesOverLineBreaksAndTakesNothingElse) {
  EXPECT_EQ(from_base64("Zm9v\r\nYmFy\n"), "foobar");
  for (const std::string_view text :
       {"Zg=", "Zg", "Z", "Zg===", "=Zg=", "Zg==Zg==", "Zm9v YmFy", "Zm9_", "Zm9\xff", "Zh==", "====", "="})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

TEST(Hex, WritesUpperAndReadsEither) {
  EXPECT_EQ(to_hex(std::string_view("\x00\xab\xff", 3)), "00ABFF");
  EXPECT_EQ(from_hex("00aBfF"), std::string("\x00\xab\xff", 3));
  EXPECT_EQ(from_hex(""), "");
  EXPECT_EQ(from_hex("abc"), std::nullopt);
  EXPECT_EQ(from_hex("0g"), std::nullopt);
}

TEST(WrittenSecret, SaysHowItIsWritten) {
  EXPECT_EQ(from_written_secret("hex:6162\n"), "ab");
  EXPECT_EQ(from_written_secret("base64:YWI="), "ab");
  EXPECT_EQ(from_written_secret("text:6162 \r\n"), "6162");
  EXPECT_EQ(from_written_secret("6162"), std::nullopt);
  EXPECT_EQ(from_written_secret("hex:616"), std::nullopt);
  EXPECT_EQ(from_written_secret(""), std::nullopt);
}

}  // namespace
}  // namespace qiuhao::signing
