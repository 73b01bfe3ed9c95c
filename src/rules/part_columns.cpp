// Kinds of the dictionary's fields.
#include "rules/part_columns.h"

#include "rules/world.h"

namespace qiuhao::rules {

PartColumns::PartColumns(const claims::Schema& schema, const claims::Part& part, const cel::FieldColumn* points,
                         const cel::FieldColumn* parameters, std::span<const cel::FieldColumn* const> registers,
                         claims::PersonPart* making)
    : schema_(schema), making_(making) {
  structs_[kPointStruct] = points;
  structs_[kParameterStruct] = parameters;
  for (std::size_t number = 0; number < registers.size(); ++number)
    structs_[kFirstRegisterStruct + number] = registers[number];
  for (std::size_t index = 0; index < claims::kEntities; ++index) {
    const auto entity = static_cast<claims::Entity>(index);
    const auto& fields = schema.of(entity).fields;
    fields_[index].reserve(fields.size());
    for (std::size_t at = 0; at < fields.size(); ++at) {
      const auto field = static_cast<claims::FieldIndex>(at);
      const Column* column = part.column(entity, field);
      if (making != nullptr && making->is_to_make(entity, field))
        fields_[index].emplace_back();  // asked for
      else
        fields_[index].push_back(column == nullptr ? cel::FieldColumn::absent()
                                                   : cel::FieldColumn::of(type_of(fields[at]).kind, *column));
    }
    structs_[index] = fields_[index].data();
  }
}

void PartColumns::make(claims::Entity entity, cel::FieldId field) const {
  const Column* column = making_->make(entity, field);
  const cel::Kind kind = type_of(schema_.of(entity).fields[field]).kind;
  fields_[static_cast<std::size_t>(entity)][field] =
      column == nullptr ? cel::FieldColumn::absent() : cel::FieldColumn::of(kind, *column);
}

}  // namespace qiuhao::rules
