// Chinese bytes that come whole, in pieces, and broken.
#include "text/gb18030.h"

#include <gtest/gtest.h>

namespace qiuhao::text {
namespace {

const std::string kGbk = "\xD2\xBD\xB1\xA3 7\n";  // 医保 7

TEST(Gb18030, WholeTexts) {
  EXPECT_EQ(utf8_from_gb18030(kGbk), "医保 7\n");
  EXPECT_EQ(utf8_from_gb18030(""), "");
  EXPECT_EQ(utf8_from_gb18030("\xD2"), std::nullopt) << "half a character";
  EXPECT_EQ(utf8_from_gb18030("\xFF\xFE"), std::nullopt);
}

TEST(Gb18030, CharactersThatEndInTheNextPiece) {
  Gb18030Reader reader;
  std::string text;
  std::string waiting;
  for (const char byte : kGbk) {
    waiting += byte;
    EXPECT_TRUE(reader.convert(waiting, text, true));
  }
  EXPECT_EQ(text, "医保 7\n");
  EXPECT_EQ(waiting, "");
  waiting = "\xFF" + kGbk;
  text.clear();
  EXPECT_TRUE(reader.convert(waiting, text, false));
  EXPECT_EQ(text, std::string(1, kNoLetter) + "医保 7\n");
}

}  // namespace
}  // namespace qiuhao::text
