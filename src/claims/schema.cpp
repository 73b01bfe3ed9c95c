// Reading the dictionary of fields.
#include "claims/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "text/document.h"

namespace qiuhao::claims {
namespace {

using text::Node;

std::unexpected<Error> at(const Node& node, const std::string& file, Sentence sentence) {
  return input_error("bad_schema", std::move(sentence), {file, node.line, node.column, ""});
}

// A name as formulas can write it: letters (every character beyond ASCII but punctuation counts), digits and _.
bool is_word(std::string_view name) {
  static constexpr std::string_view kPunctuation[] = {"（", "）", "，", "。", "、", "：", "；",
                                                      "“",  "”",  "《", "》", "　", "·",  "—"};
  for (const std::string_view mark : kPunctuation) {
    if (name.find(mark) != std::string_view::npos) return false;
  }
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(), [](char byte) {
    return static_cast<unsigned char>(byte) >= 0x80 || std::isalnum(static_cast<unsigned char>(byte)) != 0 ||
           byte == '_';
  });
}

// "decimal(4)", "code", … into type and scale; false for anything else.
bool read_type(const std::string& word, Field& field) {
  static constexpr std::pair<std::string_view, FieldType> kTypes[] = {
      {"code", FieldType::code}, {"text", FieldType::text}, {"id", FieldType::id},
      {"date", FieldType::date}, {"time", FieldType::time}, {"integer", FieldType::integer}};
  for (const auto& [name, type] : kTypes) {
    if (word == name) {
      field.type = type;
      return true;
    }
  }
  if (word.size() != 10 || !word.starts_with("decimal(") || word.back() != ')' || word[8] < '0' || word[8] > '6') {
    return false;
  }
  field.type = FieldType::decimal;
  field.scale = word[8] - '0';
  return true;
}

// "[0-9A-Z]{10,}": ranges of letters in brackets, then how many at least.
bool is_pattern(std::string_view text) {
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos || end < 4 || (end - 1) % 3 != 0) return false;
  for (std::size_t at = 1; at < end; at += 3) {
    if (text[at + 1] != '-' || text[at] > text[at + 2]) return false;
  }
  const std::string_view count = text.substr(end + 1);
  return count.size() >= 4 && count.starts_with('{') && count.ends_with(",}") &&
         count.substr(1, count.size() - 3).find_first_not_of("0123456789") == std::string_view::npos;
}

Result<Field> read_field(const std::string& name, const Node& node, const std::string& file) {
  static constexpr std::string_view kKeys[] = {"label",   "type",   "unit",      "meaning", "national",
                                               "key",     "codes",  "derived",   "map",     "required",
                                               "usually", "closed", "pseudonym", "pattern"};
  for (const auto& [key, value] : node.entries) {
    bool known = false;
    for (const std::string_view word : kKeys) known = known || key.scalar == word;
    if (!known)
      return at(key, file,
                {fmt::format("field {} has an unknown key '{}'", name, key.scalar),
                 fmt::format("字段 {} 有不认识的键“{}”", name, key.scalar)});
  }
  Field field;
  field.name = name;
  field.label = node.text_of("label");
  field.unit = node.text_of("unit");
  field.meaning = node.text_of("meaning");
  field.derived = node.text_of("derived");
  field.usually = node.text_of("usually");
  field.is_key = node.text_of("key") == "true";
  field.is_required = field.is_key || node.text_of("required") == "true";
  field.is_closed = node.text_of("closed") == "true";
  field.is_pseudonym = node.text_of("pseudonym") == "true";
  field.pattern = node.text_of("pattern");
  if (field.label.empty() || field.meaning.empty())
    return at(
        node, file,
        {fmt::format("field {} needs label and meaning", name), fmt::format("字段 {} 要有 label 和 meaning", name)});
  if (!read_type(node.text_of("type"), field)) {
    return at(node, file,
              {fmt::format("field {} has type '{}'; write code, text, id, date, time, integer or decimal(0..6)", name,
                           node.text_of("type")),
               fmt::format("字段 {} 的类型是“{}”；请写 code、text、id、date、time、integer 或 decimal(0..6)", name,
                           node.text_of("type"))});
  }
  if (!field.pattern.empty() && !is_pattern(field.pattern)) {
    return at(node, file,
              {fmt::format("field {} has pattern '{}'; write it as [0-9A-Z]{{10,}}", name, field.pattern),
               fmt::format("字段 {} 的 pattern 是“{}”；请写成 [0-9A-Z]{{10,}} 的形式", name, field.pattern)});
  }
  if (const Node* national = node.find("national")) {
    for (const auto& [table, column] : national->entries) field.national[table.scalar] = column.scalar;
  }
  if (const Node* codes = node.find("codes")) {
    for (const auto& [code, label] : codes->entries) field.codes.push_back({code.scalar, label.scalar});
  }
  if (const Node* map = node.find("map")) {
    for (const auto& [prefix, value] : map->entries) field.value_map[prefix.scalar] = value.scalar;
  }
  return field;
}

