// Loading, warming and exchanging editions.
#include "live/edition.h"

#include <fmt/format.h>

namespace qiuhao::live {
namespace {

constexpr std::size_t kWarmPeople = 200;

std::string name_of(const Edition& edition) {
  Hasher128 rules;
  for (const rules::Rule& rule : edition.plan->rules()) rules.add(rule.hash);
  return fmt::format("tape {}, {} rules {}, {} points", edition.tape.manifest().generation,
                     edition.plan->rules().size(), rules.value().hex().substr(0, 8),
                     edition.plan->library().points().size());
}

}  // namespace

claims::PersonTape Edition::tape_of(const std::string& person) const {
  const auto place = tape.find_person(person);
  if (!place) return {};
  return {&tape.parts()[place->part], place->person};
}

Result<std::unique_ptr<Editions>> Editions::open(EditionSource source) {
  std::unique_ptr<Editions> editions(new Editions(std::move(source)));
  editions->state_ = editions->source_.state();
  ASSIGN(auto first, editions->load());
  editions->current_.store(std::move(first));
  return editions;
}

Result<std::shared_ptr<const Edition>> Editions::load() {
  ASSIGN(std::unique_ptr<Edition> edition, source_.load());
  if (edition->name.empty()) edition->name = name_of(*edition);
  edition->number = ++loaded_;
  edition->since = std::chrono::system_clock::now();
  edition->judge = std::make_unique<const audit::VisitJudge>(edition->plan);
  warm(*edition, kWarmPeople);
  return std::shared_ptr<const Edition>(std::move(edition));
}

std::shared_ptr<const Edition> Editions::current() const { return current_.load(); }

Result<bool> Editions::renew() {
  const std::lock_guard renewing(renewing_);
  std::string state = source_.state();
  if (state == state_) return false;
  state_ = std::move(state);
  auto next = load();
  {
    const std::lock_guard lock(told_);
    rejected_ = next ? std::nullopt : std::optional(next.error());
  }
  if (!next) return fail(next.error());
  const auto before = current_.exchange(*next);
  if (tell_) tell_(*before, **next);
  return true;
}

std::optional<Error> Editions::rejected() const {
  const std::lock_guard lock(told_);
  return rejected_;
}

void warm(const Edition& edition, std::size_t people) {
  for (const claims::Part& part : edition.tape.parts()) {
    const std::size_t all = part.rows(claims::Entity::person);
    const std::size_t step = std::max<std::size_t>(1, all / std::max<std::size_t>(1, people));
    for (std::size_t person = 0; person < all; person += step) {
      const auto row = static_cast<RowIndex>(person);
      const claims::Range visits = part.range(claims::Link::person_visits, row);
      if (part.is_gone(row) || visits.begin == visits.end) continue;
      const RowIndex last = visits.end - 1;
      const claims::LooseTape visit = claims::loosen(part, *edition.schema, row, {&last, 1});
      edition.judge->judge(visit, {&part, row}, {.moments = rules::kAllMoments});
    }
  }
}

}  // namespace qiuhao::live
