// The live service of a workspace, put together: editions that renew themselves, the journal, the national endpoint.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/log.h"
#include "http/server.h"
#include "live/edition.h"
#include "server/live_handler.h"

namespace qiuhao::server {

struct ServiceOptions {
  Path workspace;
  live::EditionSource source;
  std::shared_ptr<const claims::Schema> schema;
  std::vector<std::string> interface_folders;  // of national::Variants
  live::EditionSource shadow_source{};         // without load: no shadow
  bool accepts_pseudonyms = false;             // patn_id may be "pseudonym:…", as replays send it
  http::LogOptions log{};
  LiveOptions live{};
  std::chrono::milliseconds renew_every{1'000};  // between looks for a newer tape or library
};

class LiveService {
 public:
  // What answers paths that are none of the service's, made with its log; none: 404.
  using MakeOthers = std::function<Result<std::shared_ptr<http::Handler>>(const std::shared_ptr<http::Log>& log)>;
  // Opens everything, and begins to look for newer editions. Errors are those of its parts, first that of the journal.
  static Result<std::unique_ptr<LiveService>> open(ServiceOptions options, const MakeOthers& make_others = {});
  ~LiveService();

  // Reads the institutions' keys anew; those before stay in use when they cannot be read, and the log says so.
  void renew_keys();

  const std::shared_ptr<LiveHandler>& handler() const { return handler_; }
  const live::Desk& desk() const { return *desk_; }
  ServiceMetrics& metrics() const { return *metrics_; }
  http::Log& log() const { return *log_; }

 private:
  explicit LiveService(ServiceOptions options) : options_(std::move(options)) {}
  Status open_parts(const MakeOthers& make_others);
  Status open_shadow();
  void keep_up();
  void renew();
  Status settle();

  ServiceOptions options_;
  std::shared_ptr<http::Log> log_;
  std::shared_ptr<live::Editions> editions_;
  std::shared_ptr<live::Shadow> shadow_;
  std::shared_ptr<live::Desk> desk_;
  std::shared_ptr<ServiceMetrics> metrics_;
  std::shared_ptr<LiveHandler> handler_;
  std::mutex ending_;
  std::condition_variable ends_;
  bool is_ending_ = false;
  std::thread keeper_;
};

// The service as others find it who are made before it is open.
class LiveLink {
 public:
  void set(const LiveService* service) { service_ = service; }
  const LiveService* get() const { return service_; }  // null: not open yet, or over

 private:
  std::atomic<const LiveService*> service_{nullptr};
};

}  // namespace qiuhao::server
