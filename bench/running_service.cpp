// Opens what the live benches share.
#include "running_service.h"

#include <cstdlib>

#include "bench_plan.h"

namespace qiuhao::bench {

Running::Running(http::Server server)
    : server_(std::move(server)), thread_([this] { (void)server_.run(stop_, false); }) {}

Running::~Running() {
  stop_ = true;
  thread_.join();
}

Result<std::unique_ptr<Running>> Running::open(http::ServerOptions options, std::shared_ptr<http::Handler> handler) {
  ASSIGN(http::Server server, http::Server::open(std::move(options), std::move(handler)));
  return std::unique_ptr<Running>(new Running(std::move(server)));
}

Result<std::unique_ptr<RunningService>> RunningService::open(const Setting& setting, http::ServerOptions options,
                                                             std::int64_t people,
                                                             std::function<void(const national::Exchanged&)> observe) {
  std::unique_ptr<RunningService> made(new RunningService);
  ASSIGN(made->schema_, schema_of(setting));
  Path workspace;
  if (const char* named = std::getenv("QIUHAO_BENCH_TAPES"); named != nullptr) {
    const std::string all = named;
    const std::size_t colon = all.rfind(':');
    workspace = colon == std::string::npos ? all : all.substr(colon + 1);
  } else {
    ASSIGN(workspace, workspace_of(setting, people));
  }
  ASSIGN(made->tape_, claims::Tape::open(workspace, *made->schema_));
  ASSIGN(made->plan_, plan_of(setting, made->schema_, 3'899, {}));
  ASSIGN(made->fewer_, plan_of(setting, made->schema_, 3'899, {"R0101", "R0112", "R0149", "R0162", "R0403"}));
  server::ServiceOptions parts;
  parts.workspace = workspace;
  parts.schema = made->schema_;
  parts.interface_folders = {(setting.source / "policy/interface").string()};
  parts.accepts_pseudonyms = true;
  parts.renew_every = std::chrono::milliseconds(50);
  parts.live.logs_requests = false;
  parts.live.observe = std::move(observe);
  parts.source.load = [schema = made->schema_, all = made->plan_, fewer = made->fewer_, state = made->state_,
                       workspace]() -> Result<std::unique_ptr<live::Edition>> {
    auto edition = std::make_unique<live::Edition>();
    edition->schema = schema;
    edition->plan = *state % 2 == 1 ? all : fewer;
    ASSIGN(edition->tape, claims::Tape::open(workspace, *schema));
    return edition;
  };
  parts.source.state = [state = made->state_] { return std::to_string(*state); };
  ASSIGN(made->service_, server::LiveService::open(std::move(parts)));
  ASSIGN(made->running_, Running::open(std::move(options), made->service_->handler()));
  return made;
}

std::vector<server::ReplayVisit> RunningService::visits(std::size_t lines_least, std::size_t lines_most) const {
  server::ReplayChoice choice;
  choice.most = 5'000;
  choice.lines_least = lines_least;
  choice.lines_most = lines_most;
  return server::choose_visits(tape_, *schema_, choice);
}

}  // namespace qiuhao::bench
