// The text that is signed, and which envelopes it can tell apart.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "signing/member.h"

namespace qiuhao::signing {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

bool is_name(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_name_character); }

// "&opter=" inside a value reads as a field of its own once the fields are joined.
bool holds_a_field(std::string_view value) {
  for (std::size_t at = value.find('&'); at != std::string_view::npos; at = value.find('&', at + 1)) {
    const std::string_view rest = value.substr(at + 1);
    const std::size_t equals = rest.find('=');
    if (equals != std::string_view::npos && is_name(rest.substr(0, equals))) return true;
  }
  return false;
}

}  // namespace

std::string text_to_sign(std::vector<std::pair<std::string, std::string>> envelope, std::string_view input,
                         std::string_view input_name) {
  std::ranges::stable_sort(envelope, {}, &std::pair<std::string, std::string>::first);
  std::string text;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!text.empty()) text += '&';
    text += name;
    text += '=';
    text += value;
  };
  for (const auto& [name, value] : envelope) add(name, value);
  add(input_name, input);
  return text;
}

Status check_sizes(const Envelope& envelope, std::string_view content) {
  std::size_t bytes = 0;
  for (const auto& [name, value] : envelope) bytes += name.size() + value.size();
  if (envelope.size() > kMostEnvelopeFields || bytes > kMostEnvelopeBytes)
    return input_error("message_too_large",
                       Sentence{fmt::format("the envelope has more than {} fields or {} bytes; leave out what is not "
                                            "national",
                                            kMostEnvelopeFields, kMostEnvelopeBytes),
                                fmt::format("报文头超过{}个字段或{}字节；请去掉非国家规范的字段", kMostEnvelopeFields,
                                            kMostEnvelopeBytes)});
  if (content.size() > kMostInputBytes)
    return input_error("message_too_large",
                       Sentence{fmt::format("the content has more than {} bytes; send it in parts", kMostInputBytes),
                                fmt::format("报文内容超过{}字节；请分批发送", kMostInputBytes)});
  return {};
}

Status check_envelope(const Envelope& envelope) {
  std::set<std::string_view> names;
  for (const auto& [name, value] : envelope) {
    if (!is_name(name))
      return input_error("bad_envelope",
                         Sentence{"a field's name in the envelope has other characters than letters, digits, _, - and "
                                  ".; rename it",
                                  "报文头字段名只能有字母、数字、_、-和.；请改名"});
    if (!names.insert(name).second)
      return input_error("bad_envelope", Sentence{fmt::format("field {} stands twice in the envelope; keep one", name),
                                                  fmt::format("报文头字段{}出现两次；请只留一个", name)});
    if (holds_a_field(value))
      return input_error("bad_envelope",
                         Sentence{fmt::format("the value of {} holds '&name=', which the signed text cannot tell from "
                                              "another field; write it otherwise",
                                              name),
                                  fmt::format("字段{}的值含有“&名称=”，签名原文会与另一字段混淆；请换种写法", name)});
  }
  return {};
}

}  // namespace qiuhao::signing
