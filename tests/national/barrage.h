// Messages of two clients, made wrong, sent by several threads; every answer is looked at.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "mutator.h"
#include "stand.h"

namespace qiuhao::malformed {

struct Tally {
  std::size_t good = 0;                       // infcode 0
  std::map<std::string, std::size_t> errors;  // by code of the error
  struct Fault {
    std::uint64_t seed = 0;
    std::string sentence;
    std::string message;
  };
  std::vector<Fault> faults;  // kFaultsMost of a thread at most

  std::size_t bad() const;
  void add(Tally other);
  // "12000 answered 0, 8000 answered -1: bad_field 4000, bad_json 3000"
  std::string text() const;
};

inline constexpr std::size_t kFaultsMost = 3;

// Sends the messages of seeds first to first + count - 1 to endpoints over the same tape, each opened anew in `folder`
// for some thousands of them, so that what they keep stays small. The last message of each thread stands in
// FOLDER-last-N.json while it runs.
Tally send_malformed(const Shared& shared, const std::vector<std::string>& samples, std::uint64_t first,
                     std::uint64_t count, const Path& folder);

}  // namespace qiuhao::malformed
