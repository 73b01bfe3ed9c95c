// A plan: rules and a knowledge library made ready to judge. A line meets only the (rule, point) pairs that name its
// item, so its cost does not grow with the library.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/value.h"
#include "claims/part.h"
#include "knowledge/knowledge.h"
#include "rules/parameter_table.h"
#include "rules/part_columns.h"
#include "rules/point_columns.h"
#include "rules/register_table.h"
#include "rules/registers.h"
#include "rules/windows/sharing.h"

namespace qiuhao::rules {

using knowledge::PointIndex;
inline constexpr PointIndex kNoPoint = 0xffffffff;

struct Candidate {
  RuleIndex rule = 0;
  PointIndex point = kNoPoint;  // kNoPoint for a rule without knowledge
  std::uint32_t main = kNoRow;  // of a plan laid over a part: the code of the point's first item where pairs ask for it
};

// Fields of the dictionary that the engine itself reads.
struct EngineFields {
  claims::FieldIndex line_item;
  claims::FieldIndex line_item_name;
  claims::FieldIndex line_day;
  claims::FieldIndex line_time;
  claims::FieldIndex line_id;
  claims::FieldIndex line_in_scope;
  claims::FieldIndex line_amount;
  claims::FieldIndex line_doctor;
  claims::FieldIndex visit_id;
  claims::FieldIndex visit_start;
  claims::FieldIndex visit_provider;
  claims::FieldIndex visit_region;
  claims::FieldIndex person_id;
  claims::FieldIndex provider_id;
  claims::FieldIndex diagnosis_id;
  claims::FieldIndex diagnosis_code;
  claims::FieldIndex operation_id;
  claims::FieldIndex operation_code;
  claims::FieldIndex operation_date;
  claims::FieldIndex settlement_time;
};

// Immutable once made; shared by all threads.
class Plan {
 public:
  // Rules that name a knowledge table the library does not know are refused ("unknown_table"), and parameters of
  // another type than a rule reads ("bad_parameter"). A parameter that no row gives is absent, as is what a register
  // does not say.
  static Result<std::shared_ptr<const Plan>> make(std::shared_ptr<const claims::Schema> schema, std::vector<Rule> rules,
                                                  std::shared_ptr<const knowledge::Library> library,
                                                  Parameters parameters = {}, Registers registers = {});

  const claims::Schema& schema() const { return *schema_; }
  const std::vector<Rule>& rules() const { return rules_; }
  const knowledge::Library& library() const { return *library_; }
  const EngineFields& fields() const { return fields_; }
  const Parameters& parameters() const { return parameters_; }
  const ParameterTable& parameter_table() const { return *parameter_table_; }
  // Empty where the workspace has none.
  const StockTable& stock() const { return *stock_; }
  const std::shared_ptr<const StockTable>& shared_stock() const { return stock_; }
  const RegisterTable& register_table(RegisterNumber number) const { return *registers_[number]; }
  RegisterSet registers_of(RuleIndex rule) const { return reads_registers_[rule]; }
  // Whether it reads the register, and that was never imported.
  bool lacks_register(RuleIndex rule, RegisterNumber number) const {
    return reads_registers_[rule].has(number) && !has_registers_.has(number);
  }
  // Which windows of the rules share their work.
  const WindowSharing& sharing() const { return *sharing_; }

  // A limit that is a list of texts (modes, insurance, icd, needs and so on), for formulas; null where the point has
  // none.
  const cel::ListValue* texts(PointIndex point, std::vector<std::string> knowledge::Limits::*limit) const;

  // As Point::in_force, from memory that lies close.
  bool in_force(PointIndex point, Day day) const {
    const Force& force = forces_[point];
    return day >= force.from && day <= force.to;
  }

  // The short fields of points, by PointField.
  const cel::FieldColumn* point_columns() const { return point_columns_->fields(); }

  // The rules of a grain, in their order.
  std::span<const RuleIndex> rules_of(Grain grain) const { return by_grain_[static_cast<std::size_t>(grain)]; }
  // Those of them that need no knowledge: of grain line every line meets them.
  std::span<const RuleIndex> without_knowledge(Grain grain) const {
    return without_knowledge_[static_cast<std::size_t>(grain)];
  }

  // The (rule, point) pairs of a grain (line or pair, diagnosis, operation) that a line with this item, or a diagnosis
  // or operation with this code, meets, in order of rule, then point.
  void candidates_of(std::string_view code, Grain grain, std::vector<Candidate>& candidates) const;

 private:
  struct PointLists;
  struct Force {
    Day from;  // kNoDay is before every day
    Day to;    // the last there is where none is said
  };
  const PointLists* lists(PointIndex point) const;

