// Tables stay aligned when Chinese and Latin text stand in one column.
#include "cli/text_table.h"

#include <gtest/gtest.h>

namespace qiuhao::cli {
namespace {

TEST(TextTable, AlignsChineseByItsWidth) {
  TextTable table({"kind", "rows"});
  table.align_right(1);
  table.add({"药品", "7"});
  table.add({"ab", "1234"});
  EXPECT_EQ(table.text(), "kind  rows\n药品     7\nab    1234\n");
}

TEST(TextTable, CutsWithinTheWidth) {
  EXPECT_EQ(cut_to_width("药品限", 6), "药品限");
  EXPECT_EQ(cut_to_width("药品限儿童", 6), "药品…");
  EXPECT_EQ(cut_to_width("a\nb", 10), "a b");
  EXPECT_EQ(cut_to_width("", 0), "");
}

}  // namespace
}  // namespace qiuhao::cli
