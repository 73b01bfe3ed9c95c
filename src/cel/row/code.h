// The row program: steps that point at each other, run by a call through `run`. Built by lower.cpp, run by run_*.cpp.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cel/cel.h"
#include "cel/lexer/source.h"
#include "cel/parser/tree.h"

namespace re2 {
class RE2;
}

namespace qiuhao::cel {

inline constexpr std::int64_t kMaxSteps = 5'000'000;   // loop turns and long operations of one evaluation
inline constexpr std::size_t kMaxKept = 256 * 1024;    // bytes of text and list items of all folded constants
inline constexpr std::int64_t kMaxFoldSteps = 20'000;  // the same, of a constant part at compile time

struct Frame {
  const Activation& activation;
  Scratch& scratch;
  Value* locals;
  std::int64_t budget;
  ColumnTable columns;
};

using Run = Value (*)(const Step& step, Frame& frame);
// The quick form of a step that gives a bool: false, true, or unsure, when only `run` can tell (an error, as a rule).
enum class Decision : unsigned { no = 0, yes = 1, unsure = 2 };
using Decide = Decision (*)(const Step& step, Frame& frame);
// A standard function: arguments are no errors; their kinds are to be checked, as types may be unknown until now.
using Implementation = Value (*)(Frame& frame, const Step& step, std::span<const Value> arguments);

class ConstantSet;
class Zone;
struct HostOverload {
  std::vector<Kind> kinds;
  HostFunction function;
};

struct Step {
  Run run = nullptr;
  Decide decide = nullptr;     // of a step whose result is bool; needs a host with columns
  Decide otherwise = nullptr;  // what a comparison's `decide` goes on with when a side has no value
  const Step* a = nullptr;
  const Step* b = nullptr;
  const Step* c = nullptr;
  Value constant;
  const char* path = nullptr;      // of the field or variable, for absence
  const char* row_path = nullptr;  // of the variable whose field is read
  SlotId slot = 0;
  FieldId field = 0;
  StructId owner = 0;
  Kind result = Kind::any;
  std::uint8_t variables = 0;  // of a comprehension
  std::uint32_t weight = 1;    // what a turn of it costs
  std::vector<const Step*> operands;
  std::vector<const Step*> quick;  // of &&: the operands that `decide` asks first
  Implementation function = nullptr;
  const re2::RE2* pattern = nullptr;
  const Zone* zone = nullptr;  // of a constant argument
  const ConstantSet* set = nullptr;
  std::span<const HostOverload> host;
};

inline Value evaluate_step(const Step& step, Frame& frame) { return step.run(step, frame); }

// The same for a step that nothing is above: by its quick form where it has one and the host has columns.
inline Value evaluate_whole(const Step& step, Frame& frame) {
  if (step.decide != nullptr && frame.columns.of_struct != nullptr) {
    const Decision decision = step.decide(step, frame);
    if (decision != Decision::unsure) [[likely]]
      return Value::of_bool(decision == Decision::yes);
  }
  return evaluate_step(step, frame);
}

// Values that live as long as the program: copies of what folding found.
class Constants {
 public:
  // A deep copy; an error value when the program would hold more than kMaxKept.
  Value keep(const Value& value);
  const char* keep_text(std::string_view text);  // zero-terminated

 private:
  Value keep_counted(const Value& value, std::size_t& left, int depth);
  std::size_t left_ = kMaxKept;
  std::deque<std::string> texts_;
  std::deque<std::vector<Value>> values_;
  std::deque<ListValue> lists_;
  std::deque<MapValue> maps_;
};

struct Program::Code {
  Source source;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string text;
  Type type;
  NodePtr tree;
  Constants constants;
  std::deque<Step> steps;
  std::deque<std::unique_ptr<re2::RE2>> patterns;
  std::deque<std::unique_ptr<ConstantSet>> sets;
  std::deque<std::unique_ptr<Zone>> zones;
  std::deque<std::vector<HostOverload>> hosts;
  std::deque<std::unique_ptr<const FunctionEntry>> functions;  // that the tree calls: the environment may be gone
  const Step* root = nullptr;
  std::size_t locals = 0;
  std::vector<std::string> fields;
  std::vector<std::string> variables;
  std::vector<NameUse> name_uses;
  std::string locale;  // of format()

  ~Code();
};

// The frame of one evaluation; locals come from the scratch.
Frame make_frame(const Activation& activation, Scratch& scratch, std::size_t locals, std::int64_t budget);

}  // namespace qiuhao::cel
