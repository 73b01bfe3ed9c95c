// A file that is written once, from front to end: whole and synced, or not there.
#pragma once

#include <string_view>

#include "base/files.h"

namespace qiuhao::claims::assembly {

class NewFile {
 public:
  // `path` must not exist; readable by its owner alone.
  static Result<NewFile> make(Path path);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();  // removes what was not finished

  Status put(std::string_view bytes);
  std::uint64_t bytes() const { return bytes_; }
  Status finish();  // syncs and closes

 private:
  NewFile(int file, Path path) : file_(file), path_(std::move(path)) {}
  int file_;
  Path path_;
  std::uint64_t bytes_ = 0;
};

}  // namespace qiuhao::claims::assembly
