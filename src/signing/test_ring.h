// Rings for tests: a folder with the files of institutions, and messages that go through it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.h"
#include "base/files.h"
#include "signing/encoding.h"
#include "signing/signing.h"

namespace qiuhao::signing::test {

// The example of GM/T 0003.5-2012, annex A.2: a pair on the recommended curve.
inline constexpr std::string_view kPrivateHex = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
inline constexpr std::string_view kPublicHex =
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";

inline std::string pem(std::string_view kind, std::string_view der_hex) {
  return "-----BEGIN " + std::string(kind) + "-----\n" + to_base64(from_hex(der_hex).value()) + "\n-----END " +
         std::string(kind) + "-----\n";
}
// Of a point "04…", as `openssl pkey -pubout` writes it.
inline std::string public_pem(std::string_view point_hex = kPublicHex) {
  return pem("PUBLIC KEY", "3059301306072A8648CE3D020106082A811CCF5501822D034200" + std::string(point_hex));
}
// Of a number alone, as docs/reference/message-signatures.md makes it from a vendor's hex.
inline std::string private_pem(std::string_view number_hex = kPrivateHex) {
  return pem("EC PRIVATE KEY", "30310201010420" + std::string(number_hex) + "A00A06082A811CCF5501822D");
}

// Another pair, made with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2`.
inline constexpr std::string_view kOtherPrivate =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgZvW9zf8jWuZ/Z8v3\n"
    "MOqESr5GpwIH+LdEUNDpExqP2cKhRANCAAR4rP23dxPLI+an/Y7bAJ/NK8ryLPrA\n"
    "uuzpi6LZK9jDZaCKf0FAbUw6sbYs7PspEk9ZCI0MAbGL4xhKho/BJ9bP\n"
    "-----END PRIVATE KEY-----\n";
inline constexpr std::string_view kOtherPublic =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEeKz9t3cTyyPmp/2O2wCfzSvK8iz6\n"
    "wLrs6Yui2SvYw2Wgin9BQG1MOrG2LOz7KRJPWQiNDAGxi+MYSoaPwSfWzw==\n"
    "-----END PUBLIC KEY-----\n";

inline constexpr std::string_view kSecret = "a shared secret of 30 bytes...";
inline constexpr std::string_view kOldSecret = "an older secret, now replaced.";
inline constexpr std::string_view kSm4Hex = "0123456789ABCDEFFEDCBA9876543210";
inline constexpr std::string_view kOtherSm4Hex = "00112233445566778899AABBCCDDEEFF";

inline std::int64_t at(std::string_view local_time) { return parse_time(local_time).value(); }

// A folder with the key files that the tests name; gone at the end.
class RingFolder {
 public:
  RingFolder() : path_(std::filesystem::temp_directory_path() / ("signing_" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
    write("secret", "text:" + std::string(kSecret) + "\n");
    write("old_secret", "base64:" + to_base64(kOldSecret) + "\n");
    write("own.pem", private_pem());
    write("theirs.pem", public_pem());
    write("other_own.pem", kOtherPrivate);
    write("other_theirs.pem", kOtherPublic);
    write("sm4", "hex:" + std::string(kSm4Hex) + "\n");
    write("other_sm4", "hex:" + std::string(kOtherSm4Hex) + "\n");
  }
  ~RingFolder() { std::filesystem::remove_all(path_); }
  RingFolder(const RingFolder&) = delete;
  RingFolder& operator=(const RingFolder&) = delete;

  const Path& path() const { return path_; }
  void write(const std::string& name, std::string_view content, unsigned mode = 0600) const {
    EXPECT_TRUE(write_file_atomically(path_ / name, content).has_value());
    std::filesystem::permissions(path_ / name, static_cast<std::filesystem::perms>(mode));
  }
  Result<Keyring> load() const { return Keyring::load(path_); }
  // The ring of one institution, whose file must be right.
  Keyring ring(std::string_view yaml) const {
    write("h.yaml", yaml);
    Result<Keyring> ring = load();
    EXPECT_TRUE(ring.has_value()) << ring.error().text();
    return std::move(ring).value();
  }

 private:
  Path path_;
};

// The file of institution H1 with one key without end.
inline std::string file_of(std::string_view signature, std::string_view cipher, std::string_view more = "") {
  std::string yaml = "code: H1\nsignature: " + std::string(signature) + "\ncipher: " + std::string(cipher) + "\n" +
                     std::string(more) + "keys:\n  - id: k1\n    from: 2026-01-01\n";
  if (signature == "sm2") yaml += "    public_key_file: theirs.pem\n    own_key_file: own.pem\n";
  if (signature != "sm2" && signature != "none") yaml += "    secret_file: secret\n";
  if (cipher != "none") yaml += "    sm4_file: sm4\n";
  return yaml;
}

inline const std::vector<std::pair<std::string, std::string>> kEnvelope = {
    {"infno", "3101"},        {"msgid", "H10000000001202603010800000001"},
    {"fixmedins_code", "H1"}, {"inf_time", "2026-03-01 08:00:00"},
    {"opter", "u7"},          {"opter_name", "张三"},
    {"dev_no", ""},           {"signtype", ""}};
inline constexpr std::string_view kTime = "2026-03-01 08:00:00";
inline constexpr std::string_view kInput = R"({"data":{"syscode":"X","patient_dtos":[{"patn_name":"李四"}]}})";

// A message as `send` makes it, at kTime.
inline SignedMessage message_of(const Keyring& ring, std::string_view input = kInput,
                                std::string_view institution = "H1", std::int64_t now = at(kTime)) {
  const auto sealed = ring.send(institution, kEnvelope, input, now);
  EXPECT_TRUE(sealed.has_value()) << sealed.error().text();
  SignedMessage message;
  message.institution = institution;
  message.id = kEnvelope[1].second;
  message.time = now;
  message.envelope = kEnvelope;
  message.input = sealed->output;
  message.signature = sealed->signature;
  message.is_encrypted = !sealed->enctype.empty();
  return message;
}

// The code of the error that opening gives; "" for none.
inline std::string open_code(const Keyring& ring, const SignedMessage& message, std::int64_t now = at(kTime)) {
  const auto opened = ring.open(message, now);
  return opened ? "" : opened.error().code;
}

}  // namespace qiuhao::signing::test
