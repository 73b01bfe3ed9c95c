// Verifying and decrypting what is received.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/day.h"
#include "base/utf8.h"
#include "signing/encoding.h"
#include "signing/member.h"
#include "signing/primitives.h"
#include "signing/signature.h"

namespace qiuhao::signing {
namespace {

constexpr Seconds kYear1 = -62'135'596'800;
constexpr Seconds kYear9999 = 253'402'185'600;

// Senders say any time; only those of the calendar have a text.
std::string time_text(Seconds time) { return format_time(std::clamp(time, kYear1, kYear9999)); }

std::string ids_of(const Institution& institution, const std::vector<std::size_t>& keys) {
  std::vector<std::string_view> ids;
  for (const std::size_t key : keys) ids.push_back(institution.keys[key].id);
  return fmt::format("{}", fmt::join(ids, ", "));
}

std::string_view chinese_of(Signature kind) {
  switch (kind) {
    case Signature::sm3: return "SM3摘要";
    case Signature::sm2: return "SM2签名";
    case Signature::hmac_sm3: return "HMAC-SM3";
    case Signature::hmac_sha256: return "HMAC-SHA256";
    case Signature::none: break;
  }
  return "";
}

std::string_view english_of(Signature kind) {
  switch (kind) {
    case Signature::sm3: return "the SM3 digest";
    case Signature::sm2: return "the SM2 signature";
    case Signature::hmac_sm3: return "the HMAC-SM3";
    case Signature::hmac_sha256: return "the HMAC-SHA256";
    case Signature::none: break;
  }
  return "";
}

// Of times anywhere in 64 bits.
bool is_within(std::int64_t time, std::int64_t now, std::chrono::seconds skew) {
  const auto late = static_cast<std::uint64_t>(std::max(time, now));
  const auto early = static_cast<std::uint64_t>(std::min(time, now));
  return late - early <= static_cast<std::uint64_t>(std::max<std::int64_t>(skew.count(), 0));
}

Status check_time(const SignedMessage& message, std::int64_t now, std::chrono::seconds skew) {
  if (message.time == 0)
    return input_error("clock_skew", Sentence{"a signed message says its time; send inf_time",
                                              "签名报文必须带发送时间；请填写inf_time"});
  if (is_within(message.time, now, skew)) return {};
  return input_error("clock_skew",
                     Sentence{fmt::format("the message says {} and our clock {}, more than {} seconds apart; set the "
                                          "sender's clock and sign it anew",
                                          time_text(message.time), time_text(now), skew.count()),
                              fmt::format("报文时间{}与本机时间{}相差超过{}秒；请校准时钟后重新签名发送",
                                          time_text(message.time), time_text(now), skew.count())});
}

// The keys in force, that which brought out the signature first.
Result<std::vector<std::size_t>> verify(const Member& member, const SignedMessage& message,
                                        std::vector<std::size_t> in_force) {
  const Institution& institution = member.institution;
  const Signature kind = institution.signature;
  if (message.signature.empty())
    return input_error(
        "bad_signature",
        Sentence{fmt::format("institution {} signs its messages and cainfo is empty; put {} there", institution.code,
                             english_of(kind)),
                 fmt::format("机构{}须签名，而cainfo为空；请填写{}", institution.code, chinese_of(kind))});
  const std::optional<std::string> bytes = signature_bytes(kind, message.signature);
  if (!bytes) {
    const std::string_view form = kind == Signature::sm3 ? "hex" : "base64";
    return input_error("bad_signature",
                       Sentence{fmt::format("cainfo is no {} of at most 1024 characters; put {} there as {}", form,
                                            english_of(kind), form),
                                fmt::format("cainfo不是1024字符以内的{}；请按{}填写{}", form, form, chinese_of(kind))});
  }
  const std::string text = text_to_sign(message.envelope, institution.signs_input ? message.input : std::string(),
                                        message.is_answer ? "output" : "input");
  const auto brings_it_out = [&](std::size_t key) {
    return is_signature_of(kind, institution.keys[key], member.sm2[key], text, *bytes);
  };
  const auto found = std::ranges::find_if(in_force, brings_it_out);
  if (found != in_force.end()) {
    std::rotate(in_force.begin(), found, found + 1);
    return in_force;
  }
  return input_error(
      "bad_signature",
      Sentence{fmt::format("cainfo is not {} of this message under any key in force of institution {} ({}); sign the "
                           "envelope's fields that are not empty, in ASCII order, name=value joined by &, without "
                           "cainfo, {} the input",
                           english_of(kind), institution.code, ids_of(institution, in_force),
                           institution.signs_input ? "then" : "and without"),
               fmt::format("cainfo与报文不符（机构{}，有效密钥{}，{}）；请将非空的报文头字段按ASCII序以名=值用&连接，"
                           "不含cainfo，{}input，再签名",
                           institution.code, ids_of(institution, in_force), chinese_of(kind),
                           institution.signs_input ? "末尾加" : "不含")});
}

// JSON holds no control characters but these, so what a wrong key gives is not taken for a text.
bool is_readable(std::string_view text) {
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  };
  return std::ranges::none_of(text, is_control) && is_utf8(text);
}

// One sentence for every way in which a key does not fit: a sender who could tell a wrong padding from a wrong text
// could read others' messages block by block.
Result<std::string> decrypt(const Institution& institution, const std::string& input,
                            const std::vector<std::size_t>& keys) {
  const std::optional<std::string> sealed = from_base64(input);
  if (!sealed || sealed->empty() || sealed->size() % kSm4Bytes != 0)
    return input_error("cannot_decrypt",
                       Sentence{"the encrypted input is no base64 of whole blocks of 16 bytes; send all of it",
                                "密文不是整块（16字节）的base64；请检查是否被截断"});
  for (const std::size_t key : keys) {
    std::optional<std::string> clear = sm4_decrypt(institution.cipher, institution.keys[key].sm4, *sealed);
    if (clear && is_readable(*clear)) return *std::move(clear);
  }
  const std::string_view mode = institution.cipher == Cipher::sm4_cbc ? "SM4-CBC" : "SM4-ECB";
  return input_error(
      "cannot_decrypt",
      Sentence{fmt::format("the input is no UTF-8 text under {} with any key in force of institution {} ({}); encrypt "
                           "it with PKCS#7 padding{}",
                           mode, institution.code, ids_of(institution, keys),
                           institution.cipher == Cipher::sm4_cbc ? " and put the iv in front" : ""),
               fmt::format("用机构{}的有效密钥（{}）按{}不能解出UTF-8文本；请用PKCS#7填充加密{}", institution.code,
                           ids_of(institution, keys), mode,
                           institution.cipher == Cipher::sm4_cbc ? "并把iv放在密文前" : "")});
}

Status check_encrypted(const Institution& institution, const SignedMessage& message) {
  if (message.is_encrypted == (institution.cipher != Cipher::none) || message.input.empty()) return {};
  if (message.is_encrypted)
    return input_error("cannot_decrypt",
                       Sentence{fmt::format("institution {} has no cipher; send the input in clear", institution.code),
                                fmt::format("机构{}未配置加密；请发送明文", institution.code)});
  return input_error("not_encrypted",
                     Sentence{fmt::format("institution {} encrypts its messages; encrypt the input with SM4 and set "
                                          "enc_type",
                                          institution.code),
                              fmt::format("机构{}须加密；请用SM4加密input并填写enc_type", institution.code)});
}

}  // namespace

