// The order of the checks, and what they share.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "claims/upkeep/examiner.h"

namespace qiuhao::claims {
namespace upkeep {
namespace {

namespace fs = std::filesystem;

using CheckFunction = void (*)(Examiner&);
constexpr CheckFunction kQuick[] = {check_folders, check_lock, check_manifest,  check_parts,
                                    check_imports, check_key,  check_leftovers, check_disk};
constexpr CheckFunction kThorough[] = {check_blocks, check_columns, check_staged};

std::int64_t size_of(const Path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

// Parts are read twice: their bytes, then their rows.
std::int64_t bytes_to_read(const Examiner& examiner) {
  std::int64_t total = 0;
  if (examiner.manifest) {
    for (const PartEntry& part : examiner.manifest->parts) total += 2 * size_of(examiner.path(part.file));
  }
  if (examiner.generation) {
    for (const NamedFile& file : examiner.generation->files) {
      if (file.kind != NamedFile::Kind::tape) total += size_of(examiner.path(file.path));
    }
  }
  return total;
}

std::unexpected<Error> interrupted(const DoctorOptions& options) {
  return fail({Fault::system,
               "interrupted",
               "was interrupted; nothing was changed, run it again to go on",
               {options.workspace.string(), 0, 0, ""},
               "检查被中断；没有改动任何内容，重新运行即可"});
}

Result<Examination> run(Examiner& examiner) {
  const auto start = std::chrono::steady_clock::now();
  for (const CheckFunction check : kQuick) check(examiner);
  if (!examiner.options.quick) {
    examiner.bytes_total = bytes_to_read(examiner);
    for (const CheckFunction check : kThorough) {
      check(examiner);
      if (examiner.stopped()) return interrupted(examiner.options);
    }
  }
  examiner.found.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return std::move(examiner.found);
}

}  // namespace

void Examiner::tell(Gravity gravity, const Path& file, Sentence what, Sentence mend) {
  ++found.checks.back().troubles;
  found.troubles.push_back({gravity, found.checks.back().name, file.string(), std::move(what), std::move(mend)});
}

bool Examiner::was_told(const std::string& file) const {
  return std::ranges::any_of(found.troubles, [&](const Trouble& trouble) {
    return trouble.file == file && trouble.gravity == Gravity::damage;
  });
}

void Examiner::advance(std::int64_t bytes) {
  bytes_done += bytes;
  if (options.progress) options.progress({bytes_done, bytes_total});
}

}  // namespace upkeep

bool Examination::is_whole() const {
  for (const Trouble& trouble : troubles) {
    if (trouble.gravity == Gravity::damage) return false;
  }
  return true;
}

Result<Examination> examine(const Schema& schema, const DoctorOptions& options) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(options.workspace, ignored)) {
    return input_error("no_workspace",
                       Sentence{"is no folder; name the folder of a workspace", "不是文件夹；请写工作区的文件夹"},
                       {options.workspace.string(), 0, 0, ""});
  }
  upkeep::Examiner examiner{schema, options};
  return upkeep::run(examiner);
}

}  // namespace qiuhao::claims
