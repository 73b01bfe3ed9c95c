// Rows as messages bring them: names of the national interface and texts, which become loose rows with all that an
// import would work out of them.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "claims/loose_rows.h"
#include "claims/schema.h"

namespace qiuhao::claims {

// A text as clients send it, without the blanks around it; "" where it says nothing: "-", "null" and "NULL" too.
std::string_view said(std::string_view text);

// The fields of one entity under the names that some messages and tables give them.
class MessageRows {
 public:
  // `tables`: keys of Field::national ("3101", "fee_list_d"); where two tables mean different fields by one name the
  // earlier one counts.
  MessageRows(const Schema& schema, Entity entity, const std::vector<std::string_view>& tables);

  // kNoField for a name that no field has.
  FieldIndex find(std::string_view national_name) const;
  // Sets a field from a text as clients send it; one that says nothing leaves it absent. "bad_number" (also of more
  // than a bill can have), "bad_date" or "bad_time" with the sentence; the row stays as it was.
  Status set(LooseRow& row, FieldIndex field, std::string_view text) const;
  // Works out derived fields that are still absent (days, kinds, levels), and of lines what is in scope: the amount
  // without what the person pays of it, where both parts are said.
  void derive(LooseRow& row) const;
  // An empty row of the entity.
  LooseRow make() const;

  Entity entity() const { return entity_; }
  const EntitySchema& schema() const { return *schema_; }

 private:
  struct Derived {
    enum class Kind : std::uint8_t { day, days, hours, mapped } kind = Kind::day;
    FieldIndex target = kNoField;
    FieldIndex from = kNoField;
    FieldIndex end = kNoField;
  };
  void derive_in_scope(LooseRow& row) const;

  Entity entity_;
  const EntitySchema* schema_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, FieldIndex, Hash, std::equal_to<>> names_;
  std::vector<Derived> derived_;
  FieldIndex refunded_ = kNoField;  // of lines: none, unless the message says so
  struct InScope {
    FieldIndex in_scope = kNoField;
    FieldIndex amount = kNoField;
    FieldIndex own_expense = kNoField;
    FieldIndex first_self_pay = kNoField;
  } money_;
};

}  // namespace qiuhao::claims
