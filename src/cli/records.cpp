// Opening what people's records stand in.
#include "cli/records.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <filesystem>

#include "cli/private_file.h"
#include "cli/workspace_settings.h"
#include "database/digest.h"

namespace qiuhao::cli {
namespace {

// A path of the settings is of the workspace unless it is absolute.
Result<std::string> setting_or(const Path& workspace, std::string_view name, std::string_view otherwise) {
  ASSIGN(const auto setting, workspace_setting(workspace, name));
  return setting ? setting->value : std::string(otherwise);
}

Status check_workspace(const Path& workspace) {
  std::error_code ignored;
  if (std::filesystem::is_directory(workspace, ignored)) return {};
  return input_error("no_workspace",
                     Sentence{"there is no such folder; a workspace is made by qiuhao import or simulate",
                              "没有这个文件夹；工作区由 qiuhao import 或 simulate 建立"},
                     {workspace.string(), 0, 0, ""});
}

std::string draw_keys() {
  std::string text = fmt::format(
      "# Keys of personal data. Copy this file to a safe place: without it no name can be read again.\n"
      "# 个人信息密钥。请另存一份：丢失后姓名、电话等无法再解密。\n"
      "key first aes-256-gcm hex:{}\ncurrent first\nindex hmac-sha256 hex:{}\n",
      database::to_hex(database::random_bytes(database::kKeyBytes)),
      database::to_hex(database::random_bytes(database::kKeyBytes)));
  return text;
}

}  // namespace

Result<Records> open_records(const Path& workspace, bool make) {
  TRY(check_workspace(workspace));
  ASSIGN(std::string place, setting_or(workspace, "database.url", "records.db"));
  if (!place.starts_with("postgresql://") && !place.starts_with("postgres://")) {
    place = (workspace / place).string();
    std::error_code ignored;
    if (!make && !std::filesystem::exists(place, ignored))
      return input_error("no_records",
                         Sentence{"there are no records yet; qiuhao users found makes them",
                                  "还没有记录数据库；请先用 qiuhao users found 建立"},
                         {place, 0, 0, ""});
  }
  ASSIGN(auto database, database::Database::open(place));
  ASSIGN(auto trail, database::Trail::open(*database));
  return Records{std::move(database), std::move(trail)};
}

Result<database::KeyRing> open_keys(const Path& workspace, bool make) {
  ASSIGN(const std::string name, setting_or(workspace, "keys.file", "secret/personal-keys"));
  const Path file = workspace / name;
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    if (!make)
      return input_error("no_keys",
                         Sentence{"the keys of personal data are not there; put back the copy that was kept",
                                  "找不到个人信息密钥；请从另存的副本恢复"},
                         {file.string(), 0, 0, ""});
    TRY(make_folder(file.parent_path()));
    std::string content = draw_keys();
    const Status written = write_private_file(file, content);
    database::wipe(content);
    TRY(written);
  }
  return database::KeyRing::read(file);
}

std::string console_user() {
  const passwd* entry = ::getpwuid(::getuid());
  return fmt::format("console:{}", entry != nullptr ? entry->pw_name : std::to_string(::getuid()));
}

Result<Path> anchors_of(const Path& workspace) {
  ASSIGN(const std::string name, setting_or(workspace, "trail.anchors", "trail-anchors"));
  return workspace / name;
}

}  // namespace qiuhao::cli
