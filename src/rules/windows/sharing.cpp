// Windows are the same when what they are written with is.
#include "rules/windows/sharing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace qiuhao::rules {
namespace {

std::string group_text(const Rule& rule, const Window& window) {
  std::string text = fmt::format("{}\n", static_cast<int>(window.of));
  for (const KeyTerm& term : window.by) text += term.path + "\n";
  if (window.is_by_point()) {
    text += fmt::format("{}\n{}\n", rule.knowledge->table, static_cast<int>(rule.knowledge->match));
    text += rule.grain == Grain::pair ? "pair\n" : "line\n";
  }
  if (window.kind == WindowKind::pair) text += "mains\n";
  return text + "\n" + window.where_text;
}

bool reads_point(const cel::Program& program) {
  const std::vector<std::string> names = program.variables();
  return std::find(names.begin(), names.end(), "k") != names.end();
}

}  // namespace

WindowSharing::WindowSharing(const std::vector<Rule>& rules) {
  std::map<std::string, std::uint32_t> grouping_of;
  std::map<std::string, std::uint32_t> timeline_of;
  std::map<std::pair<claims::Entity, std::string>, std::uint32_t> condition_of;
  const auto condition = [&](const Window& window) {
    if (!window.where) return kNotShared;
    const auto next = static_cast<std::uint32_t>(conditions_.size());
    const auto [known, is_new] = condition_of.emplace(std::pair(window.of, window.where_text), next);
    if (is_new) conditions_.push_back({window.of, &*window.where});
    return known->second;
  };
  for (std::size_t number = 0; number < rules.size(); ++number) {
    const Rule& rule = rules[number];
    auto& uses = uses_.emplace_back();
    for (const Window& window : rule.windows) {
      WindowUse& use = uses.emplace_back();
      if (window.kind == WindowKind::peer) {
        use.condition = condition(window);
        continue;
      }
      const std::string grouping = group_text(rule, window);
      const auto [group, is_new] = grouping_of.emplace(grouping, static_cast<std::uint32_t>(groupings_.size()));
      if (is_new) {
        groupings_.push_back({window.of, &window.by, window.where ? &*window.where : nullptr, condition(window),
                              static_cast<RuleIndex>(number), window.is_by_point(),
                              window.kind == WindowKind::pair && window.of == claims::Entity::line});
      }
      use.grouping = group->second;
      if (window.kind == WindowKind::same || window.kind == WindowKind::pair) continue;
      const bool by_point = window.is_by_point() || (window.days_supply && reads_point(*window.days_supply));
      const std::string timeline = fmt::format("{}\n{}\n{}\n{}\n{}", grouping, window.at.path, window.to.path,
                                               window.days_supply_text, by_point);
      const auto [line, is_first] = timeline_of.emplace(timeline, static_cast<std::uint32_t>(timelines_.size()));
      if (is_first) {
        timelines_.push_back({group->second, &window.at, window.kind == WindowKind::overlap ? &window.to : nullptr,
                              window.days_supply ? &*window.days_supply : nullptr, by_point});
      }
      use.timeline = line->second;
    }
  }
}

}  // namespace qiuhao::rules
