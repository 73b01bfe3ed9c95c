// Over simdjson's DOM: an element is a pointer to its document and a place on its tape.
#include "text/json_view.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <bit>
#include <cstring>

#include "text/document.h"

namespace qiuhao::text {
namespace {

using simdjson::dom::element;
using Type = simdjson::dom::element_type;
using Kind = JsonView::Kind;

static_assert(sizeof(element) == 16 && std::is_trivially_copyable_v<element>);

element element_of(const std::byte (&bytes)[16]) {
  element value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

Kind kind_of(const element& value) {
  switch (value.type()) {
    case Type::OBJECT: return Kind::object;
    case Type::ARRAY: return Kind::array;
    case Type::STRING: return Kind::string;
    case Type::BOOL: return Kind::boolean;
    case Type::NULL_VALUE: return Kind::nothing;
    default: return Kind::number;
  }
}

}  // namespace

bool JsonView::says_nothing() const {
  if (kind_ == Kind::nothing) return true;
  if (kind_ != Kind::string) return false;
  const std::string_view text = element_of(element_);
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view JsonView::text(std::string& room) const {
  if (kind_ == Kind::string) return element_of(element_);
  if (kind_ != Kind::number && kind_ != Kind::boolean) return {};
  const element value = element_of(element_);
  room.clear();
  const auto out = std::back_inserter(room);
  switch (value.type()) {
    // The shortest digits that read back the same: those that were sent, up to fifteen of them.
    case Type::DOUBLE: fmt::format_to(out, "{}", static_cast<double>(value)); break;
    case Type::INT64: fmt::format_to(out, "{}", static_cast<std::int64_t>(value)); break;
    case Type::UINT64: fmt::format_to(out, "{}", static_cast<std::uint64_t>(value)); break;
    default: room = static_cast<bool>(value) ? "true" : "false"; break;
  }
  return room;
}

std::string JsonView::text() const {
  std::string room;
  return std::string(text(room));
}

JsonView JsonView::find(std::string_view key) const {
  if (kind_ != Kind::object) return {};
  element found;
  if (element_of(element_).at_key(key).get(found) != simdjson::SUCCESS) return {};
  JsonView view;
  view.kind_ = kind_of(found);
  std::memcpy(view.element_, &found, sizeof found);
  return view;
}

std::size_t JsonView::size() const {
  if (kind_ == Kind::array) return simdjson::dom::array(element_of(element_)).size();
  if (kind_ == Kind::object) return simdjson::dom::object(element_of(element_)).size();
  return 0;
}

std::string JsonView::json() const {
  return kind_ == Kind::nothing ? "null" : std::string(simdjson::minify(element_of(element_)));
}

void JsonView::walk_items(void (*visit)(void*, JsonView), void* context) const {
  if (kind_ != Kind::array) return;
  for (const element item : simdjson::dom::array(element_of(element_))) {
    JsonView view;
    view.kind_ = kind_of(item);
    std::memcpy(view.element_, &item, sizeof item);
    visit(context, view);
  }
}

void JsonView::walk_fields(void (*visit)(void*, std::string_view, JsonView), void* context) const {
  if (kind_ != Kind::object) return;
  for (const auto field : simdjson::dom::object(element_of(element_))) {
    JsonView view;
    view.kind_ = kind_of(field.value);
    std::memcpy(view.element_, &field.value, sizeof field.value);
    visit(context, field.key, view);
  }
}

struct JsonReader::State {
  simdjson::dom::parser parser;
};

JsonReader::JsonReader() : state_(std::make_unique<State>()) {}
JsonReader::~JsonReader() = default;

Result<JsonView> JsonReader::read(std::string_view content) {
  element root;
  if (content.size() > state_->parser.capacity() || state_->parser.max_depth() != kMaxDocumentDepth) {
    if (state_->parser.allocate(std::bit_ceil(content.size() + 64), kMaxDocumentDepth) != simdjson::SUCCESS)
      return system_error("no_memory", "no memory to read a message of this size");
  }
  const auto error = state_->parser.parse(content.data(), content.size(), true).get(root);
  if (error == simdjson::DEPTH_ERROR) {
    return input_error("too_deep", Sentence{fmt::format("is nested deeper than {} levels", kMaxDocumentDepth),
                                            fmt::format("嵌套超过 {} 层", kMaxDocumentDepth)});
  }
  if (error != simdjson::SUCCESS) {
    return input_error("bad_json", Sentence{fmt::format("is not JSON: {}", simdjson::error_message(error)),
                                            fmt::format("不是 JSON：{}", simdjson::error_message(error))});
  }
  JsonView view;
  view.kind_ = kind_of(root);
  std::memcpy(view.element_, &root, sizeof root);
  return view;
}

std::string raw_object(std::string_view content, std::string_view key) {
  const simdjson::padded_string padded(content);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::object root;
  simdjson::ondemand::object found;
  std::string_view raw;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
      document.get_object().get(root) != simdjson::SUCCESS ||
      root.find_field_unordered(key).get_object().get(found) != simdjson::SUCCESS ||
      found.raw_json().get(raw) != simdjson::SUCCESS)
    return "";
  return std::string(raw.substr(0, raw.rfind('}') + 1));  // simdjson gives the blanks behind it too
}

}  // namespace qiuhao::text
