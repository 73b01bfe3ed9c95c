// Which shard the environment says.
#include "cli/shard_option.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <optional>

namespace qiuhao::cli {
namespace {

using audit::Shard;

std::optional<std::int64_t> number_of(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::unexpected<Error> no_shard(const std::string& english, const std::string& chinese) {
  return usage_error("no_shard", Sentence{"--shard auto: " + english, "--shard auto：" + chinese});
}

// `index` from 0.
Result<Shard> shard_at(std::optional<std::int64_t> index, std::optional<std::int64_t> count, const std::string& names) {
  if (index && count && *index >= 0 && *index < *count && *count <= audit::kMaxShards) {
    return Shard{static_cast<std::uint32_t>(*index + 1), static_cast<std::uint32_t>(*count)};
  }
  return no_shard(fmt::format("{} do not say which of how many; set both, or write --shard I/N", names),
                  fmt::format("{} 没有说明第几片、共几片；请都设置，或写 --shard I/N", names));
}

Result<Shard> shard_of_array(const Variables& get) {
  if (const auto tasks = number_of(get("SLURM_NTASKS")); tasks && *tasks > 1) {
    return no_shard("this is a Slurm job array of which each job has several tasks; give each job one task",
                    "这是每个作业有多个任务的 Slurm 作业数组；请让每个作业只有一个任务");
  }
  const auto id = number_of(get("SLURM_ARRAY_TASK_ID"));
  const auto least = number_of(get("SLURM_ARRAY_TASK_MIN"));
  const auto count = number_of(get("SLURM_ARRAY_TASK_COUNT"));
  const auto most = number_of(get("SLURM_ARRAY_TASK_MAX"));
  const std::int64_t step = number_of(get("SLURM_ARRAY_TASK_STEP")).value_or(1);
  const bool is_even = id && least && step > 0 && (*id - *least) % step == 0 &&
                       (!most || !count || (*most - *least) / step + 1 == *count);
  if (!is_even) {
    return no_shard("the job array has gaps; number it without any, as in --array=1-7",
                    "作业数组的编号不连续；请连续编号，如 --array=1-7");
  }
  return shard_at((*id - *least) / step, count, "SLURM_ARRAY_TASK_ID, _MIN, _COUNT");
}

}  // namespace

std::string variable_of_process(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<Shard> shard_option(const std::string& text, const Variables& get) {
  if (text != "auto") return audit::parse_shard(text);
  if (!get("SLURM_ARRAY_TASK_ID").empty()) return shard_of_array(get);
  for (const auto& [index, count] :
       {std::pair{"JOB_COMPLETION_INDEX", kShardsVariable}, std::pair{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
        std::pair{"SLURM_PROCID", "SLURM_NTASKS"}}) {
    const std::string at = get(index);
    if (at.empty()) continue;
    return shard_at(number_of(at), number_of(get(count)), fmt::format("{}, {}", index, count));
  }
  return no_shard("neither Slurm, Kubernetes nor mpirun started this process; write --shard I/N",
                  "本进程不是由 Slurm、Kubernetes 或 mpirun 启动；请写 --shard I/N");
}

}  // namespace qiuhao::cli
