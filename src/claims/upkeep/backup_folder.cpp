// Lists are sealed documents; copies are named by their content.
#include "claims/upkeep/backup_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "claims/assembly/lasting_folder.h"
#include "text/document.h"
#include "text/node_numbers.h"
#include "text/sealed.h"

namespace qiuhao::claims::upkeep {
namespace {

namespace fs = std::filesystem;
using text::hash_of;
using text::json_quote;
using text::Node;
using text::number_of;

std::string body_of(const Backup& backup) {
  std::string body =
      fmt::format("\"format\": 1, \"number\": {}, \"time\": {}, \"workspace\": {}, \"generation\": {}, \"files\": [",
                  backup.number, backup.time, json_quote(backup.workspace), backup.generation);
  for (std::size_t index = 0; index < backup.files.size(); ++index) {
    const BackupFile& file = backup.files[index];
    body += fmt::format("{}\n  {{\"path\": {}, \"bytes\": {}, \"mode\": \"{:04o}\", \"hash\": \"{}\"}}",
                        index == 0 ? "" : ",", json_quote(file.path), file.bytes, file.mode, file.hash.hex());
  }
  return body + "]";
}

// A path in a list leads nowhere but below the workspace.
bool is_below(const std::string& path) {
  const Path relative(path);
  if (path.empty() || relative.is_absolute()) return false;
  return std::ranges::none_of(relative, [](const Path& name) { return name == ".." || name == "."; });
}

Result<Backup> read_list(const Path& path) {
  ASSIGN(const std::string content, read_file(path, text::kMaxDocumentBytes));
  if (!text::is_sealed(content)) return damaged_backup(path, "has a wrong checksum", "校验和不符");
  ASSIGN(const Node root, text::parse_json(content, path.string()));
  Backup backup{number_of<std::int64_t>(root, "number"),
                number_of<Seconds>(root, "time"),
                root.text_of("workspace"),
                number_of<std::uint64_t>(root, "generation"),
                {}};
  if (root.text_of("format") != "1" || path.filename() != list_of("", backup.number).filename())
    return damaged_backup(path, "is no list of backups that this program knows", "不是本程序认识的备份清单");
  const Node* files = root.find("files");
  for (const Node& file : files == nullptr ? std::vector<Node>() : files->items) {
    if (!is_below(file.text_of("path"))) return damaged_backup(path, "names a file outside", "含有工作区以外的路径");
    backup.files.push_back({file.text_of("path"), number_of<std::uint64_t>(file, "bytes"),
                            number_of<unsigned>(file, "mode", 8), hash_of(file.text_of("hash"))});
  }
  return backup;
}

}  // namespace

std::unexpected<Error> damaged_backup(const Path& file, std::string_view what, std::string_view what_chinese) {
  return fail({Fault::system,
               "damaged_backup",
               fmt::format("{}; use another backup (qiuhao backup --list), or another copy of this folder", what),
               {file.string(), 0, 0, ""},
               fmt::format("{}；请使用其他备份（qiuhao backup --list），或此文件夹的另一份副本", what_chinese)});
}

Path copy_of(const Path& destination, const Hash128& hash) {
  const std::string name = hash.hex();
  return destination / "files" / name.substr(0, 2) / name;
}

Path list_of(const Path& destination, std::int64_t number) {
  return destination / "backups" / fmt::format("{:06}.json", number);
}

Path incoming_of(const Path& destination) { return destination / "incoming"; }

Status make_backup_folder(const Path& destination) {
  std::error_code ignored;
  const bool is_ours = fs::is_directory(destination / "backups", ignored);
  if (!is_ours && fs::exists(destination, ignored) && !fs::is_empty(destination, ignored)) {
    // A first backup that was cut off before its folders were made leaves only its lock.
    for (const auto& entry : fs::directory_iterator(destination, ignored)) {
      if (entry.path().filename() == "backup.lock") continue;
      return input_error("not_backups",
                         Sentence{"holds something else than backups; name a folder that is empty or not there yet",
                                  "里面是别的内容；请指定空文件夹或不存在的文件夹"},
                         {destination.string(), 0, 0, ""});
    }
  }
  const Path plain = destination.has_filename() ? destination : destination.parent_path();
  if (plain.has_parent_path()) TRY(assembly::make_lasting_folder(plain.parent_path()));
  TRY(assembly::make_private_folder(destination));  // the key of pseudonyms and person numbers are in it
  for (const char* folder : {"files", "incoming", "backups"}) TRY(assembly::make_lasting_folder(destination / folder));
  return {};
}

Result<BackupList> read_backup_folder(const Path& destination) {
  std::error_code error;
  BackupList list;
  if (!fs::is_directory(destination / "backups", error)) {
    return input_error("not_backups",
                       Sentence{"holds no backups; make one: qiuhao backup WORKSPACE DEST",
                                "里面没有备份；请先运行：qiuhao backup WORKSPACE DEST"},
                       {destination.string(), 0, 0, ""});
  }
  std::vector<Path> files;
  for (const auto& entry : fs::directory_iterator(destination / "backups", error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const Path& file : files) {
    auto backup = read_list(file);
    backup ? list.whole.push_back(std::move(*backup)) : list.damaged.push_back(backup.error());
  }
  std::ranges::sort(list.whole, {}, &Backup::number);
  return list;
}

Status publish_backup(const Path& destination, const Backup& backup) {
  return write_file_atomically(list_of(destination, backup.number), text::seal(body_of(backup)));
}

Result<Backup> find_backup(const Path& destination, std::int64_t number) {
  ASSIGN(BackupList list, read_backup_folder(destination));
  for (Backup& backup : list.whole) {
    if (backup.number == number || (number == 0 && &backup == &list.whole.back())) return std::move(backup);
  }
  if (!list.damaged.empty()) return fail(list.damaged.back());
  return input_error("no_backup",
                     Sentence{fmt::format("has no backup {}; qiuhao backup --list shows those it has", number),
                              fmt::format("没有第 {} 号备份；qiuhao backup --list 可列出已有的备份", number)},
                     {destination.string(), 0, 0, ""});
}

std::size_t remove_unnamed_copies(const Path& destination) {
  const auto list = read_backup_folder(destination);
  if (!list || !list->damaged.empty()) return 0;
  std::set<std::string> named;
  for (const Backup& backup : list->whole) {
    for (const BackupFile& file : backup.files) named.insert(file.hash.hex());
  }
  std::error_code ignored;
  std::vector<Path> unnamed;
  for (const auto& entry : fs::recursive_directory_iterator(destination / "files", ignored)) {
    if (entry.is_regular_file(ignored) && !named.contains(entry.path().filename().string()))
      unnamed.push_back(entry.path());
  }
  for (const Path& file : unnamed) fs::remove(file, ignored);
  return unnamed.size();
}

}  // namespace qiuhao::claims::upkeep
