// Files beside, then a rename.
#include "audit/new_folder.h"

#include <fmt/format.h>

#include <algorithm>

namespace qiuhao::audit {

Status check_free(const Path& out) {
  std::error_code ignored;
  const bool is_free = !std::filesystem::exists(out, ignored) ||
                       (std::filesystem::is_directory(out, ignored) && std::filesystem::is_empty(out, ignored));
  if (is_free) return {};
  return usage_error(
      "folder_in_use",
      Sentence{fmt::format("--out {}: something is there; name a folder that is new or empty", out.string()),
               fmt::format("--out {}：已有内容；请写新的或空的文件夹", out.string())});
}

Path folder_name(const Path& out) {
  const Path whole = std::filesystem::absolute(out).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Result<std::vector<std::string>> sync_files(const Path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    TRY(sync_path(entry.path()));
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  TRY(sync_path(folder));
  return names;
}

Result<Path> place_at(const Path& from, const Path& out) {
  std::error_code code;
  std::filesystem::remove(out, code);  // an empty folder
  std::filesystem::rename(from, out, code);
  if (code) return cannot_be_placed(out, code);
  return out;
}

std::unexpected<Error> cannot_be_placed(const Path& path, const std::error_code& code) {
  return system_error("cannot_write", fmt::format("cannot be put in place: {}", code.message()),
                      {path.string(), 0, 0, ""});
}

}  // namespace qiuhao::audit
