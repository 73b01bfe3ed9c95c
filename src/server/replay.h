// Past visits sent to a running service as messages, at a pace, and its answers held against the audit of the same
// tape. Also the load generator.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "audit/visit_findings.h"
#include "http/client.h"

namespace qiuhao::server {

struct ReplayVisit {
  std::uint16_t part = 0;
  RowIndex person = kNoRow;
  RowIndex visit = kNoRow;
  Seconds start = 0;
};

// Visits that start on these days (kNoDay: open), in order of time; where there are more than `most`, evenly from
// among them. Those with a number of lines within the bounds alone.
struct ReplayChoice {
  Day from = kNoDay;
  Day to = kNoDay;
  std::size_t most = 20'000;
  std::size_t lines_least = 0;
  std::size_t lines_most = SIZE_MAX;
};
std::vector<ReplayVisit> choose_visits(const claims::Tape& tape, const claims::Schema& schema,
                                       const ReplayChoice& choice);

struct ReplayOptions {
  http::Url url;
  http::ClientOptions client{};
  int connections = 8;
  // One of the two; both 0: each connection sends when it has its answer.
  double rate = 0;   // messages a second, all connections together
  double speed = 0;  // times as fast as the visits came
  std::string transaction = "3102";
  std::string scene{};
  std::string sign_no{};
  std::size_t repeat = 1;  // times that all visits are sent
  std::string run{};       // begins the messages' numbers
  // Messages are made before the first is sent: 14 KB each for twenty orders.
  bool is_prepared = false;
  std::function<void(std::size_t done, std::size_t all)> progress{};
  // Told of each answer, from several threads; for measurements.
  std::function<void(const ReplayVisit&, const std::string& body)> observe{};
  const std::atomic<bool>* stop = nullptr;
};

struct ReplayDifference {
  std::string visit;
  std::string id;  // of the finding
  std::string rule;
  enum class Kind : std::uint8_t { only_batch, only_live, other_money } kind = Kind::only_batch;
  std::string batch;  // money, "" where it has none
  std::string live;
};

struct ReplayResult {
  std::size_t sent = 0;
  std::size_t answered = 0;                   // with infcode 0
  std::size_t findings = 0;                   // in answers
  std::size_t unjudged = 0;                   // answers that the service was too late for
  std::size_t differing = 0;                  // visits whose findings are not those of the audit
  std::vector<ReplayDifference> differences;  // the first kDifferencesShown
  std::vector<std::string> errors;            // the first kDifferencesShown: what the service or the network said
  std::size_t failed = 0;
  double seconds = 0;
  std::vector<float> latencies;  // seconds from when a message was due to its answer, sorted
  std::size_t bytes_sent = 0;
  std::size_t bytes_answered = 0;

  double latency(double share) const;  // 0.99; 0 without an answer
};
inline constexpr std::size_t kDifferencesShown = 20;

// `expected`: null compares nothing. The order of what is sent is that of `visits`.
ReplayResult replay(const claims::Tape& tape, const claims::Schema& schema, const std::vector<ReplayVisit>& visits,
                    const audit::VisitFindings* expected, const rules::Plan& plan, unsigned moments,
                    const ReplayOptions& options);

}  // namespace qiuhao::server
