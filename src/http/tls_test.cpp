// TLS: a round trip, what is no TLS, old versions, and certificates that are bad or change.
#include "http/tls.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <csignal>

#include "http/client.h"
#include "http/running_server.h"
#include "http/test_certificate.h"

namespace qiuhao::http {
namespace {

using std::chrono::milliseconds;

class TlsServed : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("qiuhao-tls-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    make_certificate(certificate(), key(), "one");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Path certificate() const { return folder_ / "server.crt"; }
  Path key() const { return folder_ / "server.key"; }
  ServerOptions options() const {
    ServerOptions options;
    options.tls = TlsFiles{certificate(), key()};
    options.request_time = milliseconds(300);
    return options;
  }
  Client client(std::uint16_t port, const Path& trusted, const std::string& host = "127.0.0.1") const {
    return Client(Url::parse("https://" + host + ":" + std::to_string(port) + "/t?q=1").value(),
                  {.certificates = trusted.string()});
  }
  // The common name that the server shows over at most `version`; "" when there is no agreement.
  static std::string shown_name(std::uint16_t port, int version, const char* ciphers = nullptr) {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), version);
    if (ciphers != nullptr) SSL_CTX_set_cipher_list(context.get(), ciphers);
    const std::unique_ptr<SSL, void (*)(SSL*)> session(SSL_new(context.get()), SSL_free);
    const Raw raw(port);
    SSL_set_fd(session.get(), raw.handle());
    if (SSL_connect(session.get()) != 1) return "";
    const std::unique_ptr<X509, void (*)(X509*)> shown(SSL_get1_peer_certificate(session.get()), X509_free);
    char name[64] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, name, sizeof name);
    return name;
  }

  Path folder_;
};

TEST_F(TlsServed, ARoundTripOnAKeptConnection) {
  const RunningServer server(echo, options());
  Client asker = client(server.port(), certificate());
  for (int number = 0; number < 3; ++number) {
    const std::string body(static_cast<std::size_t>(number) * 300'000, 'b');
    const auto answer = asker.post(body);
    ASSERT_TRUE(answer.has_value()) << answer.error().text();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST /t [q=1] 127.0.0.1 <" + body + ">");
  }
  EXPECT_EQ(server.counts().connections, 1U);
  EXPECT_TRUE(client(server.port(), certificate(), "localhost").get().has_value());
}

TEST_F(TlsServed, AnotherCertificateIsNotTrusted) {
  const RunningServer server(echo, options());
  make_certificate(folder_ / "other.crt", folder_ / "other.key", "one");
  const auto answer = client(server.port(), folder_ / "other.crt").get();
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "no_answer");
}

TEST_F(TlsServed, WhatIsNoTlsIsEnded) {
  const RunningServer server(echo, options());
  EXPECT_EQ(server.ask(kGet).find("HTTP/1.1 200"), std::string::npos);
  EXPECT_EQ(server.ask(std::string(5'000, '\xff')).find("HTTP/1.1 200"), std::string::npos);
  // One that says nothing, and one that stops within the handshake.
  Raw silent(server.port()), half(server.port());
  half.send(std::string_view("\x16\x03\x01\x02\x00\x01", 6));
  silent.read_all();
  half.read_all();
  EXPECT_TRUE(silent.has_ended() && half.has_ended());
  EXPECT_EQ(server.counts().timed_out, 2U);
  EXPECT_TRUE(client(server.port(), certificate()).get().has_value());
}

TEST_F(TlsServed, OldVersionsAndWeakCiphersAreRefused) {
  const RunningServer server(echo, options());
  EXPECT_EQ(shown_name(server.port(), TLS1_3_VERSION), "one");
  EXPECT_EQ(shown_name(server.port(), TLS1_2_VERSION), "one");
  EXPECT_EQ(shown_name(server.port(), TLS1_1_VERSION), "");
  EXPECT_EQ(shown_name(server.port(), TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA:AES128-SHA"), "");
}

TEST_F(TlsServed, TooManyConnectionsAreClosed) {
  ServerOptions few = options();
  few.connections_most = 1;
  const RunningServer server(echo, few);
  const Raw first(server.port());
  ASSERT_TRUE(server.becomes([](const ServerCounts& counts) { return counts.connections_now == 1; }));
  Raw second(server.port());
  EXPECT_EQ(second.read_all(), "");
  EXPECT_TRUE(second.has_ended());
}

TEST_F(TlsServed, ACertificateIsReadAnew) {
  std::atomic<int> good{0}, bad{0};
  ServerOptions told = options();
  told.on_hangup = [&](const Status& certificate) { ++(certificate.has_value() ? good : bad); };
  RunningServer server(echo, told, true);
  const auto hang_up = [](const std::atomic<int>& count) {
    const int before = count;
    std::raise(SIGHUP);
    for (int tries = 0; tries < 1'000 && count == before; ++tries) std::this_thread::sleep_for(milliseconds(2));
    EXPECT_EQ(count, before + 1);
  };
  EXPECT_EQ(shown_name(server.port(), TLS1_3_VERSION), "one");
  Client kept = client(server.port(), certificate());
  ASSERT_TRUE(kept.get().has_value());
  make_certificate(certificate(), key(), "two");
  EXPECT_EQ(shown_name(server.port(), TLS1_3_VERSION), "one");
  hang_up(good);
  EXPECT_EQ(shown_name(server.port(), TLS1_3_VERSION), "two");
  EXPECT_TRUE(kept.get().has_value());  // a connection that was open goes on
  ASSERT_TRUE(write_file_atomically(certificate(), "no certificate").has_value());
  hang_up(bad);
  EXPECT_EQ(shown_name(server.port(), TLS1_3_VERSION), "two");
  EXPECT_EQ(server.server().reload_certificate().error().code, "bad_certificate");
}

TEST_F(TlsServed, BadFilesAreNamed) {
  const auto handler = std::make_shared<FunctionHandler>(echo);
  make_certificate(folder_ / "other.crt", folder_ / "other.key", "other");
  ASSERT_TRUE(write_file_atomically(folder_ / "noise", "-----BEGIN CERTIFICATE-----\nnoise\n").has_value());
  struct Case {
    Path certificates, key;
    const char *code, *named;
  };
  const Case cases[] = {{folder_ / "none.crt", key(), "bad_certificate", "none.crt"},
                        {folder_ / "noise", key(), "bad_certificate", "noise"},
                        {certificate(), folder_ / "none.key", "bad_key", "none.key"},
                        {certificate(), folder_ / "other.key", "bad_key", "other.key"},
                        {certificate(), certificate(), "bad_key", "server.crt"}};
  for (const Case& wrong : cases) {
    const auto server = Server::open({.tls = TlsFiles{wrong.certificates, wrong.key}}, handler);
    ASSERT_FALSE(server.has_value());
    EXPECT_EQ(server.error().code, wrong.code);
    EXPECT_NE(server.error().text().find(wrong.named), std::string::npos) << server.error().text();
  }
}

}  // namespace
}  // namespace qiuhao::http
