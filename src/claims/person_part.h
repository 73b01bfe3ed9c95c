// The part of one person alone: rows that stand nowhere yet, united with the person's tape where there is one.
#pragma once

#include <array>
#include <memory>
#include <optional>
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

// Which fields the part of a person has columns of; the others read as absent.
struct PersonFields {
  std::vector<FieldPlace> all;
  // Of these visits, lines, diagnoses and so on of the tape have no more; loose ones have all.
  std::vector<FieldPlace> of_tape;
  // The columns of the others are made when they are first asked for (PersonPart::make).
  std::vector<FieldPlace> at_once;
};

// A part of one person, of which columns may still have to be made. Not for several threads. What it was made of must
// outlive it.
class PersonPart {
 public:
  class Making;
  explicit PersonPart(std::unique_ptr<Making> making);
  PersonPart(PersonPart&&) noexcept;
  ~PersonPart();

  const Part& part() const;
  // Whether a row is of the loose tape and no history; not of people.
  bool is_asked(Entity entity, RowIndex row) const;
  bool is_to_make(Entity entity, FieldIndex field) const;
  // Part::column of it from then on, where it was to be made.
  const Column* make(Entity entity, FieldIndex field);
  // Puts another number in place of one that a row has; gives that one. nullopt, and nothing done, where the row has
  // none. What was worked out of it before stays as it was.
  std::optional<std::int64_t> replace_number(Entity entity, FieldIndex field, RowIndex row, std::int64_t number);
  // Takes out a line that is asked about, as if it had never been there: rows of lines after it are one less. Nothing
  // else may be taken out before it was put back where it was; what was worked out of lines before stays as it was.
  void take_line_out(RowIndex line);
  void put_line_back(RowIndex line);

 private:
  std::unique_ptr<Making> making_;
};

class PersonPartMaker {
 public:
  PersonPartMaker(const Schema& schema, const PersonFields& fields);

  // A part of one person in which rows stand as after an import: visits by start and id, lines and settlements by time
  // and id, diagnoses and operations by visit and id. A line without a time stands at midnight of its day. Visits of
  // the tape whose id a loose one has are left out with all that is theirs. What the loose person does not say is the
  // tape's.
  PersonPart make(const LooseTape& loose, const PersonTape& tape = {}) const;
  // The same with every column.
  Part make_whole(const LooseTape& loose, const PersonTape& tape = {}) const;

 private:
  friend class PersonPart::Making;

  struct Kept {
    FieldIndex field = kNoField;
    bool is_of_tape = false;
    bool is_at_once = false;
  };
  struct OfEntity {
    std::vector<Kept> kept;  // by field
    FieldIndex id = kNoField;
    FieldIndex time = kNoField;
    FieldIndex day = kNoField;
  };
  const Schema* schema_;
  std::array<OfEntity, kEntities> entities_;
  FieldIndex visit_provider_;
};

}  // namespace qiuhao::claims
