// A ranking as a table, as CSV and as JSON.
#pragma once

#include <span>
#include <string>

#include "screening/ranking/rank.h"

namespace qiuhao::cli {

// What --by says.
struct RankByWord {
  std::string_view word;
  screening::RankBy by;
  std::string_view label;  // Chinese, English beside
};
inline constexpr RankByWord kRankByWords[] = {{"provider", screening::RankBy::provider, "机构 provider"},
                                              {"doctor", screening::RankBy::doctor, "医师 doctor"},
                                              {"person", screening::RankBy::person, "参保人 person"},
                                              {"rule", screening::RankBy::rule, "规则 rule"}};

struct RankFacts {
  RankByWord subject = kRankByWords[0];
  std::string decisions;  // file; "" for none
  std::string workspace;
};

// The first `top` subjects; below, what was left out and what to do next.
std::string rank_table(const screening::Ranking& ranking, const std::vector<rules::Rule>& rules, const RankFacts& facts,
                       std::size_t top);
// What the place of one subject is made of; `place` from 0.
std::string rank_parts(const screening::Ranking& ranking, const std::vector<rules::Rule>& rules, const RankFacts& facts,
                       std::size_t place);
std::string rank_csv(std::span<const screening::RankedSubject> subjects, const std::vector<rules::Rule>& rules);
std::string rank_json(const screening::Ranking& ranking, std::span<const screening::RankedSubject> subjects,
                      const std::vector<rules::Rule>& rules, const RankFacts& facts);

}  // namespace qiuhao::cli
