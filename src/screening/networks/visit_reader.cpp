// Settlements, refunds and lines of a person's visits.
#include "screening/networks/visit_reader.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace qiuhao::screening {

using claims::Entity;
using claims::Link;

namespace {

const Column* find(const claims::Part& part, const claims::Schema& schema, Entity entity, std::string_view name) {
  const claims::FieldIndex field = schema.of(entity).find(name);
  CHECK_NOTE(field != claims::kNoField, std::string(name));
  return part.column(entity, field);
}

Cents money(const Column* column, RowIndex row) {
  return column != nullptr && column->has(row) ? column->number(row) : 0;
}

// By code of a column's dictionary, whether it begins with one of the words; empty where none does.
std::vector<char> codes_that_begin(const Column* column, const std::vector<std::string>& words) {
  if (column == nullptr || column->storage != Storage::code) return {};
  std::vector<char> begins(column->dictionary_size + 1, 0);
  bool any = false;
  for (std::uint32_t code = 0; code < column->dictionary_size; ++code) {
    const std::string_view text = column->entry(code);
    if (!std::ranges::any_of(words, [&](const std::string& word) { return text.starts_with(word); })) continue;
    begins[code] = 1;
    any = true;
  }
  return any ? begins : std::vector<char>();
}

// Marks the visits of rows with such a code; `link` says whose they are, null when rows are visits.
void mark(const Column* column, std::size_t rows, const std::vector<std::string>& words, const claims::Part& part,
          const Link* link, std::vector<char>& exempt) {
  const std::vector<char> begins = codes_that_begin(column, words);
  if (begins.empty()) return;
  exempt.resize(part.rows(Entity::visit), 0);
  std::array<std::uint32_t, kStreamBatch> codes{};
  for (std::size_t first = 0; first < rows; first += kStreamBatch) {
    const std::size_t count = std::min(kStreamBatch, rows - first);
    column->read(static_cast<RowIndex>(first), count, codes.data());
    for (std::size_t at = 0; at < count; ++at) {
      if (begins[codes[at]] == 0) continue;
      const auto row = static_cast<RowIndex>(first + at);
      if (!column->has(row)) continue;
      exempt[link == nullptr ? row : part.link(*link, row)] = 1;
    }
  }
}

}  // namespace

VisitColumns::VisitColumns(const claims::Part& part, const claims::Schema& schema)
    : kind(find(part, schema, Entity::visit, "kind")),
      start(find(part, schema, Entity::visit, "start")),
      end(find(part, schema, Entity::visit, "end")),
      main_diagnosis(find(part, schema, Entity::visit, "main_diagnosis")),
      discharge_way(find(part, schema, Entity::visit, "discharge_way")),
      settlement_id(find(part, schema, Entity::settlement, "id")),
      settlement_time(find(part, schema, Entity::settlement, "time")),
      settlement_total(find(part, schema, Entity::settlement, "total")),
      settlement_fund(find(part, schema, Entity::settlement, "fund_paid")),
      is_refund(find(part, schema, Entity::settlement, "is_refund")),
      original(find(part, schema, Entity::settlement, "original")),
      line_time(find(part, schema, Entity::line, "time")),
      line_amount(find(part, schema, Entity::line, "amount")),
      line_in_scope(find(part, schema, Entity::line, "in_scope")),
      line_item(find(part, schema, Entity::line, "item")),
      diagnosis_code(find(part, schema, Entity::diagnosis, "code")) {}

bool PersonVisits::is_refund(RowIndex settlement) const {
  const bool is_marked = columns_.is_refund != nullptr && columns_.is_refund->has(settlement) &&
                         columns_.is_refund->text(settlement) == "1";
  return is_marked || money(columns_.settlement_total, settlement) < 0;
}

void PersonVisits::add_settlements(RowIndex person, RowIndex first_visit) {
  const claims::Range range = part_.range(Link::person_settlements, person);
  taken_back_.clear();
  for (RowIndex row = range.begin; row < range.end; ++row) {
    if (is_refund(row) && columns_.original != nullptr && columns_.original->has(row))
      columns_.original->append_text(row, taken_back_.emplace_back());
  }
  std::string id;
  for (RowIndex row = range.begin; row < range.end; ++row) {
    const RowIndex visit = part_.link(Link::settlement_visit, row);
    if (visit == kNoRow) continue;
    VisitState& state = states_[visit - first_visit];
    state.bill.total += money(columns_.settlement_total, row);
    state.bill.fund += money(columns_.settlement_fund, row);
    if (is_refund(row)) {
      state.is_refunded = true;
      continue;
    }
    state.is_settled = true;
    if (!taken_back_.empty() && columns_.settlement_id != nullptr && columns_.settlement_id->has(row)) {
      id.clear();
      columns_.settlement_id->append_text(row, id);
      if (std::ranges::find(taken_back_, id) != taken_back_.end()) continue;
    }
    if (columns_.settlement_time == nullptr || !columns_.settlement_time->has(row)) continue;
    const std::int64_t time = columns_.settlement_time->number(row);
    if (!state.has_settled_at || time < state.settled_at) state.settled_at = time;
    state.has_settled_at = true;
  }
}

void PersonVisits::add_lines(RowIndex person, RowIndex first_visit) {
  const claims::Range range = part_.range(Link::person_lines, person);
  for (RowIndex row = range.begin; row < range.end; ++row) {
    const RowIndex visit = part_.link(Link::line_visit, row);
    if (visit == kNoRow) continue;
    VisitState& state = states_[visit - first_visit];
    if (state.is_settled) continue;
    if (columns_.line_time != nullptr && columns_.line_time->has(row)) {
      const std::int64_t time = columns_.line_time->number(row);
      if (!state.has_lines || time < state.first_line) state.first_line = time;
    }
    state.has_lines = true;
    state.bill.total += money(columns_.line_amount, row);
    state.bill.fund += money(columns_.line_in_scope, row);
  }
}

const std::vector<VisitState>& PersonVisits::of(RowIndex person) {
  const claims::Range visits = part_.range(Link::person_visits, person);
  states_.assign(visits.end - visits.begin, {});
  add_settlements(person, visits.begin);
  if (std::ranges::any_of(states_, [](const VisitState& state) { return !state.is_settled; }))
    add_lines(person, visits.begin);
  return states_;
}

std::vector<char> exempt_visits(const claims::Part& part, const VisitColumns& columns, const VisitOptions& options) {
  std::vector<char> exempt;
  constexpr Link kLineVisit = Link::line_visit;
  constexpr Link kDiagnosisVisit = Link::diagnosis_visit;
  mark(columns.line_item, part.rows(Entity::line), options.exempt_items, part, &kLineVisit, exempt);
  mark(columns.diagnosis_code, part.rows(Entity::diagnosis), options.exempt_diagnoses, part, &kDiagnosisVisit, exempt);
  mark(columns.main_diagnosis, part.rows(Entity::visit), options.exempt_diagnoses, part, nullptr, exempt);
  return exempt;
}

}  // namespace qiuhao::screening
