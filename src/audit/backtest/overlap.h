// What other rules of the library say of the lines that a backtest moves. They are judged on the people that it touches
// and on nobody else, so the cost follows the change, not the tape; it never exceeds that of an audit.
#pragma once

#include <vector>

#include "audit/backtest/match.h"
#include "audit/backtest/side.h"
#include "audit/money.h"

namespace qiuhao::audit {

// Of findings that are new or changed, on the new side. A line is shared when another rule blames it too; `both` is the
// money of shared lines that both ask for, each line at most once.
struct Shared {
  std::size_t findings = 0;
  std::size_t lines = 0;
  Cents both = 0;
  void add(const Shared& other) {
    findings += other.findings;
    lines += other.lines;
    both += other.both;
  }
};

struct Overlap {
  bool is_known = false;
  std::shared_ptr<const rules::Plan> others;
  Shared any;                 // with whatever rule
  std::vector<Shared> rules;  // of others
  std::size_t people = 0;     // judged by the others
  Cents net_before = 0;       // of the people touched, by the others and the old side together
  Cents net_after = 0;        // the same with the new side
  double seconds = 0;         // of threads, judging the others
  Cents net_change() const { return net_after - net_before; }  // of the whole library
};

// One thread's; those of threads add up.
class OverlapJudge {
 public:
  // Plans of the sides may be null.
  OverlapJudge(Side& others, const rules::Plan* before, const rules::Plan* after);

  // A run of people with its findings on both sides.
  void add(std::uint16_t part, const std::vector<Match>& matches, const ChunkResult& before, const ChunkResult& after);
  void add_to(Overlap& overlap);

 private:
  // Findings of one person in a chunk.
  struct Findings {
    const ChunkResult* chunk = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  void list_people(const claims::Part& part, const std::vector<Match>& matches, const ChunkResult& before,
                   const ChunkResult& after);
  void judge_people(std::uint16_t part, claims::Range people, const ChunkResult& before, const ChunkResult& after);
  void look_at_person(RowIndex person, const Findings& before, const Findings& after, const Findings& others);
  void share_lines(const Findings& after, const Findings& others);
  Cents net_of(RowIndex person, const Findings& of_side, std::size_t first_rule, const Findings& others);

  SideJudge judge_;
  const rules::Plan* before_;
  const rules::Plan* after_;
  const claims::Part* part_ = nullptr;
  PersonMoney money_;
  std::size_t first_before_ = 0;  // numbers of the sides' rules behind those of the others
  std::size_t first_after_ = 0;
  std::vector<RowIndex> people_;
  std::vector<bool> is_touched_;  // by finding of the new side
  std::vector<LineShare> shares_;
  std::vector<MoneyClaim> claims_;
  Overlap overlap_;
};

}  // namespace qiuhao::audit
