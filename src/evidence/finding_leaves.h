// What of a finding is sealed: the rows of the tape, the rule's file and the knowledge by which it was judged, and the
// explanation.
#pragma once

#include <string>

#include "audit/explain.h"
#include "evidence/builder.h"

namespace qiuhao::evidence {

inline constexpr std::size_t kWholeVisitsMost = 50;  // with all their rows; of more only the lines that are blamed
inline constexpr std::size_t kRowsMost = 20'000;     // of one kind

// A finding as it is explained now, on the subject that it is about.
struct ExplainedFinding {
  std::string id;
  std::string run;    // name of the run's folder
  std::string lines;  // numbers of those blamed, separated by spaces, as the run recorded them
  Cents gross = 0;
  Cents net = 0;
  std::uint64_t generation = 0;   // of the tape
  bool rule_was_changed = false;  // since the run
  const rules::Subject* subject = nullptr;
  const audit::Explanation* explanation = nullptr;
  std::string text;  // the explanation as `qiuhao explain` shows it, and as JSON
  std::string json;
  std::string knowledge;  // name of the last publication, or of the shipped file
  int publications = 0;
  Day known_on = kNoDay;
};

// finding/…, rule/… with the text of its file, knowledge/…, and rows/ENTITY/NUMBER/…: the person, the visits of the
// subject and of the lines blamed with all their lines, diagnoses, operations and settlements, what windows held,
// providers and doctors. rows/left_out says how many were too many.
void add_finding(Builder& builder, const ExplainedFinding& finding);

}  // namespace qiuhao::evidence
