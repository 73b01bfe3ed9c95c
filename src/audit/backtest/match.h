// Which finding of the old side is which of the new one. Both sides judge the same people, so a finding has its partner
// in the same chunk or nowhere.
//
// The same finding: rule, subject and knowledge point agree. What is left of both sides is paired by rule and subject
// alone, in order of points: a point that supersedes another changes the finding, it does not end it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/chunk_result.h"

namespace qiuhao::audit {

inline constexpr std::uint32_t kNoFinding = 0xffffffff;

// `changed`: in amount, lines blamed or knowledge point.
enum class Change : std::uint8_t { same, added, gone, changed };
inline constexpr std::size_t kChanges = 4;
inline constexpr std::array<std::string_view, kChanges> kChangeNames = {"same", "new", "gone", "changed"};
inline constexpr std::array<std::string_view, kChanges> kChangeLabels = {"未变", "新增", "消失", "变化"};

struct Match {
  Change change = Change::same;
  std::uint32_t before = kNoFinding;  // number in the old side's chunk
  std::uint32_t after = kNoFinding;   // in the new side's
};

// A rule of both sides, or of one.
struct RulePair {
  std::optional<rules::RuleIndex> before;
  std::optional<rules::RuleIndex> after;
};

// Rules of two plans by their code, in order of code. `is_one_rule`: each plan has at most one rule, and these are the
// same whatever their codes. Either plan may be null.
std::vector<RulePair> pair_rules(const rules::Plan* before, const rules::Plan* after, bool is_one_rule);

// Shared by all threads.
class Matcher {
 public:
  Matcher(const rules::Plan* before, const rules::Plan* after, const std::vector<RulePair>& pairs);

  // Matches of the chunk's findings, in the order of the new side's, then those that are gone.
  void match(const ChunkResult& before, const ChunkResult& after, std::vector<Match>& matches) const;

  // A subject in numbers that both sides share: for provider months `row` is not that of the finding.
  struct Key {
    std::uint32_t pair = 0;
    std::uint8_t grain = 0;
    RowIndex row = kNoRow;
    RowIndex other = kNoRow;
    std::uint32_t point = 0;
    std::uint32_t finding = 0;
    auto operator<=>(const Key&) const = default;
    bool has_subject_of(const Key& key) const {
      return pair == key.pair && grain == key.grain && row == key.row && other == key.other;
    }
  };
  Key before_key(const Finding& finding, std::uint32_t number) const;
  Key after_key(const Finding& finding, std::uint32_t number) const;
  // As match(), of keys in any order.
  void match_keys(std::vector<Key> before_keys, std::vector<Key> after_keys, const ChunkResult& before,
                  const ChunkResult& after, std::vector<Match>& matches) const;

 private:
  bool is_changed(const ChunkResult& before, const ChunkResult& after, const Match& match) const;

  const rules::Plan* before_;
  const rules::Plan* after_;
  std::vector<std::uint32_t> pair_of_before_;
  std::vector<std::uint32_t> pair_of_after_;
  std::vector<std::uint32_t> point_of_after_;  // numbers of the old library's points, or beyond them; empty: the same
};

}  // namespace qiuhao::audit
