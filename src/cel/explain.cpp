// Why a text came to its outcome: its parts with their values, down to the fields that they read.
#include <algorithm>

#include "cel/row/code.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

constexpr std::size_t kMostSteps = 1000;  // of one explanation

class Explainer {
 public:
  Explainer(const Program::Code& code, const Activation& activation, Scratch& scratch)
      : code_(code), frame_(make_frame(activation, scratch, code.locals, kMaxSteps)) {}

  std::vector<ExplainStep> run() {
    explain(*code_.tree, 0);
    return std::move(steps_);
  }

 private:
  Value value_of(const Node& node) { return evaluate_step(*node.step, frame_); }

  Value list(const Node& node, int depth) {
    const Value value = value_of(node);
    std::string text = node.begin == code_.tree->begin && node.end == code_.tree->end
                           ? code_.text
                           : std::string(code_.source.part(node.begin, node.end));
    if (steps_.size() < kMostSteps) {
      steps_.push_back({std::move(text), to_text(value), value.kind == Kind::boolean, value.is_true(), depth});
    }
    return value;
  }

  void explain(const Node& node, int depth) {
    const Value value = list(node, depth);
    switch (node.kind) {
      case NodeKind::operation: explain_operation(node, value, depth + 1); break;
      case NodeKind::select:
        if (!node.is_test && node.path.empty()) explain_reads(node, depth + 1);
        break;
      case NodeKind::call:
      case NodeKind::list:
      case NodeKind::map: explain_reads(node, depth + 1); break;
      case NodeKind::comprehension: explain_reads(*node.children[0], depth + 1); break;
      default: break;
    }
  }

  void explain_operation(const Node& node, const Value& outcome, int depth) {
    switch (node.operation) {
      case Operation::logical_or:
      case Operation::logical_and: return explain_chain(node, outcome, depth);
      case Operation::logical_not: return explain(*node.children[0], depth);
      case Operation::conditional: {
        explain(*node.children[0], depth);
        const Value condition = value_of(*node.children[0]);
        if (condition.kind == Kind::boolean) explain(*node.children[condition.is_true() ? 1 : 2], depth);
        return;
      }
      case Operation::equal:
      case Operation::not_equal:
      case Operation::less:
      case Operation::less_equal:
      case Operation::greater:
      case Operation::greater_equal:
      case Operation::in:
        for (const NodePtr& side : node.children) {
          if (!is_constant(*side)) explain(*side, depth);
        }
        return;
      default: return explain_reads(node, depth);
    }
  }

  // Every operand is listed; those that decide the outcome are looked into. Decisive is what equals the outcome, or any
  // error when that is one.
  void explain_chain(const Node& node, const Value& outcome, int depth) {
    for (const NodePtr& operand : node.children) {
      const Value value = value_of(*operand);
      const bool decides =
          outcome.is_error() ? value.is_error() : value.kind == Kind::boolean && value.is_true() == outcome.is_true();
      if (decides)
        explain(*operand, depth);
      else
        list(*operand, depth);
    }
  }

  static bool is_constant(const Node& node) {
    if (node.kind == NodeKind::name) return node.reference == Reference::type_name;
    return node.kind != NodeKind::comprehension &&
           std::ranges::all_of(node.children, [](const NodePtr& child) { return is_constant(*child); });
  }

  // The fields and variables below a node, each once.
  void explain_reads(const Node& node, int depth) {
    if (node.kind == NodeKind::comprehension) return explain_reads(*node.children[0], depth);
    const bool is_variable = node.kind == NodeKind::name && node.reference == Reference::variable;
    const bool is_field = node.kind == NodeKind::select && !node.path.empty();
    if ((is_variable && node.type.kind != Kind::row) || is_field) {
      const std::string text{code_.source.part(node.begin, node.end)};
      const bool is_known = std::ranges::any_of(steps_, [&](const ExplainStep& step) { return step.text == text; });
      if (!is_known) list(node, depth);
      return;
    }
    for (const NodePtr& child : node.children) explain_reads(*child, depth);
  }

  const Program::Code& code_;
  Frame frame_;
  std::vector<ExplainStep> steps_;
};

}  // namespace

std::vector<ExplainStep> Program::explain(const Activation& activation, Scratch& scratch) const {
  scratch.reset();
  return Explainer(*code_, activation, scratch).run();
}

}  // namespace qiuhao::cel
