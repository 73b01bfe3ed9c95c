// Reading signatures.
#include "cel/functions/signature.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/check.h"

namespace qiuhao::cel {
namespace {

constexpr int kMaxTypeDepth = 32;

class SignatureReader {
 public:
  SignatureReader(std::string_view text, std::span<const std::string> opaque) : rest_(text), opaque_(opaque) {}

  std::optional<std::vector<Overload>> read_all() {
    std::vector<Overload> overloads;
    do {
      overloads.push_back(read_overload());
    } while (skip("; "));
    return is_read() ? std::optional(std::move(overloads)) : std::nullopt;
  }

  std::optional<Pattern> read_one() {
    Pattern pattern = read_type();
    return is_read() ? std::optional(std::move(pattern)) : std::nullopt;
  }

 private:
  bool is_read() const { return !failed_ && rest_.empty(); }
  void demand(bool fulfilled) { failed_ |= !fulfilled; }

  bool skip(std::string_view piece) {
    if (!rest_.starts_with(piece)) return false;
    rest_.remove_prefix(piece.size());
    return true;
  }

  std::string_view word() {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    std::size_t end = 0;
    while (end < rest_.size() && is_letter(rest_[end])) ++end;
    const std::string_view found = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return found;
  }

  Overload read_overload() {
    Overload overload;
    if (!rest_.starts_with('(')) {
      overload.is_method = true;
      overload.parameters.push_back(read_type());
      demand(skip("."));
      while (!rest_.empty() && rest_.front() != '(') rest_.remove_prefix(1);
    }
    demand(skip("("));
    while (!failed_ && !skip(")")) {
      overload.parameters.push_back(read_type());
      if (skip("...")) overload.is_variadic = true;
      skip(", ");
    }
    demand(skip(" -> "));
    overload.result = read_type();
    return overload;
  }

  Pattern read_type() {
    if (++depth_ > kMaxTypeDepth) demand(false);
    Pattern pattern = named(word());
    const bool has_parts = pattern.kind == Kind::list || pattern.kind == Kind::map || pattern.kind == Kind::optional ||
                           pattern.kind == Kind::type || pattern.kind == Kind::opaque;
    if (has_parts && pattern.variable == '\0' && skip("(")) {
      while (!failed_ && !skip(")")) {
        pattern.parts.push_back(read_type());
        skip(", ");
      }
    }
    --depth_;
    return pattern;
  }

  Pattern named(std::string_view name) {
    Pattern pattern;
    if (name.size() == 1 && ((name[0] >= 'T' && name[0] <= 'Z') || name[0] == 'N' || name[0] == 'C')) {
      pattern.variable = name[0];
      return pattern;
    }
    if (name == "null") name = kind_name(Kind::null);
    for (int i = 1; i <= static_cast<int>(Kind::any); ++i) {
      const Kind kind = static_cast<Kind>(i);
      if (kind_name(kind) != name || kind == Kind::opaque || kind == Kind::row) continue;
      pattern.kind = kind;
      return pattern;
    }
    const auto found = std::ranges::find(opaque_, name);
    demand(found != opaque_.end());
    pattern.kind = Kind::opaque;
    pattern.row_struct = static_cast<StructId>(found - opaque_.begin());
    return pattern;
  }

  std::string_view rest_;
  std::span<const std::string> opaque_;
  int depth_ = 0;
  bool failed_ = false;
};

Type type_from(const Pattern& pattern) {
  if (pattern.variable != '\0') return Type::free();
  const auto part = [&](std::size_t i) { return i < pattern.parts.size() ? type_from(pattern.parts[i]) : Type::any(); };
  switch (pattern.kind) {
    case Kind::list: return Type::list_of(part(0));
    case Kind::map: return Type::map_of(part(0), part(1));
    case Kind::optional: return Type::optional_of(part(0));
    case Kind::type: return pattern.parts.empty() ? Type::of(Kind::type) : Type::type_of(part(0));
    case Kind::opaque: {
      std::vector<Type> parameters;
      for (const Pattern& inner : pattern.parts) parameters.push_back(type_from(inner));
      return Type::opaque_of(pattern.row_struct, std::move(parameters));
    }
    default: return Type::of(pattern.kind);
  }
}

}  // namespace

Pattern pattern_of(const Type& type) {
  Pattern pattern{type.kind, '\0', type.row_struct, {}};
  if (type.key) pattern.parts.push_back(pattern_of(*type.key));
  if (type.element) pattern.parts.push_back(pattern_of(*type.element));
  if (type.parameters) {
    for (const Type& parameter : *type.parameters) pattern.parts.push_back(pattern_of(parameter));
  }
  return pattern;
}

std::vector<Overload> parse_signature(std::string_view text) {
  auto read = SignatureReader(text, {}).read_all();
  CHECK_NOTE(read.has_value(), text);
  return std::move(*read);
}

Result<std::vector<Overload>> read_signature(std::string_view text, std::span<const std::string> opaque) {
  auto read = SignatureReader(text, opaque).read_all();
  if (read) return std::move(*read);
  return input_error(
      "bad_signature",
      fmt::format("{} is no signature; write one as in (date, date) -> int or string.f(int) -> T", text));
}

Result<Type> read_type(std::string_view text, std::span<const std::string> opaque) {
  const auto read = SignatureReader(text, opaque).read_one();
  if (read) return type_from(*read);
  return input_error("bad_type", {fmt::format("{} is no type; write one as in int or map(string, list(int))", text),
                                  fmt::format("{} 不是类型；请写成 int 或 map(string, list(int))", text)});
}

}  // namespace qiuhao::cel
