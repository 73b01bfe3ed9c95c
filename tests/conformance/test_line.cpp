// Running one conformance line.
#include "conformance/test_line.h"

#include <fmt/format.h>

#include <map>

#include "cel/cel.h"
#include "conformance/data_values.h"

namespace qiuhao::conformance {
namespace {

using cel::Kind;
using cel::Type;
using cel::Value;
using simdjson::dom::element;
using simdjson::dom::object;

class LineActivation : public cel::Activation {
 public:
  std::vector<Value> values;
  Value variable(cel::SlotId slot) const override { return values[slot]; }
  Value field(cel::StructId, cel::FieldId, cel::RowIndex) const override { return Value::absent(); }
};

std::string text_of(element line, const char* key) {
  std::string_view text;
  return line[key].get(text) == simdjson::SUCCESS ? std::string(text) : "";
}

bool has(element line, const char* key) {
  element ignored;
  return line[key].get(ignored) == simdjson::SUCCESS;
}

Type declared_type(std::string_view text) {
  for (int i = 1; i <= static_cast<int>(Kind::any); ++i) {
    if (kind_name(static_cast<Kind>(i)) == text) return Type::of(static_cast<Kind>(i));
  }
  return Type::any();
}

// What a line declares and gives: variables with their types and values; one without a value is absent.
class Given {
 public:
  cel::Environment environment;
  LineActivation activation;

  // "" or what is wrong with the line.
  std::string read(element line) {
    object fields;
    if (line["vars"].get(fields) == simdjson::SUCCESS) {
      for (const auto [name, type] : fields) {
        std::string_view text;
        if (type.get(text) != simdjson::SUCCESS) return fmt::format("vars.{} should be the text of a type", name);
        add(std::string(name), declared_type(text));
      }
    }
    if (line["bindings"].get(fields) != simdjson::SUCCESS) return "";
    for (const auto [name, value] : fields) {
      add(std::string(name), Type::any());
      Value& slot = activation.values[slots_[std::string(name)]];
      slot = values_.read(value);
      if (slot.is_error()) return fmt::format("bindings.{} is no value", name);
    }
    return "";
  }

 private:
  void add(const std::string& name, Type type) {
    const auto slot = static_cast<cel::SlotId>(activation.values.size());
    if (!slots_.emplace(name, slot).second) return;
    environment.add_variable(name, "", std::move(type), slot);
    activation.values.push_back(Value::absent());
  }

  DataValues values_;
  std::map<std::string, cel::SlotId> slots_;
};

std::string first_line(const std::string& message) { return message.substr(0, message.find('\n')); }

std::string failure_of(element line, const std::string& expression) {
  const bool wants_error = has(line, "error"), wants_value = has(line, "value");
  Given given;
  if (std::string wrong = given.read(line); !wrong.empty()) return wrong;
  const Result<cel::Program> program = cel::compile(expression, given.environment, Type::any(), {});
  if (!program) return wants_error ? "" : first_line(program.error().message);
  if (!wants_value && !wants_error) return "";
  cel::Scratch scratch;
  const Value value = program->evaluate(given.activation, scratch);
  if (wants_error) return value.is_error() ? "" : "no error, but " + to_text(value);
  DataValues values;
  const Value expected = values.read(line["value"].value());
  if (expected.is_error()) return "the line's value is no value";
  return is_identical(value, expected) ? "" : fmt::format("gives {}, not {}", to_text(value), to_text(expected));
}

}  // namespace

Outcome run_line(element line) {
  Outcome outcome{text_of(line, "section"), text_of(line, "name"), text_of(line, "expr"), ""};
  const bool is_test = has(line, "expr") && (has(line, "value") || has(line, "error") || has(line, "static_type"));
  outcome.failure =
      is_test ? failure_of(line, outcome.expression) : "no test; a line has expr, and value, error or static_type";
  return outcome;
}

}  // namespace qiuhao::conformance
