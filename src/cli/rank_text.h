// A ranking as a table, as CSV and as JSON.
#pragma once

#include <span>
#include <string>

#include "screening/ranking/rank.h"

namespace qiuhao::cli {

struct RankFacts {
  screening::RankBy by = screening::RankBy::provider;
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
