// JSON read in place, for messages that come by the thousand: nothing is copied but what is asked for.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qiuhao::text {

// A value inside a JsonReader's text, good until that reads another one.
class JsonView {
 public:
  enum class Kind : std::uint8_t { nothing, object, array, string, number, boolean };

  JsonView() = default;  // nothing
  Kind kind() const { return kind_; }
  bool is_object() const { return kind_ == Kind::object; }
  bool is_array() const { return kind_ == Kind::array; }
  // Absent, null, or a text of nothing but blanks.
  bool says_nothing() const;

  // A text as it is; a number or a boolean as JSON writes it, into `room`. "" of anything else.
  std::string_view text(std::string& room) const;
  std::string text() const;
  // The value of a key of an object; nothing when there is none, or this is no object.
  JsonView find(std::string_view key) const;
  // Of an array or object.
  std::size_t size() const;
  // JSON of the value, without blanks.
  std::string json() const;

  // Calls visit(JsonView) for each item of an array.
  template <typename Visit>
  void for_each_item(Visit&& visit) const {
    walk_items([](void* context, JsonView item) { (*static_cast<std::remove_reference_t<Visit>*>(context))(item); },
               &visit);
  }
  // Calls visit(std::string_view key, JsonView value) for each field of an object, in order.
  template <typename Visit>
  void for_each_field(Visit&& visit) const {
    walk_fields([](void* context, std::string_view key,
                   JsonView value) { (*static_cast<std::remove_reference_t<Visit>*>(context))(key, value); },
                &visit);
  }

 private:
  friend class JsonReader;
  void walk_items(void (*visit)(void*, JsonView), void* context) const;
  void walk_fields(void (*visit)(void*, std::string_view, JsonView), void* context) const;

  Kind kind_ = Kind::nothing;
  alignas(8) std::byte element_[16]{};  // a simdjson element
};

// Keeps its memory from text to text. One a thread.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  // "bad_json" says what is wrong, "too_deep" refuses more than kMaxDocumentDepth levels.
  Result<JsonView> read(std::string_view content);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The object under a key of an object, as it is written, blanks and all; "" when there is none. For signatures.
std::string raw_object(std::string_view content, std::string_view key);

}  // namespace qiuhao::text
