// The server gives the files it was told of, and nothing else; bad requests end with an answer or a closed connection.
#include "http/file_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

namespace qiuhao::http {
namespace {

class Served : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("qiuhao-http-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(write_file_atomically(folder_ / "page.html", "<p>hello</p>").has_value());
    ASSERT_TRUE(write_file_atomically(folder_ / "secret", "secret").has_value());
    auto server = FileServer::open(0, [this](const std::string& path) -> std::optional<ServedFile> {
      if (path == "/") return ServedFile{folder_ / "page.html", "text/html; charset=utf-8"};
      return std::nullopt;
    });
    ASSERT_TRUE(server.has_value()) << server.error().text();
    port_ = server->port();
    thread_ = std::thread([this, served = std::move(*server)]() mutable { status_ = served.run(stop_, false); });
  }
  void TearDown() override {
    stop_ = true;
    thread_.join();
    EXPECT_TRUE(status_.has_value());
    std::filesystem::remove_all(folder_);
  }

  int connect() const {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return socket;
  }
  static std::string read_all(int socket) {
    std::string answer;
    char buffer[4096];
    for (ssize_t count; (count = ::read(socket, buffer, sizeof buffer)) > 0;) {
      answer.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(socket);
    return answer;
  }
  std::string ask(const std::string& request) const {
    const int socket = connect();
    EXPECT_EQ(::send(socket, request.data(), request.size(), MSG_NOSIGNAL), static_cast<ssize_t>(request.size()));
    return read_all(socket);
  }
  std::string get(const std::string& target, const std::string& host = "127.0.0.1") const {
    return ask("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  Path folder_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stop_{false};
  std::thread thread_;
  Status status_;
};

TEST_F(Served, GivesTheFileWithItsType) {
  const std::string answer = get("/");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_NE(answer.find("Content-Type: text/html; charset=utf-8\r\n"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n<p>hello</p>"));
  EXPECT_TRUE(get("/?from=mail").ends_with("<p>hello</p>"));
}

TEST_F(Served, HeadHasTheLengthAndNoBody) {
  const std::string answer = ask("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 12\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST_F(Served, NothingElseCanBeReached) {
  for (const char* target : {"/secret", "/../secret", "/..%2fsecret", "//secret", "/%2e%2e/secret", "secret", "*"}) {
    const std::string answer = get(target);
    EXPECT_FALSE(answer.starts_with("HTTP/1.1 200")) << target;
    EXPECT_EQ(answer.find("secret"), std::string::npos) << target;
  }
}

TEST_F(Served, RefusesOtherMethodsHostsAndSizes) {
  EXPECT_TRUE(ask("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                  .starts_with("HTTP/1.1 405"));
  EXPECT_TRUE(get("/", "evil.example").starts_with("HTTP/1.1 421"));
  EXPECT_TRUE(get("/", "127.0.0.1.evil.example:80").starts_with("HTTP/1.1 421"));
  EXPECT_TRUE(get("/", "127.0.0.1:8080").starts_with("HTTP/1.1 200"));
  const std::string large(kMaxRequestHead + 1, 'a');
  EXPECT_FALSE(get("/", large).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(ask("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999\r\n\r\n").starts_with("HTTP/1.1 413"));
}

TEST_F(Served, NoiseEndsTheConnectionAlone) {
  EXPECT_EQ(ask("\x16\x03\x01 noise\r\n\r\n").find("200 OK"), std::string::npos);
  EXPECT_TRUE(get("/").starts_with("HTTP/1.1 200"));
}

TEST_F(Served, AConnectionServesSeveralRequests) {
  const std::string one = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  const std::string last = "GET /none HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  const std::string answer = ask(one + one + last);
  EXPECT_EQ(answer.find("<p>hello</p>"), answer.find("\r\n\r\n") + 4);
  EXPECT_NE(answer.find("404"), std::string::npos);
}

TEST_F(Served, APortInUseIsSaid) {
  const auto second = FileServer::open(port_, nullptr);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "port_taken");
}

}  // namespace
}  // namespace qiuhao::http
