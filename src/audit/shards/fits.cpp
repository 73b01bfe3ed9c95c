// Bounds of a partial result.
#include "audit/shards/fits.h"

#include <algorithm>

namespace qiuhao::audit {
namespace {

using claims::Entity;
using rules::Grain;

class Bounds {
 public:
  Bounds(const Partial& partial, const claims::Tape& tape, const rules::Plan& plan)
      : result_(partial.result), parts_(tape.parts()), plan_(plan) {}

  bool hold() const {
    return result_.rules.size() == plan_.rules().size() &&
           std::all_of(result_.findings.begin(), result_.findings.end(), [&](const auto& f) { return is_there(f); }) &&
           std::all_of(result_.undecided.begin(), result_.undecided.end(),
                       [&](const auto& u) { return is_there(u) && u.reason < result_.reasons.size(); }) &&
           blames_hold() && sums_hold();
  }

 private:
  template <typename Entry>
  bool is_there(const Entry& entry) const {
    if (entry.rule >= plan_.rules().size() || entry.part >= parts_.size()) return false;
    const Grain grain = plan_.rules()[entry.rule].grain;
    const claims::Part& part = parts_[entry.part];
    return grain != Grain::provider_period && entry.row < part.rows(rules::entity_of(grain)) &&
           (entry.other == kNoRow || entry.other < part.rows(Entity::line)) &&
           (entry.point == rules::kNoPoint || entry.point < plan_.library().points().size());
  }

  bool blames_hold() const {
    const std::size_t lines = result_.blamed_lines.size();
    std::size_t next = 0;  // blames stand in the order of findings
    for (const Blame& blame : result_.blames) {
      if (blame.finding < next || blame.finding >= result_.findings.size()) return false;
      if (blame.begin > lines || blame.count > lines - blame.begin) return false;
      const std::size_t rows = parts_[result_.findings[blame.finding].part].rows(Entity::line);
      for (std::size_t at = blame.begin; at < blame.begin + blame.count; ++at) {
        if (result_.blamed_lines[at] >= rows) return false;
      }
      next = blame.finding + std::size_t{1};
    }
    return true;
  }

  bool sums_hold() const {
    if (result_.peer_sums == nullptr) return true;
    const auto rules = plan_.rules_of(Grain::provider_period);
    const auto& sums = result_.peer_sums->rules;
    if (sums.size() > rules.size()) return false;
    for (std::size_t number = 0; number < sums.size(); ++number) {
      const std::size_t windows = plan_.rules()[rules[number]].windows.size();
      for (const auto& [key, cell] : sums[number]) {
        if (cell.part >= parts_.size() || cell.provider_row >= parts_[cell.part].rows(Entity::provider)) return false;
        if (cell.windows.size() != windows) return false;
        const bool is_of_lines = rules::is_of_lines(plan_.rules()[rules[number]]);
        const bool has_line = cell.line_row < parts_[cell.part].rows(Entity::line);
        if (is_of_lines != has_line || (!is_of_lines && cell.line_row != kNoRow)) return false;
        if (key.group.size() != plan_.rules()[rules[number]].windows[0].group.size()) return false;
      }
    }
    return true;
  }

  const AuditResult& result_;
  const std::vector<claims::Part>& parts_;
  const rules::Plan& plan_;
};

}  // namespace

Status check_fits(const Partial& partial, const claims::Tape& tape, const rules::Plan& plan) {
  if (Bounds(partial, tape, plan).hold()) return {};
  return input_error("damaged_partial",
                     Sentence{"names rows or rules that the workspace does not have; run its shard again",
                              "所指的行或规则在工作区中不存在；请重新运行该分片"},
                     {partial.source, 0, 0, ""});
}

}  // namespace qiuhao::audit