std::vector<std::size_t> keys_in_force(const Institution& institution, std::int64_t now) {
  std::vector<std::size_t> found;
  for (std::size_t at = institution.keys.size(); at-- > 0;) {
    const Key& key = institution.keys[at];
    if (key.from <= now && now < key.until) found.push_back(at);
  }
  std::ranges::stable_sort(found, std::greater{}, [&](std::size_t at) { return institution.keys[at].from; });
  return found;
}

std::unexpected<Error> no_key_in_force(const Institution& institution, std::int64_t now) {
  std::vector<std::string> terms;
  for (const Key& key : institution.keys)
    terms.push_back(fmt::format("{}: {} - {}", key.id, time_text(key.from), time_text(key.until)));
  return input_error(
      "no_key_in_force",
      Sentence{fmt::format("no key of institution {} is in force at {} ({}); add one that is to its file",
                           institution.code, time_text(now), fmt::join(terms, "; ")),
               fmt::format("机构{}在{}没有有效密钥（{}）；请增加有效密钥", institution.code, time_text(now),
                           fmt::join(terms, "；"))});
}

Result<std::string> open_message(const Member& member, const SignedMessage& message, std::int64_t now,
                                 std::chrono::seconds skew) {
  const Institution& institution = member.institution;
  const bool signs = institution.signature != Signature::none;
  std::vector<std::size_t> keys;
  if (signs || institution.cipher != Cipher::none) {
    keys = keys_in_force(institution, now);
    if (keys.empty()) return no_key_in_force(institution, now);
  }
  if (signs) {
    TRY(check_envelope(message.envelope));
    TRY(check_time(message, now, skew));
    ASSIGN(keys, verify(member, message, std::move(keys)));
  }
  TRY(check_encrypted(institution, message));
  if (!message.is_encrypted || message.input.empty()) return message.input;
  return decrypt(institution, message.input, keys);
}

}  // namespace qiuhao::signing
