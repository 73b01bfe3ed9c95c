// An HTTP/1.1 server: one io_context a core, work on threads of its own, with limits on everything that comes in.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::http {

struct TlsFiles {
  Path certificates;  // PEM, the server's own first
  Path key;           // PEM
};

inline constexpr std::size_t kOwnBodyBytes = std::size_t{64} << 10;  // that every request may have

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0 lets the system choose
  int io_threads = 0;      // 0: one a core
  int work_threads = 0;    // 0: one a core
  std::optional<TlsFiles> tls{};
  // Whose X-Forwarded-For is believed: a proxy in front on this address ("" for nobody's).
  std::string proxy{};
  // Names that a request's Host field may have, without the port; empty: any. Keeps another site's page from reading
  // a loopback server by a name of its own that points here.
  std::vector<std::string> hosts{};

  std::size_t head_bytes_most = std::size_t{16} << 10;
  std::size_t body_bytes_most = std::size_t{4} << 20;
  // Of requests that `may_be_large` says so of, by method and path: for uploads. Asked on the sockets' threads.
  std::size_t large_body_bytes_most = 0;
  std::function<bool(std::string_view method, std::string_view path)> may_be_large{};
  // Of all requests that are being read or worked on together, beyond kOwnBodyBytes of each; a further one is answered
  // 503 when it passes that. So bodies hold at most this and kOwnBodyBytes a connection.
  std::size_t bodies_bytes_most = std::size_t{256} << 20;
  int connections_most = 4'096;          // further ones are answered 503
  int connections_of_client_most = 512;  // of one address
  int waiting_most = 1'024;              // requests that wait for a work thread; further ones are answered 503
  double requests_of_client = 0;         // a second and address, beyond a burst of as many; 0: any number; 429
  std::chrono::milliseconds request_time{15'000};  // for a whole request to come, once its first byte did
  std::chrono::milliseconds idle_time{75'000};     // between requests of a connection
  std::chrono::milliseconds answer_time{30'000};   // for a whole answer to be taken
  std::chrono::milliseconds stop_time{10'000};     // for what was taken to be finished after a stop

  // Told at each SIGHUP (run with `on_signals`), on a thread of its own: whether the certificate could be read anew;
  // the one before stays in use when not. The place to reopen a log.
  std::function<void(const Status& certificate)> on_hangup{};
};

struct Request {
  std::string method;
  std::string path;   // "/api/x", as sent, without the query
  std::string query;  // after the ?, as sent
  std::string body;
  std::string client;  // address of who asks
  // For tracing: the X-Request-Id that came, when it is 1 to 64 of [A-Za-z0-9._-], otherwise one made here. The answer
  // carries it.
  std::string id;
  std::vector<std::pair<std::string, std::string>> fields;  // names in small letters
  std::chrono::steady_clock::time_point arrival;            // when the whole of it was here

  std::string_view field(std::string_view name) const;  // "" when it did not come
};

struct ServedFile {
  Path path;
  std::string content_type;
};

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields{};
  std::optional<ServedFile> file{};  // sent in place of the body, in pieces; 404 when it cannot be opened
};

// Takes the answer to one request: called once, from any thread. Thrown away without a call it answers 500.
class Reply {
 public:
  using Send = std::function<void(Answer)>;
  explicit Reply(Send send);
  Reply(Reply&&) noexcept;
  Reply& operator=(Reply&&) noexcept;
  ~Reply();
  void operator()(Answer answer);

 private:
  Send send_;
};

class Handler {
 public:
  virtual ~Handler() = default;
  // On a work thread. An answer that has to wait for something is given later, through the reply.
  virtual void answer(const Request& request, Reply reply) = 0;
};

// What the server counts of itself.
struct ServerCounts {
  std::uint64_t connections = 0;      // accepted so far
  std::uint64_t connections_now = 0;  // open
  std::uint64_t requests = 0;         // given to the handler
  std::uint64_t waiting_now = 0;      // for a work thread
  std::uint64_t body_bytes_now = 0;   // of large bodies, beyond kOwnBodyBytes of each
  std::uint64_t refused = 0;          // answered without the handler, for a limit
  std::uint64_t timed_out = 0;        // connections ended because a request did not come or an answer was not taken
};

class Server {
 public:
  // Listens. "port_taken" when another program has the port; "bad_address" when `address` or `proxy` is no literal IPv4
  // or IPv6 address; "bad_certificate" and "bad_key" name the file.
  static Result<Server> open(ServerOptions options, std::shared_ptr<Handler> handler);
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();

  std::uint16_t port() const;
  ServerCounts counts() const;  // from any thread, while it runs too
  // Serves until `stop` is set or, when `on_signals`, SIGINT or SIGTERM comes; then takes nothing new and finishes what
  // it took, for stop_time at most (a handler that is still in a call is waited for). SIGHUP reads the certificate
  // anew. Once for each server.
  Status run(const std::atomic<bool>& stop, bool on_signals);
  // Reads certificate and key anew, for connections to come; from any thread. "bad_certificate", "bad_key": the ones
  // before stay in use.
  Status reload_certificate();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace qiuhao::http
