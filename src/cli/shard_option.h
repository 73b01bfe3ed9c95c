// `--shard I/N`, or `auto`: the shard that a cluster gives a process through its environment.
#pragma once

#include <functional>
#include <string>

#include "audit/shard.h"

namespace qiuhao::cli {

// The value of a variable, "" when it is not set.
using Variables = std::function<std::string(const char* name)>;
std::string variable_of_process(const char* name);

// The number of shards of a Kubernetes indexed job, which gives its pods only the index.
inline constexpr const char* kShardsVariable = "QIUHAO_SHARDS";

// "2/7", or "auto", which asks in this order: Slurm's job array (SLURM_ARRAY_TASK_ID, _MIN, _COUNT, _STEP), a
// Kubernetes indexed job (JOB_COMPLETION_INDEX and QIUHAO_SHARDS), Open MPI's launcher (OMPI_COMM_WORLD_RANK and
// _SIZE), a Slurm step (SLURM_PROCID and SLURM_NTASKS). "no_shard": none of them is set, or they do not fit together.
Result<audit::Shard> shard_option(const std::string& text, const Variables& variables = variable_of_process);

}  // namespace qiuhao::cli
