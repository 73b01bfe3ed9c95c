// What bulk work will ask of most rows, from what the rules say.
#include <algorithm>

#include "cel/row/code.h"
#include "rules/bulk/people_run.h"
#include "rules/world.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;

// Whether a formula goes through lines that its subject does not stand on.
bool lists_lines(const cel::Node& node) {
  const bool is_list = node.kind == cel::NodeKind::select && node.step->field == kLines &&
                       (node.step->owner == static_cast<cel::StructId>(Entity::visit) ||
                        node.step->owner == static_cast<cel::StructId>(Entity::person));
  return is_list || std::ranges::any_of(node.children, [](const cel::NodePtr& child) { return lists_lines(*child); });
}
bool lists_lines(const cel::Program& program) { return lists_lines(*program.code().tree); }

// What is asked of every subject, not of hits alone: `where`, `when` and the lets that these read.
bool subjects_list_lines(const Rule& rule) {
  std::vector<const cel::Program*> asked{&rule.when[0]};
  if (rule.where) asked.push_back(&*rule.where);
  for (auto let = rule.lets.rbegin(); let != rule.lets.rend(); ++let) {  // a let reads earlier ones alone
    const auto reads = [&](const cel::Program* program) {
      const auto names = program->variables();
      return std::ranges::find(names, let->name) != names.end();
    };
    if (std::ranges::any_of(asked, reads)) asked.push_back(&let->program);
  }
  return std::ranges::any_of(asked, [](const cel::Program* program) { return lists_lines(*program); });
}

// Whether every row of a person is at stake, or lines of whole visits are.
bool needs_all(const Rule& rule) {
  const auto is_of_line = [&](const Window& window) {
    // Groups of a point's lines, and pairs, are of the lines that points name.
    const bool is_of_few = window.kind == WindowKind::pair || (window.kind == WindowKind::same && window.is_by_point());
    return (window.of == Entity::line && !is_of_few) || (window.where && lists_lines(*window.where)) ||
           (window.value && lists_lines(*window.value));
  };
  if (std::ranges::any_of(rule.windows, is_of_line)) return true;
  switch (rule.grain) {
    case Grain::line: return !rule.knowledge || subjects_list_lines(rule);
    case Grain::person_day:
    case Grain::person: return true;
    case Grain::pair:
    case Grain::provider_period: return false;
    case Grain::visit:
    case Grain::diagnosis:
    case Grain::operation: return subjects_list_lines(rule);
  }
  return true;
}

bool takes_every_visit(const Rule& rule) {
  return std::ranges::any_of(rule.windows,
                             [](const Window& window) { return window.of == Entity::visit && !window.where; });
}

}  // namespace

RunNeeds run_needs(const Plan& plan) {
  RunNeeds needs;
  for (const Rule& rule : plan.rules()) {
    if (needs_all(rule)) return {true, true, true};
    needs.items = needs.items || rule.grain == Grain::line || rule.grain == Grain::pair;
    needs.visits = needs.visits || takes_every_visit(rule);
  }
  return needs;
}

}  // namespace qiuhao::rules
