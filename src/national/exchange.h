// The national endpoint without its socket: a message's text in, the answer's text out.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "national/context.h"

namespace qiuhao::national {

struct Arrival {
  std::chrono::steady_clock::time_point at;
  std::chrono::system_clock::time_point clock;
};

// What became of a message; texts hold nothing of a person.
struct Exchanged {
  std::string answer;       // JSON
  std::string transaction;  // "" when it was not told
  std::string message;      // msgid, cut
  std::string institution;
  std::string error;  // code of the error; "" for none
  Told told;
};

// Safe for several threads.
class Exchange {
 public:
  Exchange(std::shared_ptr<const Service> service, std::shared_ptr<const Variants> variants,
           std::shared_ptr<const signing::Keyring> keys);

  // Answers one message. `done` is called once: at once, or from another thread when what the message leaves behind
  // is on disk.
  using Done = std::function<void(Exchanged)>;
  void answer(std::string_view body, const Arrival& arrival, Done done) const;

  // For messages from now on; those under way are answered by the keys that opened them.
  void renew_keys(std::shared_ptr<const signing::Keyring> keys) { keys_ = std::move(keys); }

  std::shared_ptr<const signing::Keyring> keys() const { return keys_; }

  const Service& service() const { return *service_; }

 private:
  std::shared_ptr<const Service> service_;
  std::shared_ptr<const Variants> variants_;
  std::atomic<std::shared_ptr<const signing::Keyring>> keys_;
  mutable std::atomic<std::uint64_t> answers_{0};
};

}  // namespace qiuhao::national
