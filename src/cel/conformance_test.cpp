// The conformance data of the CEL specification, where it is at hand: <repository>/../shared/data/cel. Each file must
// reach its floor; what lies below is named on failure. Missing on purpose: names that are checked only while running
// (disable_check), zones other than UTC, Asia/Shanghai and offsets, containers, format() and strings.quote().
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cmath>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>

#include "cel/cel.h"
#include "cel/values/moment.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

using simdjson::dom::element;

std::string from_base64(std::string_view text) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) break;
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>((bits >> held) & 0xFF));
    }
  }
  return bytes;
}

// Values of the data; they live as long as the reader.
class DataValues {
 public:
  Value read(element json) {
    const auto pair = *json.get_object().value().begin();
    const std::string_view kind = pair.key;
    const auto text = [&] { return std::string_view(texts_.emplace_back(pair.value.get_string().value())); };
    if (kind == "null") return Value::null();
    if (kind == "bool") return Value::of_bool(pair.value.get_bool());
    if (kind == "int") return Value::of_int(std::stoll(std::string(text())));
    if (kind == "uint") return Value::of_uint(std::stoull(std::string(text())));
    if (kind == "double") return Value::of_double(std::strtod(std::string(text()).c_str(), nullptr));
    if (kind == "string") return Value::of_text(text());
    if (kind == "bytes") return Value::of_bytes(texts_.emplace_back(from_base64(text())));
    if (kind == "timestamp") return parse_timestamp(text());
    if (kind == "duration") return parse_duration(text());
    if (kind == "list") return read_list(pair.value);
    if (kind == "map") return read_map(pair.value);
    if (kind == "type") return read_type(text());
    return Value::error(ErrorReason::other, "no value of the data");
  }

 private:
  Value read_list(element json) {
    std::vector<Value> values;
    for (element item : json.get_array()) values.push_back(read(item));
    const auto& kept = values_.emplace_back(std::move(values));
    return Value::of_list(&lists_.emplace_back(ListValue{.values = kept, .rows = {}}));
  }
  Value read_map(element json) {
    std::vector<Value> keys, values;
    for (element item : json.get_array()) {
      keys.push_back(read(item.at(0)));
      values.push_back(read(item.at(1)));
    }
    const auto& kept_keys = values_.emplace_back(std::move(keys));
    const auto& kept_values = values_.emplace_back(std::move(values));
    return Value::of_map(&maps_.emplace_back(MapValue{kept_keys, kept_values}));
  }
  static Value read_type(std::string_view name) {
    if (name == "google.protobuf.Timestamp") return Value::of_type(type_of_kind(Kind::timestamp));
    if (name == "google.protobuf.Duration") return Value::of_type(type_of_kind(Kind::duration));
    for (int i = 0; i <= static_cast<int>(Kind::any); ++i) {
      if (kind_name(static_cast<Kind>(i)) == name) return Value::of_type(type_of_kind(static_cast<Kind>(i)));
    }
    return Value::error(ErrorReason::other, "no type of this language");
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<Value>> values_;
  std::deque<ListValue> lists_;
  std::deque<MapValue> maps_;
};

// The very same value: kinds too, and NaN is NaN.
bool identical(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == Kind::floating) {
    return (std::isnan(a.floating) && std::isnan(b.floating)) ||
           (a.floating == b.floating && std::signbit(a.floating) == std::signbit(b.floating));
  }
  if (a.kind == Kind::list) {
    bool same = a.list->size() == b.list->size();
    for (std::size_t i = 0; same && i < a.list->size(); ++i) same = identical(a.list->at(i), b.list->at(i));
    return same;
  }
  std::int64_t budget = 100'000;
  return equal_values(a, b, budget).is_true();
}

class DataActivation : public Activation {
 public:
  std::vector<Value> values;
  Value variable(SlotId slot) const override { return values[slot]; }
  Value field(StructId, FieldId, RowIndex) const override { return Value::absent(); }
};

Type declared_type(std::string_view text) {
  for (int i = 1; i <= static_cast<int>(Kind::any); ++i) {
    if (kind_name(static_cast<Kind>(i)) == text) return Type::of(static_cast<Kind>(i));
  }
  return Type::any();
}

// What is missing says so; "" when the case passes.
std::string run_case(element test) {
  Environment environment;
  DataActivation activation;
  DataValues data;
  std::map<std::string, Type, std::less<>> types;
  if (element vars; !test["vars"].get(vars)) {
    for (const auto& field : vars.get_object())
      types[std::string(field.key)] = declared_type(field.value.get_string().value());
  }
  if (element bindings; !test["bindings"].get(bindings)) {
    for (const auto& field : bindings.get_object()) {
      const std::string name{field.key};
      environment.add_variable(name, "", types.contains(name) ? types[name] : Type::any(),
                               static_cast<SlotId>(activation.values.size()));
      activation.values.push_back(data.read(field.value));
    }
  }
  element ignored;
  const bool wants_error = !test["error"].get(ignored);
  const bool check_only = test["value"].get(ignored) && !wants_error;
  const Result<Program> program = compile(std::string_view(test["expr"]), environment, Type::any(), {});
  if (!program) return wants_error ? "" : program.error().message.substr(0, program.error().message.find('\n'));
  if (check_only) return "";
  Scratch scratch;
  const Value value = program->evaluate(activation, scratch);
  if (wants_error) return value.is_error() ? "" : "no error, but " + to_text(value);
  element expected;
  if (test["value"].get(expected)) return "the case has no value";
  return identical(value, data.read(expected)) ? "" : "gives " + to_text(value);
}

struct Floor {
  const char* file;
  int passed;  // at least
};
constexpr Floor kFloors[] = {
    {"basic", 29},        {"comparisons", 233}, {"conversions", 76}, {"fields", 42},      {"fp_math", 21},
    {"integer_math", 44}, {"lists", 27},        {"logic", 17},       {"macros", 31},      {"parse", 123},
    {"plumbing", 4},      {"string", 36},       {"timestamps", 50},  {"bindings_ext", 6}, {"macros2", 32},
    {"math_ext", 139},    {"namespace", 9},     {"string_ext", 79},
};

TEST(Conformance, EachFileReachesItsFloor) {
  const std::filesystem::path folder = std::filesystem::path(QIUHAO_SOURCE_DIR) / ".." / "shared" / "data" / "cel";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no conformance data at " << folder;
  simdjson::dom::parser parser;
  for (const Floor& floor : kFloors) {
    std::ifstream lines(folder / (std::string(floor.file) + ".jsonl"));
    std::string line, failures;
    int passed = 0, all = 0;
    while (std::getline(lines, line)) {
      element test = parser.parse(line);
      ++all;
      const std::string missing = run_case(test);
      if (missing.empty())
        ++passed;
      else
        failures += "  " + std::string(std::string_view(test["expr"])) + "  →  " + missing + "\n";
    }
    RecordProperty(floor.file, std::to_string(passed) + " of " + std::to_string(all));  // in the XML report of a run
    EXPECT_GE(passed, floor.passed) << floor.file << ":\n" << failures;
  }
}

}  // namespace
}  // namespace qiuhao::cel
