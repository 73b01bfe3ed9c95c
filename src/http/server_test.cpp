// What a request may look like and how it is answered: order, bodies, ids, replies from elsewhere.
#include "http/server.h"

#include <gtest/gtest.h>

#include "http/running_server.h"

namespace qiuhao::http {
namespace {

TEST(Server, AnswersWithTheFieldsOfSafety) {
  const RunningServer server;
  const std::string answer = server.ask(
      "POST /a/b?c=1&d=%20 HTTP/1.1\r\nHost: any\r\nX-Request-Id: abc-1._Z\r\nContent-Length: 5\r\n"
      "Connection: close\r\n\r\nhello");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nPOST /a/b [c=1&d=%20] 127.0.0.1 <hello>"));
  for (const char* field : {"X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n",
                            "Referrer-Policy: no-referrer\r\n", "Cache-Control: no-store\r\n", "Connection: close\r\n",
                            "X-Request-Id: abc-1._Z\r\n", "Content-Type: text/plain\r\n", "Date: ", "GMT\r\n"}) {
    EXPECT_NE(answer.find(field), std::string::npos) << field << answer;
  }
}

TEST(Server, MakesAnIdWhereNoneOrABadOneCame) {
  const RunningServer server([](const Request& request, Reply reply) { reply({200, "text/plain", request.id}); });
  for (const std::string& id : std::vector<std::string>{"", "a b", "a\"b", "张", std::string(65, 'a')}) {
    const std::string answer =
        server.ask("GET / HTTP/1.1\r\nHost: any\r\nConnection: close\r\nX-Request-Id: " + id + "\r\n\r\n");
    const std::string made = answer.substr(answer.find("\r\n\r\n") + 4);
    EXPECT_EQ(made.size(), 16U) << id << answer;
    EXPECT_NE(made, id);
    EXPECT_NE(answer.find("X-Request-Id: " + made + "\r\n"), std::string::npos);
  }
}

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  // The first takes longest.
  const RunningServer server([](const Request& request, Reply reply) {
    if (request.path == "/0") std::this_thread::sleep_for(std::chrono::milliseconds(50));
    echo(request, std::move(reply));
  });
  std::string requests;
  for (int number = 0; number < 40; ++number) {
    requests += "POST /" + std::to_string(number) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz";
  }
  const std::string answer = server.ask(requests + std::string(kLastGet));
  std::size_t at = 0;
  for (int number = 0; number < 40; ++number) {
    at = answer.find("POST /" + std::to_string(number) + " [] 127.0.0.1 <xyz>HTTP", at);
    ASSERT_NE(at, std::string::npos) << number << answer;
  }
  EXPECT_TRUE(answer.ends_with("GET /last [] 127.0.0.1 <>"));
}

TEST(Server, ChunkedBodiesAndSlowButWholeOnesAreTaken) {
  const RunningServer server;
  EXPECT_TRUE(server
                  .ask("POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                       "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n")
                  .ends_with("<hello world>"));
  Raw raw(server.port());
  for (const char letter :
       std::string_view("POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nslow")) {
    ASSERT_TRUE(raw.send({&letter, 1}));
  }
  EXPECT_TRUE(raw.read_all().ends_with("<slow>"));
}

TEST(Server, AMegabyteComesWhole) {
  const RunningServer server([](const Request& request, Reply reply) { reply({200, "text/plain", request.body}); });
  std::string body(3 << 20, 'x');
  for (std::size_t at = 0; at < body.size(); at += 7) body[at] = static_cast<char>('a' + at % 26);
  Raw raw(server.port());
  std::thread sender([&] {
    raw.send("POST /m HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
             "\r\n\r\n" + body);
  });
  const std::string answer = raw.read_all();
  sender.join();
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + body));
}

