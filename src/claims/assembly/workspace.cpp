// Folders and leftovers.
#include "claims/assembly/workspace.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <set>

#include "claims/assembly/lasting_folder.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr const char* kFolders[] = {"tape", "tape/parts", "staging", "rejected", "secret", "exports", "tmp"};
constexpr const char* kPrivateFolders[] = {"staging", "secret", "tmp", "rejected"};  // they hold psn_no or the key

Seconds now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void remove_unnamed(const Path& workspace, const Path& folder, const std::set<std::string>& named) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(workspace / folder, ignored)) {
    const Path relative = folder / entry.path().filename();
    if (!named.contains(relative.string())) std::filesystem::remove(entry.path(), ignored);
  }
}

}  // namespace

Status make_workspace(const Path& workspace) {
  TRY(make_lasting_folder(workspace));
  // Closed from their first moment on; those of an earlier version, or of somebody's copy, are closed now.
  for (const char* folder : kPrivateFolders) TRY(make_private_folder(workspace / folder));
  for (const char* folder : kFolders) TRY(make_lasting_folder(workspace / folder));
  const Path settings = workspace / "qiuhao.toml";
  std::error_code ignored;
  if (std::filesystem::exists(settings, ignored)) return {};
  return write_file_atomically(settings,
                               fmt::format("# A workspace of Qiuhao; made by qiuhao import.\nversion = 1\ncreated = "
                                           "\"{}\"\n",
                                           format_time(now())));
}

void remove_leftovers(const Path& workspace, const Manifest& manifest, const Batches& batches) {
  std::error_code ignored;
  std::filesystem::remove_all(workspace / "staging" / "incoming", ignored);
  for (const auto& entry : std::filesystem::directory_iterator(workspace / "tmp", ignored))
    std::filesystem::remove_all(entry.path(), ignored);
  std::set<std::string> named;
  for (const PartEntry& part : manifest.parts) named.insert({part.file, part.gone});
  batches.stored.for_each([&](const StoredFile& file) { named.insert(file.file); });
  for (const char* folder : {"tape/parts", "staging/rows", "staging/keys", "staging/nobody", "staging/contested"})
    remove_unnamed(workspace, folder, named);
  for (const StoredRegister& of : batches.registers) named.insert(of.file);
  for (const std::string_view table : kRegisterNames) remove_unnamed(workspace, Path("registers") / table, named);
}

}  // namespace qiuhao::claims::assembly
