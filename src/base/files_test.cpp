// Files come back whole, atomic writes leave old or new, and refusals say why.
#include "base/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/hash.h"

namespace qiuhao {
namespace {

class Files : public ::testing::Test {
 protected:
  Files() : folder_(std::filesystem::temp_directory_path() / ("qiuhao-files-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~Files() override { std::filesystem::remove_all(folder_); }
  Path folder_;
};

TEST_F(Files, BlocksGiveEveryByteInOrder) {
  std::string content;
  for (int number = 0; content.size() < 3'500'000; ++number) content += std::to_string(number);
  ASSERT_TRUE(write_file_atomically(folder_ / "a", content).has_value());
  std::string back;
  Hasher128 hasher;
  ASSERT_TRUE(read_blocks(folder_ / "a", [&](std::string_view block) {
                back += block;
                hasher.add(block);
              }).has_value());
  EXPECT_TRUE(back == content);
  EXPECT_EQ(hasher.value(), hash128(content));
  EXPECT_TRUE(*read_file(folder_ / "a") == content);
}

TEST_F(Files, RefusalsNameTheCause) {
  EXPECT_EQ(read_file(folder_ / "nowhere").error().code, "no_such_file");
  EXPECT_EQ(read_file(folder_).error().code, "is_a_folder");
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "0123456789").has_value());
  EXPECT_EQ(read_file(folder_ / "a", 9).error().code, "file_too_large");
  EXPECT_TRUE(read_file(folder_ / "a", 10).has_value());
  EXPECT_EQ(MappedFile::open(folder_ / "nowhere").error().code, "no_such_file");
  EXPECT_EQ(write_file_atomically("/dev/full/x", "y").has_value(), false);
}

TEST_F(Files, AnAtomicWriteReplacesAndLeavesNothingBeside) {
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "old").has_value());
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "new").has_value());
  EXPECT_EQ(*read_file(folder_ / "a"), "new");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

}  // namespace
}  // namespace qiuhao
