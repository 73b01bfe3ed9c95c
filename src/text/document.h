// A document: the tree that a YAML or JSON text holds, with the place of every node, so that whoever reads it can say
// file, line and column of what is wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace qiuhao::text {

inline constexpr std::size_t kMaxDocumentBytes = std::size_t{64} << 20;
inline constexpr int kMaxDocumentDepth = 64;

class Node {
 public:
  enum class Kind { nothing, scalar, sequence, map };

  Kind kind = Kind::nothing;
  std::string scalar;       // text of a scalar, as written, without quotes
  bool quoted = false;      // a quoted scalar is a text even if it looks like a number
  int line = 0;             // from 1; 0 when unknown
  int column = 0;           // in characters
  std::size_t offset = 0;   // in bytes, where the node begins: a quote, a | or >, the first character
  std::vector<Node> items;  // of a sequence
  std::vector<std::pair<Node, Node>> entries;  // of a map, in order; the key node has a place too

  bool is_nothing() const { return kind == Kind::nothing; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_map() const { return kind == Kind::map; }

  // The value under a key of a map; null when absent (or when this is no map).
  const Node* find(std::string_view key) const;
  // The scalar under a key, "" when absent or nothing.
  std::string text_of(std::string_view key) const;
  // The scalars of a sequence under a key; a lone scalar counts as a sequence of one.
  std::vector<std::string> texts_of(std::string_view key) const;
};

// Parses one YAML document; refuses more than the maxima above, duplicate keys and aliases.
Result<Node> parse_yaml(std::string_view content, const std::string& file);
Result<Node> read_yaml(const std::string& file);

// Parses one JSON value (no places below the line given).
Result<Node> parse_json(std::string_view content, const std::string& file, int line = 1);

// "x": a JSON string literal with all that must be escaped.
std::string json_quote(std::string_view text);

}  // namespace qiuhao::text
