// Numbers of keys, in the order in which they are first asked for.
#pragma once

#include <cstdint>
#include <vector>

namespace qiuhao::rules {

// Open addressing in one block; memory grows with the distinct keys.
class KeyPlaces {
 public:
  std::uint32_t place_of(std::uint64_t key) {
    if (2 * (size_ + 1) > entries_.size()) grow();
    Entry& entry = entries_[slot_of(key)];
    if (entry.place == kFree) entry = {key, size_++};
    return entry.place;
  }
  std::uint32_t size() const { return size_; }

 private:
  static constexpr std::uint32_t kFree = 0xffffffff;
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t place = kFree;
  };
  std::size_t slot_of(std::uint64_t key) const {
    const std::size_t mask = entries_.size() - 1;
    std::size_t slot = (key * 0x9e3779b97f4a7c15ULL >> 32) & mask;
    while (entries_[slot].place != kFree && entries_[slot].key != key) slot = (slot + 1) & mask;
    return slot;
  }
  void grow() {
    std::vector<Entry> old(entries_.empty() ? 1024 : 2 * entries_.size());
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (entry.place != kFree) entries_[slot_of(entry.key)] = entry;
    }
  }

  std::uint32_t size_ = 0;
  std::vector<Entry> entries_;  // a power of two, at most half full
};

}  // namespace qiuhao::rules
