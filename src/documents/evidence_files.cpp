// A file is written whole under a name of its own, synced, looked at, and gets its place by one rename.
#include "documents/evidence_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "database/digest.h"

namespace qiuhao::documents {
namespace {

constexpr std::string_view kDraft = "new-";
constexpr std::string_view kAside = "old-";
constexpr std::size_t kFolderDigits = 2;  // of the hash, for each of two folders

std::unexpected<Error> cannot_write(const Path& path, int reason) {
  return fail({Fault::system,
               "cannot_write",
               fmt::format("the file could not be kept: {}; free some space, or give this user the right to the folder",
                           std::strerror(reason)),
               {path.string(), 0, 0, ""},
               fmt::format("文件无法保存：{}；请腾出空间，或给当前用户授权", std::strerror(reason))});
}

std::unexpected<Error> bad_file(std::string code, const Path& path, const Sentence& sentence) {
  return fail({Fault::system, std::move(code), sentence.english, {path.string(), 0, 0, ""}, sentence.chinese});
}

bool is_hash(std::string_view text) {
  return text.size() == kHashDigits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// A new file that goes away unless it was moved to its place.
class Draft {
 public:
  explicit Draft(const Path& folder)
      : path_(folder / fmt::format("{}{}", kDraft, database::to_hex(database::random_bytes(16)))) {}
  ~Draft() {
    if (!is_placed_) ::unlink(path_.c_str());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  const Path& path() const { return path_; }

  Status write(std::string_view bytes) const {
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
    if (file < 0) return cannot_write(path_, errno);
    int reason = 0;
    while (!bytes.empty() && reason == 0) {
      const ssize_t count = ::write(file, bytes.data(), bytes.size());
      if (count < 0 && errno != EINTR) reason = errno;
      if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (reason == 0 && ::fsync(file) != 0) reason = errno;
    if (::close(file) != 0 && reason == 0) reason = errno;
    return reason == 0 ? Status() : cannot_write(path_, reason);
  }
  Status place(const Path& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) return cannot_write(target, errno);
    is_placed_ = true;
    return sync_path(target.parent_path());
  }

 private:
  Path path_;
  bool is_placed_ = false;
};

// Makes the folder with each above it that is missing, for the owner alone, so that it is there after a loss of power.
Status make_private_folder(const Path& folder) {
  std::error_code ignored;
  if (std::filesystem::is_directory(folder, ignored)) return {};
  if (folder.has_parent_path()) TRY(make_private_folder(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return cannot_write(folder, errno);
  return folder.has_parent_path() ? sync_path(folder.parent_path()) : Status();
}

}  // namespace

std::string content_hash(std::string_view bytes) {
  return database::to_hex(database::digest(database::Digest::sha256, bytes));
}

Path EvidenceFiles::path_of(std::string_view hash) const {
  return folder_ / hash.substr(0, kFolderDigits) / hash.substr(kFolderDigits, kFolderDigits) / hash;
}

Result<std::string> EvidenceFiles::keep(std::string_view bytes, const Look& look) const {
  const std::string hash = content_hash(bytes);
  const Path target = path_of(hash);
  TRY(make_private_folder(target.parent_path()));
  Draft draft(folder_);
  TRY(draft.write(bytes));
  if (look) TRY(look(draft.path()));
  if (read(hash)) {
    TRY(sync_path(target.parent_path()));  // whoever put it there may not have come to it yet
    return hash;
  }
  TRY(draft.place(target));
  return hash;
}

void EvidenceFiles::remove_drafts(std::chrono::hours age) const {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
    const bool is_draft = entry.path().filename().string().starts_with(kDraft);
    const auto written = std::filesystem::last_write_time(entry.path(), ignored);
    if (is_draft && !ignored && written < std::filesystem::file_time_type::clock::now() - age)
      std::filesystem::remove(entry.path(), ignored);
  }
}

Result<std::string> EvidenceFiles::read(std::string_view hash) const {
  const Path path = path_of(hash);
  auto bytes = read_file(path);
  if (!bytes && bytes.error().code == "no_such_file")
    return bad_file("missing_file", path, {"the file is gone; put it back from a backup", "文件不见了；请从备份恢复"});
  if (!bytes) return bytes;
  if (content_hash(*bytes) == hash) return bytes;
  return bad_file("damaged_file", path,
                  {"the file is not what was kept; put it back from a backup", "文件与保存时不一致；请从备份恢复"});
}

std::optional<std::uintmax_t> EvidenceFiles::set_aside(std::string_view hash) const {
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(path_of(hash), error);
  if (!error) std::filesystem::rename(path_of(hash), folder_ / fmt::format("{}{}", kAside, hash), error);
  return error ? std::nullopt : std::optional(bytes);
}

void EvidenceFiles::put_back(std::string_view hash) const {
  std::error_code ignored;
  std::filesystem::rename(folder_ / fmt::format("{}{}", kAside, hash), path_of(hash), ignored);
}

void EvidenceFiles::forget(std::string_view hash) const {
  std::error_code ignored;
  std::filesystem::remove(folder_ / fmt::format("{}{}", kAside, hash), ignored);
}

std::vector<std::string> EvidenceFiles::set_aside_before() const {
  std::vector<std::string> hashes;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kAside) && is_hash(name.substr(kAside.size()))) hashes.push_back(name.substr(kAside.size()));
  }
  return hashes;
}

bool EvidenceFiles::is_there(std::string_view hash) const {
  std::error_code ignored;
  return std::filesystem::exists(path_of(hash), ignored);
}

std::vector<std::string> EvidenceFiles::all() const {
  std::vector<std::string> hashes;
  std::error_code ignored;
  for (auto entry = std::filesystem::recursive_directory_iterator(folder_, ignored);
       entry != std::filesystem::recursive_directory_iterator(); entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (is_hash(name) && entry->path() == path_of(name)) hashes.push_back(name);
  }
  std::ranges::sort(hashes);
  return hashes;
}

}  // namespace qiuhao::documents