  std::shared_ptr<const claims::Schema> schema_;
  std::vector<Rule> rules_;
  std::shared_ptr<const knowledge::Library> library_;
  Parameters parameters_;
  std::unique_ptr<const ParameterTable> parameter_table_;
  std::shared_ptr<const StockTable> stock_;
  std::array<std::unique_ptr<const RegisterTable>, kRuleRegisters.size()> registers_;
  std::vector<RegisterSet> reads_registers_;  // by rule
  RegisterSet has_registers_;
  EngineFields fields_{};
  std::unique_ptr<const WindowSharing> sharing_;
  std::array<std::vector<RuleIndex>, kGrains> by_grain_;
  std::array<std::vector<RuleIndex>, kGrains> without_knowledge_;
  std::array<std::vector<std::vector<RuleIndex>>, kGrains> by_kind_;  // by grain, then kind of knowledge
  std::vector<Force> forces_;                                         // by point
  std::unique_ptr<const PointColumns> point_columns_;
  std::vector<std::pair<PointIndex, std::shared_ptr<const PointLists>>> point_lists_;  // sorted by point
};

// The (rule, point) pairs that each item code of a part meets: those of grain line, then those of grain pair, then the
// ones with a point among both again, so that who goes through every line for the rules without knowledge meets them
// alone.
struct CandidateTable {
  struct Begin {
    std::uint32_t of_line = 0;
    std::uint32_t of_pair = 0;
    std::uint32_t known = 0;
  };
  std::vector<Begin> begins;  // one more than codes
  std::vector<Candidate> candidates;
  std::span<const Candidate> part(std::uint32_t begin, std::uint32_t end) const {
    return {candidates.data() + begin, candidates.data() + end};
  }
};

// The (rule, point) pairs that each diagnosis or operation code of a part meets, worked out once for a code.
struct CodeCandidates {
  const Column* codes = nullptr;      // null: the part has none, and no row meets anything
  std::vector<std::uint32_t> begins;  // by code, one more than codes
  std::vector<Candidate> candidates;
};

class CandidateMemo;  // rules/candidate_memo.h

// A plan laid over one part: candidates by item code, and each point's items as codes of the part.
class PartPlan {
 public:
  PartPlan(const Plan& plan, const claims::Part& part) : PartPlan(plan, part, nullptr, nullptr) {}
  // Of a part that is made for one request: of lines that are not asked about, candidates without a point are left out.
  PartPlan(const Plan& plan, claims::PersonPart& making, const CandidateMemo& memo)
      : PartPlan(plan, making.part(), &making, &memo) {}

  const Plan& plan() const { return *plan_; }
  const claims::Part& part() const { return *part_; }
  // The pairs of grain line that a line's item code meets.
  std::span<const Candidate> candidates(std::uint32_t item_code) const {
    return table_.part(table_.begins[item_code].of_line, table_.begins[item_code].of_pair);
  }
  // The pairs of grain pair whose included item it is.
  std::span<const Candidate> pair_candidates(std::uint32_t item_code) const {
    return table_.part(table_.begins[item_code].of_pair, table_.begins[item_code].known);
  }
  // The former, then the latter.
  std::span<const Candidate> all_candidates(std::uint32_t item_code) const {
    return table_.part(table_.begins[item_code].of_line, table_.begins[item_code].known);
  }
  // Those among them that have a point.
  std::span<const Candidate> known_candidates(std::uint32_t item_code) const {
    return table_.part(table_.begins[item_code].known, table_.begins[item_code + 1].of_line);
  }
  // The pairs of grain diagnosis or operation that such a row meets by its code.
  std::span<const Candidate> code_candidates(Grain grain, RowIndex row) const {
    const CodeCandidates& of = grain == Grain::diagnosis ? of_diagnoses_ : of_operations_;
    if (of.codes == nullptr || !of.codes->has(row)) return {};
    const std::uint32_t code = of.codes->code(row);
    return std::span(of.candidates).subspan(of.begins[code], of.begins[code + 1] - of.begins[code]);
  }
  // Whether an item code has candidates with a point, and whether it is the first item of a point that pairs ask for:
  // most have neither, which one byte says.
  struct ItemUse {
    bool is_met : 1 = false;
    bool is_main : 1 = false;
  };
  ItemUse use_of(std::uint32_t item_code) const { return uses_[item_code]; }
  // The part's code of a point's first item; kNoRow when the part never has it.
  std::uint32_t first_code(PointIndex point) const;
  const Column* items() const { return items_; }
  bool reads_parameters(RuleIndex rule) const { return !parameter_places_[rule].empty(); }
  // The row of `param` for a subject of a rule that reads parameters: of the visit's region, or without a visit
  // (kNoRow) the workspace's own.
  RowIndex parameter_row(RuleIndex rule, RowIndex visit, Day day) const;
  // The row of all its subjects where neither regions of this part nor days differ; kNoRow where they do.
  RowIndex only_parameter_row(RuleIndex rule) const;
  // The row of a register, of a plan with a rule that reads it: that of the line's doctor or the person on the day;
  // nobody's for kNoRow.
  RowIndex register_row(RegisterNumber number, RowIndex line, RowIndex person, Day day) const;
  const PartColumns& columns() const { return *columns_; }

 private:
  PartPlan(const Plan& plan, const claims::Part& part, claims::PersonPart* making, const CandidateMemo* memo);
  void make_table(const claims::PersonPart* making);
  void find_parameters();
  void find_registers();
  void make_codes(Grain grain, claims::FieldIndex field, CodeCandidates& of) const;

  const Plan* plan_;
  const claims::Part* part_;
  const CandidateMemo* memo_;
  const Column* items_ = nullptr;
  std::unique_ptr<const PartColumns> columns_;
  CandidateTable table_;
  CodeCandidates of_diagnoses_;
  CodeCandidates of_operations_;
  std::vector<ItemUse> uses_;                                 // by item code
  const Column* regions_ = nullptr;                           // of visits
  std::vector<std::vector<std::uint32_t>> parameter_places_;  // by rule and region's code; the last without one
  const Column* doctors_ = nullptr;                           // of lines
  // By doctor's code, the last of those without one; of registers of people by person.
  std::array<std::vector<RegisterTable::Range>, kRuleRegisters.size()> register_ranges_;
  std::vector<std::pair<PointIndex, std::uint32_t>> first_codes_;  // sorted by point
};

}  // namespace qiuhao::rules
