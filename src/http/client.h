// An HTTP/1.1 client for tests, replays and measurements: one connection that is kept, one request at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace qiuhao::http {

struct ClientAnswer {
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields;  // names in small letters
};

// "http://host:port/path" or https; "bad_url" says what is wrong with another.
struct Url {
  bool is_tls = false;
  std::string host;
  std::uint16_t port = 0;
  std::string target;  // path and query, "/" when none is said

  static Result<Url> parse(std::string_view text);
};

struct ClientOptions {
  std::chrono::milliseconds deadline{10'000};  // of one request
  std::string certificates{};                  // PEM file of who is trusted for TLS; "" for the system's
};

class Client {
 public:
  // Connects at the first request, and again when the connection was closed in between.
  explicit Client(Url url, ClientOptions options = {});
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  // "no_answer" names the host and what the system said.
  Result<ClientAnswer> post(std::string_view body, std::string_view content_type = "application/json",
                            const std::vector<std::pair<std::string, std::string>>& fields = {});
  Result<ClientAnswer> get();
  // Of another target of the same host.
  Result<ClientAnswer> get(std::string_view target, const std::vector<std::pair<std::string, std::string>>& fields);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace qiuhao::http
