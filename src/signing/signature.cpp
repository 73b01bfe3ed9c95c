// Signatures of the kinds that provinces choose.
#include "signing/signature.h"

#include "base/check.h"
#include "signing/encoding.h"
#include "signing/primitives.h"

namespace qiuhao::signing {
namespace {

// A DER signature has 72 bytes at most; no base64 of one, with its line breaks, is as long as this.
constexpr std::size_t kMostSignatureText = 1024;

// Of the kinds with a shared secret.
std::string mac_of(Signature kind, std::string_view secret, std::string_view text) {
  CHECK(!secret.empty());
  if (kind == Signature::hmac_sm3) return hmac(Hash::sm3, secret, text);
  if (kind == Signature::hmac_sha256) return hmac(Hash::sha256, secret, text);
  CHECK(kind == Signature::sm3);
  std::string with_secret;
  with_secret.reserve(text.size() + 5 + secret.size());
  with_secret.append(text).append("&key=").append(secret);
  std::string digest = sm3(with_secret);
  wipe(with_secret);
  return digest;
}

}  // namespace

std::string signature_of(Signature kind, const Key& key, const Sm2Pair& pair, std::string_view text) {
  if (kind == Signature::sm2) return to_base64(pair.ours->sign(text));
  const std::string mac = mac_of(kind, key.secret, text);
  return kind == Signature::sm3 ? to_hex(mac) : to_base64(mac);
}

std::optional<std::string> signature_bytes(Signature kind, std::string_view cainfo) {
  if (cainfo.size() > kMostSignatureText) return std::nullopt;
  return kind == Signature::sm3 ? from_hex(cainfo) : from_base64(cainfo);
}

bool is_signature_of(Signature kind, const Key& key, const Sm2Pair& pair, std::string_view text,
                     std::string_view bytes) {
  if (kind == Signature::sm2) return pair.theirs->verify(text, bytes);
  return is_equal_in_constant_time(mac_of(kind, key.secret, text), bytes);
}

}  // namespace qiuhao::signing
