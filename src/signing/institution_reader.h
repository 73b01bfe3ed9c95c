// Reading an institution's YAML file and the key files that it names.
#pragma once

#include "base/files.h"
#include "base/result.h"
#include "signing/key_reader.h"
#include "signing/member.h"

namespace qiuhao::signing {

// Errors as Keyring::load says, with the place in the YAML. Keys of ours are looked up in `own_keys` and added to them.
Result<Member> read_institution(const Path& file, OwnKeys& own_keys);

}  // namespace qiuhao::signing
