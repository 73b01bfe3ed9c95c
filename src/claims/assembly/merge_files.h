// Files of rows or keys of one table into one.
#pragma once

#include <atomic>
#include <vector>

#include "claims/assembly/rows_file.h"

namespace qiuhao::claims::assembly {

// The files that are worth merging: the small ones, so that each row is written again few times however often a little
// comes. Fewer than two: none.
std::vector<StoredFile> worth_merging(const std::vector<StoredFile>& files);

Result<StoredFile> merge_rows_files(const Path& workspace, const std::vector<StoredFile>& files,
                                    const std::string& name, const std::atomic<bool>* stop);
Result<StoredFile> merge_keys_files(const Path& workspace, const std::vector<StoredFile>& files,
                                    const std::string& name, const std::atomic<bool>* stop);

}  // namespace qiuhao::claims::assembly
