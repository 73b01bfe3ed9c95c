// One thread of the server that serves sockets: its io_context, its acceptor and its connections.
//
// A connection lives and is touched on its core's thread alone. What comes from elsewhere, the answers, goes through
// the core's Mailbox, which outlives the core for as long as a reply is held.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "http/client_limits.h"
#include "http/server.h"
#include "http/tls.h"
#include "http/work_queue.h"

namespace qiuhao::http {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;

class Connection;
class Core;

// What all cores of a server share.
struct Shared {
  Shared(ServerOptions given, std::shared_ptr<Handler> answers, int work_threads)
      : options(std::move(given)),
        handler(std::move(answers)),
        connection_limit(options.connections_most, options.connections_of_client_most),
        rate_limit(options.requests_of_client),
        work(work_threads, options.waiting_most, *handler) {}

  const ServerOptions options;
  const std::shared_ptr<Handler> handler;
  std::optional<asio::ip::address> proxy;
  std::unique_ptr<Tls> tls;  // nullptr: none
  ConnectionLimit connection_limit;
  RateLimit rate_limit;
  std::atomic<bool> is_stopping{false};
  std::atomic<std::size_t> body_bytes{0};  // that connections hold beyond their own

  std::atomic<std::uint64_t> connections{0}, connections_now{0}, requests{0}, refused{0}, timed_out{0};
  WorkQueue work;
};

// Takes answers from any thread to the connections of one core.
class Mailbox {
 public:
  explicit Mailbox(Core& core) : core_(&core) {}
  void put(std::uint64_t connection, Answer answer);
  struct Letter {
    std::uint64_t connection;
    Answer answer;
  };
  std::vector<Letter> take();
  void close();  // what comes later is dropped

 private:
  std::mutex mutex_;
  Core* core_;  // nullptr once closed
  std::vector<Letter> letters_;
};

class Core {
 public:
  explicit Core(Shared& shared);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  // Listens on a port that no other socket has, or, when `with_others`, on that of an earlier core.
  error_code listen(const asio::ip::tcp::endpoint& endpoint, bool with_others);
  asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

  // Until `stop` is set and what was taken is finished, or stop_time has passed. Throws what Asio does.
  void run(const std::atomic<bool>& stop);

  asio::io_context& context() { return context_; }
  Shared& shared() { return shared_; }
  const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
  void deliver();                     // what is in the mailbox
  void forget(Connection& finished);  // whose socket is closed

 private:
  void accept();
  void welcome(Socket socket);
  void sweep(const std::atomic<bool>& stop);
  void begin_stop();

  Shared& shared_;
  asio::io_context context_{1};
  Acceptor acceptor_{context_};
  Timer timer_{context_};
  bool is_accepting_ = false;  // false also while accepting rests after an error
  bool is_stopping_ = false;
  Clock::time_point stop_deadline_{};
  std::uint64_t last_id_ = 0;
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  const std::shared_ptr<Mailbox> mailbox_;
};

}  // namespace qiuhao::http
