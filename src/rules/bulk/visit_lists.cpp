// Counting how many rows each visit has, then putting them there.
#include "rules/bulk/visit_lists.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "rules/world.h"

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

namespace {

struct Links {
  Link of_person;
  Link to_visit;
};

Links links_of(Entity entity) {
  switch (entity) {
    case Entity::line: return {Link::person_lines, Link::line_visit};
    case Entity::diagnosis: return {Link::person_diagnoses, Link::diagnosis_visit};
    case Entity::operation: return {Link::person_operations, Link::operation_visit};
    case Entity::settlement: return {Link::person_settlements, Link::settlement_visit};
    default: CHECK_NOTE(false, "no rows of visits");
  }
}

}  // namespace

std::optional<Entity> VisitLists::entity_of(cel::FieldId list) {
  switch (list) {
    case kLines: return Entity::line;
    case kDiagnoses: return Entity::diagnosis;
    case kOperations: return Entity::operation;
    case kSettlements: return Entity::settlement;
    default: return std::nullopt;
  }
}

std::optional<Link> VisitLists::link_of_person(cel::FieldId list) {
  switch (list) {
    case kVisits: return Link::person_visits;
    case kLines: return Link::person_lines;
    case kDiagnoses: return Link::person_diagnoses;
    case kOperations: return Link::person_operations;
    case kSettlements: return Link::person_settlements;
    default: return std::nullopt;
  }
}

void VisitLists::begin(const PeopleRun& run) {
  run_ = &run;
  for (Lists& lists : lists_) lists.is_made = false;
  for (Numbers& numbers : numbers_) numbers.rows.clear();
}

void VisitLists::make(Entity entity, Lists& lists) {
  lists.is_made = true;
  const Links links = links_of(entity);
  const RowIndex begin = part_.range(links.of_person, run_->people.begin).begin;
  const RowIndex end = part_.range(links.of_person, run_->people.end - 1).end;
  visits_.resize(end - begin);
  const Column& to_visit = part_.links(links.to_visit);
  for (std::size_t at = 0; at < visits_.size(); at += kStreamBatch) {
    const std::size_t count = std::min(kStreamBatch, visits_.size() - at);
    to_visit.read(begin + static_cast<RowIndex>(at), count, visits_.data() + at);
  }
  lists.ends.assign(run_->visits.end - run_->visits.begin + 1, 0);
  for (const RowIndex visit : visits_) ++lists.ends[visit - run_->visits.begin + 1];
  for (std::size_t visit = 1; visit < lists.ends.size(); ++visit) lists.ends[visit] += lists.ends[visit - 1];
  // Each end is where the visit's next row goes, and after its last row its end.
  lists.rows.resize(visits_.size());
  for (std::size_t at = 0; at < visits_.size(); ++at) {
    lists.rows[lists.ends[visits_[at] - run_->visits.begin]++] = begin + static_cast<RowIndex>(at);
  }
}

std::span<const RowIndex> VisitLists::of(Entity entity, RowIndex visit) {
  Lists& lists = lists_[static_cast<std::size_t>(entity)];
  if (!lists.is_made) make(entity, lists);
  const std::size_t place = visit - run_->visits.begin;
  const std::uint32_t begin = place == 0 ? 0 : lists.ends[place - 1];
  return std::span(lists.rows).subspan(begin, lists.ends[place] - begin);
}

std::span<const RowIndex> VisitLists::of_person(Link of_person, RowIndex person) {
  auto known = std::ranges::find(numbers_, of_person, &Numbers::of_person);
  if (known == numbers_.end()) known = numbers_.insert(numbers_.end(), {of_person, {}});
  const RowIndex begin = part_.range(of_person, run_->people.begin).begin;
  if (known->rows.empty()) {
    known->rows.resize(part_.range(of_person, run_->people.end - 1).end - begin);
    std::iota(known->rows.begin(), known->rows.end(), begin);
  }
  const claims::Range own = part_.range(of_person, person);
  return std::span(known->rows).subspan(own.begin - begin, own.end - own.begin);
}

}  // namespace qiuhao::rules
