// JSON documents that carry a checksum over every byte: an object whose last key is `checksum`.
#pragma once

#include <string>
#include <string_view>

namespace qiuhao::text {

// `{BODY,\n"checksum": "16 hex digits"}\n`: an object of the keys in BODY, with XXH3-64 of BODY.
std::string seal(std::string_view body);

// Whether the text is exactly what `seal` made: false when any bit of it was changed.
bool is_sealed(std::string_view content);

}  // namespace qiuhao::text
