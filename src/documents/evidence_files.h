// Files named by their content, in evidence/ab/cd/abcd…: written once, never changed, and read only when they still are
// what their name says.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::documents {

inline constexpr std::size_t kHashDigits = 64;

// SHA-256 in 64 lower-case hex digits.
std::string content_hash(std::string_view bytes);

class EvidenceFiles {
 public:
  explicit EvidenceFiles(Path folder) : folder_(std::move(folder)) {}

  // Looks at the file, complete and under a name of its own, before it is kept; its error is given back and nothing is
  // kept.
  using Look = std::function<Status(const Path& file)>;
  // Gives the hash. What is there already stays as it is; what was damaged there is replaced. Once it has returned the
  // file survives a loss of power.
  Result<std::string> keep(std::string_view bytes, const Look& look = {}) const;

  // "missing_file", "damaged_file" (its bytes give another hash).
  Result<std::string> read(std::string_view hash) const;

  // Taking a file away in two steps, so that whoever begins to need it meanwhile still has it: set aside it cannot be
  // read, and is put back or forgotten. set_aside() gives its size; nothing when it is not there.
  std::optional<std::uintmax_t> set_aside(std::string_view hash) const;
  void put_back(std::string_view hash) const;
  void forget(std::string_view hash) const;
  std::vector<std::string> set_aside_before() const;  // hashes, by a program that died
  bool is_there(std::string_view hash) const;

  // Takes away what a program that died was writing.
  void remove_drafts(std::chrono::hours age) const;

  // Hashes of all files that are there, sorted; what has another name is left out.
  std::vector<std::string> all() const;
  Path path_of(std::string_view hash) const;

 private:
  Path folder_;
};

}  // namespace qiuhao::documents
