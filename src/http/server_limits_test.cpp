// Whoever sends too much, too slowly, too often or nonsense is refused; the others are served meanwhile.
#include <gtest/gtest.h>

#include "http/running_server.h"

namespace qiuhao::http {
namespace {

using std::chrono::milliseconds;

std::string get_from(const std::string& host, const std::string& more = "") {
  return "GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + more + "\r\n";
}

TEST(ServerLimits, LargeHeadsAndBodies) {
  const RunningServer server(echo, {.head_bytes_most = 2'000, .body_bytes_most = 1'000});
  EXPECT_TRUE(server.ask(get_from("a", "X: " + std::string(1'900, 'x') + "\r\n")).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(server.ask(get_from("a", "X: " + std::string(3'000, 'x') + "\r\n")).starts_with("HTTP/1.1 431"));
  EXPECT_TRUE(server.ask("GET /" + std::string(100'000, 'x')).starts_with("HTTP/1.1 431"));
  std::string many;
  for (int number = 0; number < 1'000; ++number) many += "A: b\r\n";
  EXPECT_TRUE(server.ask(get_from("a", many)).starts_with("HTTP/1.1 431"));
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
  EXPECT_TRUE(server.ask(post + "Content-Length: 1000\r\n\r\n" + std::string(1'000, 'b')).starts_with("HTTP/1.1 200"));
  // The answer arrives though most of the body was never read.
  EXPECT_TRUE(
      server.ask(post + "Content-Length: 300000\r\n\r\n" + std::string(300'000, 'b')).starts_with("HTTP/1.1 413"));
  EXPECT_TRUE(server.ask(post + "Content-Length: 18446744073709551616\r\n\r\n").starts_with("HTTP/1.1 400"));
  std::string chunks = post + "Transfer-Encoding: chunked\r\n\r\n";
  for (int number = 0; number < 100; ++number) chunks += "10\r\n0123456789abcdef\r\n";
  EXPECT_TRUE(server.ask(chunks).starts_with("HTTP/1.1 413"));
  EXPECT_EQ(server.counts().requests, 2U);
  EXPECT_EQ(server.counts().refused, 6U);
}

TEST(ServerLimits, SomeMayBeLarger) {
  ServerOptions options{.body_bytes_most = 1'000, .large_body_bytes_most = 5'000};
  options.may_be_large = [](std::string_view method, std::string_view path) {
    return method == "POST" && path == "/upload";
  };
  const RunningServer server(echo, options);
  const auto ask = [&](const std::string& line, std::size_t bytes) {
    return server.ask(line + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + std::to_string(bytes) +
                      "\r\n\r\n" + std::string(bytes, 'b'));
  };
  EXPECT_TRUE(ask("POST /upload?name=a", 5'000).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(ask("POST /upload", 5'001).starts_with("HTTP/1.1 413"));
  EXPECT_TRUE(ask("POST /other", 1'000).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(ask("POST /other", 1'001).starts_with("HTTP/1.1 413"));
  EXPECT_TRUE(ask("PUT /upload", 1'001).starts_with("HTTP/1.1 413"));
  std::string chunks = "POST /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int number = 0; number < 100; ++number) chunks += "10\r\n0123456789abcdef\r\n";
  EXPECT_TRUE(server.ask(chunks).starts_with("HTTP/1.1 413"));
  EXPECT_EQ(server.counts().requests, 2U);
}

TEST(ServerLimits, GarbageEndsTheConnectionAlone) {
  const RunningServer server;
  const std::string noise[] = {
      "\x16\x03\x01 noise\r\n\r\n",
      "\r\n\r\n\r\n\r\n",
      std::string(100, '\0'),
      "GET /\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: a\nb\r\n\r\n",
  };
  for (const std::string& text : noise) {
    const std::string answer = server.ask(text + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << text << "\n" << answer;
  }
  // Without a Host the request itself is whole: the next one is answered.
  EXPECT_TRUE(server.ask(get_from("a")).starts_with("HTTP/1.1 200"));
}

TEST(ServerLimits, OtherHostsAreRefused) {
  const RunningServer server(echo, {.hosts = {"127.0.0.1", "localhost", "::1"}});
  for (const char* host : {"localhost", "LOCALHOST:80", "127.0.0.1:8080", "[::1]", "[::1]:80"}) {
    EXPECT_TRUE(server.ask(get_from(host)).starts_with("HTTP/1.1 200")) << host;
  }
  for (const char* host : {"evil.example", "127.0.0.1.evil.example:80", "localhost.", "", "::1", "[localhost"}) {
    EXPECT_TRUE(server.ask(get_from(host)).starts_with("HTTP/1.1 421")) << host;
  }
  EXPECT_TRUE(server.ask("GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 421"));
}

TEST(ServerLimits, SlowHeadsAndBodiesAreEnded) {
  RunningServer server(echo, {.request_time = milliseconds(200)});
  for (const std::string begin : {"GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nb"}) {
    Raw raw(server.port());
    raw.send(begin);
    const auto since = std::chrono::steady_clock::now();
    // A byte now and then does not put the deadline off.
    while (std::chrono::steady_clock::now() - since < milliseconds(900)) {
      if (!raw.send("a")) break;
      std::this_thread::sleep_for(milliseconds(40));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - since, milliseconds(900));
  }
  EXPECT_EQ(server.counts().timed_out, 2U);
  EXPECT_TRUE(server.ask(kLastGet).starts_with("HTTP/1.1 200"));
}

TEST(ServerLimits, IdleConnectionsAreEnded) {
  const RunningServer server(echo, {.request_time = milliseconds(5'000), .idle_time = milliseconds(200)});
  Raw never(server.port());
  Raw once(server.port());
  once.send(kGet);
  once.read_all();
  never.read_all();
  EXPECT_TRUE(once.has_ended() && never.has_ended());
  EXPECT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.connections_now == 0; }));
}

TEST(ServerLimits, AClientThatDoesNotReadIsEnded) {
  const RunningServer server(
      [](const Request&, Reply reply) {
        reply({200, "text/plain", std::string(16 << 20, 'x')});
      },
      {.answer_time = milliseconds(200)});
  Raw raw(server.port());
  raw.send(kGet);
  EXPECT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.timed_out == 1; }));
  EXPECT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.connections_now == 0; }));
}

TEST(ServerLimits, LargeBodiesTogetherAreBounded) {
  const RunningServer server(echo, {.bodies_bytes_most = std::size_t{1} << 20});
  constexpr std::size_t kBytes = 600'000;
  const std::string head =
      "POST /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + std::to_string(kBytes) + "\r\n\r\n";
  const std::string half(kBytes / 2, 'x');
  Raw first(server.port());
  ASSERT_TRUE(first.send(head + half));
  ASSERT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.body_bytes_now > 0; }));
  // Another of its size is too much, and small ones are answered.
  Raw second(server.port());
  second.send(head + half + half);
  const std::string refused = second.read_all();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503 ")) << refused;
  EXPECT_NE(refused.find("Retry-After: 1"), std::string::npos) << refused;
  EXPECT_TRUE(server.ask(kLastGet).starts_with("HTTP/1.1 200"));
  ASSERT_TRUE(first.send(half));
  EXPECT_TRUE(first.read_all().starts_with("HTTP/1.1 200"));
  ASSERT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.body_bytes_now == 0; }));
  Raw third(server.port());
  ASSERT_TRUE(third.send(head + half + half));
  EXPECT_TRUE(third.read_all().starts_with("HTTP/1.1 200"));
}

TEST(ServerLimits, ConnectionsInAllAndOfAClient) {
  for (const bool of_client : {false, true}) {
    ServerOptions options;
    (of_client ? options.connections_of_client_most : options.connections_most) = 3;
    const RunningServer server(echo, options);
    {
      Raw first(server.port()), second(server.port()), third(server.port());
      ASSERT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.connections_now == 3; }));
      const std::string refusal = server.ask(kGet);
      EXPECT_TRUE(refusal.starts_with("HTTP/1.1 503 ")) << refusal;
      EXPECT_NE(refusal.find("Retry-After: 1\r\n"), std::string::npos);
      EXPECT_EQ(server.counts().refused, 1U);
      first.send(kLastGet);
      EXPECT_TRUE(first.read_all().starts_with("HTTP/1.1 200"));
      ASSERT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.connections_now == 2; }));
      EXPECT_TRUE(server.ask(kLastGet).starts_with("HTTP/1.1 200"));
    }
    EXPECT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.connections_now == 0; }));
  }
}

