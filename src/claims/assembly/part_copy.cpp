// A person's rows from a part that stands into the part at hand.
#include "claims/assembly/part_writer.h"
#include "claims/assembly/work.h"
#include "columns/copy_value.h"

namespace qiuhao::claims::assembly {
namespace {

std::string_view text_of(const Part& part, const Schema& schema, Entity entity, std::string_view field, RowIndex row) {
  const Column* column = part.column(entity, schema.of(entity).find(field));
  return column == nullptr || !column->has(row) ? std::string_view() : column->text(row);
}

std::int64_t time_of(const Part& part, const Schema& schema, Entity entity, std::string_view field, RowIndex row) {
  const Column* column = part.column(entity, schema.of(entity).find(field));
  return column == nullptr || !column->has(row) ? 0 : column->number(row);
}

constexpr Link kRanges[] = {Link::person_visits, Link::person_lines, Link::person_diagnoses, Link::person_operations,
                            Link::person_settlements};
constexpr Link kToVisit[] = {Link::visit_person, Link::line_visit, Link::diagnosis_visit, Link::operation_visit,
                             Link::settlement_visit};

}  // namespace

void PartWriter::copy_row(const Part& part, Entity entity, RowIndex row) {
  const auto fields = schema_->of(entity).fields.size();
  for (std::size_t field = 0; field < fields; ++field) {
    const auto index = static_cast<FieldIndex>(field);
    copy_value(part.column(entity, index), row, builder_->field(entity, index), scratch_);
  }
  builder_->finish_row(entity);
}

// What providers and staff are called is what the latest visit's part says of them.
void PartWriter::copy_links(const Part& part, Entity entity, RowIndex row) {
  if (entity == Entity::visit) {
    const RowIndex provider = part.link(Link::visit_provider, row);
    builder_->link(Link::visit_provider)
        .append_index(provider == kNoRow
                          ? kNoRow
                          : providers_.row_of(text_of(part, *schema_, Entity::provider, "id", provider),
                                              text_of(part, *schema_, Entity::provider, "name", provider),
                                              time_of(part, *schema_, entity, "start", row)));
  } else if (entity == Entity::line) {
    const RowIndex staff = part.link(Link::line_staff, row);
    builder_->link(Link::line_staff)
        .append_index(staff == kNoRow ? kNoRow
                                      : staff_.row_of(text_of(part, *schema_, Entity::staff, "id", staff),
                                                      text_of(part, *schema_, Entity::staff, "department", staff),
                                                      time_of(part, *schema_, entity, "time", row)));
  }
}

Status PartWriter::copy(const Part& part, RowIndex person) {
  const Column* ids = part.column(Entity::person, schema_->of(Entity::person).find("id"));
  begin_person(std::string(ids->text(person)));
  const RowIndex person_row = builder_->next_row(Entity::person);
  const RowIndex first_visit = builder_->next_row(Entity::visit);
  const RowIndex old_first = part.range(Link::person_visits, person).begin;
  copy_row(part, Entity::person, person);
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    const Entity entity = kAssembledEntities[table];
    const Range rows = part.range(kRanges[table], person);
    for (RowIndex row = rows.begin; row < rows.end; ++row) {
      copy_row(part, entity, row);
      const RowIndex parent = table == kVisits ? person_row : first_visit + part.link(kToVisit[table], row) - old_first;
      builder_->link(kToVisit[table]).append_index(parent);
      copy_links(part, entity, row);
    }
  }
  return end_person();
}

}  // namespace qiuhao::claims::assembly
