// The client keeps its connection, comes back when it was closed, and says why there is no answer.
#include "http/client.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/running_server.h"

namespace qiuhao::http {
namespace {

using std::chrono::milliseconds;

Url url_of(std::uint16_t port, const std::string& target = "/c") {
  return Url::parse("http://127.0.0.1:" + std::to_string(port) + target).value();
}

TEST(Url, PartsAreTold) {
  const auto url = Url::parse("http://127.0.0.1:8080/a/b?c=d#e");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->host, "127.0.0.1");
  EXPECT_EQ(url->port, 8080);
  EXPECT_EQ(url->target, "/a/b?c=d");
  EXPECT_FALSE(url->is_tls);
  EXPECT_EQ(Url::parse("https://host")->port, 443);
  EXPECT_EQ(Url::parse("https://host")->target, "/");
  EXPECT_TRUE(Url::parse("https://host")->is_tls);
  EXPECT_EQ(Url::parse("http://host?a=b")->target, "/?a=b");
  EXPECT_EQ(Url::parse("http://[::1]:81/")->host, "::1");
  EXPECT_EQ(Url::parse("http://[::1]:81/")->port, 81);
  EXPECT_EQ(Url::parse("http://[::1]")->port, 80);
}

TEST(Url, OthersAreRefused) {
  for (const char* text :
       {"", "host:80", "ftp://host/", "http://", "http://:80/", "http://host:/", "http://host:0/", "http://host:65536/",
        "http://host:80x/", "http://a b/", "http://host/a\r\nb", "http://user@host/", "http://[::1", "http://[]/"}) {
    const auto url = Url::parse(text);
    ASSERT_FALSE(url.has_value()) << text;
    EXPECT_EQ(url.error().code, "bad_url");
  }
}

TEST(Client, KeepsItsConnection) {
  const RunningServer server([](const Request& request, Reply reply) {
    reply({200, "text/plain",
           fmt::format("{} {} {} {} {}", request.method, request.path, request.field("x-more"),
                       request.field("content-type"), request.body)});
  });
  Client client(url_of(server.port()));
  for (int number = 0; number < 3; ++number) {
    const auto posted = client.post("body", "text/csv", {{"X-More", "yes"}});
    ASSERT_TRUE(posted.has_value()) << posted.error().text();
    EXPECT_EQ(posted->body, "POST /c yes text/csv body");
  }
  EXPECT_EQ(client.get()->body, "GET /c   ");
  EXPECT_EQ(server.counts().connections, 1U);
  Client moved = std::move(client);
  EXPECT_EQ(moved.get()->status, 200);
}

TEST(Client, ComesBackWhenTheServerHungUp) {
  const RunningServer server(echo, {.idle_time = milliseconds(100)});
  Client client(url_of(server.port()));
  ASSERT_TRUE(client.get().has_value());
  ASSERT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.connections_now == 0; }));
  EXPECT_TRUE(client.post("x").has_value());
  EXPECT_EQ(server.counts().connections, 2U);
}

TEST(Client, ARefusalOfALongBodyIsRead) {
  const RunningServer server(echo, {.body_bytes_most = 1'000});
  Client client(url_of(server.port()));
  const auto refused = client.post(std::string(2'000'000, 'x'));
  ASSERT_TRUE(refused.has_value()) << refused.error().text();
  EXPECT_EQ(refused->status, 413);
  EXPECT_EQ(client.post("short")->status, 200);
}

TEST(Client, NoAnswerSaysWhy) {
  std::uint16_t closed = 0;
  {
    const RunningServer server;
    closed = server.port();
  }
  Client nobody(url_of(closed));
  const auto none = nobody.get();
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, "no_answer");
  EXPECT_NE(none.error().text().find("127.0.0.1:" + std::to_string(closed)), std::string::npos);

  std::mutex mutex;
  std::vector<Reply> held;
  {
    const RunningServer server(
        [&](const Request& request, Reply reply) {
          const std::lock_guard lock(mutex);
          if (request.method == "POST") return held.push_back(std::move(reply));
          reply({200, "text/plain", "x"});
        },
        {.stop_time = milliseconds(100)});
    Client client(url_of(server.port()), {.deadline = milliseconds(150)});
    const auto late = client.post("x");
    ASSERT_FALSE(late.has_value());
    EXPECT_NE(late.error().text().find("150 ms"), std::string::npos) << late.error().text();
    EXPECT_TRUE(client.get().has_value());  // on a new connection
  }
}

}  // namespace
}  // namespace qiuhao::http
