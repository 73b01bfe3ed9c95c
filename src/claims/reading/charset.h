// GBK and GB18030 texts become UTF-8, and line ends become one kind, on the way to a temporary file.
#pragma once

#include <atomic>
#include <string_view>

#include "base/files.h"

namespace qiuhao::claims::reading {

enum class Charset { utf8, gb18030, utf16 };

// Of a sample from a file's start: UTF-16 by its mark; otherwise each line with letters beyond ASCII votes.
Charset charset_of(std::string_view sample);

// Writes the file, unpacked, as UTF-8 with LF line ends; lines keep their numbers. Bytes that are no character in the
// charset become 0xFF, so that their row is rejected rather than changed.
Status rewrite_as_utf8(const Path& source, Charset charset, const Path& target, const std::atomic<bool>* stop);

}  // namespace qiuhao::claims::reading
