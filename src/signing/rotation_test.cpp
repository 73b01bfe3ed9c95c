// Keys that change: both hold for a while, the newest signs, none holds beyond its term.
#include <gtest/gtest.h>

#include "signing/test_ring.h"

namespace qiuhao::signing {
namespace {

using namespace test;  // tidy:allow names of the tests' own helpers

constexpr std::string_view kHead = "code: H1\nsignature: hmac_sm3\ncipher: none\nkeys:\n";
constexpr std::string_view kOld =
    "  - {id: old, from: 2026-01-01, until: \"2026-03-15 12:00:00\", secret_file: old_secret}\n";
constexpr std::string_view kNew = "  - {id: new, from: 2026-03-01, until: 2027-03-01, secret_file: secret}\n";

std::string yaml(std::string_view first, std::string_view second = "") {
  return std::string(kHead) + std::string(first) + std::string(second);
}

TEST(Rotation, BothHoldWhileTheyOverlap) {
  const RingFolder folder;
  const Keyring both = folder.ring(yaml(kOld, kNew));
  const Keyring only_old = folder.ring(yaml(kOld));
  const Keyring only_new = folder.ring(yaml(kNew));
  const auto code = [&](const Keyring& sender, std::string_view time) {
    return open_code(both, message_of(sender, kInput, "H1", at(time)), at(time));
  };
  EXPECT_EQ(code(only_old, "2026-02-28 23:59:59"), "");
  EXPECT_EQ(code(only_old, "2026-03-15 11:59:59"), "");
  EXPECT_EQ(code(only_new, "2026-03-01 00:00:00"), "");
  EXPECT_EQ(code(only_new, "2026-03-15 12:00:00"), "");
  // A second beyond its own term, signed a second before.
  const SignedMessage late = message_of(only_old, kInput, "H1", at("2026-03-15 11:59:59"));
  EXPECT_EQ(open_code(both, late, at("2026-03-15 12:00:00")), "bad_signature");
  EXPECT_EQ(open_code(only_old, late, at("2026-03-15 12:00:00")), "no_key_in_force");
}

TEST(Rotation, TheNewestInForceSigns) {
  const RingFolder folder;
  const Keyring both = folder.ring(yaml(kNew, kOld));
  const Keyring only_old = folder.ring(yaml(kOld));
  const Keyring only_new = folder.ring(yaml(kNew));
  const auto signature = [](const Keyring& ring, std::string_view time) {
    return ring.seal("H1", kEnvelope, "{}", at(time)).value().signature;
  };
  EXPECT_EQ(signature(both, "2026-02-01"), signature(only_old, "2026-02-01"));
  EXPECT_EQ(signature(both, "2026-03-02"), signature(only_new, "2026-03-02"));
}

TEST(Rotation, SaysWhichTermsThereAre) {
  const RingFolder folder;
  const Keyring ring = folder.ring(yaml(kOld));
  const auto sealed = ring.seal("H1", kEnvelope, "{}", at("2026-06-01"));
  ASSERT_FALSE(sealed.has_value());
  EXPECT_EQ(sealed.error().code, "no_key_in_force");
  EXPECT_EQ(sealed.error().message,
            "no key of institution H1 is in force at 2026-06-01 00:00:00 (old: 2026-01-01 00:00:00 - 2026-03-15 "
            "12:00:00); add one that is to its file");
  EXPECT_EQ(ring.seal("H1", kEnvelope, "{}", at("2025-06-01")).error().code, "no_key_in_force");
}

TEST(Rotation, Sm2WithoutAKeyOfOursOpensAndDoesNotSeal) {
  const RingFolder folder;
  const std::string head = "code: H1\nsignature: sm2\ncipher: none\nkeys:\n";
  const Keyring sender = folder.ring(file_of("sm2", "none"));
  const Keyring ring = folder.ring(head + "  - {id: k1, from: 2026-01-01, public_key_file: theirs.pem}\n");
  EXPECT_EQ(open_code(ring, message_of(sender)), "");
  const auto sealed = ring.seal("H1", kEnvelope, "{}", at(kTime));
  ASSERT_FALSE(sealed.has_value());
  EXPECT_EQ(sealed.error().code, "no_own_key");
  EXPECT_NE(sealed.error().message.find("own_key_file"), std::string::npos);
}

TEST(Rotation, Sm2KeysChangeToo) {
  const RingFolder folder;
  const std::string head = "code: H1\nsignature: sm2\ncipher: none\nkeys:\n";
  const std::string first =
      "  - {id: a, from: 2026-01-01, until: 2026-04-01, public_key_file: theirs.pem, own_key_file: own.pem}\n";
  const std::string second =
      "  - {id: b, from: 2026-02-01, public_key_file: other_theirs.pem, own_key_file: other_own.pem}\n";
  const Keyring both = folder.ring(head + first + second);
  const Keyring only_first = folder.ring(head + first);
  const Keyring only_second = folder.ring(head + second);
  EXPECT_EQ(open_code(both, message_of(only_first)), "");
  EXPECT_EQ(open_code(both, message_of(only_second)), "");
  EXPECT_EQ(open_code(only_second, message_of(both)), "");
  EXPECT_EQ(open_code(only_first, message_of(both)), "bad_signature");
}

}  // namespace
}  // namespace qiuhao::signing
