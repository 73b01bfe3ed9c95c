// Clients that nobody wants: slow ones, stalled ones and greedy ones, a thousand of them on one thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace qiuhao::bench {

struct BadClients {
  int slow = 400;     // send a byte of a request twice a second
  int stalled = 300;  // send half of a request and no more
  int greedy = 300;   // send request after request, as fast as they are taken
};

// They go on until this goes. They come from 127.0.0.2 and 127.0.0.3, as from two hospitals.
class BadCrowd {
 public:
  BadCrowd(const BadClients& wanted, std::uint16_t port, std::string request);
  ~BadCrowd();

  std::uint64_t requests() const { return requests_; }            // whole ones sent
  std::uint64_t reconnections() const { return reconnections_; }  // after the server had enough

 private:
  enum class Manner : std::uint8_t { slow, stalled, greedy };
  struct Client {
    Manner manner = Manner::slow;
    int number = 0;
    int socket = -1;
    std::size_t sent = 0;  // of the request
    double next = 0;       // seconds, when a slow one sends again or a thrown-out one comes back
  };
  void run();
  void connect(Client& client);
  void act(Client& client, double now);
  void drop(Client& client, double now);

  const std::uint16_t port_;
  const std::string request_;
  std::vector<Client> clients_;
  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> reconnections_{0};
  std::thread thread_;
};

}  // namespace qiuhao::bench
