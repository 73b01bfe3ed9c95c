// A stop finishes what was taken, ends what is idle, and does not wait for ever; signals do the same.
#include <gtest/gtest.h>

#include <csignal>

#include "http/running_server.h"

namespace qiuhao::http {
namespace {

using std::chrono::milliseconds;

TEST(ServerStop, ARequestInWorkIsStillAnswered) {
  Gate gate;
  RunningServer server([&](const Request& request, Reply reply) {
    if (request.path != "/last") gate.wait();
    echo(request, std::move(reply));
  });
  Raw working(server.port()), idle(server.port()), begun(server.port());
  begun.send("POST /begun HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
  working.send(kGet);
  ASSERT_TRUE(
      server.becomes([](const ServerCounts& counts) { return counts.requests == 1 && counts.connections_now == 3; }));
  server.stop();
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_TRUE(idle.has_ended());
  for (int tries = 0; tries < 200 && Raw(server.port()).is_open(); ++tries)
    std::this_thread::sleep_for(milliseconds(5));
  EXPECT_FALSE(Raw(server.port()).is_open());
  begun.send("body");
  gate.open();
  const std::string answer = working.read_all();
  EXPECT_TRUE(answer.ends_with("GET /a [] 127.0.0.1 <>")) << answer;
  EXPECT_TRUE(begun.read_all().ends_with("<body>"));
  server.end();
  EXPECT_EQ(server.counts().connections_now, 0U);
}

TEST(ServerStop, WaitsForStopTimeAtMost) {
  Gate gate;
  std::mutex mutex;
  std::vector<Reply> held;
  RunningServer server(
      [&](const Request&, Reply reply) {
        const std::lock_guard lock(mutex);
        held.push_back(std::move(reply));
      },
      {.stop_time = milliseconds(150)});
  Raw in_work(server.port()), half(server.port());
  in_work.send(kGet);
  half.send("GET / HTT");
  ASSERT_TRUE(
      server.becomes([](const ServerCounts& counts) { return counts.requests == 1 && counts.connections_now == 2; }));
  const auto since = std::chrono::steady_clock::now();
  server.end();
  EXPECT_LT(std::chrono::steady_clock::now() - since, milliseconds(1'000));
  EXPECT_EQ(in_work.read_all() + half.read_all(), "");
  EXPECT_EQ(server.counts().connections_now, 0U);
}

TEST(ServerStop, PipelinedAndBusyConnectionsEndToo) {
  RunningServer server;
  std::atomic<bool> stop{false};
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      while (!stop) {
        Raw raw(server.port());
        for (int number = 0; number < 20 && raw.send(kGet); ++number) {
        }
        raw.send(kLastGet);
        if (raw.read_all().ends_with("/last [] 127.0.0.1 <>")) ++answered;
      }
    });
  }
  for (int tries = 0; tries < 1'000 && answered < 10; ++tries) std::this_thread::sleep_for(milliseconds(5));
  const auto since = std::chrono::steady_clock::now();
  server.end();
  EXPECT_LT(std::chrono::steady_clock::now() - since, milliseconds(2'000));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(answered, 0);
  EXPECT_EQ(server.counts().connections_now, 0U);
}

TEST(ServerStop, OnSignals) {
  std::atomic<int> hangups{0};
  RunningServer server(echo, {.on_hangup = [&](const Status& certificate) { hangups += certificate.has_value(); }},
                       true);
  ASSERT_TRUE(server.ask(kLastGet).starts_with("HTTP/1.1 200"));
  for (int number = 1; number <= 2; ++number) {
    std::raise(SIGHUP);
    for (int tries = 0; tries < 1'000 && hangups < number; ++tries) std::this_thread::sleep_for(milliseconds(2));
    EXPECT_EQ(hangups, number);
  }
  EXPECT_TRUE(server.ask(kLastGet).starts_with("HTTP/1.1 200"));
  std::raise(SIGTERM);
  server.join();
}

}  // namespace
}  // namespace qiuhao::http
