// Made all the way, again without harm, and refused below a file.
#include "claims/assembly/lasting_folder.h"

#include <gtest/gtest.h>

#include "claims/assembly/test_world.h"

namespace qiuhao::claims::assembly {
namespace {

TEST(LastingFolderTest, is_made_all_the_way_and_again) {
  const TestFolder folder;
  for (int time = 0; time < 2; ++time) {
    ASSERT_TRUE(make_lasting_folder(folder.path / "a" / "b" / "c"));
    EXPECT_TRUE(fs::is_directory(folder.path / "a" / "b" / "c"));
  }
  ASSERT_TRUE(make_lasting_folder(folder.path / "d/"));
  EXPECT_TRUE(fs::is_directory(folder.path / "d"));
  write_text(folder.path / "file", "x");
  EXPECT_FALSE(make_lasting_folder(folder.path / "file" / "below"));
}

}  // namespace
}  // namespace qiuhao::claims::assembly
