// What every answer has, whatever the message was.
#include "answer_check.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "text/document.h"

namespace qiuhao::malformed {
namespace {

using text::Node;

constexpr std::size_t kErrorMost = 200;  // characters of err_msg, as the national interface has it

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

bool is_digits(const Node& answer, std::string_view field, std::size_t size) {
  const std::string text = answer.text_of(field);
  return text.size() == size && text.find_first_not_of("0123456789") == std::string::npos;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool holds(const Node& node, std::string_view mark) {
  return node.scalar.find(mark) != std::string::npos ||
         std::ranges::any_of(node.items, [&](const Node& item) { return holds(item, mark); }) ||
         std::ranges::any_of(node.entries,
                             [&](const auto& entry) { return holds(entry.first, mark) || holds(entry.second, mark); });
}

bool tells_of_another(const Node& answer, std::string_view own, std::string_view foreign) {
  for (const auto& [key, value] : answer.entries) {
    if (key.scalar != "output" && holds(value, foreign)) return true;
    if (key.scalar != "output") continue;
    for (const auto& [name, part] : value.entries) {
      for (const Node& item : part.items) {
        const Node* person = item.find("patn_id");
        if ((person == nullptr || holds(*person, own)) && holds(item, foreign)) return true;
      }
      if (part.items.empty() && holds(part, foreign)) return true;
    }
  }
  return false;
}

// 0 and -1 as numbers, as texts for institutions of Beijing.
bool is_code(const Node* code, std::string_view institution) {
  if (code == nullptr || (code->scalar != "0" && code->scalar != "-1")) return false;
  return institution.size() <= 6 || code->quoted == (institution.substr(1, 2) == "11");
}

}  // namespace

std::string answer_fault(const national::Exchanged& exchanged, std::string_view own, std::string_view foreign) {
  const auto answer = text::parse_json(exchanged.answer, "answer");
  if (!answer) return answer.error().text();
  if (!answer->is_map()) return "the answer is no object";
  if (!is_code(answer->find("infcode"), exchanged.institution)) return "infcode is neither 0 nor -1 of this variant";
  const bool is_good = answer->text_of("infcode") == "0";
  if (!is_digits(*answer, "inf_refmsgid", 30)) return "inf_refmsgid has not 30 digits";
  if (!is_digits(*answer, "refmsg_time", 17) || !is_digits(*answer, "respond_time", 17))
    return "a time has not 17 digits";
  const std::string error = answer->text_of("err_msg");
  if (is_good != error.empty() || is_good != exchanged.error.empty()) return "err_msg and infcode contradict";
  if (characters(error) > kErrorMost) return "err_msg is longer than 200 characters";
  const Node* output = answer->find("output");
  if (output == nullptr || !output->is_map()) return "output is no object";
  for (const std::string& text :
       {exchanged.transaction, exchanged.message, exchanged.institution, exchanged.told.scene})
    if (!is_utf8(text)) return fmt::format("what is logged is no UTF-8: {}", text);
  if (!foreign.empty() && tells_of_another(*answer, own, foreign))
    return fmt::format("the answer tells of {}", foreign);
  return "";
}

}  // namespace qiuhao::malformed
