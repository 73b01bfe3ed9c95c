// Rows of an audit, read from the tape by the numbers that findings carry.
#include "audit/export_rows.h"

#include "audit/peers.h"
#include "audit/standing.h"
#include "base/check.h"

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;

// Where the dictionary has what rows show.
struct RowReader::Fields {
  claims::FieldIndex person_id, visit_id, provider_id, provider_name, line_id, line_day, line_item, line_item_name,
      line_quantity, line_price, line_amount, line_in_scope, diagnosis_id, operation_id;

  explicit Fields(const claims::Schema& schema)
      : person_id(schema.of(Entity::person).find("id")),
        visit_id(schema.of(Entity::visit).find("id")),
        provider_id(schema.of(Entity::provider).find("id")),
        provider_name(schema.of(Entity::provider).find("name")),
        line_id(schema.of(Entity::line).find("id")),
        line_day(schema.of(Entity::line).find("day")),
        line_item(schema.of(Entity::line).find("item")),
        line_item_name(schema.of(Entity::line).find("item_name")),
        line_quantity(schema.of(Entity::line).find("quantity")),
        line_price(schema.of(Entity::line).find("price")),
        line_amount(schema.of(Entity::line).find("amount")),
        line_in_scope(schema.of(Entity::line).find("in_scope")),
        diagnosis_id(schema.of(Entity::diagnosis).find("id")),
        operation_id(schema.of(Entity::operation).find("id")) {}
};

struct RowReader::Laid {
  Laid(const rules::Plan& whole, const claims::Part& part, std::uint16_t at)
      : number(at), plan(whole, part), subject(plan) {}
  std::uint16_t number;
  rules::PartPlan plan;
  rules::Subject subject;
};

namespace {

Cell text_cell(std::string_view text) {
  Cell cell;
  if (!text.empty()) {
    cell.kind = CellKind::text;
    cell.text = text;
  }
  return cell;
}

Cell number_cell(Decimal number) {
  Cell cell;
  cell.kind = CellKind::number;
  cell.number = number;
  return cell;
}

Cell day_cell(Day day) {
  Cell cell;
  if (day != kNoDay) cell.kind = CellKind::day;
  cell.day = day;
  return cell;
}

Cell count_cell(std::int64_t count) { return number_cell(Decimal::from_int(count)); }

}  // namespace

std::string basis_text(const rules::Rule& rule) {
  std::string text;
  for (const rules::Basis& basis : rule.basis) {
    if (!text.empty()) text += "；";
    text += basis.document.starts_with("《") ? basis.document : "《" + basis.document + "》";
    text += basis.clause;
  }
  return text;
}

RowReader::RowReader(std::span<const claims::Part> parts, const AuditResult& result)
    : parts_(parts), result_(result), fields_(std::make_unique<Fields>(result.plan->schema())) {
  for (const rules::Rule& rule : result.plan->rules()) basis_.push_back(basis_text(rule));
}
RowReader::~RowReader() = default;

Cell RowReader::cell(Entity entity, claims::FieldIndex field, RowIndex row) const {
  if (field == claims::kNoField || row == kNoRow) return {};
  const Column* column = parts_[part_].column(entity, field);
  if (column == nullptr || !column->has(row)) return {};
  if (column->storage == Storage::day) return day_cell(column->day(row));
  if (column->storage == Storage::number) {
    return number_cell({column->number(row), static_cast<std::uint8_t>(column->scale)});
  }
  if (column->serial == nullptr) return text_cell(column->text(row));
  // Worked out for this row alone: a run may export numbers of most rows.
  std::string& made = made_[next_made_++ % made_.size()];
  made.clear();
  column->append_text(row, made);
  return text_cell(made);
}

// Sums over lines, of those that say it.
Cell RowReader::sum(claims::FieldIndex field, std::span<const RowIndex> lines) const {
  Cents total = 0;
  bool is_known = false;
  const Column* column = laid_->plan.part().column(Entity::line, field);
  for (const RowIndex line : lines) {
    if (column == nullptr || !column->has(line)) continue;
    total += column->number(line);
    is_known = true;
  }
  return is_known ? number_cell(Decimal::from_cents(total)) : Cell();
}

