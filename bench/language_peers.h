// Other evaluators of the same rules over the same lines.
#pragma once

#include <vector>

#include "bench.h"
#include "language_world.h"
#include "tables/engine.h"

namespace qiuhao::bench {

struct PeerAnswer {
  double seconds = 0;
  std::vector<std::size_t> hits;  // by rule
};

// DuckDB with the world in a table in memory, on one thread.
class DuckPeer {
 public:
  static Result<DuckPeer> load(const LanguageWorld& world);
  // All rules in one query.
  Result<PeerAnswer> run();

 private:
  explicit DuckPeer(tables::Engine engine) : engine_(std::move(engine)) {}
  tables::Engine engine_;
};

// @bufbuild/cel under node; fetched from npm into the build folder the first time.
Result<PeerAnswer> run_npm_peer(const Setting& setting, const LanguageWorld& world);

}  // namespace qiuhao::bench
