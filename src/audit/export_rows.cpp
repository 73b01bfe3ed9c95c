// Rows of an audit, read from the tape by the numbers that findings carry.
#include "audit/export_rows.h"

#include "base/check.h"

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;

// Where the dictionary has what rows show.
struct RowReader::Fields {
  claims::FieldIndex person_id, visit_id, visit_provider, provider_name, line_id, line_day, line_item, line_item_name,
      line_quantity, line_price, line_amount, line_in_scope;

  explicit Fields(const claims::Schema& schema)
      : person_id(schema.of(Entity::person).find("id")),
        visit_id(schema.of(Entity::visit).find("id")),
        visit_provider(schema.of(Entity::visit).find("provider")),
        provider_name(schema.of(Entity::provider).find("name")),
        line_id(schema.of(Entity::line).find("id")),
        line_day(schema.of(Entity::line).find("day")),
        line_item(schema.of(Entity::line).find("item")),
        line_item_name(schema.of(Entity::line).find("item_name")),
        line_quantity(schema.of(Entity::line).find("quantity")),
        line_price(schema.of(Entity::line).find("price")),
        line_amount(schema.of(Entity::line).find("amount")),
        line_in_scope(schema.of(Entity::line).find("in_scope")) {}
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
  const Column* column = laid_->plan.part().column(entity, field);
  if (column == nullptr || !column->has(row)) return {};
  if (column->storage == Storage::day) {
    Cell cell;
    cell.kind = CellKind::day;
    cell.day = column->day(row);
    return cell;
  }
  if (column->storage == Storage::number) {
    return number_cell({column->number(row), static_cast<std::uint8_t>(column->scale)});
  }
  return text_cell(column->text(row));
}

void RowReader::stand_on(std::uint16_t part, RowIndex line, const rules::Candidate& candidate) {
  CHECK(part < parts_.size() && line < parts_[part].rows(Entity::line));
  if (laid_ == nullptr || laid_->number != part) laid_ = std::make_unique<Laid>(*result_.plan, parts_[part], part);
  rules::Subject& subject = laid_->subject;
  const claims::Part& rows = parts_[part];
  const RowIndex person = rows.link(Link::visit_person, rows.link(Link::line_visit, line));
  if (subject.person() != person) subject.set_person(person);
  subject.set_line(line, candidate);
}

void RowReader::read(const Finding& finding, FindingCells& cells) {
  stand_on(finding.part, finding.line, {finding.rule, finding.point});
  const rules::Subject& subject = laid_->subject;
  const rules::Rule& rule = result_.plan->rules()[finding.rule];
  const bool has_point = finding.point != rules::kNoPoint;
  const auto* point = has_point ? &result_.plan->library()[finding.point] : nullptr;
  const RowIndex visit = subject.visit();
  const Fields& f = *fields_;
  id_ = finding.id.hex();
  message_ = rule.message[0].render(subject, scratch_);
  const auto line = [&](claims::FieldIndex field) { return cell(Entity::line, field, finding.line); };
  cells = {text_cell(id_),
           text_cell(rule.code),
           count_cell(rule.version),
           text_cell(rule.name),
           text_cell(rule.certainty),
           text_cell(has_point ? std::string_view(point->id) : ""),
           text_cell(has_point ? std::string_view(point->constraint) : ""),
           cell(Entity::person, f.person_id, subject.person()),
           cell(Entity::visit, f.visit_id, visit),
           cell(Entity::visit, f.visit_provider, visit),
           cell(Entity::provider, f.provider_name, parts_[finding.part].link(Link::visit_provider, visit)),
           line(f.line_id),
           line(f.line_day),
           line(f.line_item),
           line(f.line_item_name),
           line(f.line_quantity),
           line(f.line_price),
           line(f.line_amount),
           line(f.line_in_scope),
           number_cell(Decimal::from_cents(finding.gross)),
           number_cell(Decimal::from_cents(finding.net)),
           text_cell(message_),
           text_cell(basis_[finding.rule]),
           count_cell(finding.part),
           count_cell(finding.line)};
}

void RowReader::read(const Undecided& undecided, UndecidedCells& cells) {
  stand_on(undecided.part, undecided.line, {undecided.rule, undecided.point});
  const rules::Subject& subject = laid_->subject;
  const rules::Rule& rule = result_.plan->rules()[undecided.rule];
  const RowIndex visit = subject.visit();
  const Fields& f = *fields_;
  const bool has_point = undecided.point != rules::kNoPoint;
  const auto line = [&](claims::FieldIndex field) { return cell(Entity::line, field, undecided.line); };
  cells = {text_cell(rule.code),
           text_cell(rule.name),
           text_cell(result_.reasons[undecided.reason]),
           text_cell(has_point ? std::string_view(result_.plan->library()[undecided.point].id) : ""),
           cell(Entity::person, f.person_id, subject.person()),
           cell(Entity::visit, f.visit_id, visit),
           cell(Entity::visit, f.visit_provider, visit),
           cell(Entity::provider, f.provider_name, parts_[undecided.part].link(Link::visit_provider, visit)),
           line(f.line_id),
           line(f.line_day),
           line(f.line_item),
           line(f.line_item_name),
           count_cell(undecided.part),
           count_cell(undecided.line)};
}

}  // namespace qiuhao::audit