// Numbers of lines, separated by spaces.
std::string_view RowReader::names_of(std::span<const RowIndex> lines) {
  const Column* ids = laid_->plan.part().column(Entity::line, fields_->line_id);
  lines_.clear();
  for (const RowIndex line : lines) {
    if (!lines_.empty()) lines_ += ' ';
    ids->append_text(line, lines_);
  }
  return lines_;
}

void RowReader::stand_on(std::uint16_t part) {
  CHECK(part < parts_.size());
  part_ = part;
}

void RowReader::lay(std::uint16_t part) {
  stand_on(part);
  if (laid_ == nullptr || laid_->number != part) laid_ = std::make_unique<Laid>(*result_.plan, parts_[part], part);
}

void RowReader::read(const Finding& finding, FindingCells& cells) {
  cells = {};
  const rules::Rule& rule = result_.plan->rules()[finding.rule];
  id_ = finding.id.hex();
  cells[finding_column("finding_id")] = text_cell(id_);
  cells[finding_column("rule")] = text_cell(rule.code);
  cells[finding_column("rule_version")] = count_cell(rule.version);
  cells[finding_column("rule_name")] = text_cell(rule.name);
  cells[finding_column("certainty")] = text_cell(rule.certainty);
  cells[finding_column("gross")] = number_cell(Decimal::from_cents(finding.gross));
  cells[finding_column("net")] = number_cell(Decimal::from_cents(finding.net));
  cells[finding_column("basis")] = text_cell(basis_[finding.rule]);
  cells[finding_column("grain")] = text_cell(rules::grain_name(rule.grain));
  if (finding.point != rules::kNoPoint) {
    const knowledge::Point& point = result_.plan->library()[finding.point];
    cells[finding_column("point")] = text_cell(point.id);
    cells[finding_column("point_text")] = text_cell(point.constraint);
  }
  if (rule.grain == rules::Grain::provider_period) {
    read_month(finding, cells);
  } else {
    read_rows(finding, cells);
  }
}

void RowReader::read_rows(const Finding& finding, FindingCells& cells) {
  lay(finding.part);
  const rules::Rule& rule = result_.plan->rules()[finding.rule];
  const auto lines = result_.lines_of(finding);
  const Standing at = standing_of(parts_[finding.part], *result_.plan, rule.grain, finding.row, lines);
  laid_->subject.stand(finding.subject());
  message_ = rule.message[0].render(laid_->subject, scratch_);
  const Fields& f = *fields_;
  cells[finding_column("person")] = cell(Entity::person, f.person_id, at.person);
  cells[finding_column("visit")] = cell(Entity::visit, f.visit_id, at.visit);
  cells[finding_column("provider")] = cell(Entity::provider, f.provider_id, at.provider);
  cells[finding_column("provider_name")] = cell(Entity::provider, f.provider_name, at.provider);
  cells[finding_column("line")] = cell(Entity::line, f.line_id, at.line);
  cells[finding_column("day")] = day_cell(at.day);
  cells[finding_column("item")] = cell(Entity::line, f.line_item, at.line);
  cells[finding_column("item_name")] = cell(Entity::line, f.line_item_name, at.line);
  cells[finding_column("quantity")] = cell(Entity::line, f.line_quantity, at.line);
  cells[finding_column("price")] = cell(Entity::line, f.line_price, at.line);
  const bool is_line = rule.grain == rules::Grain::line;
  const auto counted = is_line ? std::span<const RowIndex>(&finding.row, 1) : lines;
  cells[finding_column("amount")] = sum(f.line_amount, counted);
  cells[finding_column("in_scope")] = sum(f.line_in_scope, counted);
  cells[finding_column("message")] = text_cell(message_);
  cells[finding_column("part")] = count_cell(finding.part);
  cells[finding_column("row")] = count_cell(finding.row);
  cells[finding_column("left_line")] = cell(Entity::line, f.line_id, finding.other);
  cells[finding_column("line_count")] = count_cell(static_cast<std::int64_t>(lines.size()));
  cells[finding_column("lines")] = text_cell(names_of(lines));
  cells[finding_column("diagnosis")] = cell(Entity::diagnosis, f.diagnosis_id, at.diagnosis);
  cells[finding_column("operation")] = cell(Entity::operation, f.operation_id, at.operation);
}