TEST(Server, ContinueIsSaidBeforeTheBody) {
  const RunningServer server;
  Raw raw(server.port());
  raw.send("POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(raw.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  raw.send("body");
  EXPECT_TRUE(raw.read_all().ends_with("<body>"));
  // One that will not be taken is refused in its place.
  const std::string refusal =
      server.ask("POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_TRUE(refusal.starts_with("HTTP/1.1 413 ")) << refusal;
}

TEST(Server, HeadHasTheLengthAndNoBody) {
  const RunningServer server;
  const std::string answer = server.ask("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(kLastGet));
  EXPECT_NE(answer.find("Content-Length: 23\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("\r\n\r\nHTTP/1.1 200"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("HEAD /h"), std::string::npos);
}

TEST(Server, StatusesWithoutABodySendNone) {
  const RunningServer server([](const Request&, Reply reply) { reply({204, "text/plain", "not to be sent"}); });
  const std::string answer = server.ask(kLastGet);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 204 No Content\r\n") && answer.ends_with("\r\n\r\n")) << answer;
  EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
}

TEST(Server, OldClientsAreServed) {
  const RunningServer server;
  const std::string once = server.ask("GET /a HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(once.starts_with("HTTP/1.0 200 OK\r\n")) << once;
  const std::string kept = server.ask("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
  EXPECT_NE(kept.find("Connection: keep-alive\r\n"), std::string::npos) << kept;
  EXPECT_TRUE(kept.ends_with("GET /b [] 127.0.0.1 <>"));
}

TEST(Server, AReplyMayComeLaterFromAnotherThread) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  {
    const RunningServer server([&](const Request& request, Reply reply) {
      const std::lock_guard lock(mutex);
      threads.emplace_back([path = request.path, reply = std::move(reply)]() mutable {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        reply({200, "text/plain", "later " + path});
      });
    });
    EXPECT_TRUE(server.ask(std::string(kGet) + std::string(kLastGet)).ends_with("later /last"));
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Server, AReplyThrownAwayOrAnExceptionSays500) {
  const RunningServer server([](const Request& request, Reply reply) {
    if (request.path == "/throw") throw std::runtime_error("on purpose");
    const Reply dropped = std::move(reply);
  });
  const std::string answer = server.ask("GET /throw HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(kLastGet));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
  EXPECT_NE(answer.find("HTTP/1.1 500 ", 10), std::string::npos) << answer;
}

TEST(Server, AReplyAfterTheServersEndIsLost) {
  std::vector<Reply> held;
  std::mutex mutex;
  {
    RunningServer server(
        [&](const Request&, Reply reply) {
          const std::lock_guard lock(mutex);
          held.push_back(std::move(reply));
        },
        {.stop_time = std::chrono::milliseconds(100)});
    Raw raw(server.port());
    raw.send(kGet);
    ASSERT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.requests == 1; }));
    server.end();
    EXPECT_EQ(raw.read_all(), "");
  }
  held.clear();  // says 500 to nobody
}

TEST(Server, AnAnswersValuesCannotBreakItsHead) {
  const RunningServer server([](const Request&, Reply reply) {
    reply({200,
           "text/plain",
           "x",
           {{"X-Note", "a\r\nSet-Cookie: b"},
            {"Bad Name", "c"},
            {"Content-Length", "99"},
            {"cache-control", "max-age=5"}}});
  });
  const std::string answer = server.ask(kLastGet);
  EXPECT_NE(answer.find("X-Note: a  Set-Cookie: b\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("Bad Name"), std::string::npos);
  EXPECT_EQ(answer.find("Length: 99"), std::string::npos);
  EXPECT_EQ(answer.find("no-store"), std::string::npos);
}

TEST(Server, ListensOnIPv6Too) {
  const auto server = Server::open({.address = "::1"}, std::make_shared<FunctionHandler>(echo));
  if (!server.has_value()) {
    EXPECT_EQ(server.error().code, "cannot_listen") << "only where there is no IPv6";
    GTEST_SKIP() << server.error().text();
  }
  EXPECT_NE(server->port(), 0);
}

TEST(Server, RefusesBadAddressesAndTakenPorts) {
  const auto handler = std::make_shared<FunctionHandler>(echo);
  EXPECT_EQ(Server::open({.address = "localhost"}, handler).error().code, "bad_address");
  EXPECT_EQ(Server::open({.proxy = "10.0.0"}, handler).error().code, "bad_address");
  const RunningServer server;
  const auto second = Server::open({.port = server.port()}, handler);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "port_taken");
}

}  // namespace
}  // namespace qiuhao::http
