// Declaring functions of conformance lines.
#include "conformance/declared.h"

#include <fmt/format.h>

#include <vector>

namespace qiuhao::conformance {
namespace {

using simdjson::dom::element;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

constexpr std::string_view kLetters = "TUVWXYZ";  // what stands for parameters, one after the other
constexpr std::string_view kMark = "param:";

// Names the types of a text that nobody has named yet.
void add_types(cel::Environment& environment, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string word(text.substr(at, end - at));
    if (!word.empty() && !environment.read_type(word)) environment.add_opaque_type(word);
    at = end + 1;
  }
}

Result<std::string> signature_of(const std::string& name, element overload) {
  simdjson::dom::array arguments;
  std::string_view result;
  bool is_member = false;
  const bool is_whole =
      overload["args"].get(arguments) == simdjson::SUCCESS && overload["result"].get(result) == simdjson::SUCCESS;
  if (!is_whole) return input_error("bad_line", fmt::format("functions.{} needs args and result", name));
  if (overload["member"].get(is_member) != simdjson::SUCCESS) is_member = false;
  std::string receiver, inside;
  for (element argument : arguments) {
    std::string_view type;
    if (argument.get(type) != simdjson::SUCCESS) {
      return input_error("bad_line", fmt::format("functions.{}.args should be texts", name));
    }
    if (is_member && receiver.empty()) {
      receiver = fmt::format("{}.{}", type, name);
    } else {
      inside += fmt::format("{}{}", inside.empty() ? "" : ", ", type);
    }
  }
  // All types of one signature together, so that the same parameter gets the same letter.
  return without_parameters(fmt::format("{}({}) -> {}", receiver, inside, result));
}

}  // namespace

std::string without_parameters(std::string_view type) {
  std::string text;
  std::vector<std::string_view> known;
  while (!type.empty()) {
    if (!type.starts_with(kMark)) {
      text += type.front();
      type.remove_prefix(1);
      continue;
    }
    type.remove_prefix(kMark.size());
    std::size_t end = 0;
    while (end < type.size() && is_letter(type[end])) ++end;
    const std::string_view name = type.substr(0, end);
    type.remove_prefix(end);
    std::size_t number = 0;
    while (number < known.size() && known[number] != name) ++number;
    if (number == known.size()) known.push_back(name);
    text += kLetters[number % kLetters.size()];
  }
  return text;
}

Status declare_functions(cel::Environment& environment, simdjson::dom::object functions) {
  for (const auto [key, json] : functions) {
    const std::string name(key);
    simdjson::dom::array overloads;
    if (json.get(overloads) != simdjson::SUCCESS) {
      return input_error("bad_line", fmt::format("functions.{} should be a list of overloads", name));
    }
    cel::FunctionDoc doc{name, "", {}, ""};
    for (element overload : overloads) {
      ASSIGN(const std::string signature, signature_of(name, overload));
      const std::size_t arguments = signature.find('(');
      add_types(environment, signature.substr(arguments));
      doc.signature += (doc.signature.empty() ? "" : "; ") + signature;
    }
    TRY(environment.declare_function(std::move(doc)));
  }
  return {};
}

}  // namespace qiuhao::conformance
