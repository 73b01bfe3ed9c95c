// The handler gives the files it was told of, and nothing else.
#include "http/files.h"

#include <gtest/gtest.h>

#include "http/running_server.h"

namespace qiuhao::http {
namespace {

class FilesServed : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("qiuhao-http-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(write_file_atomically(folder_ / "page.html", "<p>hello</p>").has_value());
    ASSERT_TRUE(write_file_atomically(folder_ / "secret", "secret").has_value());
    for (int number = 0; number < 300'000; ++number) large_ += std::to_string(number);
    ASSERT_TRUE(write_file_atomically(folder_ / "large", large_).has_value());
    ASSERT_TRUE(write_file_atomically(folder_ / "empty", "").has_value());
    server_ = std::make_unique<RunningServer>(
        std::make_shared<Files>([this](const std::string& path) -> std::optional<ServedFile> {
          if (path == "/") return ServedFile{folder_ / "page.html", "text/html; charset=utf-8"};
          if (path == "/large") return ServedFile{folder_ / "large", "text/plain"};
          if (path == "/empty") return ServedFile{folder_ / "empty", "text/plain"};
          if (path == "/gone") return ServedFile{folder_ / "gone", "text/plain"};
          if (path == "/folder") return ServedFile{folder_, "text/plain"};
          return std::nullopt;
        }),
        ServerOptions{.hosts = {"127.0.0.1", "localhost"}, .body_bytes_most = 1'024});
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::string get(const std::string& target, const std::string& method = "GET") const {
    return server_->ask(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  }

  Path folder_;
  std::string large_;
  std::unique_ptr<RunningServer> server_;
};

TEST_F(FilesServed, GivesTheFileWithItsType) {
  const std::string answer = get("/");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_NE(answer.find("Content-Type: text/html; charset=utf-8\r\n"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n<p>hello</p>"));
  EXPECT_TRUE(get("/?from=mail").ends_with("<p>hello</p>"));
  EXPECT_TRUE(get("/#part").ends_with("<p>hello</p>"));
}

TEST_F(FilesServed, LongAndEmptyFilesComeWholeAndInTurn) {
  const std::string one = "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const std::string two = "GET /empty HTTP/1.1\r\nHost: localhost\r\n\r\n";
  Raw raw(server_->port());
  raw.send(one + two + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const std::string answer = raw.read_all();
  EXPECT_NE(answer.find("\r\n\r\n" + large_ + "HTTP/1.1 200 OK\r\n"), std::string::npos);
  EXPECT_NE(answer.find("Content-Length: 0\r\n"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("<p>hello</p>"));
}

TEST_F(FilesServed, HeadHasTheLengthAndNoBody) {
  for (const auto& [target, length] : {std::pair<std::string, std::size_t>{"/", 12}, {"/large", large_.size()}}) {
    const std::string answer = get(target, "HEAD");
    EXPECT_NE(answer.find("Content-Length: " + std::to_string(length) + "\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
  }
}

TEST_F(FilesServed, NothingElseCanBeReached) {
  for (const char* target :
       {"/secret", "/../secret", "/..%2fsecret", "//secret", "/%2e%2e/secret", "secret", "*", "/gone", "/folder"}) {
    const std::string answer = get(target);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 404")) << target << answer;
    EXPECT_NE(answer.find("Content-Type: text/plain; charset=utf-8\r\n"), std::string::npos);
    EXPECT_EQ(answer.find("secret"), std::string::npos) << target;
  }
}

TEST_F(FilesServed, RefusesOtherMethodsHostsAndSizes) {
  const std::string refusal =
      server_->ask("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(refusal.starts_with("HTTP/1.1 405"));
  EXPECT_NE(refusal.find("Allow: GET, HEAD\r\n"), std::string::npos);
  EXPECT_TRUE(
      server_->ask("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 421"));
  EXPECT_TRUE(
      server_->ask("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999\r\n\r\n").starts_with("HTTP/1.1 413"));
}

TEST_F(FilesServed, AFileThatShrinksEndsTheConnection) {
  Raw raw(server_->port());
  const std::string huge(16 << 20, 'x');  // more than the sockets' buffers take
  ASSERT_TRUE(write_file_atomically(folder_ / "gone", huge).has_value());
  raw.send("GET /gone HTTP/1.1\r\nHost: localhost\r\n\r\n");
  raw.read_until("\r\n\r\n");
  std::filesystem::resize_file(folder_ / "gone", 10);
  EXPECT_LT(raw.read_all().size(), huge.size());
  EXPECT_TRUE(raw.has_ended());
}

}  // namespace
}  // namespace qiuhao::http
