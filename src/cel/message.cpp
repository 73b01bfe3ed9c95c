// Sentences with CEL inside.
#include "cel/message.h"

#include <fmt/format.h>

#include <set>

#include "cel/compile.h"
#include "cel/parser/parser.h"

namespace qiuhao::cel {
namespace {

template <typename Names>
std::vector<std::string> gather(Names names) {
  std::set<std::string> all;
  names([&](const std::vector<std::string>& some) { all.insert(some.begin(), some.end()); });
  return {all.begin(), all.end()};
}

}  // namespace

Result<Message> compile_message(std::string_view text, const Environment& environment, const Place& origin) {
  const Source source{std::string(text), origin};
  TRY(check_text(source));
  Message message;
  message.text_ = text;
  std::string words;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t at = 0; at < size;) {
    const char c = text[at];
    const bool is_double = at + 1 < size && text[at + 1] == c;
    if (c != '{' && c != '}') {
      words += c;
      ++at;
    } else if (is_double) {
      words += c;
      at += 2;
    } else if (c == '}') {
      return source.error("lone_brace",
                          {"this } closes nothing; take it out, or write }} for a brace",
                           "这个 } 没有对应的 {；请删除，要写花括号请写 }}"},
                          at);
    } else {
      if (message.parts_.size() >= kMaxMessageParts) {
        return source.error("too_large",
                            {fmt::format("a message has at most {} values", kMaxMessageParts),
                             fmt::format("一句话最多有 {} 个值", kMaxMessageParts)},
                            at);
      }
      ASSIGN(const std::uint32_t end, find_closing_brace(source, at + 1));
      if (end == size)
        return source.error("open_brace",
                            {"this { is not closed; end it with }, or write {{ for a brace",
                             "这个 { 没有结束；请用 } 结束，要写花括号请写 {{"},
                            at);
      if (text.substr(at + 1, end - at - 1).find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return source.error("syntax",
                            {"nothing stands inside {}; write a formula such as {line.quantity}, or {{}} for braces",
                             "{} 里没有内容；请写公式，如 {line.quantity}，要写花括号请写 {{}}"},
                            at);
      }
      ASSIGN(Program program, compile_part(source, at + 1, end, environment, Type::any()));
      message.parts_.push_back({std::exchange(words, {}), std::move(program)});
      at = end + 1;
    }
  }
  message.rest_ = std::move(words);
  return message;
}

std::string Message::render(const Activation& activation, Scratch& scratch) const {
  std::string out;
  for (const Part& part : parts_) {
    out += part.before;
    out += to_message(part.program.evaluate(activation, scratch));
  }
  return out + rest_;
}

Result<std::string> Message::render(const Activation& activation, Scratch& scratch, const Write& write) const {
  std::string out;
  for (const Part& part : parts_) {
    ASSIGN(const std::string value, write(part.program, part.program.evaluate(activation, scratch)));
    out += part.before + value;
  }
  return out + rest_;
}

std::vector<const Program*> Message::programs() const {
  std::vector<const Program*> programs;
  for (const Part& part : parts_) programs.push_back(&part.program);
  return programs;
}

std::vector<std::string> Message::fields() const {
  return gather([&](auto add) {
    for (const Part& part : parts_) add(part.program.fields());
  });
}

std::vector<std::string> Message::variables() const {
  return gather([&](auto add) {
    for (const Part& part : parts_) add(part.program.variables());
  });
}

std::vector<NameUse> Message::name_uses() const {
  std::vector<NameUse> uses;
  for (const Part& part : parts_) {
    const auto& more = part.program.name_uses();
    uses.insert(uses.end(), more.begin(), more.end());
  }
  return uses;
}

Status Message::check_constants() const {
  for (const Part& part : parts_) TRY(part.program.check_constants());
  return {};
}

}  // namespace qiuhao::cel
