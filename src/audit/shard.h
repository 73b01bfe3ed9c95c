// One N-th of the people of a tape. A person belongs to shard hash64(person.id) modulo N, plus 1: the same one whatever
// parts the tape has, in every release.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "claims/part.h"

namespace qiuhao::audit {

inline constexpr std::uint32_t kMaxShards = 10'000;

struct Shard {
  std::uint32_t index = 1;  // 1 … count
  std::uint32_t count = 1;
  auto operator<=>(const Shard&) const = default;
  std::string text() const;  // "2/7"
};

// "2/7"; "bad_shard" for anything else, or a count beyond kMaxShards.
Result<Shard> parse_shard(std::string_view text);

// The index, from 1, of the shard that a person belongs to.
std::uint32_t shard_of(std::string_view person_id, std::uint32_t count);

// Which people of a part an audit judges: those of the shard whose tape no later part holds.
class ShardFilter {
 public:
  // Everybody when there is no shard.
  ShardFilter(const std::optional<Shard>& shard, const claims::Part& part, claims::FieldIndex person_id);
  bool has(RowIndex person) const {
    if (part_->is_gone(person)) return false;
    return ids_ == nullptr || is_of_shard(person);
  }
  // But for those who are gone.
  bool is_everybody() const { return ids_ == nullptr; }

 private:
  bool is_of_shard(RowIndex person) const;

  const claims::Part* part_;
  const Column* ids_ = nullptr;
  Shard shard_;
};

}  // namespace qiuhao::audit
