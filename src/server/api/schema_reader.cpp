// Schemas out of api.yaml.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>

#include "server/api/schema.h"

namespace qiuhao::server {

using text::Node;

class SchemaReader {
 public:
  SchemaReader(const Node& root, const std::string& file) : root_(root), file_(file) {}

  Result<std::shared_ptr<const Schema>> read(const Node& node, int depth) const {
    if (depth > kDeepest) return wrong(node, "schemas go round in a circle, or too deep");
    if (const Node* reference = node.find("$ref"); reference != nullptr) return follow(*reference, depth);
    TRY(check_keys(node));
    auto schema = std::make_shared<Schema>();
    TRY(read_type(node, *schema));
    TRY(read_limits(node, *schema));
    schema->words_ = node.texts_of("enum");
    std::erase(schema->words_, "null");
    if (const Node* pattern = node.find("pattern"); pattern != nullptr) {
      auto compiled = std::make_shared<re2::RE2>(pattern->scalar, re2::RE2::Quiet);
      if (!compiled->ok()) return wrong(*pattern, compiled->error());
      schema->pattern_ = std::move(compiled);
    }
    if (const Node* items = node.find("items"); items != nullptr) {
      ASSIGN(schema->items_, read(*items, depth + 1));
    }
    TRY(read_properties(node, *schema, depth));
    return schema;
  }

 private:
  static constexpr int kDeepest = 16;

  std::unexpected<Error> wrong(const Node& node, std::string sentence) const {
    return input_error("bad_description", std::move(sentence), {file_, node.line, node.column, ""});
  }

  Result<std::shared_ptr<const Schema>> follow(const Node& reference, int depth) const {
    constexpr std::string_view kFront = "#/components/schemas/";
    const std::string& path = reference.scalar;
    const Node* components = root_.find("components");
    const Node* schemas = components == nullptr ? nullptr : components->find("schemas");
    const Node* target =
        schemas == nullptr || !path.starts_with(kFront) ? nullptr : schemas->find(path.substr(kFront.size()));
    if (target == nullptr) return wrong(reference, fmt::format("there is no schema {}", path));
    return read(*target, depth + 1);
  }

  Status check_keys(const Node& node) const {
    static constexpr std::string_view kKnown[] = {"type",
                                                  "enum",
                                                  "pattern",
                                                  "minLength",
                                                  "maxLength",
                                                  "minimum",
                                                  "maximum",
                                                  "items",
                                                  "properties",
                                                  "required",
                                                  "additionalProperties",
                                                  "maxProperties",
                                                  "description",
                                                  "example",
                                                  "format",
                                                  "minItems",
                                                  "maxItems",
                                                  "default"};
    if (!node.is_map()) return wrong(node, "a schema is a map");
    for (const auto& [key, value] : node.entries) {
      if (std::ranges::find(kKnown, key.scalar) == std::end(kKnown))
        return wrong(key, fmt::format("'{}' is not checked here; use another word", key.scalar));
    }
    return {};
  }

  Status read_type(const Node& node, Schema& schema) const {
    using Type = Schema::Type;
    for (const std::string& name : node.texts_of("type")) {
      if (name == "null")
        schema.may_be_null_ = true;
      else if (name == "string")
        schema.type_ = Type::text;
      else if (name == "integer")
        schema.type_ = Type::integer;
      else if (name == "boolean")
        schema.type_ = Type::boolean;
      else if (name == "array")
        schema.type_ = Type::array;
      else if (name == "object")
        schema.type_ = Type::object;
      else
        return wrong(*node.find("type"), fmt::format("there is no type {} here", name));
    }
    return {};
  }

  template <typename T>
  Status read_number(const Node& node, std::string_view key, T& number) const {
    const Node* held = node.find(key);
    if (held == nullptr) return {};
    const std::string& text = held->scalar;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return {};
    return wrong(*held, fmt::format("{} is a whole number", key));
  }

  Status read_limits(const Node& node, Schema& schema) const {
    TRY(read_number(node, "minLength", schema.length_least_));
    TRY(read_number(node, "maxLength", schema.length_most_));
    TRY(read_number(node, "minItems", schema.length_least_));
    TRY(read_number(node, "maxItems", schema.length_most_));
    TRY(read_number(node, "maxProperties", schema.length_most_));
    TRY(read_number(node, "minimum", schema.least_));
    return read_number(node, "maximum", schema.most_);
  }

  Status read_properties(const Node& node, Schema& schema, int depth) const {
    if (const Node* properties = node.find("properties"); properties != nullptr) {
      for (const auto& [key, body] : properties->entries) {
        ASSIGN(schema.properties_[key.scalar], read(body, depth + 1));
      }
    }
    schema.required_ = node.texts_of("required");
    for (const std::string& name : schema.required_) {
      if (!schema.properties_.contains(name)) return wrong(node, fmt::format("required {} is no property", name));
    }
    const Node* others = node.find("additionalProperties");
    schema.may_have_others_ = others == nullptr || others->scalar != "false";
    if (others != nullptr && others->is_map()) {
      ASSIGN(schema.others_, read(*others, depth + 1));
    }
    return {};
  }

  const Node& root_;
  const std::string& file_;
};

Result<std::shared_ptr<const Schema>> Schema::read(const Node& root, const Node& node, const std::string& file) {
  return SchemaReader(root, file).read(node, 0);
}

}  // namespace qiuhao::server
