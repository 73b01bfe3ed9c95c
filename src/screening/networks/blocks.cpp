// Handing out blocks.
#include "screening/networks/blocks.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace qiuhao::screening {

std::unexpected<Error> screening_interrupted() {
  return system_error("interrupted", "the screening was interrupted; nothing was written");
}

Status run_blocks(const Work& work, std::size_t size, std::size_t of_block, std::string_view step,
                  std::string_view unit, const std::function<void(const Block&)>& run) {
  const std::size_t blocks = blocks_of(size, of_block);
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> done{0};
  const auto go = [&](std::size_t thread) {
    for (std::size_t number = next++; number < blocks && !work.is_stopped(); number = next++) {
      const std::size_t begin = number * of_block;
      const std::size_t end = std::min(size, begin + of_block);
      run({number, begin, end, thread});
      done += end - begin;
      if (thread == 0) work.show(step, static_cast<std::int64_t>(done), static_cast<std::int64_t>(size), unit);
    }
  };
  {
    const std::size_t threads = std::min<std::size_t>(static_cast<std::size_t>(std::max(1, work.threads)), blocks);
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(go, thread);
    go(0);
  }
  if (work.is_stopped()) return screening_interrupted();
  work.show(step, static_cast<std::int64_t>(size), static_cast<std::int64_t>(size), unit);
  return {};
}

}  // namespace qiuhao::screening
