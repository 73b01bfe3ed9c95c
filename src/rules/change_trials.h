// Trying changes of a claim: by judging a copy of the person, or, while somebody waits, in the part that was made for
// the question, where numbers are put in place of others and lines taken out and put back.
#pragma once

#include <span>
#include <vector>

#include "claims/person_part.h"
#include "rules/changed_person.h"
#include "rules/judge.h"

namespace qiuhao::rules {

class ChangeTrials {
 public:
  virtual ~ChangeTrials() = default;
  // Whether with the change the subject is clear or gone, and the person has no new hit of the rule. `clears` may leave
  // out to look at the latter, `holds` may not; it is asked of what `clears` was true of.
  virtual bool clears(const PersonChange& change) = 0;
  virtual bool holds(const PersonChange& change) = 0;
};

// What a subject is in the part before the change; a person's day is its day, for its first line may be gone.
struct SubjectIdentity {
  RowIndex row = kNoRow;
  RowIndex other = kNoRow;
  Day day = kNoDay;
  auto operator<=>(const SubjectIdentity&) const = default;
};

// Each trial judges a copy of the person.
class TrialsOfCopies : public ChangeTrials {
 public:
  TrialsOfCopies(const PartPlan& plan, const SubjectRef& about);
  bool clears(const PersonChange& change) override;
  bool holds(const PersonChange&) override { return true; }

 private:
  const PartPlan& plan_;
  SubjectRef about_;
  RowIndex person_ = kNoRow;
  SubjectIdentity identity_;
  std::vector<SubjectIdentity> hits_;  // of the person as they are, sorted
};

// A hit of a part that was made for one request, and what may be used to try changes of it. The subject must be of a
// plan that is laid over the part; what it holds of the person is worked out anew for each trial.
struct RequestHit {
  claims::PersonPart& made;
  Subject& subject;
  SubjectRef about;
  std::vector<RowIndex> blamed{};
  std::vector<SubjectRef> hits{};  // all of the same rule and point in the part
};

// Looks at what is asked about alone, and tries numbers and one line left out; other changes clear nothing.
class TrialsInPlace : public ChangeTrials {
 public:
  explicit TrialsInPlace(const RequestHit& hit);
  ~TrialsInPlace() override;
  bool clears(const PersonChange& change) override { return tries(change, true); }
  bool holds(const PersonChange& change) override;

 private:
  bool tries(const PersonChange& change, bool is_own_alone);
  bool tries_without(RowIndex line, bool is_own_alone);
  // As the part stands, in which rows of lines from `gone` on were one further.
  bool is_right(bool is_own_alone, RowIndex gone);

  const RequestHit& hit_;
  bool is_of_single_lines_;
  SubjectIdentity identity_;
  std::vector<SubjectIdentity> hits_;  // sorted
  JudgeScratch scratch_;
};

}  // namespace qiuhao::rules
