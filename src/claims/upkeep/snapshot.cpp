// Open files outlive their names, so holding them open is enough: nothing is left behind by a crash.
#include "claims/upkeep/snapshot.h"

#include <algorithm>
#include <filesystem>

namespace qiuhao::claims::upkeep {
namespace {

namespace fs = std::filesystem;

const Path kKeyFile = Path("secret") / "pseudonym.key";
constexpr const char* kOtherFolders[] = {"knowledge", "policy", "exports", "rejected"};
constexpr int kMostAttempts = 1000;

Status hold(Snapshot& snapshot, const Path& workspace, const std::string& path) {
  ASSIGN(OpenFile open, OpenFile::open(workspace / path));
  snapshot.files.push_back({path, std::move(open)});
  return {};
}

Status hold_all(Snapshot& snapshot, const Path& workspace) {
  for (const NamedFile& file : snapshot.generation.files) TRY(hold(snapshot, workspace, file.path));
  return hold(snapshot, workspace, kKeyFile.string());
}

void add_others(Snapshot& snapshot, const Path& workspace) {
  std::error_code ignored;
  if (fs::exists(workspace / "qiuhao.toml", ignored)) snapshot.others.emplace_back("qiuhao.toml");
  for (const char* folder : kOtherFolders) {
    for (const auto& entry : fs::recursive_directory_iterator(workspace / folder, ignored)) {
      const Path relative = entry.path().lexically_relative(workspace);
      if (entry.is_regular_file(ignored) && !relative.string().ends_with(".writing"))
        snapshot.others.push_back(relative.string());
    }
  }
  std::ranges::sort(snapshot.others);
}

std::unexpected<Error> missing(const Error& error) {
  return fail({Fault::system, "damaged_part",
               "is named by the lists of this workspace and is missing; run: qiuhao doctor WORKSPACE", error.place,
               "工作区的清单中有此文件，但文件不存在；请运行：qiuhao doctor WORKSPACE"});
}

}  // namespace

std::uint64_t Snapshot::bytes() const {
  std::uint64_t total = 0;
  for (const File& file : files) total += file.open.bytes();
  return total;
}

Result<Snapshot> take_snapshot(const Path& workspace) {
  allow_many_open_files();
  for (int attempt = 0;; ++attempt) {
    Snapshot snapshot;
    ASSIGN(snapshot.generation, read_generation(workspace));
    if (snapshot.generation.number == 0) {
      return input_error("no_tape",
                         Sentence{"holds no claims yet; run: qiuhao import WORKSPACE FILE…",
                                  "还没有数据；请运行：qiuhao import WORKSPACE FILE…"},
                         {workspace.string(), 0, 0, ""});
    }
    const bool is_one = snapshot.generation.imports_number == snapshot.generation.number;
    const Status held = is_one ? hold_all(snapshot, workspace) : Status();
    if (is_one && held) {
      add_others(snapshot, workspace);
      return snapshot;
    }
    if (!held && held.error().code != "no_such_file") return fail(held.error());
    // A writer that published between two of these steps is the cure of it; without one it is damage.
    ASSIGN(const Generation now, read_generation(workspace));
    const bool moved =
        now.number != snapshot.generation.number || now.imports_number != snapshot.generation.imports_number;
    if (moved && attempt < kMostAttempts) continue;
    if (!held) return missing(held.error());
    return system_error("damaged_batches", "is not of the generation of the tape; run: qiuhao doctor WORKSPACE",
                        {(workspace / "staging" / "batches.json").string(), 0, 0, ""});
  }
}

}  // namespace qiuhao::claims::upkeep
