// The dictionary of fields (policy/schema/*.yaml): every field that rules, tables, the console and messages may name,
// with its English name, Chinese label, type, unit, meaning and national names. What the tape stores follows from it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "columns/column.h"

namespace qiuhao::claims {

enum class Entity : std::uint8_t { person, visit, line, diagnosis, operation, settlement, provider, staff };
inline constexpr std::size_t kEntities = 8;
inline constexpr std::array<std::string_view, kEntities> kEntityNames = {
    "person", "visit", "line", "diagnosis", "operation", "settlement", "provider", "staff"};

enum class FieldType : std::uint8_t {
  code,     // a value of a code table or a catalogue; few distinct values
  text,     // words; few distinct values
  id,       // a number or name that is nearly unique
  date,     // local day
  time,     // seconds UTC
  decimal,  // exact, `scale` places
  integer,
};

using FieldIndex = std::uint16_t;
inline constexpr FieldIndex kNoField = 0xffff;

struct CodeValue {
  std::string code;
  std::string label;  // Chinese
};

struct Field {
  std::string name;   // "quantity"
  std::string label;  // "数量"
  FieldType type = FieldType::text;
  int scale = 0;
  std::string unit;     // "元", "" for none
  std::string meaning;  // one English sentence
  // National table or message -> column: {"fee_list_d": "cnt", "3101": "cnt"}.
  std::map<std::string, std::string> national;
  bool is_key = false;       // identifies a row within its table
  bool is_required = false;  // a row without it is rejected
  std::vector<CodeValue> codes;
  // For fields that the import works out: "day of time", "kind of med_type"; "" for those read.
  std::string derived;
  // What the field nearly always is of others, for a smaller tape: "quantity * price",
  // "amount - own_expense - first_self_pay", "start", "visit.end". It changes no value.
  std::string usually;
  // Value map of a derived code field: longest code prefix -> value ("13" -> "emergency").
  std::map<std::string, std::string> value_map;

  Storage storage() const;
};

struct EntitySchema {
  Entity entity = Entity::person;
  std::string label;           // "费用"
  std::string national_table;  // "fee_list_d"; "" for entities without a table of their own
  std::string meaning;
  std::vector<Field> fields;

  FieldIndex find(std::string_view name) const;  // kNoField when there is none
  // By English name or Chinese label; no two fields of an entity share either (the load refuses it).
  FieldIndex find_any(std::string_view name) const;
};

class Schema {
 public:
  // Reads FOLDER/person.yaml … staff.yaml; every mistake is an Error with its place.
  static Result<Schema> load(const std::string& folder);

  const EntitySchema& of(Entity entity) const { return entities_[static_cast<std::size_t>(entity)]; }
  // "line.quantity" or "费用.数量"; nullopt when there is no such field.
  std::optional<std::pair<Entity, FieldIndex>> find(std::string_view path) const;
  const Field& field(Entity entity, FieldIndex index) const { return of(entity).fields[index]; }

 private:
  std::array<EntitySchema, kEntities> entities_;
};

}  // namespace qiuhao::claims