TEST(ServerLimits, TooManyRequestsOfAClient) {
  const RunningServer server(echo, {.proxy = "127.0.0.1", .requests_of_client = 3});
  const auto ask = [&](const std::string& client) {
    return server.ask(get_from("a", "X-Forwarded-For: 8.8.8.8, " + client + "\r\n"));
  };
  for (int number = 0; number < 3; ++number) {
    const std::string answer = ask("10.0.0.1");
    EXPECT_TRUE(answer.ends_with("10.0.0.1 <>")) << answer;
  }
  const std::string refusal = ask("10.0.0.1");
  EXPECT_TRUE(refusal.starts_with("HTTP/1.1 429 ")) << refusal;
  EXPECT_NE(refusal.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_TRUE(ask("10.0.0.2").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(ask("2001:db8::1").ends_with("2001:db8::1 <>"));
  EXPECT_TRUE(ask("no address").ends_with("127.0.0.1 <>"));
}

TEST(ServerLimits, ForwardedAddressesAreBelievedOfTheProxyAlone) {
  const RunningServer server(echo, {.proxy = "127.0.0.2"});
  EXPECT_TRUE(server.ask(get_from("a", "X-Forwarded-For: 10.0.0.1\r\n")).ends_with("127.0.0.1 <>"));
}

TEST(ServerLimits, AFullQueueRefusesAtOnceWhileOthersAreServed) {
  Gate gate;
  RunningServer server(
      [&](const Request& request, Reply reply) {
        gate.wait();
        echo(request, std::move(reply));
      },
      {.work_threads = 1, .waiting_most = 2});
  std::vector<std::unique_ptr<Raw>> taken;
  for (std::uint64_t number = 1; number <= 3; ++number) {
    taken.push_back(std::make_unique<Raw>(server.port()));
    taken.back()->send(kGet);
    ASSERT_TRUE(server.becomes(
        [&](const ServerCounts& counts) { return counts.requests == number && counts.waiting_now == number - 1; }));
  }
  Raw refused(server.port());
  refused.send(kGet);
  const std::string refusal = refused.read_until("again\n");
  EXPECT_TRUE(refusal.starts_with("HTTP/1.1 503 ")) << refusal;
  EXPECT_NE(refusal.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_EQ(refusal.find("Connection: close"), std::string::npos);
  gate.open();
  for (const auto& raw : taken) EXPECT_TRUE(raw->read_until("<>").starts_with("HTTP/1.1 200"));
  refused.send(kLastGet);  // the same connection goes on
  EXPECT_TRUE(refused.read_all().ends_with("/last [] 127.0.0.1 <>"));
}

}  // namespace
}  // namespace qiuhao::http
