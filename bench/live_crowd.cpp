// A thousand slow, stalled and greedy clients beside good ones: how much longer these wait.
#include <fmt/format.h>

#include "bad_clients.h"
#include "running_service.h"

namespace qiuhao::bench {
namespace {

constexpr double kGoodRate = 200;      // messages a second of the good ones
constexpr double kRateOfClient = 250;  // what the service lets one address have

server::ReplayResult good_ones(RunningService& service, std::size_t messages) {
  server::ReplayChoice choice;
  choice.most = messages;
  const auto visits = server::choose_visits(service.tape(), service.schema(), choice);
  server::ReplayOptions options;
  options.url = service.url();
  options.connections = 8;
  options.rate = kGoodRate;
  options.run = "C";
  return server::replay(service.tape(), service.schema(), visits, nullptr, service.plan(), kLiveMoments, options);
}

}  // namespace

Result<std::vector<Measure>> live_crowd(const Setting& setting) {
  http::ServerOptions options;
  options.requests_of_client = kRateOfClient;
  options.request_time = std::chrono::milliseconds(5'000);
  ASSIGN(const auto service, RunningService::open(setting, options, 2'000));
  const std::size_t messages = setting.small ? 600 : 6'000;
  good_ones(*service, 400);  // caches
  const auto alone = good_ones(*service, messages);
  const std::string body =
      R"({"infno":"1901","msgid":"X","fixmedins_code":"H34060000009","input":{"data":{"type":"med_type"}}})";
  BadCrowd crowd(
      {}, service->url().port,
      fmt::format("POST /fsi HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n\r\n{}", body.size(), body));
  std::this_thread::sleep_for(std::chrono::seconds(2));
  const auto beside = good_ones(*service, messages);
  const std::string what = fmt::format(
      "{} good messages at {} a second: {:.2f} ms alone, beside 1,000 bad clients {:.2f} ms; these sent {} "
      "requests and came back {} times; {} good ones failed",
      beside.sent, kGoodRate, alone.latency(0.99) * 1e3, beside.latency(0.99) * 1e3, crowd.requests(),
      crowd.reconnections(), beside.failed);
  return std::vector<Measure>{
      {"live-crowd-p99", beside.latency(0.99) * 1e3, "milliseconds, 99 of 100", what,
       beside.latency(0.99) / alone.latency(0.99)},
      {"live-crowd-failed", static_cast<double>(beside.failed), "good messages that failed", "", 0}};
}

}  // namespace qiuhao::bench
