// Signatures as they stand in cainfo, of one key over one text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signing/member.h"

namespace qiuhao::signing {

// As cainfo holds it. The key must have what the kind needs.
std::string signature_of(Signature kind, const Key& key, const Sm2Pair& pair, std::string_view text);

// The bytes of a cainfo: hex with sm3, base64 with the others. Nothing for another text.
std::optional<std::string> signature_bytes(Signature kind, std::string_view cainfo);

bool is_signature_of(Signature kind, const Key& key, const Sm2Pair& pair, std::string_view text,
                     std::string_view bytes);

}  // namespace qiuhao::signing
