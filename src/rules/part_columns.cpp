// Kinds of the dictionary's fields.
#include "rules/part_columns.h"

#include "rules/world.h"

namespace qiuhao::rules {

PartColumns::PartColumns(const claims::Schema& schema, const claims::Part& part, const cel::FieldColumn* points,
                         const cel::FieldColumn* parameters, const cel::FieldColumn* licences) {
  structs_[kPointStruct] = points;
  structs_[kParameterStruct] = parameters;
  structs_[kLicenceStruct] = licences;
  for (std::size_t index = 0; index < claims::kEntities; ++index) {
    const auto entity = static_cast<claims::Entity>(index);
    const auto& fields = schema.of(entity).fields;
    for (std::size_t field = 0; field < fields.size(); ++field) {
      const Column* column = part.column(entity, static_cast<claims::FieldIndex>(field));
      fields_[index].push_back(column == nullptr ? cel::FieldColumn::absent()
                                                 : cel::FieldColumn::of(type_of(fields[field]).kind, *column));
    }
    structs_[index] = fields_[index].data();
  }
}

}  // namespace qiuhao::rules
