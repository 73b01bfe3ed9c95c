// Keys of signers: the examples of RFC 8032 and GM/T 0003.5, what is refused, and one form of a signature alone.
#include "signing/signer_key.h"

#include <gtest/gtest.h>

#include "signing/encoding.h"
#include "signing/test_ring.h"

namespace qiuhao::signing {
namespace {

// RFC 8032, 7.1, test 2: a text of the one byte 72.
constexpr std::string_view kEdPrivate = "4CCD089B28FF96DA9DB6C346EC114E0F5B8A319F35ABA624DA8CF6ED4FB8A6FB";
constexpr std::string_view kEdPublic = "3D4017C3E843895A92B70AA74D1B7EBC9C982CCF2EC4968CC0CD55F12AF4660C";
constexpr std::string_view kEdSignature =
    "92A009A9F0D4CAB8720E820B5F642540A2B27B5416503F8FB3762223EBDB69DA"
    "085AC1E43E15996E458F3613D0F11D8C387B2EAEB4302AEEB00D291612BB0C00";

std::string ed25519_private_pem() {
  return test::pem("PRIVATE KEY", "302E020100300506032B657004220420" + std::string(kEdPrivate));
}
std::string ed25519_public_pem() {
  return test::pem("PUBLIC KEY", "302A300506032B6570032100" + std::string(kEdPublic));
}

TEST(SignerKey, SignsTheExampleOfRfc8032) {
  const auto key = SignerKey::from_private_pem(ed25519_private_pem());
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->kind(), KeyKind::ed25519);
  EXPECT_EQ(to_hex(key->sign("\x72")), kEdSignature);
  const auto public_key = SignerKey::from_public_pem(ed25519_public_pem());
  ASSERT_TRUE(public_key.has_value());
  EXPECT_EQ(public_key->public_der(), key->public_der());
  EXPECT_TRUE(public_key->verify("\x72", from_hex(kEdSignature).value()));
}

TEST(SignerKey, VerifiesTheExampleOfGmT0003AsTwoHalvesOnly) {
  const std::string halves = from_hex(
                                 "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                                 "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA")
                                 .value();
  const auto key = SignerKey::from_public_pem(test::public_pem());
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->kind(), KeyKind::sm2);
  EXPECT_TRUE(key->verify("message digest", halves));
  const std::string der =
      from_hex("3046022100" + to_hex(halves.substr(0, 32)) + "022100" + to_hex(halves.substr(32))).value();
  EXPECT_FALSE(key->verify("message digest", der));
}

TEST(SignerKey, WhatOneSignsOnlyItsOwnPublicHalfVerifies) {
  for (const KeyKind kind : {KeyKind::sm2, KeyKind::ed25519}) {
    const SignerKey key = SignerKey::generate(kind);
    const SignerKey other = SignerKey::generate(kind);
    EXPECT_EQ(key.kind(), kind);
    EXPECT_EQ(key_kind_named(name_of(kind)), kind);
    const auto read = SignerKey::from_private_pem(key.private_pem());
    const auto known = SignerKey::from_public_der(key.public_der());
    ASSERT_TRUE(read && known);
    EXPECT_EQ(SignerKey::from_public_pem(key.public_pem())->fingerprint(), key.fingerprint());
    EXPECT_NE(key.fingerprint(), other.fingerprint());
    EXPECT_EQ(key.fingerprint().size(), 64U);
    for (const std::string_view text : {std::string_view{}, std::string_view("a"), std::string_view("张三")}) {
      const std::string signature = read->sign(text);
      ASSERT_EQ(signature.size(), kSignatureBytes);
      EXPECT_TRUE(known->verify(text, signature));
      EXPECT_FALSE(other.verify(text, signature));
      EXPECT_FALSE(known->verify(std::string(text) + "x", signature));
      for (std::size_t byte = 0; byte < signature.size(); ++byte) {
        std::string changed = signature;
        changed[byte] = static_cast<char>(changed[byte] ^ 1);
        EXPECT_FALSE(known->verify(text, changed)) << byte;
      }
    }
  }
}

TEST(SignerKey, RefusesWhatIsNoKeyOfTheseKinds) {
  const SignerKey key = SignerKey::generate(KeyKind::sm2);
  const std::string der = key.public_der();
  EXPECT_FALSE(SignerKey::from_public_der("").has_value());
  EXPECT_FALSE(SignerKey::from_public_der(der + "x").has_value());
  EXPECT_FALSE(SignerKey::from_public_der(der.substr(0, der.size() - 1)).has_value());
  EXPECT_FALSE(SignerKey::from_public_pem(key.private_pem()).has_value());
  EXPECT_FALSE(SignerKey::from_private_pem(key.public_pem()).has_value());
  EXPECT_FALSE(SignerKey::from_private_pem("").has_value());
  EXPECT_FALSE(key_kind_named("rsa").has_value());
  // A key of another curve: P-256.
  EXPECT_FALSE(SignerKey::from_public_der(from_hex("3059301306072A8648CE3D020106082A8648CE3D030107034200"
                                                   "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
                                                   "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5")
                                              .value())
                   .has_value());
  EXPECT_FALSE(key.verify("a", ""));
  EXPECT_FALSE(key.verify("a", std::string(kSignatureBytes, '\0')));
  EXPECT_FALSE(key.verify("a", std::string(kSignatureBytes, '\xff')));
}

}  // namespace
}  // namespace qiuhao::signing
