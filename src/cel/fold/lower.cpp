// Making steps of nodes, and folding.
#include "cel/fold/lower.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "cel/fold/prepare.h"
#include "cel/functions/environment.h"
#include "cel/row/constants.h"
#include "cel/row/decide.h"
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

constexpr std::size_t kStepsOfWeight = 8;  // a turn of a loop costs one for this many steps in its body
constexpr std::size_t kNoLocal = std::numeric_limits<std::size_t>::max();

// What a step needs from outside: a constant part needs nothing.
struct Lowered {
  Step* step = nullptr;
  bool reads_host = false;
  std::size_t lowest_local = kNoLocal;

  bool is_constant() const { return step->run == run_constant; }
  void needs(const Lowered& part) {
    reads_host |= part.reads_host;
    lowest_local = std::min(lowest_local, part.lowest_local);
  }
};

// Constant parts read nothing.
class NoActivation : public Activation {
 public:
  Value variable(SlotId) const override { return Value::absent(); }
  Value field(StructId, FieldId, RowIndex) const override { return Value::absent(); }
};

class Lowering {
 public:
  explicit Lowering(Program::Code& code) : code_(code) {}

  Lowered lower(Node& node) {
    Lowered made;
    made.step = &code_.steps.emplace_back();
    made.step->result = node.type.kind;
    switch (node.kind) {
      case NodeKind::literal: lower_literal(node, made); break;
      case NodeKind::name: lower_name(node, made); break;
      case NodeKind::select: lower_select(node, made); break;
      case NodeKind::operation: lower_operation(node, made); break;
      case NodeKind::call: lower_call(node, made); break;
      case NodeKind::comprehension: lower_comprehension(node, made); break;
      case NodeKind::list:
      case NodeKind::map:
        lower_operands(node, made);
        made.step->run = node.kind == NodeKind::list ? run_list : run_map;
        mark_optional_items(node, *made.step);
        break;
      case NodeKind::record: CHECK_NOTE(false, "the checker refuses records");
    }
    fold(made);
    // The quick form of a loop's body is never asked for: loops call `run`.
    if (node.type.kind == Kind::boolean) made.step->decide = decision_step(node, *made.step);
    node.step = made.step;
    return made;
  }

 private:
  void lower_literal(const Node& node, Lowered& made) {
    made.step->run = run_constant;
    made.step->constant = node.literal;
  }

  void lower_name(const Node& node, Lowered& made) {
    Step& step = *made.step;
    step.slot = node.slot;
    if (node.reference == Reference::type_name) {
      lower_literal(node, made);
    } else if (node.reference == Reference::local) {
      step.run = run_local;
      made.lowest_local = node.slot;
    } else {
      step.run = run_variable;
      step.row_path = code_.constants.keep_text(node.path);
      made.reads_host = true;
    }
  }

  void lower_operands(Node& node, Lowered& made) {
    for (NodePtr& child : node.children) {
      const Lowered part = lower(*child);
      made.needs(part);
      made.step->operands.push_back(part.step);
    }
    Step& step = *made.step;
    if (step.operands.size() > 0) step.a = step.operands[0];
    if (step.operands.size() > 1) step.b = step.operands[1];
    if (step.operands.size() > 2) step.c = step.operands[2];
  }

