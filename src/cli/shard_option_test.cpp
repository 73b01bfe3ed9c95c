// What each engine's environment means.
#include "cli/shard_option.h"

#include <gtest/gtest.h>

#include <map>

namespace qiuhao::cli {
namespace {

using Set = std::map<std::string, std::string>;

// "2/7", or the error's code.
std::string shard_in(const Set& set, const std::string& option = "auto") {
  const auto shard = shard_option(option, [&](const char* name) {
    const auto found = set.find(name);
    return found == set.end() ? std::string() : found->second;
  });
  EXPECT_TRUE(shard.has_value() || !shard.error().chinese.empty());
  return shard ? shard->text() : shard.error().code;
}

TEST(ShardOption, IsWrittenOut) {
  EXPECT_EQ(shard_in({}, "2/7"), "2/7");
  EXPECT_EQ(shard_in({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}}, "2/7"), "2/7");
  EXPECT_EQ(shard_in({}, "8/7"), "bad_shard");
  EXPECT_EQ(shard_in({}), "no_shard");
}

TEST(ShardOption, SlurmArraysCountFromTheirLeast) {
  const auto array = [](const char* id, const char* least, const char* most, const char* count, const char* step) {
    return Set{{"SLURM_ARRAY_TASK_ID", id},
               {"SLURM_ARRAY_TASK_MIN", least},
               {"SLURM_ARRAY_TASK_MAX", most},
               {"SLURM_ARRAY_TASK_COUNT", count},
               {"SLURM_ARRAY_TASK_STEP", step}};
  };
  EXPECT_EQ(shard_in(array("0", "0", "6", "7", "1")), "1/7");
  EXPECT_EQ(shard_in(array("7", "1", "7", "7", "1")), "7/7");
  EXPECT_EQ(shard_in(array("14", "10", "16", "4", "2")), "3/4");
  EXPECT_EQ(shard_in(array("5", "1", "7", "3", "1")), "no_shard");  // --array=1,5,7
  EXPECT_EQ(shard_in(array("x", "1", "7", "7", "1")), "no_shard");
  EXPECT_EQ(shard_in({{"SLURM_ARRAY_TASK_ID", "1"}}), "no_shard");
  Set many = array("1", "1", "7", "7", "1");
  many["SLURM_NTASKS"] = "2";
  EXPECT_EQ(shard_in(many), "no_shard");
  many["SLURM_NTASKS"] = "1";
  EXPECT_EQ(shard_in(many), "1/7");
}

TEST(ShardOption, StepsIndexedJobsAndRanksCountFromZero) {
  EXPECT_EQ(shard_in({{"SLURM_PROCID", "3"}, {"SLURM_NTASKS", "4"}}), "4/4");
  EXPECT_EQ(shard_in({{"SLURM_PROCID", "4"}, {"SLURM_NTASKS", "4"}}), "no_shard");
  EXPECT_EQ(shard_in({{"JOB_COMPLETION_INDEX", "0"}, {"QIUHAO_SHARDS", "12"}}), "1/12");
  EXPECT_EQ(shard_in({{"JOB_COMPLETION_INDEX", "0"}}), "no_shard");
  EXPECT_EQ(shard_in({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "2"}}), "2/2");
  EXPECT_EQ(shard_in({{"OMPI_COMM_WORLD_RANK", "-1"}, {"OMPI_COMM_WORLD_SIZE", "2"}}), "no_shard");
}

}  // namespace
}  // namespace qiuhao::cli
