// What would be a tag is none.
#include "text/markup.h"

#include <gtest/gtest.h>

namespace qiuhao::text {
namespace {

TEST(Markup, Escaped) {
  EXPECT_EQ(markup_escaped("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(markup_escaped("医\n保\t\x1B[1m"), "医\n保\t[1m");
  EXPECT_EQ(markup_escaped("&lt;"), "&amp;lt;");
}

}  // namespace
}  // namespace qiuhao::text
