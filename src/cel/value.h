// Values and types of the rule language. A Value is 16 bytes and owns nothing: texts, lists and maps point into the
// program, the host's columns, or the Scratch of the evaluation.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "columns/column.h"

namespace qiuhao::cel {

using StructId = std::uint16_t;
using FieldId = std::uint16_t;
using SlotId = std::uint16_t;
using qiuhao::RowIndex;

enum class Kind : std::uint8_t {
  error,
  null,
  boolean,
  integer,
  unsigned_integer,
  floating,
  decimal,
  date,
  timestamp,  // seconds and nanoseconds since 1970, UTC
  duration,
  text,
  bytes,
  list,
  map,
  row,       // a row of a host struct
  type,      // a type as a value
  optional,  // a value or none
  opaque,    // in Types only: a type that a host has named, known to the checker alone
  any,       // in Types only: unknown until run time (dyn)
};

// A type: a kind, the struct of a row, the element type of a list, key and value types of a map, what an optional
// holds.
struct Type {
  Kind kind = Kind::any;
  StructId row_struct = 0;              // of a row; of an opaque type: its number in the environment
  std::shared_ptr<const Type> key;      // of a map
  std::shared_ptr<const Type> element;  // of a list, map, optional; of a type: what it is the type of
  bool is_free = false;                 // of any: nothing is known of it, as of the items of []; any type fits
  std::shared_ptr<const std::vector<Type>> parameters = nullptr;  // of an opaque type

  static Type of(Kind kind) { return {kind, 0, nullptr, nullptr}; }
  static Type any() { return of(Kind::any); }
  static Type free() { return {Kind::any, 0, nullptr, nullptr, true}; }
  static Type row_of(StructId id) { return {Kind::row, id, nullptr, nullptr}; }
  static Type list_of(Type element);
  static Type map_of(Type key, Type element);
  static Type optional_of(Type element);
  static Type type_of(Type element);
  static Type opaque_of(StructId id, std::vector<Type> parameters);
  bool operator==(const Type& other) const;
  std::string text() const;  // "list(decimal)"
};

enum class ErrorReason : std::uint8_t {
  absent,
  overflow,
  division_by_zero,
  bad_conversion,
  no_such_key,
  bad_index,
  no_such_overload,
  limit,
  other
};

struct ListValue;
struct MapValue;

struct Value {
  Kind kind = Kind::null;
  std::uint8_t detail = 0;  // decimal: scale; error: ErrorReason
  StructId row_struct = 0;  // row
  std::uint32_t size = 0;   // text, bytes: length in bytes; timestamp, duration: nanoseconds; error: length of text
  union {
    std::int64_t integer = 0;  // boolean, integer, decimal units, date (Day), timestamp and duration seconds, row index
    std::uint64_t unsigned_integer;
    double floating;
    const char* text;  // text, bytes; error: its sentence, or the absent field's path
    const ListValue* list;
    const MapValue* map;
    const Type* type;
    const Value* inner;  // optional: what it holds, null for none
  };

  static Value null() { return {}; }
  static Value of_bool(bool value) {
    Value made;
    made.kind = Kind::boolean;
    made.integer = value ? 1 : 0;
    return made;
  }
  static Value of_int(std::int64_t value);
  static Value of_double(double value);
  static Value of_decimal(Decimal value);
  static Value of_date(Day day);
  static Value of_uint(std::uint64_t value);
  static Value of_timestamp(Seconds seconds, std::uint32_t nanoseconds = 0);
  static Value of_duration(Seconds seconds,
                           std::uint32_t nanoseconds = 0);  // nanoseconds count upwards: -0.5s is (-1, 5e8)
  static Value of_text(std::string_view text);              // not copied
  static Value of_bytes(std::string_view bytes);            // not copied
  static Value of_row(StructId owner, RowIndex row);
  static Value of_list(const ListValue* list);
  static Value of_map(const MapValue* map);
  static Value of_type(const Type* type);
  static Value of_optional(const Value* inner);     // null for none
  static Value absent(const char* path = nullptr);  // path filled in by the program when null
  // The sentence lives as long as texts do; most are literals.
  static Value error(ErrorReason reason, const char* sentence);

  bool is_error() const { return kind == Kind::error; }
  bool is_absent() const { return kind == Kind::error && detail == static_cast<std::uint8_t>(ErrorReason::absent); }
  bool is_true() const { return kind == Kind::boolean && integer != 0; }
  std::string_view as_text() const { return {text, size}; }
  Decimal as_decimal() const { return {integer, detail}; }
  Day as_date() const { return static_cast<Day>(integer); }
};
static_assert(sizeof(Value) == 16);

// A list: values, or rows of one struct given by their indexes (so that a window costs no copy).
struct ListValue {
  std::span<const Value> values;
  std::span<const RowIndex> rows;  // used when values is empty and row_struct is set
  StructId row_struct = 0;
  bool of_rows = false;
  std::size_t size() const { return of_rows ? rows.size() : values.size(); }
  Value at(std::size_t index) const { return of_rows ? Value::of_row(row_struct, rows[index]) : values[index]; }
};

struct MapValue {
  std::span<const Value> keys;  // in insertion order
  std::span<const Value> values;
};

inline constexpr int kMaxValueDepth = 500;  // of lists in lists: what is deeper is not compared, kept or written
inline constexpr std::size_t kMaxScratchBytes = std::size_t{64} << 20;

// Memory of one evaluation, reused by the next: no allocation once it is warm. One a thread.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  void reset() {  // called by evaluate at its start
    if (is_used_) empty();
  }
  // From the arena; null when the evaluation has taken kMaxScratchBytes.
  void* take(std::size_t bytes, std::size_t align);
  template <typename T>
  T* take_many(std::size_t count) {
    return static_cast<T*>(take(count * sizeof(T), alignof(T)));
  }

 private:
  struct Arena;
  void empty();
  bool is_used_ = false;
  std::unique_ptr<Arena> arena_;
};

// The name of a kind in type texts: "int", "list", "null_type".
std::string_view kind_name(Kind kind);
// The type of a value, as type(x) gives it: kinds only, for lists and maps hold values of any type.
const Type* type_of_kind(Kind kind);

// "12.50", "'x'", "[1, 2]": as CEL would write it; for messages and explanations.
std::string to_text(const Value& value);
// As a person reads it in a message: texts without quotes, decimals without trailing zeros, 是 and 否, lists joined by
// 、, errors and what is absent as —.
std::string to_message(const Value& value);

}  // namespace qiuhao::cel
