// The folder of backups on disk: copies by content, and a list for each backup.
#pragma once

#include <set>

#include "claims/backup.h"

namespace qiuhao::claims::upkeep {

// DESTINATION/files/AB/AB….: the file's hash as 32 digits.
Path copy_of(const Path& destination, const Hash128& hash);
Path list_of(const Path& destination, std::int64_t number);
Path incoming_of(const Path& destination);

// Makes what is missing, all 0700. "not_backups" for a folder that holds something else.
Status make_backup_folder(const Path& destination);
Result<BackupList> read_backup_folder(const Path& destination);
// From here on the backup is there.
Status publish_backup(const Path& destination, const Backup& backup);

// Number 0: the latest. "no_backup", "damaged_backup" when its list cannot be read.
Result<Backup> find_backup(const Path& destination, std::int64_t number);

// Removes copies that no backup names; the number of them. None when a list is damaged.
std::size_t remove_unnamed_copies(const Path& destination);

std::unexpected<Error> damaged_backup(const Path& file, std::string_view what, std::string_view what_chinese);

}  // namespace qiuhao::claims::upkeep
