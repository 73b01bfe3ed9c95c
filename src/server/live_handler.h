// Routes of the live service: the national endpoint, health, readiness, metrics; every other path is another handler's.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/log.h"
#include "http/metrics.h"
#include "http/server.h"
#include "national/exchange.h"
#include "server/service_metrics.h"

namespace qiuhao::server {

struct LiveOptions {
  // Paths at which national messages are taken (POST).
  std::vector<std::string> national_paths{"/mss/web/api/fsi/callService", "/fsi"};
  bool logs_requests = true;
  // Told of each message once it was answered, from the thread that did; for measurements.
  std::function<void(const national::Exchanged&)> observe{};
};

class LiveHandler : public http::Handler {
 public:
  // `others` answers what is no route of the service; null: 404. Server counts are known once it runs.
  LiveHandler(LiveOptions options, std::shared_ptr<national::Exchange> exchange,
              std::shared_ptr<ServiceMetrics> metrics, std::shared_ptr<http::Log> log,
              std::shared_ptr<http::Handler> others);

  void answer(const http::Request& request, http::Reply reply) override;
  national::Exchange& exchange() const { return *exchange_; }

 private:
  void answer_national(const http::Request& request, http::Reply reply);
  http::Answer ready() const;
  void tell(const national::Exchanged& exchanged, const std::string& request_id, double seconds);

  LiveOptions options_;
  std::shared_ptr<national::Exchange> exchange_;
  std::shared_ptr<ServiceMetrics> metrics_;
  std::shared_ptr<http::Log> log_;
  std::shared_ptr<http::Handler> others_;
};

}  // namespace qiuhao::server
