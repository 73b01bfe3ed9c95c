// What the live service counts; docs/operating/metrics.md says what each means and what to do when.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "http/metrics.h"
#include "http/server.h"
#include "live/desk.h"
#include "national/exchange.h"
#include "server/live_counts.h"

namespace qiuhao::server {

class ServiceMetrics {
 public:
  explicit ServiceMetrics(std::shared_ptr<const live::Desk> desk);

  // A message was answered; `seconds` since the whole of it had come.
  void count(const national::Exchanged& exchanged, double seconds);
  void count_shadow(const std::vector<live::ShadowDifference>& found);
  void count_edition(bool is_accepted);
  void count_settled(std::size_t visits);
  void count_judged_again(const std::string& rule);  // a hit

  // Where the server's own counts come from; nothing: from nowhere any more.
  void watch(std::function<http::ServerCounts()> counts);
  // The text of all, with gauges as they are now.
  std::string text();
  // The last minute, and what each rule, institution and candidate did since the start; for the console.
  LiveCounts& counts() { return told_; }

 private:
  struct OfTransaction {
    std::string_view number;
    http::Counter* good = nullptr;
    http::Counter* bad = nullptr;
    http::Histogram* seconds = nullptr;
  };
  void set_gauges(const http::ServerCounts& server);

  http::Metrics metrics_;
  std::shared_ptr<const live::Desk> desk_;
  std::vector<OfTransaction> transactions_;  // the last is of all others
  LiveCounts told_;
  http::Histogram* judging_;
  http::Counter* undecided_;
  http::Counter* late_;
  std::mutex watching_;
  std::function<http::ServerCounts()> counts_;
};

}  // namespace qiuhao::server
