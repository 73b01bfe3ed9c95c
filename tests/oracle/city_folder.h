// A folder of a test's own, gone with it.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/files.h"

namespace qiuhao::oracle {

struct CityFolder {
  explicit CityFolder(const std::string& name)
      : path(std::filesystem::temp_directory_path() / fmt::format("qiuhao-oracle-{}-{}", name, ::getpid())) {
    std::filesystem::remove_all(path);
  }
  ~CityFolder() { std::filesystem::remove_all(path); }
  Path path;
};

}  // namespace qiuhao::oracle
