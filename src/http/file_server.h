// A small HTTP server for a fixed set of files, on the loopback address alone: GET and HEAD, with limits and deadlines.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::http {

inline constexpr std::uint32_t kMaxRequestHead = 8 * 1024;  // bytes of request line and fields
inline constexpr std::uint64_t kMaxRequestBody = 1024;      // GET has none; what comes more is refused
inline constexpr int kMaxConnections = 64;                  // further ones are answered 503
inline constexpr int kRequestSeconds = 15;                  // for a whole request to come
inline constexpr int kAnswerSeconds = 300;                  // for a whole answer to be taken

struct ServedFile {
  Path path;
  std::string content_type;
};

// The file behind a request's path ("/findings.csv"); nullopt answers 404. Only what it returns is ever opened, so a
// path cannot lead elsewhere.
using FileOf = std::function<std::optional<ServedFile>(const std::string& path)>;

class FileServer {
 public:
  // Listens on 127.0.0.1; port 0 lets the system choose. "port_taken" when another program has it.
  static Result<FileServer> open(std::uint16_t port, FileOf file_of);
  FileServer(FileServer&&) noexcept;
  FileServer& operator=(FileServer&&) noexcept;
  ~FileServer();

  std::uint16_t port() const;
  // Serves until `stop` is set or, when `on_signals`, Ctrl-C or SIGTERM comes.
  Status run(const std::atomic<bool>& stop, bool on_signals);

 private:
  struct State;
  explicit FileServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace qiuhao::http
