// Making values and types of the rule language, and the memory of an evaluation.
#include "cel/value.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace qiuhao::cel {
namespace {

constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::any) + 1;
constexpr std::array<std::string_view, kKinds> kKindNames = {
    "error",  "null_type", "bool", "int", "uint", "double", "decimal",       "date",   "timestamp", "duration",
    "string", "bytes",     "list", "map", "row",  "type",   "optional_type", "opaque", "dyn"};

Value make(Kind kind, std::int64_t integer, std::uint32_t size = 0) {
  Value value;
  value.kind = kind;
  value.size = size;
  value.integer = integer;
  return value;
}

Value make_text(Kind kind, std::string_view text) {
  Value value;
  value.kind = kind;
  value.size = static_cast<std::uint32_t>(text.size());
  value.text = text.data();
  return value;
}

}  // namespace

Type Type::list_of(Type element) { return {Kind::list, 0, nullptr, std::make_shared<const Type>(std::move(element))}; }

Type Type::map_of(Type key, Type element) {
  return {Kind::map, 0, std::make_shared<const Type>(std::move(key)), std::make_shared<const Type>(std::move(element))};
}

Type Type::optional_of(Type element) {
  return {Kind::optional, 0, nullptr, std::make_shared<const Type>(std::move(element))};
}

Type Type::type_of(Type element) { return {Kind::type, 0, nullptr, std::make_shared<const Type>(std::move(element))}; }

Type Type::opaque_of(StructId id, std::vector<Type> parameters) {
  return {Kind::opaque, id, nullptr, nullptr, false, std::make_shared<const std::vector<Type>>(std::move(parameters))};
}

bool Type::operator==(const Type& other) const {
  const auto same = [](const std::shared_ptr<const Type>& a, const std::shared_ptr<const Type>& b) {
    const Kind a_kind = a ? a->kind : Kind::any;
    const Kind b_kind = b ? b->kind : Kind::any;
    return a && b ? *a == *b : a_kind == b_kind;
  };
  const bool have_same_parameters =
      parameters == other.parameters || (parameters && other.parameters && *parameters == *other.parameters);
  return kind == other.kind && row_struct == other.row_struct && same(key, other.key) && same(element, other.element) &&
         have_same_parameters;
}

std::string Type::text() const {
  const std::string name{kind_name(kind)};
  const bool has_element = kind == Kind::list || kind == Kind::optional || kind == Kind::type;
  if (has_element && element) return name + "(" + element->text() + ")";
  if (kind == Kind::map && key && element) return name + "(" + key->text() + ", " + element->text() + ")";
  return name;
}

std::string_view kind_name(Kind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

const Type* type_of_kind(Kind kind) {
  static const std::array<Type, kKinds> types = [] {
    std::array<Type, kKinds> made;
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = Type::of(static_cast<Kind>(i));
    return made;
  }();
  return &types[static_cast<std::size_t>(kind)];
}

Value Value::of_int(std::int64_t value) { return make(Kind::integer, value); }
Value Value::of_date(Day day) { return make(Kind::date, day); }
Value Value::of_timestamp(Seconds seconds, std::uint32_t nanoseconds) {
  return make(Kind::timestamp, seconds, nanoseconds);
}
Value Value::of_duration(Seconds seconds, std::uint32_t nanoseconds) {
  return make(Kind::duration, seconds, nanoseconds);
}
Value Value::of_text(std::string_view text) { return make_text(Kind::text, text); }
Value Value::of_bytes(std::string_view bytes) { return make_text(Kind::bytes, bytes); }

Value Value::of_uint(std::uint64_t value) {
  Value made = make(Kind::unsigned_integer, 0);
  made.unsigned_integer = value;
  return made;
}

Value Value::of_double(double value) {
  Value made = make(Kind::floating, 0);
  made.floating = value;
  return made;
}

Value Value::of_decimal(Decimal value) {
  Value made = make(Kind::decimal, value.units);
  made.detail = value.scale;
  return made;
}

Value Value::of_row(StructId owner, RowIndex row) {
  Value made = make(Kind::row, row);
  made.row_struct = owner;
  return made;
}

Value Value::of_list(const ListValue* list) {
  Value made = make(Kind::list, 0);
  made.list = list;
  return made;
}

Value Value::of_map(const MapValue* map) {
  Value made = make(Kind::map, 0);
  made.map = map;
  return made;
}

Value Value::of_type(const Type* type) {
  Value made = make(Kind::type, 0);
  made.type = type;
  return made;
}

Value Value::of_optional(const Value* inner) {
  Value made = make(Kind::optional, 0);
  made.inner = inner;
  return made;
}

Value Value::absent(const char* path) { return error(ErrorReason::absent, path); }

Value Value::error(ErrorReason reason, const char* sentence) {
  Value made = make_text(Kind::error, sentence == nullptr ? std::string_view{} : std::string_view{sentence});
  made.text = sentence;
  made.detail = static_cast<std::uint8_t>(reason);
  return made;
}

struct Scratch::Arena {
  struct Block {
    std::unique_ptr<std::byte[]> memory;
    std::size_t size = 0;
  };
  std::vector<Block> blocks;
  std::size_t used = 0;         // of the last block
  std::size_t full_before = 0;  // bytes in the blocks before the last
};

namespace {
constexpr std::size_t kFirstBlock = 4096;
}

Scratch::Scratch() : arena_(std::make_unique<Arena>()) {}
Scratch::~Scratch() = default;

void Scratch::empty() {
  Arena& arena = *arena_;
  is_used_ = false;
  if (arena.blocks.size() > 1) {
    // One block as large as all of them, so that the next evaluation of this size allocates nothing.
    const std::size_t size = arena.full_before + arena.blocks.back().size;
    arena.blocks.clear();
    arena.blocks.push_back({std::make_unique<std::byte[]>(size), size});
    arena.full_before = 0;
  }
  arena.used = 0;
}

void* Scratch::take(std::size_t bytes, std::size_t align) {
  is_used_ = true;
  Arena& arena = *arena_;
  std::size_t start = (arena.used + align - 1) & ~(align - 1);
  if (arena.blocks.empty() || bytes > arena.blocks.back().size - std::min(start, arena.blocks.back().size)) {
    const std::size_t before = arena.blocks.empty() ? 0 : arena.full_before + arena.blocks.back().size;
    if (bytes > kMaxScratchBytes || before + bytes > 2 * kMaxScratchBytes) return nullptr;
    const std::size_t size = std::max({bytes, kFirstBlock, std::min(before, kMaxScratchBytes)});
    arena.blocks.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    arena.full_before = before;
    start = 0;
  }
  arena.used = start + bytes;
  return arena.blocks.back().memory.get() + start;
}

}  // namespace qiuhao::cel
