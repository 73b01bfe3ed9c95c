// The columns of a part as the rule language reads them: fields of rows come straight from the tape, those of knowledge
// points, parameters and registers from the plan.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "cel/columns.h"
#include "claims/part.h"
#include "claims/person_part.h"
#include "claims/schema.h"

namespace qiuhao::rules {

inline constexpr std::size_t kMostStructs = 32;  // of an environment: entities, k, what windows give

class PartColumns {
 public:
  // All must outlive it; `points` by PointField, `parameters` as ParameterTable has them, `registers` as
  // RegisterTables. Columns that `making` still has to make are asked for by make(); null: the part has all.
  PartColumns(const claims::Schema& schema, const claims::Part& part, const cel::FieldColumn* points,
              const cel::FieldColumn* parameters, std::span<const cel::FieldColumn* const> registers,
              claims::PersonPart* making = nullptr);
  PartColumns(const PartColumns&) = delete;
  PartColumns& operator=(const PartColumns&) = delete;

  // As cel::ColumnTable wants them; of the entities, of k, of param and of registers.
  const cel::FieldColumn* const* structs() const { return structs_.data(); }
  // A field of an entity, made now where it was still to be made: that is one thread's affair.
  const cel::FieldColumn& of(claims::Entity entity, cel::FieldId field) const {
    const cel::FieldColumn& column = fields_[static_cast<std::size_t>(entity)][field];
    if (column.kind == cel::Kind::any) [[unlikely]]
      make(entity, field);
    return column;
  }

 private:
  void make(claims::Entity entity, cel::FieldId field) const;

  const claims::Schema& schema_;
  claims::PersonPart* making_;
  mutable std::array<std::vector<cel::FieldColumn>, claims::kEntities> fields_;
  std::array<const cel::FieldColumn*, kMostStructs> structs_{};
};

}  // namespace qiuhao::rules
