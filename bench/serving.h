// A `qiuhao serve` process of its own, that can be killed.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "bench.h"
#include "http/client.h"

namespace qiuhao::bench {

class Serving {
 public:
  // Starts it and waits until /ready says so; `seconds` is how long that took. "not_ready" with what it said.
  static Result<Serving> start(const Setting& setting, const Path& workspace, const std::vector<std::string>& more);
  Serving(Serving&& other) noexcept;
  Serving& operator=(Serving&& other) noexcept;
  ~Serving();  // killed, if it still runs

  http::Url url(const std::string& path) const { return {false, "127.0.0.1", port_, path}; }
  double ready_seconds() const { return ready_seconds_; }
  void kill();
  // Value of a gauge or counter without labels at /metrics; NaN when there is none.
  double metric(const std::string& name) const;

 private:
  Serving() = default;
  pid_t process_ = 0;
  std::uint16_t port_ = 0;
  double ready_seconds_ = 0;
};

}  // namespace qiuhao::bench
