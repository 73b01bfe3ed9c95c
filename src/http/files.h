// A handler for a fixed set of files: GET and HEAD.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "http/server.h"

namespace qiuhao::http {

// The file behind a request's path ("/findings.csv"); nullopt answers 404. Only what it returns is ever opened, so a
// path cannot lead elsewhere. Called from several threads at a time.
using FileOf = std::function<std::optional<ServedFile>(const std::string& path)>;

class Files : public Handler {
 public:
  explicit Files(FileOf file_of) : file_of_(std::move(file_of)) {}
  // 405 for other methods, 404 for a path without a file and for a file that cannot be opened.
  void answer(const Request& request, Reply reply) override;

 private:
  const FileOf file_of_;
};

}  // namespace qiuhao::http
