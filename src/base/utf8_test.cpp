// Texts that are whole, and every way not to be.
#include "base/utf8.h"

#include <gtest/gtest.h>

namespace qiuhao {
namespace {

TEST(Utf8, IsKnown) {
  EXPECT_TRUE(is_utf8("é中😀"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));          // overlong
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
  EXPECT_FALSE(is_utf8("\xE4\xB8"));          // cut off
}

}  // namespace
}  // namespace qiuhao
