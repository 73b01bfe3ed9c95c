// Hosts, ids and forwarded addresses as they may come.
#include "http/head_fields.h"

#include <gtest/gtest.h>

namespace qiuhao::http {
namespace {

TEST(HeadFields, Hosts) {
  const std::vector<std::string> hosts = {"localhost", "127.0.0.1", "[::1]", "fd00::1"};
  for (const char* host : {"localhost", "LocalHost:1", "127.0.0.1:65535", "[::1]:8", "[fd00::1]"}) {
    EXPECT_TRUE(is_known_host(host, hosts)) << host;
  }
  for (const char* host : {"", ":80", "localhost.evil", "evil:localhost", "[", "[]", "[::2]", "127.0.0.1.evil:80"}) {
    EXPECT_FALSE(is_known_host(host, hosts)) << host;
  }
}

TEST(HeadFields, RequestIds) {
  EXPECT_TRUE(is_request_id("a-Z_0.9"));
  EXPECT_TRUE(is_request_id(std::string(64, 'a')));
  for (const std::string& id : {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a\r\nb"),
                                std::string("a\0b", 3), std::string("é")}) {
    EXPECT_FALSE(is_request_id(id)) << id;
  }
}

TEST(HeadFields, ForwardedAddresses) {
  EXPECT_EQ(last_forwarded("1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(last_forwarded("evil, 1.2.3.4 ,\t2001:db8::1 "), "2001:db8::1");
  EXPECT_EQ(last_forwarded(""), "");
  EXPECT_EQ(last_forwarded("1.2.3.4,"), "");
}

TEST(HeadFields, HeadOfAnAnswer) {
  const std::string head = answer_head({418, "text/plain", ""}, {10, false, 7, ""});
  EXPECT_TRUE(head.starts_with("HTTP/1.0 418 Unknown\r\n")) << head;
  EXPECT_NE(head.find("Content-Length: 7\r\nConnection: close\r\n"), std::string::npos) << head;
  EXPECT_EQ(head.find("X-Request-Id"), std::string::npos);
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

}  // namespace
}  // namespace qiuhao::http
