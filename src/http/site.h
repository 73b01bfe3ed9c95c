// A web application: the files of a folder, read once and kept in memory, plain and packed. GET and HEAD.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/files.h"
#include "http/server.h"

namespace qiuhao::http {

inline constexpr std::size_t kSiteBytesMost = std::size_t{64} << 20;  // of all files

class Site : public Handler {
 public:
  // "no_site" when the folder has no index.html; "site_too_large"; those of reading. Files are read by the folder's own
  // list, so a path cannot lead elsewhere; links are passed over.
  static Result<std::shared_ptr<Site>> open(const Path& folder, bool is_secure);

  // A path that is no file's gets index.html when nothing in its last part looks like a file (the application shows its
  // own pages by their paths), otherwise 404. What stands in assets/ has its hash in its name and is kept by browsers
  // for a year; the rest is asked for anew.
  void answer(const Request& request, Reply reply) override;

 private:
  struct File {
    std::string type;
    std::string bytes;
    std::string packed;  // gzip; "" where it would not be smaller
    std::string tag;     // of the content
    bool is_fixed = false;
  };
  Site(bool is_secure) : is_secure_(is_secure) {}
  const File* find(const std::string& path) const;

  std::map<std::string, File, std::less<>> files_;
  bool is_secure_ = false;
};

}  // namespace qiuhao::http
