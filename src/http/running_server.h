// For tests: a server on loopback that runs in a thread, a socket that sends and reads what it is told, and a handler
// made of a function.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "http/server.h"

namespace qiuhao::http {

class Raw {
 public:
  explicit Raw(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  ~Raw() { ::close(socket_); }

  bool is_open() const { return is_open_; }
  int handle() const { return socket_; }
  bool send(std::string_view text) const {
    return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  // What comes until `enough` (by text and how often) or the end or 5 s.
  std::string read_until(std::string_view enough, int times = 1) {
    while (count(enough) < times && read_some()) {
    }
    return text_;
  }
  std::string read_all() {
    while (read_some()) {
    }
    return text_;
  }
  bool has_ended() const { return has_ended_; }

 private:
  int count(std::string_view part) const {
    int found = 0;
    for (std::size_t at = 0; (at = text_.find(part, at)) != std::string::npos; at += part.size()) ++found;
    return found;
  }
  bool read_some() {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, 5'000) <= 0) return false;
    char buffer[65536];
    const ssize_t bytes = ::read(socket_, buffer, sizeof buffer);
    if (bytes <= 0) {
      has_ended_ = true;
      return false;
    }
    text_.append(buffer, static_cast<std::size_t>(bytes));
    return true;
  }

  int socket_;
  bool is_open_ = false;
  bool has_ended_ = false;
  std::string text_;
};

class FunctionHandler : public Handler {
 public:
  using Function = std::function<void(const Request&, Reply)>;
  explicit FunctionHandler(Function function) : function_(std::move(function)) {}
  void answer(const Request& request, Reply reply) override { function_(request, std::move(reply)); }

 private:
  Function function_;
};

// Answers with method, path, query, client and body.
inline void echo(const Request& request, Reply reply) {
  reply(
      {200, "text/plain",
       request.method + " " + request.path + " [" + request.query + "] " + request.client + " <" + request.body + ">"});
}

class RunningServer {
 public:
  explicit RunningServer(FunctionHandler::Function function = echo, ServerOptions options = {}, bool on_signals = false)
      : RunningServer(std::make_shared<FunctionHandler>(std::move(function)), std::move(options), on_signals) {}
  RunningServer(std::shared_ptr<Handler> handler, ServerOptions options, bool on_signals = false) {
    if (options.io_threads == 0) options.io_threads = 2;
    if (options.work_threads == 0) options.work_threads = 2;
    auto opened = Server::open(std::move(options), std::move(handler));
    EXPECT_TRUE(opened.has_value()) << opened.error().text();
    server_ = std::make_unique<Server>(std::move(*opened));
    thread_ = std::thread([this, on_signals] { status_ = server_->run(stop_, on_signals); });
  }
  ~RunningServer() { end(); }

  std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }
  ServerCounts counts() const { return server_->counts(); }
  void stop() { stop_ = true; }
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  void end() {
    stop();
    join();
    EXPECT_TRUE(status_.has_value());
  }
  // Sends a request and reads until the connection ends.
  std::string ask(std::string_view request) const {
    Raw raw(port());
    EXPECT_TRUE(raw.send(request));
    return raw.read_all();
  }
  // Waits up to 5 s.
  bool becomes(const std::function<bool(const ServerCounts&)>& reached) const {
    for (int tries = 0; tries < 1'000; ++tries) {
      if (reached(counts())) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

 private:
  std::unique_ptr<Server> server_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
  Status status_;
};

// Holds handlers back until it is opened.
class Gate {
 public:
  void open() {
    {
      const std::lock_guard lock(mutex_);
      is_open_ = true;
    }
    opened_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return is_open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool is_open_ = false;
};

inline constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";
inline constexpr std::string_view kLastGet = "GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

}  // namespace qiuhao::http
