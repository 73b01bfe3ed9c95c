// Which people are of a shard.
#include "audit/shard.h"

#include <fmt/format.h>

#include <charconv>

#include "base/check.h"
#include "base/hash.h"

namespace qiuhao::audit {
namespace {

// The whole text as a number from 1; 0 for anything else.
std::uint32_t count_of(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() && value <= kMaxShards ? value : 0;
}

}  // namespace

std::string Shard::text() const { return fmt::format("{}/{}", index, count); }

Result<Shard> parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  Shard shard{0, 0};
  if (slash != std::string_view::npos) shard = {count_of(text.substr(0, slash)), count_of(text.substr(slash + 1))};
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  return usage_error("bad_shard",
                     {fmt::format("'{}' is no shard; write which of how many, as in 2/7, up to {}", text, kMaxShards),
                      fmt::format("“{}”不是分片；请写第几片/共几片，如 2/7，最多 {} 片", text, kMaxShards)});
}

std::uint32_t shard_of(std::string_view person_id, std::uint32_t count) {
  return static_cast<std::uint32_t>(hash64(person_id) % count) + 1;
}

ShardFilter::ShardFilter(const std::optional<Shard>& shard, const claims::Part& part, claims::FieldIndex person_id)
    : part_(&part) {
  if (!shard || shard->count == 1) return;
  shard_ = *shard;
  ids_ = part.column(claims::Entity::person, person_id);
  CHECK(ids_ != nullptr);
}

// An id that is asked for as text would be kept.
bool ShardFilter::is_of_shard(RowIndex person) const {
  std::string id;
  ids_->append_text(person, id);
  return shard_of(id, shard_.count) == shard_.index;
}

}  // namespace qiuhao::audit
