// Encrypting and signing what is sent.
#include <fmt/format.h>

#include "base/check.h"
#include "signing/encoding.h"
#include "signing/member.h"
#include "signing/primitives.h"
#include "signing/signature.h"

namespace qiuhao::signing {
namespace {

std::string_view signtype_of(Signature signature) {
  switch (signature) {
    case Signature::sm3: return "SM3";
    case Signature::sm2: return "SM2";
    case Signature::hmac_sm3: return "HMACSM3";
    case Signature::hmac_sha256: return "HMACSHA256";
    case Signature::none: break;
  }
  return "";
}

}  // namespace

Result<Keyring::Sealed> seal_message(const Member& member, const Envelope& envelope, std::string_view content,
                                     std::string_view part, std::int64_t now) {
  const Institution& institution = member.institution;
  Keyring::Sealed sealed;
  if (institution.signature == Signature::none && institution.cipher == Cipher::none) {
    sealed.output = content;
    return sealed;
  }
  const std::vector<std::size_t> in_force = keys_in_force(institution, now);
  if (in_force.empty()) return no_key_in_force(institution, now);
  const Key& key = institution.keys[in_force.front()];
  const Sm2Pair& pair = member.sm2[in_force.front()];

  if (institution.cipher != Cipher::none) {
    sealed.output = to_base64(sm4_encrypt(institution.cipher, key.sm4, content));
    sealed.enctype = "SM4";
    TRY(check_sizes(envelope, sealed.output));
  } else {
    sealed.output = content;
  }
  if (institution.signature == Signature::none) return sealed;

  if (institution.signature == Signature::sm2 && !pair.ours)
    return input_error(
        "no_own_key",
        Sentence{fmt::format("key {} of institution {} has no key of ours to sign answers with; give it "
                             "own_key_file",
                             key.id, institution.code),
                 fmt::format("机构{}的密钥{}没有我方私钥，不能签名；请配置own_key_file", institution.code, key.id)});
  const std::string text =
      text_to_sign(envelope, institution.signs_input ? std::string_view(sealed.output) : std::string_view{}, part);
  sealed.signature = signature_of(institution.signature, key, pair, text);
  sealed.signtype = signtype_of(institution.signature);
  return sealed;
}

}  // namespace qiuhao::signing
