// Files of keys and institutions: small, regular, and secret ones readable by their owner alone.
#pragma once

#include <string>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::signing {

inline constexpr std::size_t kMostFileBytes = std::size_t{64} << 10;

struct KeyFile {
  std::string content;
  unsigned mode = 0;  // permission bits, of the file that was read

  bool is_private() const { return (mode & 077U) == 0; }
};

// `place` is where the file is named. "bad_keyring" for what is no regular file, is missing, or has more than
// kMostFileBytes; Fault::system "no_permission" where this user may not read it.
Result<KeyFile> read_key_file(const Path& path, const Place& place);

// "secret_readable", with the chmod that mends it.
std::unexpected<Error> secret_readable(const Path& path, unsigned mode, const Place& place);

}  // namespace qiuhao::signing
