// JSON by simdjson, copied into a tree.
#include <fmt/format.h>
#include <simdjson.h>

#include "text/document.h"

namespace qiuhao::text {
namespace {

// Copies a simdjson element into a Node; false when it is nested too deep.
bool copy(const simdjson::dom::element& element, int line, int depth, Node& node) {
  using Type = simdjson::dom::element_type;
  if (depth > kMaxDocumentDepth) return false;
  node.line = line;
  switch (element.type()) {
    case Type::NULL_VALUE: return true;
    case Type::ARRAY:
      node.kind = Node::Kind::sequence;
      for (const auto item : simdjson::dom::array(element)) {
        if (!copy(item, line, depth + 1, node.items.emplace_back())) return false;
      }
      return true;
    case Type::OBJECT:
      node.kind = Node::Kind::map;
      for (const auto field : simdjson::dom::object(element)) {
        auto& entry = node.entries.emplace_back();
        entry.first.kind = Node::Kind::scalar;
        entry.first.scalar = std::string(field.key);
        if (!copy(field.value, line, depth + 1, entry.second)) return false;
      }
      return true;
    case Type::STRING:
      node.kind = Node::Kind::scalar;
      node.scalar = std::string(std::string_view(element));
      node.quoted = true;
      return true;
    default:
      node.kind = Node::Kind::scalar;
      node.scalar = simdjson::minify(element);
      return true;
  }
}

}  // namespace

Result<Node> parse_json(std::string_view content, const std::string& file, int line) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::element element;
  const auto error = parser.parse(content.data(), content.size(), true).get(element);
  if (error != simdjson::SUCCESS) {
    return input_error("bad_json",
                       Sentence{fmt::format("is not JSON: {}", simdjson::error_message(error)),
                                fmt::format("不是 JSON：{}", simdjson::error_message(error))},
                       {file, line, 0, ""});
  }
  Node node;
  if (!copy(element, line, 0, node)) {
    return input_error("too_deep",
                       Sentence{fmt::format("is nested deeper than {} levels", kMaxDocumentDepth),
                                fmt::format("嵌套超过 {} 层", kMaxDocumentDepth)},
                       {file, line, 0, ""});
  }
  return node;
}

}  // namespace qiuhao::text
