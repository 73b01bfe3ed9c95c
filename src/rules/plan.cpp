// Making plans.
#include "rules/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "base/check.h"
#include "base/hash.h"
#include "rules/candidate_memo.h"

namespace qiuhao::rules {

// Texts of a point's lists as values that live as long as the plan.
// Limits that are lists of texts.
constexpr std::array kTextLimits = {&knowledge::Limits::modes,       &knowledge::Limits::insurance,
                                    &knowledge::Limits::icd,         &knowledge::Limits::icd_never,
                                    &knowledge::Limits::departments, &knowledge::Limits::diseases,
                                    &knowledge::Limits::needs,       &knowledge::Limits::operations};

struct Plan::PointLists {
  struct List {
    std::vector<cel::Value> values;
    cel::ListValue list;
  };
  std::array<List, kTextLimits.size()> of;  // as kTextLimits
};

namespace {

EngineFields engine_fields(const claims::Schema& schema) {
  const auto find = [&](claims::Entity entity, std::string_view name) {
    const claims::FieldIndex field = schema.of(entity).find(name);
    CHECK_NOTE(field != claims::kNoField, std::string(name));
    return field;
  };
  using claims::Entity;
  return {find(Entity::line, "item"),      find(Entity::line, "item_name"), find(Entity::line, "day"),
          find(Entity::line, "time"),      find(Entity::line, "id"),        find(Entity::line, "in_scope"),
          find(Entity::line, "amount"),    find(Entity::line, "doctor"),    find(Entity::visit, "id"),
          find(Entity::visit, "start"),    find(Entity::visit, "provider"), find(Entity::visit, "region"),
          find(Entity::person, "id"),      find(Entity::provider, "id"),    find(Entity::diagnosis, "id"),
          find(Entity::diagnosis, "code"), find(Entity::operation, "id"),   find(Entity::operation, "code"),
          find(Entity::operation, "date"), find(Entity::settlement, "time")};
}

std::vector<cel::Value> text_values(const std::vector<std::string>& texts) {
  std::vector<cel::Value> values;
  for (const std::string& text : texts) values.push_back(cel::Value::of_text(text));
  return values;
}

// By other rows the rule judges otherwise too.
void mix_registers(RegisterSet read, const Registers& registers, Rule& rule) {
  read.each([&](RegisterNumber number) {
    if (registers.rows[number] != nullptr) rule.hash = hash128(rule.hash + registers.rows[number]->content.hex()).hex();
  });
}

std::unique_ptr<const RegisterTable> table_of(const claims::Schema& schema, const Registers& registers,
                                              RegisterNumber number) {
  return std::make_unique<const RegisterTable>(schema.of(kRuleRegisters[number]), registers.rows[number]);
}

// "wrong_table": the codes of the rule's table are not of what the rule is about.
Status check_codes(const Rule& rule, const knowledge::Kind& kind) {
  using knowledge::CodesOf;
  const CodesOf wanted = rule.grain == Grain::diagnosis   ? CodesOf::diagnosis
                         : rule.grain == Grain::operation ? CodesOf::operation
                                                          : CodesOf::item;
  if (kind.codes_of == wanted) return {};
  const auto name = [](CodesOf codes) { return knowledge::kCodesOfNames[static_cast<std::size_t>(codes)]; };
  return input_error(
      "wrong_table",
      Sentence{fmt::format("rule {} is of grain {} and reads the table '{}', whose codes are of {}s; "
                           "write a table whose codes are of {}s",
                           rule.code, grain_name(rule.grain), kind.table, name(kind.codes_of), name(wanted)),
               fmt::format("规则 {} 的粒度是 {}，而知识表“{}”的编码属于 {}；请用编码属于 {} 的表", rule.code,
                           grain_name(rule.grain), kind.table, name(kind.codes_of), name(wanted))},
      {rule.file, 0, 0, ""});
}

}  // namespace

Result<std::shared_ptr<const Plan>> Plan::make(std::shared_ptr<const claims::Schema> schema, std::vector<Rule> rules,
                                               std::shared_ptr<const knowledge::Library> library, Parameters parameters,
                                               Registers registers) {
  auto plan = std::make_shared<Plan>();
  plan->stock_ = registers.stock != nullptr ? std::move(registers.stock) : std::make_shared<const StockTable>();
  plan->fields_ = engine_fields(*schema);
  plan->schema_ = std::move(schema);
  plan->rules_ = std::move(rules);
  for (Rule& rule : plan->rules_) {
    // By another value the rule judges otherwise, so it is another rule to whoever compares runs.
    if (!rule.parameters.empty()) rule.hash = hash128(rule.hash + parameters_text(parameters, rule)).hex();
    if (is_of_lines(rule) && !plan->stock_->is_empty())
      rule.hash = hash128(rule.hash + plan->stock_->hash().hex()).hex();
    plan->reads_registers_.push_back(registers_read_by(rule));
    mix_registers(plan->reads_registers_.back(), registers, rule);
  }
  for (RegisterNumber number = 0; number < kRuleRegisters.size(); ++number) {
    if (registers.rows[number] != nullptr) plan->has_registers_.add(number);
    plan->registers_[number] = table_of(*plan->schema_, registers, number);
  }
  ASSIGN(plan->parameter_table_, ParameterTable::make(parameters, plan->rules_));
  plan->parameters_ = std::move(parameters);
  plan->sharing_ = std::make_unique<const WindowSharing>(plan->rules_);
  plan->library_ = std::move(library);
  for (auto& of_grain : plan->by_kind_) of_grain.resize(plan->library_->kinds().all().size());
  for (std::size_t index = 0; index < plan->rules_.size(); ++index) {
    const Rule& rule = plan->rules_[index];
    plan->by_grain_[static_cast<std::size_t>(rule.grain)].push_back(static_cast<RuleIndex>(index));
    if (!rule.knowledge) {
      plan->without_knowledge_[static_cast<std::size_t>(rule.grain)].push_back(static_cast<RuleIndex>(index));
      continue;
    }
    const auto kind = plan->library_->kinds().find_table(rule.knowledge->table);
    if (kind) {
      plan->by_kind_[static_cast<std::size_t>(rule.grain)][*kind].push_back(static_cast<RuleIndex>(index));
    } else {
      return input_error(
          "unknown_table",
          Sentence{fmt::format("rule {} reads the knowledge table '{}', which kinds.yaml does not have", rule.code,
                               rule.knowledge->table),
                   fmt::format("规则 {} 用到知识表“{}”，但 kinds.yaml 中没有", rule.code, rule.knowledge->table)},
          {rule.file, 0, 0, ""});
    }
    TRY(check_codes(rule, plan->library_->kinds()[*kind]));
  }
  const auto& points = plan->library_->points();
  std::unordered_map<const knowledge::Limits*, std::shared_ptr<const PointLists>> lists_of;
  for (PointIndex index = 0; index < points.size(); ++index) {
    const Day to = points[index].effective_to;
    plan->forces_.push_back({points[index].effective_from, to == kNoDay ? std::numeric_limits<Day>::max() : to});
    const knowledge::Limits& limits = points[index].limits;
    if (std::ranges::all_of(kTextLimits, [&](auto limit) { return (limits.*limit).empty(); })) continue;
    auto& known = lists_of[&limits];
    if (known != nullptr) {
      plan->point_lists_.emplace_back(index, known);
      continue;
    }
    auto lists = std::make_shared<PointLists>();
    for (std::size_t number = 0; number < kTextLimits.size(); ++number) {
      PointLists::List& made = lists->of[number];
      made.values = text_values(limits.*kTextLimits[number]);
      made.list.values = made.values;
    }
    known = std::move(lists);
    plan->point_lists_.emplace_back(index, known);
  }
  plan->point_columns_ = std::make_unique<const PointColumns>(*plan);
  return plan;
}

const Plan::PointLists* Plan::lists(PointIndex point) const {
  const auto found = std::lower_bound(point_lists_.begin(), point_lists_.end(), point,
                                      [](const auto& entry, PointIndex wanted) { return entry.first < wanted; });
  return found != point_lists_.end() && found->first == point ? found->second.get() : nullptr;
}

const cel::ListValue* Plan::texts(PointIndex point, std::vector<std::string> knowledge::Limits::*limit) const {
  const PointLists* found = lists(point);
  if (found == nullptr) return nullptr;
  const auto number = static_cast<std::size_t>(std::ranges::find(kTextLimits, limit) - kTextLimits.begin());
  CHECK(number < kTextLimits.size());
  const PointLists::List& made = found->of[number];
  return made.values.empty() ? nullptr : &made.list;
}

void Plan::candidates_of(std::string_view code, Grain grain, std::vector<Candidate>& candidates) const {
  const auto of_grain = static_cast<std::size_t>(grain);
  const std::size_t begin = candidates.size();
  for (const RuleIndex rule : without_knowledge_[of_grain]) candidates.push_back({rule, kNoPoint});
  const auto take = [&](knowledge::KindIndex kind, std::span<const PointIndex> points) {
    for (const RuleIndex rule : by_kind_[of_grain][kind]) {
      for (const PointIndex index : points) {
        const knowledge::Point& point = (*library_)[index];
        // A limit that no reader read is left to people; it judges nothing.
        if (!point.is_read) continue;
        const bool second = rules_[rule].knowledge->match == KnowledgeUse::Match::second;
        if (second && (point.items.size() != 2 || point.items[1] != code)) continue;
        candidates.push_back({rule, index});
      }
    }
  };
  if (is_of_codes(grain)) {
    for (std::size_t kind = 0; kind < by_kind_[of_grain].size(); ++kind) {
      if (by_kind_[of_grain][kind].empty()) continue;
      const auto number = static_cast<knowledge::KindIndex>(kind);
      take(number, library_->by_code(code, number));
    }
  } else {
    library_->each_kind(code, take);
  }
  // Of one rule they stand together, in order of point.
  std::stable_sort(candidates.begin() + static_cast<std::ptrdiff_t>(begin), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.rule < b.rule; });
}

