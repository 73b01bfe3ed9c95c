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

// Tables beside the tape (登记表): what no settlement tells.
enum class Register : std::uint8_t { licence, stock, trace, death, custody, assistance, work_injury, institution };
inline constexpr std::size_t kRegisters = 8;
inline constexpr std::array<std::string_view, kRegisters> kRegisterNames = {
    "licence", "stock", "trace", "death", "custody", "assistance", "work_injury", "institution"};

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
  bool is_closed = false;    // a row with another value than `codes` has is rejected; of registers
  // A psn_no in the table, of which the person's pseudonym is kept; of registers.
  bool is_pseudonym = false;
  std::string pattern;  // "[0-9A-Z]{10,}": a row with a text of another form is rejected; of registers
  std::vector<CodeValue> codes;
  // For fields that the import works out: "day of time", "kind of med_type", "listed" (a 1 in every row); "" for those
  // read.
  std::string derived;
  // What the field nearly always is of others, for a smaller tape: "quantity * price",
  // "amount - own_expense - first_self_pay", "start", "visit.end". It changes no value.
  std::string usually;
  // Value map of a derived code field: longest code prefix -> value ("13" -> "emergency").
  std::map<std::string, std::string> value_map;

  Storage storage() const;
};

// Of an entity or a register.
struct EntitySchema {
  std::string label;           // "费用"
  std::string national_table;  // "fee_list_d"; "" for entities without a table of their own
  std::string meaning;
  std::vector<Field> fields;
  std::vector<FieldIndex> order;  // of registers: rows are kept sorted by these, then by their keys

  FieldIndex find(std::string_view name) const;  // kNoField when there is none
  // By English name or Chinese label; no two fields of an entity share either (the load refuses it).
  FieldIndex find_any(std::string_view name) const;
};

// A field of an entity or a register.
struct NamedField {
  std::string_view table;  // "line", "licence"
  const EntitySchema* schema = nullptr;
  FieldIndex index = kNoField;

  const Field& field() const { return schema->fields[index]; }
};

class Schema {
 public:
  // Reads FOLDER/person.yaml … staff.yaml, licence.yaml … institution.yaml; every mistake is an Error with its place.
  static Result<Schema> load(const std::string& folder);

  const EntitySchema& of(Entity entity) const { return entities_[static_cast<std::size_t>(entity)]; }
  const EntitySchema& of(Register table) const { return registers_[static_cast<std::size_t>(table)]; }
  // "line.quantity" or "费用.数量"; nullopt when there is no such field.
  std::optional<std::pair<Entity, FieldIndex>> find(std::string_view path) const;
  // The same with the registers: "licence.title" or "执业登记.职称".
  std::optional<NamedField> find_named(std::string_view path) const;
  const Field& field(Entity entity, FieldIndex index) const { return of(entity).fields[index]; }

 private:
  std::array<EntitySchema, kEntities> entities_;
  std::array<EntitySchema, kRegisters> registers_;
};

}  // namespace qiuhao::claims
