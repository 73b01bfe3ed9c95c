// A bit flipped anywhere is found, and the file is named.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "claims/doctor.h"
#include "claims/upkeep/named_files.h"
#include "sweeps.h"

namespace qiuhao::crash {
namespace {

using Random = std::mt19937_64;

Status flip(const Path& path, std::uint64_t byte, int bit) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  char value = 0;
  bool done = file >= 0 && ::pread(file, &value, 1, static_cast<off_t>(byte)) == 1;
  value = static_cast<char>(value ^ (1 << bit));
  done = done && ::pwrite(file, &value, 1, static_cast<off_t>(byte)) == 1;
  if (file >= 0) ::close(file);
  return done ? Status() : system_error("file_error", "cannot flip a bit", {path.string(), 0, 0, ""});
}

// What the doctor says of a workspace: nothing of a whole one, the file in trouble and the sentence of others.
std::string verdict(const claims::Schema& schema, const Path& workspace) {
  claims::DoctorOptions options;
  options.workspace = workspace;
  const auto seen = claims::examine(schema, options);
  if (!seen) return seen.error().text();
  std::string told;
  for (const claims::Trouble& trouble : seen->troubles) {
    if (trouble.gravity == claims::Gravity::damage) told += fmt::format("{}: {}\n", trouble.file, trouble.what.english);
  }
  return told;
}

// Bytes near the ends of a part (header, directory, footer) as often as any others.
std::uint64_t random_byte(std::uint64_t size, Random& random) {
  constexpr std::uint64_t kEnds = 4096;
  const std::uint64_t any = random() % size;
  if (size < 3 * kEnds || random() % 3 == 0) return any;
  return random() % 2 == 0 ? random() % 128 : size - 1 - random() % kEnds;
}

}  // namespace

Result<Sweep> flipped_bit_sweep(const Path& scratch, std::int64_t people, std::size_t times, std::uint64_t seed) {
  ASSIGN(Trials trials, Trials::make(scratch, people));
  ASSIGN(const Reference reference, trials.reference(commands()[1]));
  const Path workspace = reference.before / "workspace";
  ASSIGN(const claims::Schema schema, claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  ASSIGN(const claims::upkeep::Generation generation, claims::upkeep::read_generation(workspace));
  // Parts take half of the trials, all that is named beside them (rows, keys, files of the gone, both lists) the other.
  std::vector<Path> parts, others = {workspace / "tape" / "manifest.json", workspace / "staging" / "batches.json"};
  for (const claims::upkeep::NamedFile& file : generation.files) {
    if (std::filesystem::file_size(workspace / file.path) == 0) continue;
    (file.path.ends_with(".part") ? parts : others).push_back(workspace / file.path);
  }
  Random random(seed);
  Sweep sweep;
  if (const std::string before = verdict(schema, workspace); !before.empty()) sweep.troubles.push_back(before);
  for (; sweep.trials < times; ++sweep.trials) {
    const std::vector<Path>& files = random() % 2 == 0 ? parts : others;
    const std::size_t which = random() % files.size();
    const std::uint64_t byte = random_byte(std::filesystem::file_size(files[which]), random);
    const int bit = static_cast<int>(random() % 8);
    TRY(flip(files[which], byte, bit));
    const std::string told = verdict(schema, workspace);
    TRY(flip(files[which], byte, bit));
    const bool named = told.find(files[which].filename().string()) != std::string::npos;
    sweep.reached += named ? 1 : 0;
    if (!named)
      sweep.troubles.push_back(fmt::format("{} byte {} bit {}: {}", files[which].string(), byte, bit,
                                           told.empty() ? "not found" : "found without its name: " + told));
  }
  return sweep;
}

}  // namespace qiuhao::crash