PartPlan::PartPlan(const Plan& plan, const claims::Part& part, claims::PersonPart* making, const CandidateMemo* memo)
    : plan_(&plan), part_(&part), memo_(memo) {
  items_ = part.column(claims::Entity::line, plan.fields().line_item);
  std::array<const cel::FieldColumn*, kRuleRegisters.size()> registers{};
  for (RegisterNumber number = 0; number < registers.size(); ++number)
    registers[number] = plan.register_table(number).columns();
  columns_ = std::make_unique<const PartColumns>(plan.schema(), part, plan.point_columns(),
                                                 plan.parameter_table().columns(), registers, making);
  make_table(making);
  find_parameters();
  find_registers();
  make_codes(Grain::diagnosis, plan.fields().diagnosis_code, of_diagnoses_);
  make_codes(Grain::operation, plan.fields().operation_code, of_operations_);
  std::sort(first_codes_.begin(), first_codes_.end());
  for (Candidate& candidate : table_.candidates) candidate.main = first_code(candidate.point);
  for (std::uint32_t code = 0; items_ != nullptr && code < items_->dictionary_size; ++code) {
    uses_.push_back({!known_candidates(code).empty(), false});
  }
  for (const auto& [point, code] : first_codes_) uses_[code].is_main = true;
}

void PartPlan::make_table(const claims::PersonPart* making) {
  const std::size_t codes = items_ == nullptr ? 0 : items_->dictionary_size;
  std::vector<std::uint8_t> is_asked(codes, making == nullptr ? 1 : 0);
  for (RowIndex line = 0; making != nullptr && items_ != nullptr && line < items_->rows; ++line) {
    if (making->is_asked(claims::Entity::line, line)) is_asked[items_->code(line)] = 1;
  }
  std::unordered_map<std::string_view, std::uint32_t> code_of;
  const auto take = [&](std::span<const Candidate> of_item, bool has_all) {
    for (const Candidate& candidate : of_item) {
      if (candidate.point == kNoPoint && !has_all) continue;
      const Rule& rule = plan_->rules()[candidate.rule];
      if (candidate.point != kNoPoint && rule.knowledge->match == KnowledgeUse::Match::second) {
        for (auto code = static_cast<std::uint32_t>(code_of.size()); code < codes; ++code)
          code_of.emplace(items_->entry(code), code);
        const auto first = code_of.find(plan_->library()[candidate.point].items[0]);
        // A pair whose main item this part never has cannot hit. A line may still be undecided, wherever it stands.
        if (first == code_of.end() && rule.grain == Grain::pair) continue;
        if (first != code_of.end()) first_codes_.emplace_back(candidate.point, first->second);
      }
      table_.candidates.push_back(candidate);
    }
  };
  const auto end = [&] { return static_cast<std::uint32_t>(table_.candidates.size()); };
  std::vector<Candidate> of_item;
  for (std::uint32_t code = 0; code < codes; ++code) {
    const std::uint32_t of_line = end();
    std::uint32_t of_pair = 0;
    if (memo_ != nullptr) {
      const auto known = memo_->of(items_->entry(code), claims::Entity::line);
      take(std::span(known->candidates).first(known->of_pair), is_asked[code] != 0);
      of_pair = end();
      take(std::span(known->candidates).subspan(known->of_pair), is_asked[code] != 0);
    } else {
      of_item.clear();
      plan_->candidates_of(items_->entry(code), Grain::line, of_item);
      take(of_item, true);
      of_pair = end();
      of_item.clear();
      plan_->candidates_of(items_->entry(code), Grain::pair, of_item);
      take(of_item, true);
    }
    table_.begins.push_back({of_line, of_pair, end()});
    for (std::uint32_t at = of_line; at < table_.begins.back().known; ++at) {
      const Candidate candidate = table_.candidates[at];
      if (candidate.point != kNoPoint) table_.candidates.push_back(candidate);
    }
  }
  table_.begins.push_back({end(), end(), end()});
}

