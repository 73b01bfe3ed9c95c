// Several senders at once, each with a mark of its own.
#include "barrage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <semaphore>
#include <thread>

#include "answer_check.h"
#include "base/check.h"
#include "last_message.h"

namespace qiuhao::malformed {
namespace {

constexpr std::uint64_t kOfOneEndpoint = 10'000;
constexpr std::uint64_t kThreads = 4;
constexpr std::size_t kOnTheWay = 64;  // of a thread: whoever waits for each answer waits for the disk each time
constexpr std::chrono::seconds kPatience{120};

const Client kClients[] = {{"ALPHA7"}, {"BRAVO9"}};

struct Sent {
  std::uint64_t seed = 0;
  std::string message;
  national::Exchanged answer;
};

class Sender {
 public:
  Sender(const Stand& stand, const std::array<Mutator, 2>& mutators, Path last)
      : stand_(stand), mutators_(mutators), last_(std::move(last)) {}

  // Every `step`th seed.
  void run(std::uint64_t first, std::uint64_t end, std::uint64_t step) {
    while (first < end && tally_.faults.size() < kFaultsMost) {
      std::vector<Sent> sent;
      sent.reserve(kOnTheWay);  // answers are written into it
      std::counting_semaphore<> answered(0);
      for (; first < end && sent.size() < kOnTheWay; first += step) send(sent, first, answered);
      for (std::size_t number = 0; number < sent.size(); ++number) CHECK(answered.try_acquire_for(kPatience));
      CHECK(!answered.try_acquire());  // one is answered twice
      for (const Sent& one : sent) look_at(one);
    }
  }
  Tally& tally() { return tally_; }

 private:
  void send(std::vector<Sent>& sent, std::uint64_t seed, std::counting_semaphore<>& answered) {
    Sent& one = sent.emplace_back(Sent{seed, mutators_[seed / kThreads % 2].message(seed), {}});
    last_.write(one.message);
    stand_.answer(one.message, [&one, &answered](national::Exchanged answer) {
      one.answer = std::move(answer);
      answered.release();
    });
  }

  void look_at(const Sent& one) {
    const std::uint64_t client = one.seed / kThreads % 2;
    std::string fault = answer_fault(one.answer, kClients[client].mark, kClients[1 - client].mark);
    if (!fault.empty()) tally_.faults.push_back({one.seed, fault + "\n" + one.answer.answer, one.message});
    if (one.answer.error.empty())
      ++tally_.good;
    else
      ++tally_.errors[one.answer.error];
  }

  const Stand& stand_;
  const std::array<Mutator, 2>& mutators_;
  LastMessage last_;
  Tally tally_;
};

}  // namespace

std::size_t Tally::bad() const {
  std::size_t all = 0;
  for (const auto& [code, count] : errors) all += count;
  return all;
}

void Tally::add(Tally other) {
  good += other.good;
  for (const auto& [code, count] : other.errors) errors[code] += count;
  std::ranges::move(other.faults, std::back_inserter(faults));
}

std::string Tally::text() const {
  std::string codes;
  for (const auto& [code, count] : errors) codes += fmt::format("{}{} {}", codes.empty() ? ": " : ", ", code, count);
  return fmt::format("{} answered 0, {} answered -1{}", good, bad(), codes);
}

Tally send_malformed(const Shared& shared, const std::vector<std::string>& samples, std::uint64_t first,
                     std::uint64_t count, const Path& folder) {
  const std::array<Mutator, 2> mutators{Mutator(samples, kClients[0]), Mutator(samples, kClients[1])};
  Tally tally;
  for (const std::uint64_t end = first + count; first < end && tally.faults.empty(); first += kOfOneEndpoint) {
    const auto stand = Stand::open(shared, folder);
    CHECK_NOTE(stand.has_value(), stand.error().text());
    std::vector<std::unique_ptr<Sender>> senders;
    std::vector<std::thread> threads;
    for (std::uint64_t number = 0; number < kThreads; ++number) {
      senders.push_back(
          std::make_unique<Sender>(**stand, mutators, fmt::format("{}-last-{}.json", folder.string(), number)));
      threads.emplace_back([&sender = *senders.back(), from = first + number,
                            to = std::min(end, first + kOfOneEndpoint)] { sender.run(from, to, kThreads); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const auto& sender : senders) tally.add(std::move(sender->tally()));
  }
  return tally;
}

}  // namespace qiuhao::malformed