  // Items written with a question mark get a step of their own, by which the list or map knows them.
  void mark_optional_items(const Node& node, Step& step) {
    const bool is_map = node.kind == NodeKind::map;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (!node.children[i]->is_optional_item) continue;
      Step& item = code_.steps.emplace_back();
      const std::size_t value = is_map ? i + 1 : i;
      item.a = step.operands[value];
      item.run = run_optional_item;
      step.operands[value] = &item;
      step.run = is_map ? run_map_of_optionals : run_list_of_optionals;
    }
  }

  // A select that may meet an optional: a.?b, or of an operand that is one or may be one.
  void lower_optional_select(const Node& node, Lowered& made) {
    Step& step = *made.step;
    step.constant = Value::of_text({code_.constants.keep_text(node.name), node.name.size()});
    step.run = optional_select_step(node.is_optional, node.is_test);
    if (node.path.empty()) return;
    const Type& operand = node.children[0]->type;
    step.owner = operand.kind == Kind::optional ? operand.element->row_struct : operand.row_struct;
    step.field = node.field;
    step.path = code_.constants.keep_text(node.path);
    made.reads_host = true;
  }

  static bool may_be_optional(const Node& node) {
    const Kind operand = node.children[0]->type.kind;
    return node.is_optional || operand == Kind::optional || operand == Kind::any;
  }

  void lower_select(Node& node, Lowered& made) {
    lower_operands(node, made);
    Step& step = *made.step;
    const Node& operand = *node.children[0];
    if (may_be_optional(node)) return lower_optional_select(node, made);
    if (operand.type.kind != Kind::row) {
      step.constant = Value::of_text({code_.constants.keep_text(node.name), node.name.size()});
      step.run = node.is_test ? run_has_key : run_map_field;
      return;
    }
    step.owner = operand.type.row_struct;
    step.field = node.field;
    step.path = code_.constants.keep_text(node.path);
    step.row_path = step.a->row_path;
    made.reads_host = true;  // even of a local: the field is read from the host
    if (operand.kind == NodeKind::name && operand.reference == Reference::variable) {
      step.slot = operand.slot;
      step.run = node.is_test ? run_has_variable_field : run_variable_field;
    } else {
      step.run = node.is_test ? run_has_field : run_field;
    }
  }

  void lower_operation(Node& node, Lowered& made) {
    lower_operands(node, made);
    Step& step = *made.step;
    const Kind a = node.children[0]->type.kind;
    const Kind b = node.children.size() > 1 ? node.children[1]->type.kind : Kind::any;
    switch (node.operation) {
      case Operation::logical_or: step.run = run_or; break;
      case Operation::logical_and: step.run = run_and; break;
      case Operation::logical_not: step.run = run_not; break;
      case Operation::conditional: step.run = run_conditional; break;
      case Operation::index:
        step.run = may_be_optional(node) ? optional_index_step(node.is_optional) : run_index;
        break;
      case Operation::in: lower_in(step, a); break;
      case Operation::equal:
      case Operation::not_equal:
      case Operation::less:
      case Operation::less_equal:
      case Operation::greater:
      case Operation::greater_equal: step.run = comparison_step(node.operation, a, b); break;
      default: step.run = arithmetic_step(node.operation, a, b);
    }
  }

  void lower_in(Step& step, Kind item) {
    step.run = run_in;
    const bool is_list = step.b->run == run_constant && step.b->constant.kind == Kind::list;
    // A dyn or double item may meet a decimal, which is an error that the set does not know.
    if (!is_list || item == Kind::any || item == Kind::floating || !ConstantSet::can_hold(*step.b->constant.list))
      return;
    step.set = code_.sets.emplace_back(std::make_unique<ConstantSet>(*step.b->constant.list)).get();
    step.run = run_in_set;
  }

  // What later readers of the tree ask of a function; the environment that has it all need not outlive the program.
  const FunctionEntry* keep(const FunctionEntry& function) {
    auto kept = std::make_unique<FunctionEntry>();
    kept->doc.name = function.doc.name;
    kept->run = function.run;
    kept->step = function.step;
    kept->hosts = function.hosts;
    kept->is_pure = function.is_pure;
    return code_.functions.emplace_back(std::move(kept)).get();
  }

  void lower_call(Node& node, Lowered& made) {
    lower_operands(node, made);
    node.function = keep(*node.function);
    Step& step = *made.step;
    if (node.function->step != nullptr) {
      step.run = node.function->step;
      return;
    }
    if (node.function->run == nullptr) {
      step.host = code_.hosts.emplace_back(node.function->hosts);
      step.run = run_host_call;
      made.reads_host = true;
      return;
    }
    step.function = node.function->run;
    step.run = call_step(step.operands.size());
    prepare_call(code_, step, node.function->doc.name);
  }

  void lower_comprehension(Node& node, Lowered& made) {
    Step& step = *made.step;
    const Lowered range = lower(*node.children[0]);
    made.needs(range);
    step.a = range.step;
    step.slot = node.slot;
    step.variables = static_cast<std::uint8_t>(node.names.size());
    step.run = loop_step(node.macro);
    std::vector<const Step*> bodies;
    const std::size_t steps_before = code_.steps.size();
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      Lowered body = lower(*node.children[i]);
      // The locals that this node binds are its own affair.
      if (body.lowest_local >= node.slot) body.lowest_local = kNoLocal;
      made.needs(body);
      bodies.push_back(body.step);
    }
    step.weight = static_cast<std::uint32_t>((code_.steps.size() - steps_before) / kStepsOfWeight + 1);
    const bool has_item = node.macro == Macro::transform_list || node.macro == Macro::transform_map ||
                          node.macro == Macro::bind || node.macro == Macro::opt_map ||
                          node.macro == Macro::opt_flat_map;
    step.c = has_item ? bodies.back() : nullptr;
    step.b = has_item && bodies.size() == 1 ? nullptr : bodies.front();
  }

  void fold(Lowered& made) {
    Step& step = *made.step;
    if (made.is_constant() || made.reads_host || made.lowest_local != kNoLocal) return;
    const NoActivation nothing;
    scratch_.reset();
    Frame frame = make_frame(nothing, scratch_, code_.locals, kMaxFoldSteps);
    if (frame.locals == nullptr && code_.locals > 0) return;
    const Value value = evaluate_step(step, frame);
    if (value.is_error()) {
      // 1/0 stays, and is an error each time; what is too large to fold would cost as much again in each part around
      // it.
      made.reads_host |= value.detail == static_cast<std::uint8_t>(ErrorReason::limit);
      return;
    }
    const Value kept = code_.constants.keep(value);
    if (kept.is_error()) {
      made.reads_host = true;
      return;
    }
    step.constant = kept;
    step.run = run_constant;
  }

  Program::Code& code_;
  Scratch scratch_;
};

}  // namespace

void lower(Program::Code& code) { code.root = Lowering(code).lower(*code.tree).step; }

}  // namespace qiuhao::cel
