// Encrypted messages: what is cut short, changed or not for us.
#include <gtest/gtest.h>

#include "signing/primitives.h"
#include "signing/test_ring.h"

namespace qiuhao::signing {
namespace {

using namespace test;  // tidy:allow names of the tests' own helpers

constexpr std::string_view kCiphers[] = {"sm4_ecb", "sm4_cbc"};

TEST(Cipher, RefusesWhatIsCutShortOrNoBase64) {
  const RingFolder folder;
  for (const std::string_view cipher : kCiphers) {
    const Keyring ring = folder.ring(file_of("none", cipher));
    const SignedMessage right = message_of(ring);
    const std::string sealed = from_base64(right.input).value();
    for (std::size_t kept = 1; kept < sealed.size(); ++kept) {
      SignedMessage cut = right;
      cut.input = to_base64(sealed.substr(0, kept));
      EXPECT_EQ(open_code(ring, cut), "cannot_decrypt");
    }
    for (const std::string_view input : {"!", "AAA", "{}", "AAAA\tAAAA"}) {
      SignedMessage bad = right;
      bad.input = input;
      EXPECT_EQ(open_code(ring, bad), "cannot_decrypt");
    }
  }
}

TEST(Cipher, TellsEveryWrongPaddingAndWrongTextInTheSameWords) {
  const RingFolder folder;
  const Keyring ring = folder.ring(file_of("none", "sm4_cbc"));
  const std::string key = from_hex(kSm4Hex).value();
  SignedMessage message = message_of(ring);
  const std::string sealed = from_base64(message.input).value();
  std::string wrong_padding = sealed;
  wrong_padding[sealed.size() - 17] = static_cast<char>(wrong_padding[sealed.size() - 17] ^ 0x40);
  message.input = to_base64(wrong_padding);
  const std::string of_padding = ring.open(message, at(kTime)).error().message;
  message.input = to_base64(sm4_encrypt(Cipher::sm4_cbc, key, "\xff\xfe no text"));
  EXPECT_EQ(ring.open(message, at(kTime)).error().message, of_padding);
  message.input = to_base64(sm4_encrypt(Cipher::sm4_cbc, key, "\x01"));
  EXPECT_EQ(ring.open(message, at(kTime)).error().message, of_padding);
  message.input = to_base64(sm4_encrypt(Cipher::sm4_cbc, from_hex(kOtherSm4Hex).value(), kInput));
  EXPECT_EQ(ring.open(message, at(kTime)).error().message, of_padding);
}

TEST(Cipher, MustBeAsTheFileSays) {
  const RingFolder folder;
  const Keyring encrypts = folder.ring(file_of("none", "sm4_ecb"));
  SignedMessage message = message_of(encrypts);
  message.input = kInput;
  message.is_encrypted = false;
  EXPECT_EQ(open_code(encrypts, message), "not_encrypted");
  message.input = "";
  EXPECT_EQ(open_code(encrypts, message), "");
  const Keyring clear = folder.ring(file_of("sm3", "none"));
  message = message_of(clear);
  message.is_encrypted = true;
  EXPECT_EQ(open_code(clear, message), "cannot_decrypt");
}

TEST(Cipher, ChangesWithItsKeyAndIsTriedUnderBoth) {
  const RingFolder folder;
  const std::string head = "code: H1\nsignature: hmac_sm3\ncipher: sm4_ecb\nkeys:\n";
  const std::string old_key =
      "  - {id: old, from: 2026-01-01, until: 2026-04-01, secret_file: secret, sm4_file: other_sm4}\n";
  const std::string new_key = "  - {id: new, from: 2026-02-01, secret_file: secret, sm4_file: sm4}\n";
  const Keyring before = folder.ring(head + old_key);
  const SignedMessage by_old = message_of(before);
  const Keyring during = folder.ring(head + old_key + new_key);
  EXPECT_EQ(during.open(by_old, at(kTime)).value(), kInput);
  EXPECT_EQ(during.open(message_of(during), at(kTime)).value(), kInput);
  EXPECT_NE(message_of(during).input, by_old.input);
  const Keyring after = folder.ring(head + new_key);
  EXPECT_EQ(open_code(after, by_old), "cannot_decrypt");
}

}  // namespace
}  // namespace qiuhao::signing
