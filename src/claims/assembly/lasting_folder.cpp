// From the top down, each synced in the one above.
#include "claims/assembly/lasting_folder.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace qiuhao::claims::assembly {

namespace {

Path without_slash(const Path& path) { return path.has_filename() ? path : path.parent_path(); }
Path folder_above(const Path& plain) { return plain.has_parent_path() ? plain.parent_path() : Path("."); }

}  // namespace

Status make_lasting_folder(const Path& path) {
  std::error_code ignored;
  const Path plain = without_slash(path);
  if (std::filesystem::is_directory(plain, ignored)) return {};
  const Path above = folder_above(plain);
  if (above != plain) TRY(make_lasting_folder(above));
  TRY(make_folder(plain));
  return sync_path(above);
}

Status make_private_folder(const Path& path) {
  const Path plain = without_slash(path);
  if (::mkdir(plain.c_str(), 0700) == 0) return sync_path(folder_above(plain));
  // Were this passed over, whoever puts the first file there would make the folder for all to read.
  if (const int error = errno; error != EEXIST) {
    return system_error("file_error",
                        fmt::format("cannot make the folder: {}; check the disk and the rights to it",
                                    std::generic_category().message(error)),
                        {plain.string(), 0, 0, ""});
  }
  ::chmod(plain.c_str(), 0700);
  return {};
}

}  // namespace qiuhao::claims::assembly
