// One input: the trees of a provider model. They must be refused with a sentence, or predict and explain.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "base/check.h"
#include "screening/learning/boosted_trees.h"

namespace {

using namespace qiuhao;  // tidy:allow a program of one file

constexpr std::size_t kColumns = 4;

screening::FeatureMatrix rows() {
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  return {3, kColumns, {0, 0, 0, 0, -5, 1e30F, kNone, 0.25F, kNone, kNone, kNone, kNone}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const screening::FeatureMatrix matrix = rows();
  std::string json(reinterpret_cast<const char*>(data), size);
  if (json.ends_with('\n')) json.pop_back();  // files of the corpus end with one
  const auto trees = screening::BoostedTrees::load(json, kColumns, "fuzz.json");
  if (!trees) {
    CHECK(!trees.error().message.empty());
    return 0;
  }
  const auto margins = trees->margins(matrix);
  const auto contributions = trees->contributions(matrix);
  CHECK(margins && margins->size() == matrix.rows);
  CHECK(contributions && contributions->size() == matrix.rows * (kColumns + 1));
  return 0;
}
