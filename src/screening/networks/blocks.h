// Blocks of a range on threads. Whoever works on a block writes only what is the block's, so the number of threads
// changes nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "screening/networks/event.h"

namespace qiuhao::screening {

struct Block {
  std::size_t number = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t thread = 0;  // below work.threads
};

constexpr std::size_t blocks_of(std::size_t size, std::size_t of_block) { return (size + of_block - 1) / of_block; }

// "interrupted" when the work was stopped. Progress is shown by the calling thread between its own blocks.
Status run_blocks(const Work& work, std::size_t size, std::size_t of_block, std::string_view step,
                  std::string_view unit, const std::function<void(const Block&)>& run);

std::unexpected<Error> screening_interrupted();

}  // namespace qiuhao::screening
