// The subject of judging: what one verdict of a rule is about, as values for the rule's formulas. It stands on a line
// (with a knowledge point), a visit, a person's day, a person, a pair of lines, or a provider's month. Windows and lets
// are worked out when a formula first reads them, and windows are kept for the person.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "cel/cel.h"
#include "rules/plan.h"
#include "rules/rows_activation.h"
#include "rules/windows/timeline.h"

namespace qiuhao::rules {

class RowConditions;  // rules/bulk/row_conditions.h
class LineMoney;      // rules/bulk/line_money.h
class PeerTable;      // rules/windows/peer.h
struct PeerFigures;

// A subject in few bytes, to be kept and stood on again (Subject::stand) while the part is open.
struct SubjectRef {
  RuleIndex rule = 0;  // its grain says what `row` is
  PointIndex point = kNoPoint;
  // Line; visit; first line of the day; person; line b of a pair; cell of a PeerTable; diagnosis; operation.
  RowIndex row = kNoRow;
  RowIndex other = kNoRow;  // line a of a pair
  bool operator==(const SubjectRef&) const = default;
};

// One a thread and part. Not copyable: programs hold its scratches.
class Subject : public RowsActivation {
 public:
  explicit Subject(const PartPlan& plan);
  ~Subject() override;

  // While people are of this run: its lines and visits are not read again, and windows ask `told` for conditions of
  // rows `met` for the lines that points name, and `money` has been read of lines that may be blamed. All must outlive
  // the subject.
  void use(const PeopleRun& run, RowConditions& told, const MetLines& met, const LineMoney& money);

  // First the person, then one of the others; all rows must be of the person set.
  void set_person(RowIndex person);
  void set_line(RowIndex line, const Candidate& candidate);           // grain line
  void set_visit(RowIndex visit, RuleIndex rule);                     // grain visit
  void set_person_day(RowIndex first_line, RuleIndex rule);           // grain person_day: the first line of the day
  void set_whole_person(RuleIndex rule);                              // grain person
  void set_pair(RowIndex a, RowIndex b, const Candidate& candidate);  // grain pair: main item, included item
  // Grains diagnosis and operation; a code that no rule needs knowledge of meets it without a point.
  void set_code_row(RowIndex row, const Candidate& candidate);
  // Grain provider_period: a cell of the rule's in a table made of the same plan; it stands on no person.
  void set_provider_period(const PeerTable& table, std::uint32_t cell, RuleIndex rule);
  // Any of the above but a provider's period, and the person too.
  void stand(const SubjectRef& subject);
  SubjectRef ref() const;

  Grain grain() const { return grain_; }
  RuleIndex rule_index() const { return candidate_.rule; }
  const Rule& rule() const { return plan_->plan().rules()[candidate_.rule]; }
  const Candidate& candidate() const { return candidate_; }

  RowIndex person() const { return person_; }
  RowIndex line() const { return line_; }    // grain line; b of a pair; first line of the day; otherwise kNoRow
  RowIndex visit() const { return visit_; }  // grains line, visit, pair, diagnosis and operation; otherwise kNoRow
  // Grains diagnosis and operation; otherwise kNoRow.
  RowIndex code_row() const { return is_of_codes(grain_) ? code_row_ : kNoRow; }
  // Grain provider_period with windows of lines: the item's code; otherwise "".
  std::string_view item() const;
  // The day that says which rules are in force and which period the subject is of: the line's (b's), the visit's
  // start (of a diagnosis and an operation too), the day itself, the last line's (visit's) of a person, the month's
  // first. kNoDay when nothing says.
  Day day() const;
  // The lines a hit blames when the rule does not say: the line, the visit's, the day's, the person's, b; none of a
  // diagnosis, an operation and a provider period. In row order; until the subject stands elsewhere.
  std::span<const RowIndex> own_lines() const;

  // Lines of the main item that share the pair window's key with line b, in row order; until the next call. Rules of
  // grain pair have exactly one pair window.
  std::span<const RowIndex> pair_partners(RowIndex b, const Candidate& candidate);

  // The most that may be taken back for a line; nullopt when the part does not say.
  std::optional<Cents> most_of(RowIndex line) const;

  cel::Value variable(cel::SlotId slot) const override;
  cel::Value field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const override;

 private:
  struct State;

  explicit Subject(const PartPlan& plan, std::unique_ptr<State> state);
  void forget();
  void stand_rows();
  cel::Value lines_of_day() const;
  cel::Value let(std::size_t index) const;
  cel::Value evaluate(const Let& let, std::size_t index) const;
  cel::Value let_of_window(const Let& let, std::size_t index) const;
  cel::Value window(std::size_t index) const;
  cel::Value list_of_rows(std::size_t index, claims::Entity of, std::span<const RowIndex> rows) const;
  cel::Value grouped_window(const Window& window, std::size_t index) const;
  cel::Value timed_window(const Window& window, std::size_t index) const;
  // The subject as one that shares keys with rows, and where it stands among rows of a kind in time.
  KeyPlace key_place() const;
  RowIndex own_row(claims::Entity of) const;
  std::optional<TimePlace> time_place(const Window& window) const;
  cel::Value peer_field(cel::FieldId field, std::uint32_t window) const;
  cel::Value stock() const;
  cel::Value stock_field(cel::FieldId field) const;
  cel::Value window_field(cel::StructId owner, cel::FieldId field, std::uint32_t window) const;

  std::unique_ptr<State> state_;
  const LineMoney* money_ = nullptr;
  Grain grain_ = Grain::line;
  RowIndex person_ = kNoRow;
  RowIndex line_ = kNoRow;
  RowIndex visit_ = kNoRow;
  RowIndex other_ = kNoRow;     // a of a pair
  RowIndex code_row_ = kNoRow;  // of diagnosis and operation
  claims::Range day_lines_;     // of person_day
  const PeerTable* peers_ = nullptr;
  std::uint32_t cell_ = 0;  // of peers_
  Candidate candidate_;
};

}  // namespace qiuhao::rules
