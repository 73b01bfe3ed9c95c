// Messages through a ring: each kind goes round, and each change is found.
#include <gtest/gtest.h>

#include <atomic>
#include <cctype>
#include <limits>
#include <thread>

#include "signing/primitives.h"
#include "signing/test_ring.h"

namespace qiuhao::signing {
namespace {

using namespace test;  // tidy:allow names of the tests' own helpers

constexpr std::string_view kKinds[] = {"none", "sm2", "sm3", "hmac_sm3", "hmac_sha256"};
constexpr std::string_view kCiphers[] = {"none", "sm4_ecb", "sm4_cbc"};

TEST(Message, GoesRoundInEveryKind) {
  const RingFolder folder;
  for (const std::string_view kind : kKinds) {
    for (const std::string_view cipher : kCiphers) {
      if (kind == "none" && cipher == "none") continue;
      const Keyring ring = folder.ring(file_of(kind, cipher));
      for (const std::string_view input : {kInput, std::string_view{}}) {
        const SignedMessage message = message_of(ring, input);
        EXPECT_EQ(message.signature.empty(), kind == "none");
        EXPECT_EQ(message.input == input, cipher == "none");
        const auto opened = ring.open(message, at(kTime));
        ASSERT_TRUE(opened.has_value()) << kind << cipher << opened.error().text();
        EXPECT_EQ(*opened, input);
      }
    }
  }
}

TEST(Message, AnswersGoRoundAndAreNotTakenForMessages) {
  const RingFolder folder;
  const Keyring ring = folder.ring(file_of("hmac_sm3", "sm4_cbc"));
  const auto sealed = ring.seal("H1", kEnvelope, R"({"result":[]})", at(kTime));
  ASSERT_TRUE(sealed.has_value());
  EXPECT_EQ(sealed->signtype, "HMACSM3");
  EXPECT_EQ(sealed->enctype, "SM4");
  SignedMessage message{"H1", "m", at(kTime), kEnvelope, sealed->output, sealed->signature, true, true};
  EXPECT_EQ(ring.open(message, at(kTime)).value(), R"({"result":[]})");
  message.is_answer = false;
  EXPECT_EQ(open_code(ring, message), "bad_signature");
}

TEST(Message, DigestIsMadeOfTextAndSecret) {
  const RingFolder folder;
  const Keyring ring = folder.ring(file_of("sm3", "none"));
  SignedMessage message = message_of(ring);
  EXPECT_EQ(message.signature, to_hex(sm3(text_to_sign(kEnvelope, kInput) + "&key=" + std::string(kSecret))));
  for (char& c : message.signature) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(open_code(ring, message), "");
}

TEST(Message, FindsAChangeInEachPart) {
  const RingFolder folder;
  for (const std::string_view kind : {"sm2", "sm3", "hmac_sm3", "hmac_sha256"}) {
    for (const std::string_view cipher : kCiphers) {
      const Keyring ring = folder.ring(file_of(kind, cipher, "signs_input: true\n"));
      const SignedMessage right = message_of(ring);
      for (std::size_t field = 0; field < right.envelope.size(); ++field) {
        SignedMessage changed = right;
        changed.envelope[field].second += "0";
        EXPECT_EQ(open_code(ring, changed), "bad_signature") << changed.envelope[field].first;
        changed = right;
        changed.envelope.erase(changed.envelope.begin() + static_cast<std::ptrdiff_t>(field));
        EXPECT_EQ(open_code(ring, changed), right.envelope[field].second.empty() ? "" : "bad_signature");
      }
      for (std::size_t byte = 0; byte < right.input.size(); byte += 5) {
        SignedMessage changed = right;
        changed.input[byte] = changed.input[byte] == 'A' ? 'B' : 'A';
        EXPECT_EQ(open_code(ring, changed), "bad_signature");
      }
      for (std::size_t byte = 0; byte < right.signature.size(); byte += 3) {
        SignedMessage changed = right;
        changed.signature[byte] = changed.signature[byte] == 'A' ? 'B' : 'A';
        EXPECT_EQ(open_code(ring, changed), "bad_signature");
      }
      SignedMessage added = right;
      added.envelope.emplace_back("sign_no", "9");
      EXPECT_EQ(open_code(ring, added), "bad_signature");
    }
  }
}

// As the national sample has it; docs/reference/message-signatures.md warns of it.
TEST(Message, Sm2LeavesTheInputOutUnlessTheFileSaysOtherwise) {
  const RingFolder folder;
  const Keyring ring = folder.ring(file_of("sm2", "none"));
  SignedMessage message = message_of(ring);
  message.input = "{}";
  EXPECT_EQ(ring.open(message, at(kTime)).value(), "{}");
  const Keyring unlike = folder.ring(file_of("sm3", "none", "signs_input: false\n"));
  message = message_of(unlike);
  message.input = "{}";
  EXPECT_EQ(open_code(unlike, message), "");
}

TEST(Message, TakesRawSm2Signatures) {
  const RingFolder folder;
  const Keyring ring = folder.ring(file_of("sm2", "none"));
  SignedMessage message = message_of(ring);
  const std::string der = from_base64(message.signature).value();
  std::string raw;
  for (std::size_t at = 2; at < der.size(); at += 2 + static_cast<std::size_t>(der[at + 1])) {
    const std::string number = der.substr(at + 2, static_cast<std::size_t>(der[at + 1]));
    raw += number.size() > 32 ? number.substr(number.size() - 32) : std::string(32 - number.size(), '\0') + number;
  }
  ASSERT_EQ(raw.size(), 64U);
  message.signature = to_base64(raw);
  EXPECT_EQ(open_code(ring, message), "");
  raw[63] = static_cast<char>(raw[63] ^ 1);
  message.signature = to_base64(raw);
  EXPECT_EQ(open_code(ring, message), "bad_signature");
}

TEST(Message, RefusesSignaturesThatAreNone) {
  const RingFolder folder;
  for (const std::string_view kind : {"sm2", "sm3", "hmac_sm3"}) {
    const Keyring ring = folder.ring(file_of(kind, "none"));
    SignedMessage message = message_of(ring);
    for (const std::string& signature : {std::string(), std::string("!"), std::string("AAA"), std::string("AAAA"),
                                         std::string(2000, 'A'), message.signature + "AAAA"}) {
      message.signature = signature;
      EXPECT_EQ(open_code(ring, message), "bad_signature");
    }
  }
}

TEST(Message, RefusesStrangersAndOthersKeys) {
  const RingFolder folder;
  std::string other = file_of("hmac_sm3", "none");
  other.replace(other.find("H1"), 2, "H2");
  other.replace(other.find("secret_file: secret"), 19, "secret_file: old_secret");
  folder.write("h2.yaml", other);
  const Keyring ring = folder.ring(file_of("hmac_sm3", "none"));
  SignedMessage message = message_of(ring);
  message.institution = "H2";
  EXPECT_EQ(open_code(ring, message), "bad_signature");
  message.institution = "H3";
  EXPECT_EQ(open_code(ring, message), "unknown_institution");
  message.institution = std::string(100, 'x') + "\n";
  EXPECT_EQ(ring.open(message, 0).error().message.find('\n'), std::string::npos);
  EXPECT_EQ(ring.seal("H3", kEnvelope, "", at(kTime)).error().code, "unknown_institution");
}

TEST(Message, RefusesAmbiguousEnvelopesAndTooMuch) {
  const RingFolder folder;
  const Keyring ring = folder.ring(file_of("sm3", "none"));
  SignedMessage message = message_of(ring);
  message.envelope = {{"a", "1&b=2"}};
  EXPECT_EQ(open_code(ring, message), "bad_envelope");
  message.input.assign(kMostInputBytes + 1, ' ');
  EXPECT_EQ(open_code(ring, message), "message_too_large");
  EXPECT_EQ(ring.seal("H1", kEnvelope, message.input, at(kTime)).error().code, "message_too_large");
}

TEST(Message, RefusesTimesBeyondTheSkew) {
  const RingFolder folder;
  const Keyring ring = folder.ring(file_of("sm3", "none"));
  const SignedMessage message = message_of(ring);
  for (const std::int64_t apart : {-300, 0, 300}) EXPECT_EQ(open_code(ring, message, at(kTime) + apart), "");
  for (const std::int64_t apart : {-301, 301}) EXPECT_EQ(open_code(ring, message, at(kTime) + apart), "clock_skew");
  EXPECT_EQ(ring.open(message, at(kTime) + 600).error().message,
            "the message says 2026-03-01 08:00:00 and our clock 2026-03-01 08:10:00, more than 300 seconds apart; set "
            "the sender's clock and sign it anew");
  SignedMessage odd = message;
  for (const std::int64_t time :
       {std::int64_t{0}, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    odd.time = time;
    EXPECT_EQ(open_code(ring, odd), "clock_skew");
  }
}

TEST(Message, SeveralThreadsShareARing) {
  const RingFolder folder;
  const Keyring ring = folder.ring(file_of("sm2", "sm4_cbc"));
  const SignedMessage message = message_of(ring);
  std::atomic<int> opened = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int time = 0; time < 5; ++time) {
        opened += ring.open(message, at(kTime)).has_value() ? 1 : 0;
        opened += ring.seal("H1", kEnvelope, "{}", at(kTime)).has_value() ? 1 : 0;
      }
    });
  threads.clear();
  EXPECT_EQ(opened, 40);
}

TEST(Message, EmptyRingTakesWhatIsClear) {
  const RingFolder folder;
  const auto ring = Keyring::load(folder.path() / "none");
  ASSERT_TRUE(ring.has_value());
  EXPECT_TRUE(ring->is_empty());
  SignedMessage message;
  message.institution = "H1";
  message.input = kInput;
  EXPECT_EQ(ring->open(message, 0).value(), kInput);
  message.is_encrypted = true;
  EXPECT_EQ(open_code(*ring, message), "unknown_institution");
  EXPECT_EQ(ring->seal("H1", kEnvelope, kInput, 0).value().output, kInput);
}

TEST(Message, AnInstitutionMayBeKnownAndSignNothing) {
  const RingFolder folder;
  const Keyring ring = folder.ring("code: H1\nsignature: none\ncipher: none\n");
  SignedMessage message;
  message.institution = "H1";
  message.input = kInput;
  EXPECT_EQ(ring.open(message, 0).value(), kInput);
  EXPECT_EQ(ring.seal("H1", kEnvelope, kInput, 0).value().signtype, "");
}

}  // namespace
}  // namespace qiuhao::signing
