// What `qiuhao backup` and `qiuhao restore` say.
#pragma once

#include <string>

#include "claims/backup.h"

namespace qiuhao::cli {

std::string text_of_backup(const claims::BackupSummary& summary, const std::string& destination, Language language);
std::string text_of_backups(const claims::BackupList& list, Language language);
std::string text_of_verified(const std::vector<Error>& damaged, Language language);
std::string text_of_restore(const claims::RestoreSummary& summary, const std::string& workspace, Language language);
std::string text_of_restored_file(const std::string& workspace, const std::string& file, Language language);

}  // namespace qiuhao::cli
