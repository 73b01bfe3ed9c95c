// From the top down, each synced in the one above.
#include "claims/assembly/lasting_folder.h"

#include <filesystem>

namespace qiuhao::claims::assembly {

Status make_lasting_folder(const Path& path) {
  std::error_code ignored;
  const Path plain = path.has_filename() ? path : path.parent_path();
  if (std::filesystem::is_directory(plain, ignored)) return {};
  const Path above = plain.has_parent_path() ? plain.parent_path() : Path(".");
  if (above != plain) TRY(make_lasting_folder(above));
  TRY(make_folder(plain));
  return sync_path(above);
}

}  // namespace qiuhao::claims::assembly
