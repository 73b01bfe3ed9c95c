// Reading signatures.
#include "cel/functions/signature.h"

#include "base/check.h"

namespace qiuhao::cel {
namespace {

class SignatureReader {
 public:
  explicit SignatureReader(std::string_view text) : all_(text), rest_(text) {}

  std::vector<Overload> read_all() {
    std::vector<Overload> overloads;
    do {
      overloads.push_back(read_overload());
    } while (skip("; "));
    CHECK_NOTE(rest_.empty(), all_);
    return overloads;
  }

 private:
  bool skip(std::string_view piece) {
    if (!rest_.starts_with(piece)) return false;
    rest_.remove_prefix(piece.size());
    return true;
  }

  std::string_view word() {
    std::size_t end = 0;
    while (end < rest_.size() && ((rest_[end] | 0x20) >= 'a' || rest_[end] == '_') && (rest_[end] | 0x20) <= 'z') ++end;
    const std::string_view found = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return found;
  }

  Overload read_overload() {
    Overload overload;
    if (!rest_.starts_with('(')) {
      overload.is_method = true;
      overload.parameters.push_back(read_type());
      CHECK_NOTE(skip("."), all_);
      while (!rest_.empty() && rest_.front() != '(') rest_.remove_prefix(1);
    }
    CHECK_NOTE(skip("("), all_);
    while (!skip(")")) {
      overload.parameters.push_back(read_type());
      if (skip("...")) overload.is_variadic = true;
      skip(", ");
    }
    CHECK_NOTE(skip(" -> "), all_);
    overload.result = read_type();
    return overload;
  }

  Pattern read_type() {
    const std::string_view name = word();
    Pattern pattern;
    if (name == "T" || name == "N" || name == "C") {
      pattern.variable = name.front();
      return pattern;
    }
    pattern.kind = Kind::error;
    for (int i = 1; i <= static_cast<int>(Kind::any); ++i) {
      if (kind_name(static_cast<Kind>(i)) == name) pattern.kind = static_cast<Kind>(i);
    }
    CHECK_NOTE(pattern.kind != Kind::error, all_);
    const bool is_container = pattern.kind == Kind::list || pattern.kind == Kind::map;
    if (is_container && skip("(")) {
      while (!skip(")")) {
        pattern.parts.push_back(read_type());
        skip(", ");
      }
    }
    return pattern;
  }

  std::string_view all_;
  std::string_view rest_;
};

}  // namespace

Pattern pattern_of(const Type& type) {
  Pattern pattern{type.kind, '\0', type.row_struct, {}};
  if (type.key) pattern.parts.push_back(pattern_of(*type.key));
  if (type.element) pattern.parts.push_back(pattern_of(*type.element));
  return pattern;
}

std::vector<Overload> parse_signature(std::string_view text) { return SignatureReader(text).read_all(); }

}  // namespace qiuhao::cel
