// The server as a whole: addresses, threads and signals.
#include "http/server.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>
#include <functional>
#include <thread>
#include <utility>

#include "http/core.h"

namespace qiuhao::http {
namespace {

using asio::ip::tcp;

int one_a_core(int asked) {
  return asked > 0 ? asked : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

Result<asio::ip::address> literal_address(const std::string& text) {
  error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (!error) return address;
  return usage_error("bad_address", fmt::format("{} is no IPv4 or IPv6 address; write one as 127.0.0.1 or ::1", text));
}

// The connections and some files more, as far as the system lets us; what then is still missing shows at accepting.
void raise_handle_limit(int connections) {
  constexpr rlim_t kOtherHandles = 256;
  const rlim_t wanted = static_cast<rlim_t>(connections) + kOtherHandles;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Status listen_error(const error_code& error, const ServerOptions& options) {
  if (error == asio::error::address_in_use) {
    return usage_error(
        "port_taken",
        fmt::format("port {}: another program has it; name another, or 0 to have one chosen", options.port));
  }
  return system_error("cannot_listen",
                      fmt::format("cannot listen on {} port {}: {}", options.address, options.port, error.message()));
}

}  // namespace

struct Server::State {
  State(ServerOptions options, std::shared_ptr<Handler> handler, int work_threads)
      : shared(std::move(options), std::move(handler), work_threads) {}

  Status listen();
  Status reload_certificate();
  void await_signals(asio::signal_set& signals);
  Status run_core(Core& core, const std::atomic<bool>& stop);

  Shared shared;
  std::vector<std::unique_ptr<Core>> cores;
  std::uint16_t port = 0;
};

Status Server::State::listen() {
  const ServerOptions& options = shared.options;
  ASSIGN(const asio::ip::address address, literal_address(options.address));
  if (!options.proxy.empty()) {
    ASSIGN(shared.proxy, literal_address(options.proxy));
  }
  if (options.tls) {
    ASSIGN(shared.tls, Tls::open(*options.tls));
  }
  raise_handle_limit(options.connections_most);
  tcp::endpoint endpoint(address, options.port);
  for (int count = 0; count < one_a_core(options.io_threads); ++count) {
    auto core = std::make_unique<Core>(shared);
    if (const error_code error = core->listen(endpoint, count > 0)) return listen_error(error, options);
    endpoint = core->endpoint();
    cores.push_back(std::move(core));
  }
  port = endpoint.port();
  return {};
}

Status Server::State::reload_certificate() { return shared.tls == nullptr ? Status{} : shared.tls->reload(); }

void Server::State::await_signals(asio::signal_set& signals) {
  signals.async_wait([this, &signals](error_code error, int signal) {
    if (error) return;
    if (signal != SIGHUP) {
      shared.is_stopping = true;
      return;
    }
    const Status certificate = reload_certificate();
    if (shared.options.on_hangup) shared.options.on_hangup(certificate);
    await_signals(signals);
  });
}

Status Server::State::run_core(Core& core, const std::atomic<bool>& stop) {
  try {
    core.run(stop);
    return {};
  } catch (const std::exception& failure) {
    shared.is_stopping = true;
    return system_error("server_failed", fmt::format("the server ended: {}", failure.what()));
  }
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::open(ServerOptions options, std::shared_ptr<Handler> handler) {
  const int work_threads = one_a_core(options.work_threads);
  auto state = std::make_unique<State>(std::move(options), std::move(handler), work_threads);
  TRY(state->listen());
  return Server(std::move(state));
}

std::uint16_t Server::port() const { return state_->port; }

ServerCounts Server::counts() const {
  const Shared& shared = state_->shared;
  return {shared.connections, shared.connections_now, shared.requests, shared.work.waiting(),
          shared.body_bytes,  shared.refused,         shared.timed_out};
}

Status Server::reload_certificate() { return state_->reload_certificate(); }

Status Server::run(const std::atomic<bool>& stop, bool on_signals) {
  State& state = *state_;
  // On a thread of their own, so that reading a certificate holds up no connection.
  asio::io_context signal_context;
  asio::signal_set signals(signal_context);
  std::thread signal_thread;
  if (on_signals) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) signals.add(signal);
    state.await_signals(signals);
    signal_thread = std::thread([&] { signal_context.run(); });
  }
  state.shared.work.start();
  std::vector<Status> ends(state.cores.size());
  std::vector<std::thread> threads;
  for (std::size_t at = 1; at < state.cores.size(); ++at) {
    threads.emplace_back([&, at] { ends[at] = state.run_core(*state.cores[at], stop); });
  }
  ends[0] = state.run_core(*state.cores[0], stop);
  for (std::thread& thread : threads) thread.join();
  state.shared.work.close();
  for (const auto& core : state.cores) core->mailbox()->close();
  signal_context.stop();
  if (signal_thread.joinable()) signal_thread.join();
  for (const Status& end : ends) TRY(end);
  return {};
}

}  // namespace qiuhao::http
