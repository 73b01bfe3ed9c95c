// A live service of this process with its server, over a city, for measurements.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "bench.h"
#include "server/live_service.h"
#include "server/replay.h"

namespace qiuhao::bench {

inline constexpr unsigned kLiveMoments =
    static_cast<unsigned>(rules::Moment::before) | static_cast<unsigned>(rules::Moment::during);

// A server of this process, on its own thread until it goes.
class Running {
 public:
  static Result<std::unique_ptr<Running>> open(http::ServerOptions options, std::shared_ptr<http::Handler> handler);
  ~Running();
  http::Url url() const { return {false, "127.0.0.1", server_.port(), "/fsi"}; }

 private:
  explicit Running(http::Server server);

  http::Server server_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class RunningService {
 public:
  // Over the last workspace that QIUHAO_BENCH_TAPES names, else a city of so many people. `observe` as LiveOptions has
  // it.
  static Result<std::unique_ptr<RunningService>> open(const Setting& setting, http::ServerOptions options,
                                                      std::int64_t people,
                                                      std::function<void(const national::Exchanged&)> observe = {});

  http::Url url() const { return running_->url(); }
  const claims::Tape& tape() const { return tape_; }
  const claims::Schema& schema() const { return *schema_; }
  const rules::Plan& plan() const { return *plan_; }
  const std::shared_ptr<const rules::Plan>& shared_plan() const { return plan_; }
  server::LiveService& service() const { return *service_; }
  // Up to 5,000 visits of the city with so many lines; of twenty, as most bills have.
  std::vector<server::ReplayVisit> visits(std::size_t lines_least = 18, std::size_t lines_most = 22) const;
  // Another number has an edition loaded: of an odd one all rules, of an even one `fewer`.
  void set_state(int state) { *state_ = state; }
  const std::shared_ptr<const rules::Plan>& fewer() const { return fewer_; }

 private:
  RunningService() = default;

  std::shared_ptr<const claims::Schema> schema_;
  claims::Tape tape_;
  std::shared_ptr<const rules::Plan> plan_;
  std::shared_ptr<const rules::Plan> fewer_;  // of some rules
  std::shared_ptr<std::atomic<int>> state_ = std::make_shared<std::atomic<int>>(1);
  std::unique_ptr<server::LiveService> service_;
  std::unique_ptr<Running> running_;
};

}  // namespace qiuhao::bench
