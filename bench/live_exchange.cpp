// What a national message of twenty orders costs without its socket: read, judged and answered on one thread.
#include <fmt/format.h>

#include <algorithm>

#include "bench.h"
#include "claims/loose_rows.h"
#include "national/replay_message.h"
#include "running_service.h"

namespace qiuhao::bench {
namespace {

std::vector<std::string> messages_of(const RunningService& service) {
  std::vector<std::string> messages;
  for (const server::ReplayVisit& visit : service.visits()) {
    const claims::LooseTape rows =
        claims::loosen(service.tape().parts()[visit.part], service.schema(), visit.person, {&visit.visit, 1});
    messages.push_back(national::analysis_message(
        service.schema(), rows, {"3102", fmt::format("H00000000000X{:017}", messages.size()), "8", ""}));
  }
  return messages;
}

}  // namespace

Result<std::vector<Measure>> live_exchange(const Setting& setting) {
  std::vector<double> judging;
  std::size_t hits = 0;
  const auto observe = [&](const national::Exchanged& exchanged) {
    judging.push_back(std::chrono::duration<double, std::micro>(exchanged.told.judging).count());
    hits += exchanged.told.hits.size();
  };
  ASSIGN(const auto service, RunningService::open(setting, {}, setting.small ? 2'000 : 20'000, observe));
  const auto messages = messages_of(*service);
  if (messages.empty()) return input_error("no_visits", "the city has no visit of twenty lines; make a larger one");
  std::vector<double> times;
  std::size_t bytes = 0;
  const std::size_t wanted = setting.small ? 200 : 10'000;
  for (std::size_t number = 0; number < wanted; ++number) {
    const std::string& message = messages[number % messages.size()];
    http::Request request;
    request.method = "POST";
    request.path = service->url().target;
    request.body = message;
    request.arrival = std::chrono::steady_clock::now();
    const auto start = request.arrival;
    service->service().handler()->answer(
        request, http::Reply([&](const http::Answer&) {
          times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
        }));
    bytes += message.size();
  }
  // Each message by its fastest time: what of the slowest is theirs, and what the machine's.
  std::vector<double> fastest(std::min(messages.size(), judging.size()), 1e9);
  for (std::size_t number = 0; number < judging.size(); ++number)
    fastest[number % fastest.size()] = std::min(fastest[number % fastest.size()], judging[number]);
  const auto at = [](std::vector<double>& all, std::size_t share) {
    std::ranges::sort(all);
    return all[all.size() * share / 100];
  };
  const std::string what = fmt::format("{} messages of 18 to 22 orders, {} bytes each, {} hits, {} rules", wanted,
                                       bytes / wanted, hits, service->plan().rules().size());
  return std::vector<Measure>{
      {"live-exchange-half", at(times, 50), "microseconds, half of them", what, 0},
      {"live-exchange-p99", at(times, 99), "microseconds, 99 of 100", what, 0},
      {"live-exchange-judging-half", at(judging, 50), "microseconds, half of them", what, 0},
      {"live-exchange-judging-p99", at(judging, 99), "microseconds, 99 of 100", what, 0},
      {"live-exchange-judging-fastest-p99", at(fastest, 99), "microseconds, 99 of 100, each message by its fastest",
       what, 0},
  };
}

}  // namespace qiuhao::bench
