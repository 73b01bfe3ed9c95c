// Compiling and evaluating.
#include <fmt/format.h>
#include <re2/re2.h>

#include "base/check.h"
#include "cel/checker/checker.h"
#include "cel/compile.h"
#include "cel/fold/lower.h"
#include "cel/lexer/unicode.h"
#include "cel/parser/parser.h"
#include "cel/row/code.h"
#include "cel/row/constants.h"
#include "cel/values/operate.h"
#include "cel/values/zone.h"

namespace qiuhao::cel {

Program::Code::~Code() = default;
Program::Program(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

Type Program::type() const { return code_->type; }
const std::string& Program::text() const { return code_->text; }
std::vector<std::string> Program::fields() const { return code_->fields; }
std::vector<std::string> Program::variables() const { return code_->variables; }
const std::vector<NameUse>& Program::name_uses() const { return code_->name_uses; }

Frame make_frame(const Activation& activation, Scratch& scratch, std::size_t locals, std::int64_t budget) {
  return {activation, scratch, locals > 0 ? scratch.take_many<Value>(locals) : nullptr, budget, activation.columns()};
}

Value Program::evaluate(const Activation& activation, Scratch& scratch) const {
  scratch.reset();
  Frame frame = make_frame(activation, scratch, code_->locals, kMaxSteps);
  Value value = evaluate_whole(*code_->root, frame);
  // An int is given where a decimal is promised, such as by math.least(line.price, 5).
  if (value.kind == Kind::integer && code_->type.kind == Kind::decimal) value.kind = Kind::decimal;
  return value;
}

Status check_text(const Source& source) {
  if (source.text.size() > kMaxTextBytes) {
    return input_error(
        "too_large",
        Sentence{fmt::format("the text has {} bytes, more than {}; split it", source.text.size(), kMaxTextBytes),
                 fmt::format("文本有 {} 字节，超过 {}；请拆开", source.text.size(), kMaxTextBytes)},
        source.origin);
  }
  if (!is_valid_utf8(source.text)) {
    return input_error("bad_encoding",
                       Sentence{"the text is not UTF-8; save the file as UTF-8", "文本不是 UTF-8；请把文件存为 UTF-8"},
                       source.origin);
  }
  return {};
}

Result<Program> compile_part(const Source& source, std::uint32_t begin, std::uint32_t end,
                             const Environment& environment, const Type& wanted, const CompileOptions& options) {
  auto code = std::make_unique<Program::Code>();
  code->source = source;
  code->begin = begin;
  code->end = end;
  code->text = source.part(begin, end);
  ASSIGN(code->tree, parse(code->source, begin, end, options.expand_macros));
  Checker checker(code->source, environment.tables(), options);
  TRY(checker.check_root(code->tree, wanted));
  code->type = code->tree->type;
  code->locals = checker.locals();
  code->fields.assign(checker.fields().begin(), checker.fields().end());
  code->variables.assign(checker.variables().begin(), checker.variables().end());
  code->name_uses = checker.name_uses();
  code->locale = options.locale;
  lower(*code);
  return Program(std::move(code));
}

Result<Program> compile(std::string_view text, const Environment& environment, const Type& wanted, const Place& origin,
                        const CompileOptions& options) {
  const Source source{std::string(text), origin};
  TRY(check_text(source));
  return compile_part(source, 0, static_cast<std::uint32_t>(text.size()), environment, wanted, options);
}

}  // namespace qiuhao::cel
