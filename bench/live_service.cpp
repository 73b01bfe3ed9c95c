// The live service under load, on the same cores as whoever sends: past visits as messages, held against the audit,
// against a server that answers the same bytes without looking, and against the clock.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <mutex>

#include "bench.h"
#include "running_service.h"

namespace qiuhao::bench {
namespace {

constexpr std::size_t kRate = 2'000;  // messages a second, where QIUHAO_BENCH_RATE says nothing else

class FixedAnswer : public http::Handler {
 public:
  explicit FixedAnswer(std::size_t bytes) : body_(bytes, ' ') {
    const std::string begin = "{\"infcode\":0,\"output\":{\"result\":[]},\"x\":\"";
    body_.replace(0, std::min(begin.size(), body_.size()), begin);
    body_.replace(body_.size() - 2, 2, "\"}");
  }
  void answer(const http::Request&, http::Reply reply) override { reply(http::Answer{.body = body_}); }

 private:
  std::string body_;
};

double resident_megabytes() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

std::size_t number_of(const char* name, std::size_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<std::size_t>(std::strtoull(text, nullptr, 10));
}

struct Judging {
  std::mutex mutex;
  std::vector<double> microseconds;
};

class Bench {
 public:
  explicit Bench(const Setting& setting) : setting_(setting) {}

  Result<std::vector<Measure>> run() {
    TRY(open());
    TRY(compare());
    TRY(pace());
    TRY(most());
    TRY(memory());
    return std::move(measures_);
  }

 private:
  Status open() {
    ASSIGN(service_, RunningService::open(
                         setting_, {}, setting_.small ? 2'000 : 20'000, [this](const national::Exchanged& exchanged) {
                           const std::lock_guard lock(judging_.mutex);
                           judging_.microseconds.push_back(
                               std::chrono::duration<double, std::micro>(exchanged.told.judging).count());
                         }));
    return {};
  }

  server::ReplayResult send(const std::vector<server::ReplayVisit>& visits, const http::Url& url, double rate,
                            std::size_t repeat, const audit::VisitFindings* expected = nullptr) {
    server::ReplayOptions options;
    options.url = url;
    options.connections = rate > 0 ? 32 : 16;
    options.rate = rate;
    options.repeat = repeat;
    options.scene = "8";
    options.is_prepared = expected == nullptr;
    options.run = fmt::format("B{:04}", ++runs_);
    return server::replay(service_->tape(), service_->schema(), visits, expected, service_->plan(), kLiveMoments,
                          options);
  }

  Status compare() {
    server::ReplayChoice choice;
    choice.most = setting_.small ? 2'000 : 20'000;
    const auto visits = server::choose_visits(service_->tape(), service_->schema(), choice);
    ASSIGN(const audit::AuditResult batch, audit::run_audit(service_->tape(), service_->shared_plan(), {}));
    const audit::VisitFindings expected(batch, service_->tape());
    const auto result = send(visits, service_->url(), 0, 1, &expected);
    measures_.push_back(
        {"live-replay-differing", static_cast<double>(result.differing + result.failed), "visits",
         fmt::format("{} visits, {} findings, {} rules", result.sent, result.findings, service_->plan().rules().size()),
         0});
    return {};
  }

  Status pace() {
    const auto visits = service_->visits();
    if (visits.empty()) return input_error("no_visits", "the city has no visit of twenty lines; make a larger one");
    const auto rate = static_cast<double>(number_of("QIUHAO_BENCH_RATE", kRate));
    send(visits, service_->url(), rate, 1);  // pages and caches as on any day
    {
      const std::lock_guard lock(judging_.mutex);
      judging_.microseconds.clear();
    }
    const std::size_t wanted = setting_.small ? 4'000 : 60'000;
    const auto result = send(visits, service_->url(), rate, std::max<std::size_t>(1, wanted / visits.size()));
    const std::string what = fmt::format(
        "{} messages of 18 to 22 orders at {} a second on 32 connections, {:.0f} bytes "
        "each, {} failed",
        result.sent, rate, static_cast<double>(result.bytes_sent) / static_cast<double>(result.sent), result.failed);
    measures_.push_back({"live-latency-half", result.latency(0.5) * 1e3, "milliseconds, half of them", what, 0});
    measures_.push_back({"live-latency-p99", result.latency(0.99) * 1e3, "milliseconds, 99 of 100", what, 0});
    const std::lock_guard lock(judging_.mutex);
    std::ranges::sort(judging_.microseconds);
    const auto at = [&](std::size_t share) {
      return judging_.microseconds[judging_.microseconds.size() * share / 100];
    };
    measures_.push_back({"live-judging-half", at(50), "microseconds, half of them", what, 0});
    measures_.push_back({"live-judging-p99", at(99), "microseconds, 99 of 100", what, 0});
    judging_.microseconds.clear();
    return {};
  }

  Status most() {
    const auto visits = service_->visits();
    const std::size_t wanted = setting_.small ? 4'000 : 60'000;
    const std::size_t repeat = std::max<std::size_t>(1, wanted / visits.size());
    const auto judged = send(visits, service_->url(), 0, repeat);
    ASSIGN(const auto fixed, Running::open({}, std::make_shared<FixedAnswer>(judged.bytes_answered /
                                                                             std::max<std::size_t>(1, judged.sent))));
    const auto plain = send(visits, fixed->url(), 0, repeat);
    const double rate = static_cast<double>(judged.sent) / judged.seconds;
    const double plain_rate = static_cast<double>(plain.sent) / plain.seconds;
    measures_.push_back({"live-most-messages", rate, "messages a second",
                         fmt::format("the same server with a fixed answer: {:.0f}", plain_rate), rate / plain_rate});
    return {};
  }

  // QIUHAO_BENCH_MESSAGES of them; memory after the first tenth against memory at the end.
  Status memory() {
    const auto visits = service_->visits(1, 3);
    const std::size_t wanted = number_of("QIUHAO_BENCH_MESSAGES", setting_.small ? 5'000 : 200'000);
    const auto send_about = [&](std::size_t messages) {
      const auto result = send(visits, service_->url(), 0, std::max<std::size_t>(1, messages / visits.size()));
      const std::lock_guard lock(judging_.mutex);
      judging_.microseconds = {};
      return result.sent;
    };
    send_about(wanted / 10);
    const double before = resident_megabytes();
    std::size_t sent = 0;
    while (sent < wanted * 9 / 10) sent += send_about(wanted / 10);
    const double after = resident_megabytes();
    measures_.push_back({"live-memory", after, "megabytes", fmt::format("after {} messages: {:.0f}", sent / 9, before),
                         after / before});
    return {};
  }

  const Setting& setting_;
  Judging judging_;  // the service tells it until it goes
  std::unique_ptr<RunningService> service_;
  int runs_ = 0;
  std::vector<Measure> measures_;
};

}  // namespace

Result<std::vector<Measure>> live_service(const Setting& setting) { return Bench(setting).run(); }

}  // namespace qiuhao::bench