void RowReader::read_month(const Finding& finding, FindingCells& cells) {
  lay(finding.part);
  const rules::PeerTable::Cell& month = result_.peers->cells(finding.rule)[finding.row];
  laid_->subject.set_provider_period(*result_.peers, finding.row, finding.rule);
  message_ = result_.plan->rules()[finding.rule].message[0].render(laid_->subject, scratch_);
  cells[finding_column("provider")] = text_cell(month.key.provider);
  cells[finding_column("provider_name")] = cell(Entity::provider, fields_->provider_name, month.provider_row);
  cells[finding_column("day")] = day_cell(month.key.month);
  cells[finding_column("message")] = text_cell(message_);
  cells[finding_column("line_count")] = count_cell(0);
  cells[finding_column("item")] = text_cell(month.item);
  cells[finding_column("item_name")] = cell(Entity::line, fields_->line_item_name, month.line_row);
  group_ = group_text(month.key);
  cells[finding_column("peer_group")] = text_cell(group_);
}

void RowReader::read(const Undecided& undecided, UndecidedCells& cells) {
  cells = {};
  const rules::Rule& rule = result_.plan->rules()[undecided.rule];
  cells[undecided_column("rule")] = text_cell(rule.code);
  cells[undecided_column("rule_name")] = text_cell(rule.name);
  cells[undecided_column("reason")] = text_cell(result_.reasons[undecided.reason]);
  cells[undecided_column("grain")] = text_cell(rules::grain_name(rule.grain));
  if (undecided.point != rules::kNoPoint) {
    cells[undecided_column("point")] = text_cell(result_.plan->library()[undecided.point].id);
  }
  if (rule.grain == rules::Grain::provider_period) {
    stand_on(undecided.part);
    const rules::PeerTable::Cell& month = result_.peers->cells(undecided.rule)[undecided.row];
    cells[undecided_column("provider")] = text_cell(month.key.provider);
    cells[undecided_column("provider_name")] = cell(Entity::provider, fields_->provider_name, month.provider_row);
    cells[undecided_column("day")] = day_cell(month.key.month);
    cells[undecided_column("item")] = text_cell(month.item);
    cells[undecided_column("item_name")] = cell(Entity::line, fields_->line_item_name, month.line_row);
    group_ = group_text(month.key);
    cells[undecided_column("peer_group")] = text_cell(group_);
    return;
  }
  stand_on(undecided.part);
  const Standing at = standing_of(parts_[undecided.part], *result_.plan, rule.grain, undecided.row, {});
  const Fields& f = *fields_;
  cells[undecided_column("person")] = cell(Entity::person, f.person_id, at.person);
  cells[undecided_column("visit")] = cell(Entity::visit, f.visit_id, at.visit);
  cells[undecided_column("provider")] = cell(Entity::provider, f.provider_id, at.provider);
  cells[undecided_column("provider_name")] = cell(Entity::provider, f.provider_name, at.provider);
  cells[undecided_column("line")] = cell(Entity::line, f.line_id, at.line);
  cells[undecided_column("day")] = day_cell(at.day);
  cells[undecided_column("item")] = cell(Entity::line, f.line_item, at.line);
  cells[undecided_column("item_name")] = cell(Entity::line, f.line_item_name, at.line);
  cells[undecided_column("part")] = count_cell(undecided.part);
  cells[undecided_column("row")] = count_cell(undecided.row);
  cells[undecided_column("left_line")] = cell(Entity::line, f.line_id, undecided.other);
  cells[undecided_column("diagnosis")] = cell(Entity::diagnosis, f.diagnosis_id, at.diagnosis);
  cells[undecided_column("operation")] = cell(Entity::operation, f.operation_id, at.operation);
}

}  // namespace qiuhao::audit
