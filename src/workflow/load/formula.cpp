// Formulas as they stand in the file: exact places of mistakes.
#include "text/scalar_place.h"
#include "workflow/load/loader.h"

namespace qiuhao::workflow {
namespace {

// The byte of a text at a line and column that count from 1, columns in characters.
std::size_t offset_at(std::string_view text, int line, int column) {
  std::size_t at = 0;
  for (int i = 1; i < line && at < text.size(); ++i) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  for (int i = 1; i < column && at < text.size(); ++i) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) ++at;
  }
  return at;
}

// No activation is asked by a program that names nothing.
class Nothing : public cel::Activation {
 public:
  cel::Value variable(cel::SlotId) const override { return cel::Value::absent(); }
  cel::Value field(cel::StructId, cel::FieldId, cel::RowIndex) const override { return cel::Value::absent(); }
};

}  // namespace

// The error's place counts from the beginning of the scalar.
Error Loader::moved(Error error, const Node& node) const {
  const auto places = text::ScalarPlaces::make(content_, node, file_);
  const std::size_t in_scalar = offset_at(node.scalar, error.place.line, error.place.column);
  error.place = places ? text::place_of_offset(content_, places->offset(in_scalar), file_) : place(node);
  return error;
}

std::optional<cel::Program> Loader::compile(const Node& node, const cel::Type& wanted) {
  auto program = cel::compile(node.scalar, *environment_, wanted, {file_, 1, 1, ""});
  if (!program) {
    note(moved(std::move(program).error(), node));
    return std::nullopt;
  }
  if (Status status = program->check_constants(); !status) {
    note(moved(std::move(status).error(), node));
    return std::nullopt;
  }
  return std::move(*program);
}

std::optional<cel::Message> Loader::compile_message(const Node& node) {
  auto message = cel::compile_message(node.scalar, *environment_, {file_, 1, 1, ""});
  if (!message) {
    note(moved(std::move(message).error(), node));
    return std::nullopt;
  }
  if (Status status = message->check_constants(); !status) {
    note(moved(std::move(status).error(), node));
    return std::nullopt;
  }
  return std::move(*message);
}

std::optional<cel::Program> Loader::compile_condition(const Node& node) {
  auto program = compile(node, cel::Type::of(cel::Kind::boolean));
  if (program && program->variables().empty()) {
    cel::Scratch scratch;
    const bool is_true = program->evaluate(Nothing(), scratch).is_true();
    wrong(node, "constant_condition",
          {fmt::format("this condition is always {}; name a field, or leave it out", is_true),
           fmt::format("这个条件恒为{}；请写上字段，或者删去", is_true ? "真" : "假")});
    return std::nullopt;
  }
  return program;
}

}  // namespace qiuhao::workflow
