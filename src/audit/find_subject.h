// Finding on a tape what people name: a line, a visit or a person by its number, the subject of a finding.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "claims/tape.h"
#include "rules/windows/peer.h"

namespace qiuhao::audit {

// Where a row stands: part and row. Errors: "no_such_line", "no_such_visit", "no_such_person",
// "no_such_diagnosis", "no_such_operation".
using RowPlace = std::pair<std::uint16_t, RowIndex>;
Result<RowPlace> find_row(const claims::Tape& tape, const claims::Schema& schema, claims::Entity entity,
                          std::string_view id);

// What findings.parquet says of a subject; "" and kNoDay for what its grain has not.
struct SubjectNames {
  std::string person;
  std::string visit;
  std::string line;
  std::string left_line;
  std::string provider;
  std::string peer_group;
  std::string diagnosis;
  std::string operation;
  Day day = kNoDay;
};

struct SubjectPlace {
  std::uint16_t part = 0;
  rules::SubjectRef subject;
};

// The subject of a finding, on a tape that may be another than that of the run. Not for grain provider_period. Errors
// of find_row, and "no_such_day" when the person has no line on that day any more.
Result<SubjectPlace> find_subject(const claims::Tape& tape, const rules::Plan& plan, rules::RuleIndex rule,
                                  rules::PointIndex point, const SubjectNames& names);

// The provider's month of a finding, as a cell of the table. "no_such_month" when the table lacks it.
Result<rules::SubjectRef> find_month(const rules::PeerTable& peers, rules::RuleIndex rule, const SubjectNames& names);

// The subjects of a rule that a line belongs to: the line with each point that names it, its visit, day or person, the
// pairs it is in, diagnoses and operations of its visit.
std::vector<rules::SubjectRef> subjects_with_line(const rules::PartPlan& plan, rules::RuleIndex rule, RowIndex line);

}  // namespace qiuhao::audit
