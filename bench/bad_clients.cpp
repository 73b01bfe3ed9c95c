// Sockets that never wait, looked at in turn.
#include "bad_clients.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace qiuhao::bench {
namespace {

constexpr int kAddresses = 2;
constexpr std::size_t kAtOnce = 50;   // clients that act in one go; all do every 20 ms
constexpr double kSlowSeconds = 0.5;  // between bytes
constexpr double kBackSeconds = 0.2;  // until a client that was thrown out comes back

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

sockaddr_in address_of(std::uint32_t address, std::uint16_t port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(address);
  return to;
}

}  // namespace

BadCrowd::BadCrowd(const BadClients& wanted, std::uint16_t port, std::string request)
    : port_(port), request_(std::move(request)) {
  const std::pair<Manner, int> kinds[] = {
      {Manner::slow, wanted.slow}, {Manner::stalled, wanted.stalled}, {Manner::greedy, wanted.greedy}};
  for (const auto& [manner, count] : kinds)
    for (int number = 0; number < count; ++number) clients_.push_back({manner, static_cast<int>(clients_.size())});
  thread_ = std::thread([this] { run(); });
}

BadCrowd::~BadCrowd() {
  stop_ = true;
  thread_.join();
  for (const Client& client : clients_)
    if (client.socket >= 0) ::close(client.socket);
}

void BadCrowd::connect(Client& client) {
  client.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  client.sent = 0;
  const auto own = address_of(0x7f000002U + static_cast<std::uint32_t>(client.number % kAddresses), 0);
  const auto to = address_of(INADDR_LOOPBACK, port_);
  ::bind(client.socket, reinterpret_cast<const sockaddr*>(&own), sizeof own);
  ::connect(client.socket, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

void BadCrowd::drop(Client& client, double now) {
  ::close(client.socket);
  client.socket = -1;
  client.next = now + kBackSeconds;
  ++reconnections_;
}

void BadCrowd::act(Client& client, double now) {
  char answer[4096];
  for (ssize_t count; (count = ::recv(client.socket, answer, sizeof answer, 0)) != -1;)
    if (count == 0) return drop(client, now);
  std::size_t most = request_.size() - client.sent;
  if (client.manner == Manner::stalled) most = request_.size() / 2 - std::min(client.sent, request_.size() / 2);
  if (client.manner == Manner::slow) {
    if (now < client.next) return;
    client.next = now + kSlowSeconds;
    most = 1;
  }
  if (most == 0) return;
  const ssize_t count = ::send(client.socket, request_.data() + client.sent, most, MSG_NOSIGNAL);
  if (count < 0) {
    if (errno != EAGAIN && errno != ENOTCONN && errno != EINPROGRESS) drop(client, now);
    return;
  }
  client.sent += static_cast<std::size_t>(count);
  if (client.sent < request_.size()) return;
  client.sent = 0;
  ++requests_;
}

void BadCrowd::run() {
  // Greedy, not spinning, and not all at one moment: the crowd has the service's cores, and is to cost it no more than
  // what it sends.
  for (std::size_t number = 0; !stop_; ++number) {
    if (number % kAtOnce == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    Client& client = clients_[number % clients_.size()];
    const double now = seconds();
    if (client.socket < 0 && now >= client.next) connect(client);
    if (client.socket >= 0) act(client, now);
  }
}

}  // namespace qiuhao::bench
