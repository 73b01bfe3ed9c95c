// Signatures and encryption of messages between institutions, as provinces choose them: who sent a message, that nobody
// changed it, that it is not an old one sent again, and that nobody else reads it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::signing {

inline constexpr std::size_t kMostInstitutions = 100'000;
inline constexpr std::size_t kMostKeys = 16;                          // of one institution, in force or not
inline constexpr std::size_t kMostInputBytes = std::size_t{8} << 20;  // as sent: of ciphertext, its base64
inline constexpr std::size_t kMostEnvelopeFields = 100;
inline constexpr std::size_t kMostEnvelopeBytes = std::size_t{64} << 10;  // names and values together

enum class Signature : std::uint8_t {
  none,
  sm3,         // SM3 (GB/T 32905) of the text, "&key=" and a shared secret; hex, written upper case, read in either
  sm2,         // SM2 with SM3 (GB/T 32918.2), user id 1234567812345678; DER in base64, read also as 64 bytes r and s
  hmac_sm3,    // base64
  hmac_sha256  // base64
};
enum class Cipher : std::uint8_t {
  none,
  sm4_ecb,  // GB/T 32907, PKCS#7, base64: what national samples show
  sm4_cbc   // iv in front of the ciphertext, base64
};

// One key of an institution, in force for a term; several may be at once while keys change.
struct Key {
  std::string id;
  std::int64_t from = 0;   // seconds UTC
  std::int64_t until = 0;  // first second on which it no longer holds
  std::string secret;      // of sm3 and hmac: bytes
  std::string public_pem;  // of sm2: theirs, with which their messages are verified
  std::string own_pem;     // of sm2: ours, with which answers are signed; "" where no answer is to be signed
  std::string sm4;         // 16 bytes
};

struct Institution {
  std::string code;  // fixmedins_code
  Signature signature = Signature::none;
  Cipher cipher = Cipher::none;
  // Whether the signed text ends with the input. The national sample's SM2 leaves it out, so that a changed input is
  // not noticed there; everything else has it unless the file says otherwise.
  bool signs_input = false;
  std::vector<Key> keys;
};

// Of a message: what it says besides its input, and the input as sent. Institution and time must be those that the
// envelope holds: only the envelope is signed.
struct SignedMessage {
  std::string institution;
  std::string id;         // msgid
  std::int64_t time = 0;  // inf_time, seconds UTC; 0 when it said none
  // Envelope without cainfo and input; names and values as sent.
  std::vector<std::pair<std::string, std::string>> envelope;
  std::string input;      // as sent: JSON text, or ciphertext when encrypted
  std::string signature;  // cainfo
  bool is_encrypted = false;
  bool is_answer = false;  // made by `seal`: the signed text names its last part `output`
};

// Keys of all institutions. Immutable once loaded, so safe for several threads.
//
// A message id that comes again inside the clock skew is not refused: clients send a message again when the answer was
// lost, and national rules have them get the first answer once more (idempotent replay). Whoever keeps answers by
// message id sees to that; here an old message is refused by its time, and a new id needs a new signature.
class Keyring {
 public:
  // FOLDER/*.yaml, one an institution (docs/reference/message-signatures.md); no folder: nobody signs. Every mistake is
  // an Error with its place: "bad_keyring", "secret_readable" for a secret that others may read, and those of
  // read_file and read_yaml. `skew` is how far clocks may be apart.
  static Result<Keyring> load(const Path& folder, std::chrono::seconds skew = std::chrono::seconds(300));
  Keyring(Keyring&&) noexcept;
  Keyring& operator=(Keyring&&) noexcept;
  ~Keyring();

  bool is_empty() const;
  const Institution* find(std::string_view code) const;
  // By code; good as long as the ring.
  std::vector<const Institution*> institutions() const;

  // The input in clear text, and nothing else of the message looked at where the ring is empty. Tries every key in
  // force at `now`. What is wrong and what would be right, with nothing secret in it, in this order:
  //   "message_too_large"     more than the maxima above
  //   "unknown_institution"   there are keys but none of this one
  //   "no_key_in_force"       all its terms are over or to come
  //   "bad_envelope"          names that stand twice, or a value such as "a&opter=b", which a signed text cannot tell
  //                           from two fields
  //   "clock_skew"            signed, and its time is further from `now` than the skew, or it says none
  //   "bad_signature"         none, not base64 (hex), or no key brings it out
  //   "not_encrypted"         clear where the institution encrypts
  //   "cannot_decrypt"        not base64, cut short, or no key gives a text; encrypted where it has no cipher
  Result<std::string> open(const SignedMessage& message, std::int64_t now) const;

  struct Sealed {
    std::string output;  // as it is to be sent
    std::string signature;
    std::string signtype;  // "SM2", "SM3", "HMACSM3", "HMACSHA256" (C10); "" for none
    std::string enctype;   // "SM4" or ""
  };
  // The answer to an institution's message: output encrypted and signed as its messages are, with the newest key in
  // force. As `open`: "message_too_large", "unknown_institution", "no_key_in_force"; and "no_own_key" where that key
  // has nothing to sign with.
  Result<Sealed> seal(std::string_view institution, const std::vector<std::pair<std::string, std::string>>& envelope,
                      std::string_view output, std::int64_t now) const;
  // For clients and tests: a message as the institution would send it, with the keys of the ring (needs their private
  // key in own_pem). Errors as those of `seal`.
  Result<Sealed> send(std::string_view institution, const std::vector<std::pair<std::string, std::string>>& envelope,
                      std::string_view input, std::int64_t now) const;

 private:
  struct State;
  explicit Keyring(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The text that is signed: names in ASCII order, `name=value` joined by `&`, empty values left out, the input last
// where the province signs it too ("" where not). An answer names it `output`.
std::string text_to_sign(std::vector<std::pair<std::string, std::string>> envelope, std::string_view input,
                         std::string_view input_name = "input");

}  // namespace qiuhao::signing