Status read_order(const Node& node, const std::string& file, EntitySchema& schema) {
  for (const Node& item : node.items) {
    schema.order.push_back(schema.find(item.scalar));
    if (schema.order.back() == kNoField) {
      return at(item, file,
                {fmt::format("order names '{}', which is no field; name fields of this table", item.scalar),
                 fmt::format("order 中的“{}”不是字段；请写本表的字段", item.scalar)});
    }
  }
  return {};
}

// `kind` is "entity" or "register".
Result<EntitySchema> read_table(std::string_view kind, std::string_view name, const std::string& file) {
  ASSIGN(const Node root, text::read_yaml(file));
  if (root.text_of(kind) != name)
    return at(root, file,
              {fmt::format("must begin with '{}: {}'", kind, name), fmt::format("应以“{}: {}”开头", kind, name)});
  EntitySchema schema;
  schema.label = root.text_of("label");
  schema.national_table = root.text_of("table");
  schema.meaning = root.text_of("meaning");
  const Node* fields = root.find("fields");
  if (fields == nullptr || !fields->is_map()) return at(root, file, {"needs a map 'fields'", "要有映射 fields"});
  for (const auto& [key, node] : fields->entries) {
    ASSIGN(Field field, read_field(key.scalar, node, file));
    // Formulas may be written with either, so both must be words, and each mean one field.
    for (const std::string& name : {field.name, field.label}) {
      if (!is_word(name)) {
        return at(key, file,
                  {fmt::format("'{}' is no word; write letters, digits and _", name),
                   fmt::format("“{}”不是一个词；请只用文字、数字和 _", name)});
      }
      if (schema.find_any(name) != kNoField) {
        return at(key, file,
                  {fmt::format("two fields are called '{}'; rename one", name),
                   fmt::format("两个字段都叫“{}”；请改一个", name)});
      }
    }
    schema.fields.push_back(std::move(field));
  }
  if (const Node* order = root.find("order")) TRY(read_order(*order, file, schema));
  return schema;
}

}  // namespace

Storage Field::storage() const {
  switch (type) {
    case FieldType::code:
    case FieldType::text: return Storage::code;
    case FieldType::id: return Storage::text;
    case FieldType::date: return Storage::day;
    case FieldType::time:
    case FieldType::decimal:
    case FieldType::integer: return Storage::number;
  }
  return Storage::code;
}

FieldIndex EntitySchema::find(std::string_view name) const {
  for (std::size_t index = 0; index < fields.size(); ++index) {
    if (fields[index].name == name) return static_cast<FieldIndex>(index);
  }
  return kNoField;
}

FieldIndex EntitySchema::find_any(std::string_view name) const {
  if (const FieldIndex field = find(name); field != kNoField) return field;
  for (std::size_t index = 0; index < fields.size(); ++index) {
    if (fields[index].label == name) return static_cast<FieldIndex>(index);
  }
  return kNoField;
}

Result<Schema> Schema::load(const std::string& folder) {
  Schema schema;
  for (std::size_t index = 0; index < kEntities; ++index) {
    const auto name = kEntityNames[index];
    ASSIGN(schema.entities_[index], read_table("entity", name, fmt::format("{}/{}.yaml", folder, name)));
  }
  for (std::size_t index = 0; index < kRegisters; ++index) {
    const auto name = kRegisterNames[index];
    ASSIGN(schema.registers_[index], read_table("register", name, fmt::format("{}/{}.yaml", folder, name)));
  }
  return schema;
}

std::optional<std::pair<Entity, FieldIndex>> Schema::find(std::string_view path) const {
  const auto named = find_named(path);
  for (std::size_t index = 0; named && index < kEntities; ++index) {
    if (named->schema == &entities_[index]) return std::pair{static_cast<Entity>(index), named->index};
  }
  return std::nullopt;
}

std::optional<NamedField> Schema::find_named(std::string_view path) const {
  const auto dot = path.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto look = [&](std::string_view name, const EntitySchema& table) -> std::optional<NamedField> {
    if (name != path.substr(0, dot) && table.label != path.substr(0, dot)) return std::nullopt;
    const FieldIndex field = table.find_any(path.substr(dot + 1));
    return field == kNoField ? std::nullopt : std::optional(NamedField{name, &table, field});
  };
  for (std::size_t index = 0; index < kEntities; ++index) {
    if (const auto found = look(kEntityNames[index], entities_[index])) return found;
  }
  for (std::size_t index = 0; index < kRegisters; ++index) {
    if (const auto found = look(kRegisterNames[index], registers_[index])) return found;
  }
  return std::nullopt;
}

}  // namespace qiuhao::claims