void PartPlan::find_parameters() {
  regions_ = part_->column(claims::Entity::visit, plan_->fields().visit_region);
  parameter_places_.resize(plan_->rules().size());
  const ParameterTable& table = plan_->parameter_table();
  const std::size_t codes = regions_ == nullptr ? 0 : regions_->dictionary_size;
  for (std::size_t index = 0; index < parameter_places_.size(); ++index) {
    const auto rule = static_cast<RuleIndex>(index);
    if (!table.is_read_by(rule)) continue;
    std::vector<std::uint32_t>& places = parameter_places_[index];
    for (std::uint32_t code = 0; code < codes; ++code) places.push_back(table.place(rule, regions_->entry(code)));
    places.push_back(table.place(rule, plan_->parameters().own_region()));
  }
}

RowIndex PartPlan::only_parameter_row(RuleIndex rule) const {
  const std::vector<std::uint32_t>& places = parameter_places_[rule];
  const bool is_one_place = std::ranges::all_of(places, [&](std::uint32_t place) { return place == places[0]; });
  const ParameterTable& table = plan_->parameter_table();
  if (places.empty() || !is_one_place || table.changes_in_time(places[0])) return kNoRow;
  return table.row(places[0], kNoDay);
}

RowIndex PartPlan::parameter_row(RuleIndex rule, RowIndex visit, Day day) const {
  const std::vector<std::uint32_t>& places = parameter_places_[rule];
  const bool has_code = visit != kNoRow && places.size() > 1;
  const std::size_t code = has_code ? regions_->code_or_none(visit) : places.size() - 1;
  return plan_->parameter_table().row(places[code], day);
}

