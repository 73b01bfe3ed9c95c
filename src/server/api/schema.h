// A JSON schema, of the words that docs/reference/api.yaml uses: what a value has to be, and what is wrong with one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/document.h"
#include "text/json_view.h"

namespace re2 {
class RE2;
}

namespace qiuhao::server {

// Where in a body a value is wrong ("/fields/amount", "" for the whole), or the name of a parameter.
struct Wrong {
  std::string pointer;
  Sentence sentence;
};

class Schema {
 public:
  // Reads a schema of the file; `root` is the whole document, for `$ref: '#/components/schemas/…'`. A key that is not
  // understood here is refused ("bad_description"), so that nothing of the file goes unchecked.
  static Result<std::shared_ptr<const Schema>> read(const text::Node& root, const text::Node& node,
                                                    const std::string& file);

  std::optional<Wrong> check(const text::JsonView& value) const;
  // Of a path or a query: texts as they came.
  std::optional<Wrong> check_text(std::string_view value) const;
  bool is_array() const { return type_ == Type::array; }
  const Schema* items() const { return items_.get(); }

 private:
  enum class Type : std::uint8_t { any, text, integer, boolean, array, object };
  friend class SchemaReader;

  std::optional<Wrong> check(const text::JsonView& value, const std::string& pointer) const;
  std::optional<Wrong> check_string(std::string_view value, const std::string& pointer) const;
  std::optional<Wrong> check_number(std::string_view value, const std::string& pointer) const;
  std::optional<Wrong> check_object(const text::JsonView& value, const std::string& pointer) const;

  Type type_ = Type::any;
  bool may_be_null_ = false;
  std::vector<std::string> words_;  // enum
  std::shared_ptr<const re2::RE2> pattern_;
  std::size_t length_least_ = 0;  // in characters; of an array in items
  std::size_t length_most_ = SIZE_MAX;
  std::int64_t least_ = INT64_MIN;
  std::int64_t most_ = INT64_MAX;
  std::shared_ptr<const Schema> items_;
  std::map<std::string, std::shared_ptr<const Schema>, std::less<>> properties_;
  std::vector<std::string> required_;
  bool may_have_others_ = false;
  std::shared_ptr<const Schema> others_;  // what the values of other keys have to be
};

}  // namespace qiuhao::server
