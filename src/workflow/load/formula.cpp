// Formulas as they stand in the file: exact places of mistakes.
#include "text/scalar_place.h"
#include "workflow/load/loader.h"

namespace qiuhao::workflow {
namespace {

// No activation is asked by a program that names nothing.
class Nothing : public cel::Activation {
 public:
  cel::Value variable(cel::SlotId) const override { return cel::Value::absent(); }
  cel::Value field(cel::StructId, cel::FieldId, cel::RowIndex) const override { return cel::Value::absent(); }
};

}  // namespace

// The error's place counts from the beginning of the scalar; one that cannot be followed has at least a beginning.
Error Loader::moved(Error error, const Node& node) const {
  error.place = text::place_in_file(content_, node, file_, error.place).value_or(place(node));
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
