// No error says a secret, a key, or the signature that would have been right.
#include <gtest/gtest.h>

#include "signing/test_ring.h"

namespace qiuhao::signing {
namespace {

using namespace test;  // tidy:allow names of the tests' own helpers

void expect_no_secret(const Error& error, std::vector<std::string> secrets) {
  const std::string told = error.code + error.message + error.chinese + error.snippet + error.place.field;
  for (const std::string_view secret : {kSecret, kOldSecret}) {
    secrets.emplace_back(secret);
    secrets.push_back(to_hex(secret));
    secrets.push_back(to_base64(secret));
  }
  secrets.emplace_back(kSm4Hex);
  secrets.push_back(from_hex(kSm4Hex).value());
  secrets.emplace_back(kPrivateHex);
  secrets.push_back(to_base64(from_hex(kPrivateHex).value()).substr(4, 30));
  secrets.emplace_back("李四");  // of the input
  for (const std::string& secret : secrets) EXPECT_EQ(told.find(secret), std::string::npos) << told;
}

TEST(NoSecretTold, WhenMessagesAreRefused) {
  const RingFolder folder;
  for (const std::string_view kind : {"none", "sm2", "sm3", "hmac_sm3", "hmac_sha256"}) {
    for (const std::string_view cipher : {"none", "sm4_ecb", "sm4_cbc"}) {
      if (kind == "none" && cipher == "none") continue;
      const Keyring ring = folder.ring(file_of(kind, cipher));
      const SignedMessage right = message_of(ring);
      std::vector<SignedMessage> wrong(8, right);
      wrong[0].signature = "AAAA";
      wrong[1].signature = "";
      wrong[2].signature = "!";
      wrong[3].time += 10'000;
      wrong[4].institution = "H9";
      wrong[5].is_encrypted = !wrong[5].is_encrypted;
      wrong[6].envelope.emplace_back("a", "1&b=2");
      wrong[7].input.erase(wrong[7].input.size() / 2);
      for (const SignedMessage& message : wrong) {
        const auto opened = ring.open(message, at(kTime));
        if (!opened) expect_no_secret(opened.error(), {right.signature.empty() ? "\n" : right.signature});
      }
      expect_no_secret(ring.open(right, at("2020-01-01")).error(), {});
      expect_no_secret(ring.seal("H1", kEnvelope, kInput, at("2020-01-01")).error(), {});
    }
  }
}

TEST(NoSecretTold, WhenFilesAreRefused) {
  const RingFolder folder;
  const std::string head = "code: H1\nsignature: sm3\ncipher: none\nkeys:\n";
  const std::string secret(kSecret);
  const std::string files[] = {
      head + "  - {id: a, secret: \"" + secret + "\"}\n",
      head + "  - {id: a, secret: \"hex:" + secret + "\"}\n",
      head + "  - {id: a, " + secret + "}\n",
      head + "  - {id: \"" + secret + "\"}\n",
      head + "  - {id: a, from: \"" + secret + "\"}\n",
      head + "  - {id: a, from: 2026-01-01, until: \"" + secret + "\"}\n",
      head + "  - " + secret + "\n",
      head + "  - {id: a, secret: \"" + secret + "\n",
      head + "  - {id: a, secret: [\"text:" + secret + "\"]}\n",
      "code: \"" + secret + "\"\n",
      "code: H1\nsignature: \"" + secret + "\"\n",
      head + "  - {id: a, secret_file: sm4_in_words}\n",
  };
  folder.write("sm4_in_words", secret);
  for (const std::string& yaml : files) {
    folder.write("h.yaml", yaml);
    const auto ring = folder.load();
    ASSERT_FALSE(ring.has_value()) << yaml;
    expect_no_secret(ring.error(), {});
  }
  folder.write("secret", "text:" + secret, 0644);
  folder.write("h.yaml", head + "  - {id: a, secret_file: secret}\n");
  expect_no_secret(folder.load().error(), {});
}

}  // namespace
}  // namespace qiuhao::signing
