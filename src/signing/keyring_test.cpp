// Institution files: what is read, and each mistake with its place and mend.
#include <gtest/gtest.h>

#include <filesystem>

#include "signing/test_ring.h"

namespace qiuhao::signing {
namespace {

using namespace test;  // tidy:allow names of the tests' own helpers

// The error that a file h.yaml gives, with its place below the folder; "" for none.
std::string mistake(const RingFolder& folder, std::string_view yaml, unsigned mode = 0600) {
  folder.write("h.yaml", yaml, mode);
  const auto ring = folder.load();
  if (ring) return "";
  EXPECT_FALSE(ring.error().chinese.empty()) << ring.error().message;
  std::string text = ring.error().text();
  const std::string prefix = folder.path().string() + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
    text.erase(at, prefix.size());
  return text;
}

TEST(Keyring, ReadsWhatTheFileSays) {
  const RingFolder folder;
  const Keyring ring = folder.ring(
      "code: \"0042\"\nsignature: sm3\ncipher: sm4_cbc\nkeys:\n"
      "  - {id: a, from: 2026-01-01, until: \"2026-06-30 12:00:00\", secret: \"hex:00112233445566778899\", "
      "sm4_file: sm4}\n");
  EXPECT_FALSE(ring.is_empty());
  EXPECT_EQ(ring.find("42"), nullptr);
  const Institution* found = ring.find("0042");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->signature, Signature::sm3);
  EXPECT_EQ(found->cipher, Cipher::sm4_cbc);
  EXPECT_TRUE(found->signs_input);
  ASSERT_EQ(found->keys.size(), 1U);
  EXPECT_EQ(found->keys[0].id, "a");
  EXPECT_EQ(found->keys[0].from, 1767196800);  // 2025-12-31T16:00:00Z
  EXPECT_EQ(found->keys[0].until, 1782792000);
  EXPECT_EQ(to_hex(found->keys[0].secret), "00112233445566778899");
  EXPECT_EQ(to_hex(found->keys[0].sm4), kSm4Hex);
}

TEST(Keyring, ReadsAFolderOfInstitutionsAndNothingElse) {
  const RingFolder folder;
  for (int number = 0; number < 20; ++number) {
    std::string yaml = file_of("sm2", "none");
    yaml.replace(yaml.find("H1"), 2, "H" + std::to_string(number));
    folder.write("h" + std::to_string(number) + ".yaml", yaml, 0644);
  }
  folder.write(".h.yaml", "no yaml: [");
  folder.write("notes.txt", "no yaml: [");
  const auto ring = folder.load();
  ASSERT_TRUE(ring.has_value()) << ring.error().text();
  for (int number = 0; number < 20; ++number) EXPECT_NE(ring->find("H" + std::to_string(number)), nullptr);
  EXPECT_EQ(open_code(*ring, message_of(*ring, kInput, "H7")), "");
}

TEST(Keyring, NamesPlaceAndMendOfEachMistake) {
  const RingFolder folder;
  const auto with_key = [](std::string_view key) {
    return "code: H1\nsignature: sm3\ncipher: none\nkeys:\n  - {id: a, " + std::string(key) + "}\n";
  };
  EXPECT_EQ(mistake(folder, ""), "h.yaml: must be a map with the keys code, signature, cipher, signs_input, keys");
  EXPECT_EQ(mistake(folder, "code: H1\nsignatur: sm2\n"),
            "h.yaml:2:1: unknown key 'signatur'; known are code, signature, cipher, signs_input, keys");
  EXPECT_EQ(mistake(folder, "code: \"a b\"\n"),
            "h.yaml:1:7: needs 'code', the institution's fixmedins_code of 1 to 40 letters, digits, _ and -");
  EXPECT_EQ(mistake(folder, "code: H1\nsignature: rsa\n"),
            "h.yaml:2:12: 'signature' must be one of none, sm2, sm3, hmac_sm3, hmac_sha256");
  EXPECT_EQ(mistake(folder, "code: H1\nsignature: none\ncipher: sm4_gcm\n"),
            "h.yaml:3:9: 'cipher' must be one of none, sm4_ecb, sm4_cbc");
  EXPECT_EQ(mistake(folder, "code: H1\nsignature: sm2\ncipher: none\n"),
            "h.yaml:1:1: needs 'keys', a list of 1 to 16; take out those that are over");
  EXPECT_EQ(mistake(folder, "code: H1\nsignature: sm2\ncipher: none\nsigns_input: yes\n"),
            "h.yaml:4:14: 'signs_input' must be true or false");
  EXPECT_EQ(mistake(folder, with_key("from: 2026-02-30, secret_file: secret")),
            "h.yaml:5:19: 'from' is no day or time; write 2026-01-31 or \"2026-01-31 08:00:00\" (Asia/Shanghai)");
  EXPECT_EQ(mistake(folder, with_key("from: 2026-02-03, until: 2026-02-03, secret_file: secret")),
            "h.yaml:5:38: 'until' is the first moment on which the key no longer holds and must be after 'from'");
  EXPECT_EQ(mistake(folder, with_key("secret_file: lost")),
            "h.yaml:5:26: cannot read lost: No such file or directory; check the path");
  EXPECT_EQ(mistake(folder, with_key("secret_file: .")), "h.yaml:5:26: . is no regular file; name a file");
  EXPECT_EQ(mistake(folder, with_key("from: 2026-01-01")),
            "h.yaml:5:5: a key of this signature needs one of 'secret_file' and 'secret'");
  EXPECT_EQ(mistake(folder, with_key("secret: \"text:short\"")),
            "h.yaml:5:21: a secret has 8 to 1024 bytes; make one with: openssl rand -hex 32");
  EXPECT_EQ(mistake(folder, with_key("secret_file: secret, sm4_file: sm4")),
            "h.yaml:5:34: 'sm4_file' is of no use with this signature and cipher; take it out");
  EXPECT_EQ(mistake(folder, with_key("secret_file: secret}\n  - {id: a, secret_file: secret")),
            "h.yaml:6:10: key a stands twice; give each its own id");
}

TEST(Keyring, NamesMistakesInKeyFiles) {
  const RingFolder folder;
  const auto sm2 = [](std::string_view theirs, std::string_view own) {
    return "code: H1\nsignature: sm2\ncipher: none\nkeys:\n  - id: a\n    public_key_file: " + std::string(theirs) +
           "\n    own_key_file: " + std::string(own) + "\n";
  };
  EXPECT_EQ(mistake(folder, sm2("theirs.pem", "own.pem")), "");
  EXPECT_EQ(mistake(folder, sm2("own.pem", "own.pem")),
            "h.yaml:6:22: holds no SM2 public key in PEM; make it with: openssl pkey -in KEY.pem -pubout");
  EXPECT_EQ(mistake(folder, sm2("theirs.pem", "theirs.pem")),
            "h.yaml:7:19: holds no SM2 private key in PEM; make one with: openssl genpkey -algorithm EC -pkeyopt "
            "ec_paramgen_curve:SM2");
  folder.write("locked.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGHAgEA\n-----END ENCRYPTED PRIVATE KEY-----\n");
  EXPECT_EQ(mistake(folder, sm2("theirs.pem", "locked.pem")),
            "h.yaml:7:19: is under a passphrase; take it off with: openssl pkey -in KEY.pem -out OPEN.pem");
  folder.write("short", "hex:0011\n");
  folder.write("plain", std::string(kSm4Hex));
  for (const std::string_view name : {"short", "plain", "own.pem"}) {
    EXPECT_EQ(mistake(folder, "code: H1\nsignature: none\ncipher: sm4_ecb\nkeys: [{id: a, sm4_file: " +
                                  std::string(name) + "}]\n"),
              "h.yaml:4:26: holds no SM4 key of 16 bytes; write hex: or base64: and its digits, or text: and the "
              "secret itself");
  }
  folder.write("long", std::string(70'000, 'x'));
  EXPECT_EQ(mistake(folder, sm2("long", "own.pem")),
            "h.yaml:6:22: long has more than 65536 bytes; check that it is the right file");
}

TEST(Keyring, RefusesTwoFilesOfOneInstitutionAndTooManyKeys) {
  const RingFolder folder;
  folder.write("a.yaml", "code: H1\nsignature: none\ncipher: none\n");
  EXPECT_EQ(mistake(folder, "code: H1\nsignature: none\ncipher: none\n"),
            "h.yaml: institution H1 already stands in a.yaml; keep one file, with all its keys");
  std::filesystem::remove(folder.path() / "a.yaml");
  std::string yaml = "code: H1\nsignature: sm3\ncipher: none\nkeys:\n";
  for (std::size_t number = 0; number < kMostKeys; ++number)
    yaml += "  - {id: k" + std::to_string(number) + ", secret_file: secret}\n";
  EXPECT_EQ(mistake(folder, yaml), "");
  EXPECT_EQ(mistake(folder, yaml + "  - {id: more, secret_file: secret}\n"),
            "h.yaml:5:3: needs 'keys', a list of 1 to 16; take out those that are over");
}

TEST(Keyring, RefusesSecretsThatOthersMayRead) {
  const RingFolder folder;
  for (const unsigned mode : {0644U, 0640U, 0604U, 0620U, 0601U}) {
    folder.write("secret", "text:" + std::string(kSecret), mode);
    EXPECT_EQ(mistake(folder, file_of("sm3", "none")),
              "h.yaml:7:18: secret holds a secret and others may read or write it (mode " + std::to_string(mode / 64) +
                  std::to_string(mode / 8 % 8) + std::to_string(mode % 8) + "); run chmod 600 secret");
  }
  folder.write("secret", "text:" + std::string(kSecret), 0400);
  EXPECT_EQ(mistake(folder, file_of("sm3", "none"), 0644), "");
  folder.write("own.pem", private_pem(), 0644);
  EXPECT_EQ(mistake(folder, file_of("sm2", "none")),
            "h.yaml:8:19: own.pem holds a secret and others may read or write it (mode 644); run chmod 600 own.pem");
  folder.write("sm4", "hex:" + std::string(kSm4Hex), 0644);
  EXPECT_EQ(mistake(folder, file_of("none", "sm4_ecb")),
            "h.yaml:7:15: sm4 holds a secret and others may read or write it (mode 644); run chmod 600 sm4");
  const std::string_view with_secret =
      "code: H1\nsignature: sm3\ncipher: none\nkeys: [{id: a, secret: \"text:a long secret\"}]\n";
  EXPECT_EQ(mistake(folder, with_secret, 0644),
            "h.yaml:4:24: h.yaml holds a secret and others may read or write it (mode 644); run chmod 600 h.yaml");
  EXPECT_EQ(mistake(folder, with_secret, 0600), "");
}

}  // namespace
}  // namespace qiuhao::signing
