// The register of traces from its file, the uses of one code at a time.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>

#include "screening/traces/traces.h"
#include "tables/stop_watch.h"

namespace qiuhao::screening {

class TraceReader {
 public:
  // `schema` and `options` must outlive it.
  TraceReader(const claims::Schema& schema, const TraceOptions& options, Path file);

  Status open();
  // By provider, the day of its first purchase with a code.
  Result<std::unordered_map<std::string, Day>> first_purchases();
  // Every code once, with its first kMostUsesOfCode uses. Errors: "damaged_register" also when codes are not in order.
  Status each_code(const std::function<void(const std::string& code, std::span<CodeUse> uses)>& take);
  std::uint64_t rows() const { return rows_; }
  tables::Engine& engine() { return *engine_; }
  // What DuckDB says, as people are told it.
  Error told_of(const Error& error) const;

 private:
  const claims::Schema& schema_;
  const TraceOptions& options_;
  Path file_;
  std::unique_ptr<tables::Engine> engine_;
  std::unique_ptr<tables::StopWatch> watch_;
  std::uint64_t rows_ = 0;
};

}  // namespace qiuhao::screening
