// Holding values against schemas.
#include "server/api/schema.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace qiuhao::server {
namespace {

using text::JsonView;

std::size_t characters_of(std::string_view value) {
  return static_cast<std::size_t>(std::ranges::count_if(value, [](char c) { return (c & 0xC0) != 0x80; }));
}

// A key as a step of a JSON pointer (RFC 6901).
std::string step_of(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~')
      step += "~0";
    else if (c == '/')
      step += "~1";
    else
      step += c;
  }
  return step;
}

std::string listed(const std::vector<std::string>& words, std::string_view comma) {
  std::string text;
  for (const std::string& word : words) text += fmt::format("{}{}", text.empty() ? "" : comma, word);
  return text;
}

Wrong wrong_kind(const std::string& pointer, const char* english, const char* chinese) {
  return {pointer, {fmt::format("here stands {}", english), fmt::format("此处应为{}", chinese)}};
}

}  // namespace

std::optional<Wrong> Schema::check(const JsonView& value) const { return check(value, ""); }

std::optional<Wrong> Schema::check(const JsonView& value, const std::string& pointer) const {
  if (value.kind() == JsonView::Kind::nothing) {
    if (may_be_null_ || type_ == Type::any) return std::nullopt;
    return Wrong{pointer, {"null is no value here", "此处不能为 null"}};
  }
  switch (type_) {
    case Type::any: return std::nullopt;
    case Type::text:
      if (value.kind() != JsonView::Kind::string) return wrong_kind(pointer, "a text in quotes", "带引号的文本");
      return check_string(value.text(), pointer);
    case Type::integer:
      if (value.kind() != JsonView::Kind::number) return wrong_kind(pointer, "a whole number", "整数");
      return check_number(value.text(), pointer);
    case Type::boolean:
      if (value.kind() == JsonView::Kind::boolean) return std::nullopt;
      return wrong_kind(pointer, "true or false", " true 或 false");
    case Type::array: {
      if (!value.is_array()) return wrong_kind(pointer, "a list", "列表");
      if (value.size() < length_least_ || value.size() > length_most_)
        return Wrong{pointer,
                     {fmt::format("the list has {} to {} items, not {}", length_least_, length_most_, value.size()),
                      fmt::format("列表应有 {} 到 {} 项，现有 {} 项", length_least_, length_most_, value.size())}};
      std::optional<Wrong> wrong;
      std::size_t place = 0;
      value.for_each_item([&](const JsonView& item) {
        if (!wrong && items_) wrong = items_->check(item, fmt::format("{}/{}", pointer, place));
        ++place;
      });
      return wrong;
    }
    case Type::object: return check_object(value, pointer);
  }
  return std::nullopt;
}

std::optional<Wrong> Schema::check_object(const JsonView& value, const std::string& pointer) const {
  if (!value.is_object()) return wrong_kind(pointer, "an object in braces", "花括号中的对象");
  std::optional<Wrong> wrong;
  std::size_t others = 0;
  value.for_each_field([&](std::string_view key, const JsonView& held) {
    if (wrong) return;
    const auto known = properties_.find(key);
    if (known != properties_.end()) {
      wrong = known->second->check(held, pointer + step_of(key));
    } else if (!may_have_others_) {
      std::vector<std::string> names;
      for (const auto& [name, schema] : properties_) names.push_back(name);
      wrong = Wrong{pointer + step_of(key),
                    {fmt::format("there is no such key; known are {}", listed(names, ", ")),
                     fmt::format("没有这个键；可用的有 {}", listed(names, "、"))}};
    } else {
      ++others;
      if (others_) wrong = others_->check(held, pointer + step_of(key));
    }
  });
  if (!wrong && others > length_most_)
    wrong = Wrong{pointer,
                  {fmt::format("there are {} keys, more than {}", others, length_most_),
                   fmt::format("共 {} 个键，超过 {} 个", others, length_most_)}};
  for (const std::string& name : required_) {
    if (wrong || value.find(name).kind() != JsonView::Kind::nothing) continue;
    bool is_there = false;
    value.for_each_field([&](std::string_view key, const JsonView&) { is_there = is_there || key == name; });
    if (is_there) continue;  // as null, which its own schema has judged
    wrong = Wrong{pointer + step_of(name), {"it is missing", "缺少此项"}};
  }
  return wrong;
}

std::optional<Wrong> Schema::check_string(std::string_view value, const std::string& pointer) const {
  if (!is_utf8(value)) return Wrong{pointer, {"the text is no UTF-8", "文本不是 UTF-8 编码"}};
  if (!words_.empty() && std::ranges::find(words_, value) == words_.end())
    return Wrong{
        pointer,
        {fmt::format("write one of {}", listed(words_, ", ")), fmt::format("请写 {} 之一", listed(words_, "、"))}};
  const std::size_t length = characters_of(value);
  if (length < length_least_)
    return Wrong{pointer,
                 {fmt::format("the text has at least {} characters, not {}", length_least_, length),
                  fmt::format("文本至少 {} 个字符，现有 {} 个", length_least_, length)}};
  if (length > length_most_)
    return Wrong{pointer,
                 {fmt::format("the text has at most {} characters, not {}", length_most_, length),
                  fmt::format("文本最多 {} 个字符，现有 {} 个", length_most_, length)}};
  if (pattern_ != nullptr && !re2::RE2::FullMatch(value, *pattern_))
    return Wrong{pointer,
                 {fmt::format("the text does not look like {}", pattern_->pattern()),
                  fmt::format("文本不符合格式 {}", pattern_->pattern())}};
  return std::nullopt;
}

std::optional<Wrong> Schema::check_number(std::string_view value, const std::string& pointer) const {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) return wrong_kind(pointer, "a whole number", "整数");
  if (number >= least_ && number <= most_) return std::nullopt;
  return Wrong{pointer,
               {fmt::format("the number lies between {} and {}", least_, most_),
                fmt::format("数值应在 {} 到 {} 之间", least_, most_)}};
}

std::optional<Wrong> Schema::check_text(std::string_view value) const {
  switch (type_) {
    case Type::integer: return check_number(value, "");
    case Type::boolean:
      if (value == "true" || value == "false") return std::nullopt;
      return wrong_kind("", "true or false", " true 或 false");
    default: return check_string(value, "");
  }
}

}  // namespace qiuhao::server
