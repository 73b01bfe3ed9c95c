// The file of rejected rows: file, line, column, value, reason, original_row. Made at the first row.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "base/files.h"

namespace qiuhao::claims::reading {

struct Reject {
  std::int64_t line = 0;  // 0: not known
  std::string column;     // as in the file's header; "" for the whole row
  std::string value;
  std::string reason;
  std::string original;
};

class RejectFile {
 public:
  RejectFile(Path path, std::string source) : path_(std::move(path)), source_(std::move(source)) {}

  Status write(const Reject& reject);
  // Forgets what was written.
  void discard();
  // Closes and syncs; the number of rows written.
  Result<std::int64_t> finish();
  const Path& path() const { return path_; }

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  Status cannot_write() const;

  Path path_;
  std::string source_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::int64_t rows_ = 0;
};

}  // namespace qiuhao::claims::reading
