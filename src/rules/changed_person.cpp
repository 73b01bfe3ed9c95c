// Copying rows value by value into a new part.
#include "rules/changed_person.h"

#include <memory>
#include <unordered_map>

#include "base/day.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using claims::FieldIndex;
using claims::Link;

class PersonCopier {
 public:
  PersonCopier(const claims::Part& part, const claims::Schema& schema, const PersonChange& change)
      : part_(part), schema_(schema), change_(change), builder_(std::make_unique<claims::PartBuilder>(schema)) {}

  ChangedPerson copy(RowIndex person) {
    copy_row(Entity::person, person);
    const claims::Range visits = part_.range(Link::person_visits, person);
    for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
      const RowIndex provider = copy_shared(Entity::provider, part_.link(Link::visit_provider, visit));
      new_visits_.emplace(visit, copy_row(Entity::visit, visit));
      builder_->link(Link::visit_person).append_index(0);
      builder_->link(Link::visit_provider).append_index(provider);
    }
    copy_lines(part_.range(Link::person_lines, person));
    copy_of_visits(Entity::diagnosis, Link::person_diagnoses, Link::diagnosis_visit, person);
    copy_of_visits(Entity::operation, Link::person_operations, Link::operation_visit, person);
    copy_of_visits(Entity::settlement, Link::person_settlements, Link::settlement_visit, person);
    builder_->finish_person();
    made_.part = claims::build(std::move(builder_));
    return std::move(made_);
  }

 private:
  void copy_lines(claims::Range lines) {
    for (RowIndex line = lines.begin; line < lines.end; ++line) {
      if (change_.dropped_lines.contains(line)) continue;
      const RowIndex staff = copy_shared(Entity::staff, part_.link(Link::line_staff, line));
      copy_row(Entity::line, line);
      builder_->link(Link::line_visit).append_index(new_visits_.at(part_.link(Link::line_visit, line)));
      builder_->link(Link::line_staff).append_index(staff);
    }
  }

  void copy_of_visits(Entity entity, Link of_person, Link to_visit, RowIndex person) {
    const claims::Range rows = part_.range(of_person, person);
    for (RowIndex row = rows.begin; row < rows.end; ++row) {
      copy_row(entity, row);
      builder_->link(to_visit).append_index(new_visits_.at(part_.link(to_visit, row)));
    }
  }

  // Rows that several others name are copied once.
  RowIndex copy_shared(Entity entity, RowIndex row) {
    if (row == kNoRow) return kNoRow;
    auto& known = entity == Entity::provider ? providers_ : staff_;
    const auto found = known.find(row);
    return found != known.end() ? found->second : known.emplace(row, copy_row(entity, row)).first->second;
  }

  RowIndex copy_row(Entity entity, RowIndex row) {
    const std::size_t fields = schema_.of(entity).fields.size();
    for (std::size_t index = 0; index < fields; ++index) {
      const auto field = static_cast<FieldIndex>(index);
      ColumnBuilder& to = builder_->field(entity, field);
      const Storage storage = schema_.field(entity, field).storage();
      const bool is_text = storage == Storage::code || storage == Storage::text;
      const ChangedValue* changed = nullptr;
      for (const ChangedValue& value : change_.values) {
        if (value.of == entity && value.field == field && value.row == row) changed = &value;
      }
      const Column* from = part_.column(entity, field);
      const bool has_value = changed != nullptr || (from != nullptr && from->has(row));
      if (!has_value) {
        to.append_absent();
      } else if (is_text) {
        to.append_text(changed != nullptr ? std::string_view(changed->words) : from->text(row));
      } else if (storage == Storage::day) {
        to.append_day(changed != nullptr ? static_cast<Day>(changed->number) : from->day(row));
      } else {
        to.append_number(changed != nullptr ? changed->number : from->number(row));
      }
    }
    made_.origins[static_cast<std::size_t>(entity)].push_back(row);
    builder_->finish_row(entity);
    return static_cast<RowIndex>(made_.origins[static_cast<std::size_t>(entity)].size() - 1);
  }

  const claims::Part& part_;
  const claims::Schema& schema_;
  const PersonChange& change_;
  std::unique_ptr<claims::PartBuilder> builder_;
  ChangedPerson made_;
  std::unordered_map<RowIndex, RowIndex> new_visits_;
  std::unordered_map<RowIndex, RowIndex> providers_;
  std::unordered_map<RowIndex, RowIndex> staff_;
};

}  // namespace

ChangedPerson copy_person(const claims::Part& part, const claims::Schema& schema, RowIndex person,
                          const PersonChange& change) {
  return PersonCopier(part, schema, change).copy(person);
}

}  // namespace qiuhao::rules
