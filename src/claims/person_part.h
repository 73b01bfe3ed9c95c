// The part of one person alone: rows that stand nowhere yet, united with the person's tape where there is one.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "claims/loose_rows.h"
#include "claims/part.h"

namespace qiuhao::claims {

using FieldPlace = std::pair<Entity, FieldIndex>;

// A person of a part.
struct PersonTape {
  const Part* part = nullptr;
  RowIndex person = kNoRow;
};

class PersonPartMaker {
 public:
  // Only these fields get columns; the others read as absent.
  PersonPartMaker(const Schema& schema, std::span<const FieldPlace> fields);

  // A part of one person in which rows stand as after an import: visits by start and id, lines and settlements by time
  // and id, diagnoses and operations by visit and id. A line without a time stands at midnight of its day. Visits of
  // the tape whose id a loose one has are left out with all that is theirs. What the loose person does not say is the
  // tape's.
  Part make(const LooseTape& loose, const PersonTape& tape = {}) const;

 private:
  friend class PersonPart;

  struct OfEntity {
    std::vector<FieldIndex> kept;
    FieldIndex id = kNoField;
    FieldIndex time = kNoField;
    FieldIndex day = kNoField;
  };
  const Schema* schema_;
  std::array<OfEntity, kEntities> entities_;
  FieldIndex visit_provider_;
};

}  // namespace qiuhao::claims