void PartPlan::find_registers() {
  RegisterSet read;
  for (RuleIndex rule = 0; rule < plan_->rules().size(); ++rule) read = read | plan_->registers_of(rule);
  if (read.has(kLicences)) {
    doctors_ = part_->column(claims::Entity::line, plan_->fields().line_doctor);
    std::vector<RegisterTable::Range>& ranges = register_ranges_[kLicences];
    for (std::uint32_t code = 0; doctors_ != nullptr && code < doctors_->dictionary_size; ++code)
      ranges.push_back(plan_->register_table(kLicences).of(doctors_->entry(code)));
    ranges.push_back({});
  }
  // Nobody is looked up in a register without rows.
  RegisterSet filled;
  read.each([&](RegisterNumber number) {
    if (number == kLicences) return;
    register_ranges_[number].resize(part_->rows(claims::Entity::person));
    if (plan_->register_table(number).nobody() > 0) filled.add(number);
  });
  const Column* ids = part_->column(claims::Entity::person, plan_->fields().person_id);
  if (filled.is_empty() || ids == nullptr) return;
  std::string id;
  for (RowIndex person = 0; person < part_->rows(claims::Entity::person); ++person) {
    id.clear();
    if (ids->has(person)) ids->append_text(person, id);
    filled.each(
        [&](RegisterNumber number) { register_ranges_[number][person] = plan_->register_table(number).of(id); });
  }
}

RowIndex PartPlan::register_row(RegisterNumber number, RowIndex line, RowIndex person, Day day) const {
  const RegisterTable& table = plan_->register_table(number);
  if (number == kLicences) {
    if (doctors_ == nullptr || line == kNoRow) return table.nobody();
    return table.row(register_ranges_[number][doctors_->code_or_none(line)], day);
  }
  return person == kNoRow ? table.nobody() : table.row(register_ranges_[number][person], day);
}

void PartPlan::make_codes(Grain grain, claims::FieldIndex field, CodeCandidates& of) const {
  if (plan_->rules_of(grain).empty()) return;
  of.codes = part_->column(entity_of(grain), field);
  if (of.codes == nullptr) return;
  for (std::uint32_t code = 0; code < of.codes->dictionary_size; ++code) {
    of.begins.push_back(static_cast<std::uint32_t>(of.candidates.size()));
    if (memo_ != nullptr) {
      const auto known = memo_->of(of.codes->entry(code), entity_of(grain));
      of.candidates.insert(of.candidates.end(), known->candidates.begin(), known->candidates.end());
    } else {
      plan_->candidates_of(of.codes->entry(code), grain, of.candidates);
    }
  }
  of.begins.push_back(static_cast<std::uint32_t>(of.candidates.size()));
}

std::uint32_t PartPlan::first_code(PointIndex point) const {
  const auto found = std::lower_bound(first_codes_.begin(), first_codes_.end(), std::pair{point, std::uint32_t{0}});
  return found != first_codes_.end() && found->first == point ? found->second : kNoRow;
}

}  // namespace qiuhao::rules
