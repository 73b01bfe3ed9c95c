// Running one conformance line.
#include "conformance/test_line.h"

#include <fmt/format.h>

#include <map>

#include "cel/cel.h"
#include "conformance/data_values.h"
#include "conformance/declared.h"

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

bool has_flag(element line, std::string_view wanted) {
  simdjson::dom::array flags;
  if (line["flags"].get(flags) != simdjson::SUCCESS) return false;
  for (element flag : flags) {
    if (std::string_view text; flag.get(text) == simdjson::SUCCESS && text == wanted) return true;
  }
  return false;
}

Status bad_line(std::string_view name, std::string_view what) {
  return input_error("bad_line", fmt::format("{} {}", name, what));
}

// What a line declares and gives: functions without meaning, variables with their types and values; one without a value
// is absent.
class Given {
 public:
  cel::Environment environment;
  LineActivation activation;

  // Errors: those of the types; bad_line.
  Status read(element line) {
    object fields;
    if (line["functions"].get(fields) == simdjson::SUCCESS) TRY(declare_functions(environment, fields));
    if (line["vars"].get(fields) == simdjson::SUCCESS) {
      for (const auto [name, json] : fields) {
        std::string_view text;
        if (json.get(text) != simdjson::SUCCESS) return bad_line(name, "should be the text of a type");
        ASSIGN(Type type, environment.read_type(without_parameters(text)));
        add(std::string(name), std::move(type));
      }
    }
    if (line["bindings"].get(fields) != simdjson::SUCCESS) return {};
    for (const auto [name, value] : fields) {
      add(std::string(name), Type::any());
      Value& slot = activation.values[slots_[std::string(name)]];
      slot = values_.read(value);
      if (slot.is_error()) return bad_line(name, "is no value");
    }
    return {};
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

cel::CompileOptions options_of(element line) {
  cel::CompileOptions options;
  options.container = text_of(line, "container");
  options.locale = text_of(line, "locale");
  options.check_types = !has_flag(line, "disable_check");
  options.expand_macros = !has_flag(line, "disable_macros");
  return options;
}

std::string first_line(const std::string& message) { return message.substr(0, message.find('\n')); }

// The type that the checker found, where the line says which it should be.
std::string failure_of_type(element line, const Given& given, const cel::Program& program) {
  const std::string wanted = text_of(line, "static_type");
  if (wanted.empty()) return "";
  const Result<Type> type = given.environment.read_type(without_parameters(wanted));
  if (!type) return type.error().message;
  if (program.type() == *type) return "";
  return fmt::format("is of type {}, not {}", given.environment.describe(program.type()), wanted);
}

std::string failure_of(element line, const std::string& expression) {
  Given given;
  if (const Status read = given.read(line); !read) return read.error().message;
  const bool wants_error = has(line, "error");
  const Result<cel::Program> program = cel::compile(expression, given.environment, Type::any(), {}, options_of(line));
  if (!program) return wants_error ? "" : first_line(program.error().message);
  if (std::string wrong = failure_of_type(line, given, *program); !wrong.empty()) return wrong;
  if (has_flag(line, "check_only") || (!has(line, "value") && !wants_error)) {
    return wants_error ? "no error, but it is of type " + given.environment.describe(program->type()) : "";
  }
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
