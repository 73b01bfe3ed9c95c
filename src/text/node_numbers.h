// Numbers and hashes that our own documents hold as texts. Such documents are sealed (text/sealed.h), so what is absent
// or broken simply reads as 0.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "text/document.h"

namespace qiuhao::text {

template <typename Number>
Number number_of(const Node& node, std::string_view key, int base = 10) {
  const std::string digits = node.text_of(key);
  Number value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return value;
}

// The hash of Hash128::hex.
inline Hash128 hash_of(std::string_view hex) {
  Hash128 hash;
  if (hex.size() != 32) return hash;
  std::from_chars(hex.data(), hex.data() + 16, hash.high, 16);
  std::from_chars(hex.data() + 16, hex.data() + 32, hash.low, 16);
  return hash;
}

}  // namespace qiuhao::text
