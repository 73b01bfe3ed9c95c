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

TEST(LastingFolderTest, a_private_one_is_closed_or_an_error) {
  const TestFolder folder;
  const auto mode = [&](const char* name) { return fs::status(folder.path / name).permissions() & fs::perms::all; };
  ASSERT_TRUE(make_private_folder(folder.path / "new/"));
  EXPECT_EQ(mode("new"), fs::perms::owner_all);
  fs::create_directory(folder.path / "open");
  fs::permissions(folder.path / "open", fs::perms::owner_all | fs::perms::others_read);
  ASSERT_TRUE(make_private_folder(folder.path / "open"));
  EXPECT_EQ(mode("open"), fs::perms::owner_all);
  const auto missing = make_private_folder(folder.path / "not there" / "below");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "file_error");
}

}  // namespace
}  // namespace qiuhao::claims::assembly
