// SM2 against the standard's own example, and keys that are none.
#include "signing/sm2_key.h"

#include <gtest/gtest.h>

#include "signing/test_ring.h"

namespace qiuhao::signing {
namespace {

using test::private_pem;
using test::public_pem;

constexpr std::string_view kR = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
constexpr std::string_view kS = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";

TEST(Sm2Key, VerifiesTheExampleOfGmT0003InBothForms) {
  const auto key = Sm2Key::from_public_pem(public_pem());
  ASSERT_TRUE(key.has_value());
  const std::string raw = from_hex(std::string(kR) + std::string(kS)).value();
  const std::string der = from_hex("3046022100" + std::string(kR) + "022100" + std::string(kS)).value();
  EXPECT_TRUE(key->verify("message digest", raw));
  EXPECT_TRUE(key->verify("message digest", der));
  EXPECT_FALSE(key->verify("message digesT", raw));
  EXPECT_FALSE(key->verify("", raw));
  for (std::size_t byte = 0; byte < raw.size(); ++byte) {
    std::string changed = raw;
    changed[byte] = static_cast<char>(changed[byte] ^ 1);
    EXPECT_FALSE(key->verify("message digest", changed));
  }
  for (std::size_t byte = 0; byte < der.size(); ++byte) {
    std::string changed = der;
    changed[byte] = static_cast<char>(changed[byte] ^ 1);
    EXPECT_FALSE(key->verify("message digest", changed));
    EXPECT_FALSE(key->verify("message digest", der.substr(0, byte)));
  }
  EXPECT_FALSE(key->verify("message digest", der + "x"));
  EXPECT_FALSE(key->verify("message digest", std::string(64, '\0')));
  EXPECT_FALSE(key->verify("message digest", std::string(64, '\xff')));
}

TEST(Sm2Key, SignsWhatItsOtherHalfVerifies) {
  const auto own = Sm2Key::from_private_pem(private_pem());
  const auto theirs = Sm2Key::from_public_pem(public_pem());
  const auto other = Sm2Key::from_public_pem(test::kOtherPublic);
  ASSERT_TRUE(own && theirs && other);
  for (const std::string_view text : {std::string_view{}, std::string_view("a"), std::string_view("张三")}) {
    const std::string signature = own->sign(text);
    EXPECT_TRUE(theirs->verify(text, signature));
    EXPECT_TRUE(own->verify(text, signature));
    EXPECT_FALSE(other->verify(text, signature));
  }
  EXPECT_NE(own->sign("a"), own->sign("a"));  // a fresh random number each time
}

TEST(Sm2Key, RefusesWhatIsNoKeyOfThisKind) {
  EXPECT_FALSE(Sm2Key::from_public_pem("").has_value());
  EXPECT_FALSE(Sm2Key::from_public_pem("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n").has_value());
  EXPECT_FALSE(Sm2Key::from_public_pem("-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----").has_value());
  EXPECT_FALSE(Sm2Key::from_public_pem(private_pem()).has_value());
  EXPECT_FALSE(Sm2Key::from_private_pem(public_pem()).has_value());
  std::string off_curve(test::kPublicHex);
  off_curve.back() = '4';
  EXPECT_FALSE(Sm2Key::from_public_pem(public_pem(off_curve)).has_value());
  EXPECT_FALSE(Sm2Key::from_private_pem(private_pem(std::string(64, '0'))).has_value());
}

TEST(Sm2Key, RefusesOtherCurves) {
  // P-256, made with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`.
  const std::string p256 = test::pem("PUBLIC KEY",
                                     "3059301306072A8648CE3D020106082A8648CE3D030107034200"
                                     "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
                                     "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");
  EXPECT_FALSE(Sm2Key::from_public_pem(p256).has_value());
  EXPECT_FALSE(Sm2Key::from_private_pem(test::pem("EC PRIVATE KEY", "30310201010420" + std::string(test::kPrivateHex) +
                                                                        "A00A06082A8648CE3D030107"))
                   .has_value());
}

TEST(Sm2Key, RefusesHalvesThatDoNotMatch) {
  const std::string mismatched =
      test::pem("PRIVATE KEY",
                "308187020100301306072A8648CE3D020106082A811CCF5501822D046D306B0201010420"
                "59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21A144034200" +
                    std::string(test::kPublicHex));
  EXPECT_FALSE(Sm2Key::from_private_pem(mismatched).has_value());
}

}  // namespace
}  // namespace qiuhao::signing
