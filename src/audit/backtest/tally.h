// What a backtest moves, counted by provider and by item.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "audit/backtest/match.h"
#include "audit/money.h"
#include "claims/tape.h"

namespace qiuhao::audit {

// Findings that come, go and change; `more` is the money of those that came and of rises, `less` of those that went and
// of falls. Never below 0.
struct Tally {
  std::size_t same = 0;
  std::size_t added = 0;
  std::size_t gone = 0;
  std::size_t changed = 0;
  Cents more = 0;
  Cents less = 0;

  void count(Change change, Cents before, Cents after);
  void add(const Tally& other);
  std::size_t touched() const { return added + gone + changed; }
  Cents moved() const { return more + less; }
};

struct NamedTally {
  std::string code;
  std::string name;
  Tally tally;
};

// One thread's; those of threads add up. A finding counts for the provider where it stands with its whole amount, and
// for each item among the lines it blames with what comes from these.
class TouchedCounts {
 public:
  TouchedCounts(const claims::Tape& tape, const rules::Plan& any_plan);

  // A finding of a person that is not the same on both sides. Plans are those of the chunks.
  void add(std::uint16_t part, const Match& match, const rules::Plan* before_plan, const ChunkResult& before,
           const rules::Plan* after_plan, const ChunkResult& after);
  void add_month(const std::string& provider, std::uint16_t part, RowIndex row, const Tally& tally);
  void add(TouchedCounts& other);

  // With the most money moved first, then the most findings, then by code.
  std::vector<NamedTally> providers() const;
  std::vector<NamedTally> items() const;

 private:
  struct Place {
    Tally tally;
    std::uint16_t part = 0;  // the latest that names it
    RowIndex row = kNoRow;
  };
  using Places = std::unordered_map<std::string, Place>;
  static Place& place(Places& places, const std::string& code, std::uint16_t part, RowIndex row);
  void add_items(std::uint16_t part, const Match& match, const ChunkResult& before, const ChunkResult& after);
  std::vector<NamedTally> sorted(const Places& places, claims::Entity entity, claims::FieldIndex name) const;

  const claims::Tape& tape_;
  const claims::Schema& schema_;
  rules::EngineFields fields_;
  Places providers_;
  Places items_;
  // Kept for their memory.
  std::vector<LineShare> shares_;
  struct ItemLine {
    std::uint32_t code;
    RowIndex row;
    Cents before;
    Cents after;
  };
  std::vector<ItemLine> lines_;
};

}  // namespace qiuhao::audit
