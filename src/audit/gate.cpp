// One vector program of all conditions of a grain.
#include "audit/gate.h"

#include <algorithm>
#include <string_view>

#include "rules/world.h"

namespace qiuhao::audit {

using rules::Grain;

namespace {

// What every rule of a grain means the same by.
constexpr std::string_view kCommon[] = {"line", "person", "provider", "visit"};

bool has_every_place(const rules::Rule& rule) {
  return !rule.knowledge && !rules::is_of_codes(rule.grain) && rule.grain != Grain::pair &&
         rule.grain != Grain::provider_period;
}

}  // namespace

GatePrograms::GatePrograms(const rules::Plan& plan) : program_of_(plan.rules().size(), kNone) {
  std::array<std::vector<const cel::Program*>, rules::kGrains> programs;
  for (std::size_t number = 0; number < plan.rules().size(); ++number) {
    const rules::Rule& rule = plan.rules()[number];
    if (!rule.where || !has_every_place(rule)) continue;
    const std::vector<std::string> names = rule.where->variables();
    const auto is_common = [](const std::string& name) {
      return std::ranges::find(kCommon, name) != std::end(kCommon);
    };
    if (!std::ranges::all_of(names, is_common)) continue;
    const auto grain = static_cast<std::size_t>(rule.grain);
    program_of_[number] = static_cast<std::uint32_t>(programs[grain].size());
    programs[grain].push_back(&*rule.where);
    of_[grain].rules.push_back(static_cast<rules::RuleIndex>(number));
    of_[grain].reads_provider |= std::ranges::find(names, "provider") != names.end();
  }
  for (std::size_t grain = 0; grain < programs.size(); ++grain) {
    if (!programs[grain].empty()) of_[grain].program = std::make_unique<const cel::VectorProgram>(programs[grain]);
  }
}

Gate::Gate(const GatePrograms& programs, Grain grain, const rules::PartPlan& plan, rules::Subject& subject,
           rules::VisitLists& visit_lists, rules::RunColumns& columns)
    : RowsHost(plan, subject, visit_lists),
      programs_(programs),
      rules_(programs.rules(grain)),
      reads_provider_(programs.reads_provider(grain)),
      columns_(columns),
      slots_(rules::kFirstWindowSlot) {
  if (programs.of(grain) != nullptr) run_ = std::make_unique<cel::VectorRun>(*programs.of(grain), cel::Rest::unsure);
}
Gate::~Gate() = default;

void Gate::begin(LaidRows& laid) {
  laid_ = &laid;
  if (run_ == nullptr) return;
  laid.put(slots_, reads_provider_);
  run_->begin({laid.size(), plan_.columns().structs(), slots_, 0, &columns_}, *this);
}

const cel::Decided* Gate::tell(rules::RuleIndex rule) {
  const std::uint32_t program = programs_.program_of(rule);
  if (program == GatePrograms::kNone) return nullptr;
  told_ = run_->decide(program, cel::Bits::first(laid_->size()));
  return &told_;
}

}  // namespace qiuhao::audit
