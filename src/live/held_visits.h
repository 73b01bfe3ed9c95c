// What hospitals uploaded and nobody settled yet, by person. It is made of the journal's records, in their order.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "claims/loose_rows.h"
#include "journal/journal.h"
#include "live/accepted.h"

namespace qiuhao::live {

// A visit that stands on no tape.
struct HeldVisit {
  std::string id;
  std::string institution;
  std::vector<claims::LooseRow> lines;  // refunds taken off the lines that they refund
};

// Safe for several threads. About 200 bytes a line.
class HeldVisits {
 public:
  explicit HeldVisits(const claims::Schema& schema);

  // A record of kind details or cancel; others are of no visit. Those of a message that carries on an earlier record
  // take its place.
  void take(journal::Sequence sequence, const Accepted& accepted);
  // Visits of a person with at least one line, in order of their first record. "damaged_rows" as unpack_rows says.
  Result<std::vector<HeldVisit>> of(const std::string& person) const;
  // Whether it has any visit; cheaper.
  bool has(const std::string& person) const;

  // Drops what `is_settled` says is on a tape by now; gives the visits dropped.
  struct PersonVisit {
    std::string person;
    std::string visit;
  };
  std::vector<PersonVisit> drop(const std::function<bool(const PersonVisit&)>& is_settled);
  // Of the oldest record that is held; nullopt when none is.
  std::optional<journal::Sequence> oldest() const;
  // Records held that came before this one, in order, so that they can be carried on.
  std::vector<std::pair<journal::Sequence, Accepted>> before(journal::Sequence sequence) const;

  std::size_t records() const;
  std::size_t bytes() const;

 private:
  struct Record {
    journal::Sequence sequence = 0;  // in the journal today
    journal::Sequence original = 0;  // by which records stand in order
    std::string packed;
    std::uint8_t kind = 0;
  };
  struct Visit {
    std::string id;
    std::string institution;
    std::vector<Record> records;
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, std::vector<Visit>> people;
    std::size_t records = 0;
    std::size_t bytes = 0;
  };
  static constexpr std::size_t kShards = 64;

  Shard& shard_of(std::string_view person) { return shards_[hash64(person) % kShards]; }
  const Shard& shard_of(std::string_view person) const { return shards_[hash64(person) % kShards]; }
  Status apply(const Record& record, HeldVisit& visit, std::vector<std::string>& batches) const;
  void take_off(const claims::LooseRow& refund, HeldVisit& visit) const;

  const claims::EntitySchema& lines_;
  std::vector<claims::FieldIndex> net_fields_;  // numbers that are "net of refunds"
  claims::FieldIndex quantity_;
  claims::FieldIndex refunded_;
  std::array<Shard, kShards> shards_;
};

// Names of parts of details: lines of a batch of charges, and refunds, whose rows have the ids of the lines refunded.
inline constexpr std::string_view kLinesOf = "lines/";
inline constexpr std::string_view kRefundsOf = "refunds/";

}  // namespace qiuhao::live
