// Who is worth a visit first: the findings of one provider, doctor, person or rule put together as money that may be
// expected back, and as a score, each with the parts it is made of.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "audit/backtest/decisions.h"
#include "screening/ranking/learnt_precision.h"

namespace qiuhao::screening {

enum class RankBy : std::uint8_t { provider, doctor, person, rule };
enum class RankOrder : std::uint8_t { expected, score, amount };

// docs/reference/ranking.md; the values come from policy/parameters/screening.csv.
struct RankSettings {
  PrecisionPriors priors;
  double half_life_days = 365;    // after so many days a finding weighs half in the score
  double severity_sure = 1;       // in the score
  double severity_suspect = 0.5;  // the same
  double nominal_yuan = 1'000;    // what a finding without money counts in the score
};

// Of one rule among the findings of a subject.
struct RankPart {
  rules::RuleIndex rule = 0;
  std::size_t findings = 0;
  Cents net = 0;        // each line once over all rules
  double expected = 0;  // fen: sum of net by what share is expected to hold
  double low = 0;       // the same by the lower ends of the intervals
  LearntShare share;    // mean over the findings
  double score = 0;     // severity * share * ln(1 + yuan), each yuan halved by its age
};

struct RankedSubject {
  std::string code;
  std::string name;  // of a provider and a rule
  std::size_t findings = 0;
  Day last_day = kNoDay;  // of its findings
  Cents net = 0;          // amount at risk
  double expected = 0;    // fen
  double low = 0;         // fen
  double score = 0;
  std::vector<RankPart> parts;  // the largest expected money first, then the score, then the code
};

struct Ranking {
  std::vector<RankedSubject> subjects;
  std::size_t decided = 0;          // findings that people decided: they teach, and are in no sum
  std::size_t unknown = 0;          // decisions about findings that this audit has not
  std::size_t without_subject = 0;  // findings that name no such subject: no doctor, no provider
  Day on = kNoDay;                  // ages count from here: the last day of a finding
};

// A finding belongs to the provider, doctor and person of its line or visit; of a day, a person or several lines to
// those of the first line that it blames.
Ranking rank(const audit::AuditResult& result, std::span<const claims::Part> parts, const audit::Decisions* decisions,
             RankBy by, RankOrder order, const RankSettings& settings);

}  // namespace qiuhao::screening
