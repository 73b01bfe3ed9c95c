// A sentence with CEL inside, such as a rule's message: "{line.item_name} 单价 {line.price} 元". {{ and }} stand for
// braces.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cel/cel.h"

namespace qiuhao::cel {

inline constexpr std::size_t kMaxMessageParts = 200;

class Message {
 public:
  const std::string& text() const { return text_; }  // as compiled
  // Parts that are absent or an error read "—".
  std::string render(const Activation& activation, Scratch& scratch) const;
  // The same with each value as `write` has it, whose error ends it. What it writes is never read for braces again.
  using Write = std::function<Result<std::string>(const Program& program, const Value& value)>;
  Result<std::string> render(const Activation& activation, Scratch& scratch, const Write& write) const;
  std::vector<const Program*> programs() const;  // of its parts
  // As Program::fields and Program::variables, over all parts.
  std::vector<std::string> fields() const;
  std::vector<std::string> variables() const;
  // As Program::name_uses and Program::check_constants, over all parts.
  std::vector<NameUse> name_uses() const;
  Status check_constants() const;

 private:
  friend Result<Message> compile_message(std::string_view, const Environment&, const Place&);
  struct Part {
    std::string before;  // the words before the value
    Program program;
  };
  std::string text_;
  std::vector<Part> parts_;
  std::string rest_;
};

// Errors: those of compile, with places inside the whole text; open_brace, lone_brace, too_large.
Result<Message> compile_message(std::string_view text, const Environment& environment, const Place& origin);

}  // namespace qiuhao::cel
