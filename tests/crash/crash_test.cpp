// Small forms of the sweeps; bench/run tape-kill, tape-failed-writes and tape-flipped-bits are the full ones.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "sweeps.h"

namespace qiuhao::crash {
namespace {

constexpr std::int64_t kPeople = 40;

class CrashTest : public testing::Test {
 protected:
  // In memory where the machine allows it: what is tried are orders of calls, not the disk.
  CrashTest() : scratch_(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path()) {
    scratch_ /= "qiuhao-crash-" + std::to_string(::getpid());
  }
  ~CrashTest() override { std::filesystem::remove_all(scratch_); }
  Path scratch_;
};

TEST_F(CrashTest, killed_at_random_moments_every_store_is_old_or_new) {
  const auto sweep = kill_sweep(scratch_, kPeople, 12, 1);
  ASSERT_TRUE(sweep.has_value()) << sweep.error().text();
  EXPECT_TRUE(sweep->troubles.empty()) << sweep->text();
  EXPECT_GT(sweep->reached, sweep->trials / 2);
}

TEST_F(CrashTest, writes_that_fail_leave_every_store_whole) {
  const auto sweep = failed_write_sweep(scratch_, kPeople, kFailures, 97);
  ASSERT_TRUE(sweep.has_value()) << sweep.error().text();
  EXPECT_TRUE(sweep->troubles.empty()) << sweep->text();
  EXPECT_GT(sweep->old_states, sweep->trials / 2);
}

TEST_F(CrashTest, flipped_bits_are_found_and_named) {
  const auto sweep = flipped_bit_sweep(scratch_, kPeople, 200, 1);
  ASSERT_TRUE(sweep.has_value()) << sweep.error().text();
  EXPECT_TRUE(sweep->troubles.empty()) << sweep->text();
  EXPECT_EQ(sweep->reached, 200u);
}

}  // namespace
}  // namespace qiuhao::crash
