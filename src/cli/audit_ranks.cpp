// An audit by all processes of an MPI job. Rank 0 alone writes files and speaks; what goes wrong on another rank is
// gathered like a partial result, so that no rank waits for one that has given up.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "cli/judge_shard.h"
#include "mpi/ranks.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

constexpr char kPartialMark = 'P';
constexpr char kErrorMark = 'E';
constexpr char kFieldEnd = '\0';

std::string text_of(const Error& error, int rank) {
  std::string text(1, kErrorMark);
  text += static_cast<char>('0' + static_cast<int>(error.fault));
  for (const std::string& field : {error.code, fmt::format("rank {}: {}", rank, error.message), error.place.file,
                                   error.chinese.empty() ? "" : fmt::format("第 {} 号进程：{}", rank, error.chinese)}) {
    text += field + kFieldEnd;
  }
  return text;
}

Error error_of(std::string_view text) {
  Error error;
  error.fault = static_cast<Fault>(text[1] - '0');
  text.remove_prefix(2);
  for (std::string* field : {&error.code, &error.message, &error.place.file, &error.chinese}) {
    const std::size_t end = text.find(kFieldEnd);
    *field = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  return error;
}

// Ranks of one machine share its threads, unless --threads says how many each has.
int threads_of_rank(const audit::AuditOptions& options) {
  const char* of_machine = std::getenv("OMPI_COMM_WORLD_LOCAL_SIZE");
  const int ranks = of_machine == nullptr ? 1 : std::max(1, std::atoi(of_machine));
  const int machine = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  return options.threads > 0 ? options.threads : std::max(1, machine / ranks);
}

Result<std::vector<audit::Partial>> read_gathered(const std::vector<std::string>& gathered) {
  std::vector<audit::Partial> partials;
  for (std::size_t rank = 0; rank < gathered.size(); ++rank) {
    const std::string& text = gathered[rank];
    if (text.starts_with(kErrorMark)) return fail(error_of(text));
    ASSIGN(audit::Partial partial, audit::read_partial(std::string_view(text).substr(1), fmt::format("rank {}", rank)));
    partials.push_back(std::move(partial));
  }
  return partials;
}

}  // namespace

Result<int> audit_by_ranks(const AuditRun& run) {
  ASSIGN(mpi::Ranks ranks, mpi::Ranks::join());
  AuditRun mine = run;
  mine.options.threads = threads_of_rank(run.options);
  const audit::Shard shard{static_cast<std::uint32_t>(ranks.rank() + 1), static_cast<std::uint32_t>(ranks.size())};
  const auto judged = judge_shard(mine, shard, ranks.rank() == 0);
  std::string text = judged ? kPartialMark + audit::write_partial(*judged) : text_of(judged.error(), ranks.rank());
  ASSIGN(const std::vector<std::string> gathered, ranks.gather(std::move(text)));
  if (ranks.rank() != 0) return 0;  // rank 0 tells what went wrong anywhere
  ASSIGN(std::vector<audit::Partial> partials, read_gathered(gathered));
  return unite_partials(run, std::move(partials));
}

}  // namespace qiuhao::cli
