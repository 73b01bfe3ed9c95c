// One look at the edition in place, then judging.
#include "live/desk.h"

#include <algorithm>
#include <ctime>

#include "base/check.h"
#include "live/unite.h"

namespace qiuhao::live {
namespace {

// Judgements for each smallest change: what bisection of a quantity and a few lines left out need.
constexpr unsigned kLiveMoments =
    static_cast<unsigned>(rules::Moment::before) | static_cast<unsigned>(rules::Moment::during);
constexpr std::size_t kTrialsMost = 8;

std::vector<bool> asked_rules(const rules::Plan& plan, const std::vector<std::string>& codes) {
  if (codes.empty()) return {};
  std::vector<bool> asked(plan.rules().size());
  for (std::size_t rule = 0; rule < asked.size(); ++rule)
    asked[rule] = std::ranges::find(codes, plan.rules()[rule].code) != codes.end();
  return asked;
}

// Of this thread alone: beside a busy machine a judgement may be put aside for milliseconds.
std::chrono::nanoseconds thread_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

RowIndex find_visit(const claims::Schema& schema, const claims::PersonTape& tape, std::string_view id) {
  if (tape.part == nullptr) return kNoRow;
  const Column* ids = tape.part->column(claims::Entity::visit, schema.of(claims::Entity::visit).find("id"));
  const claims::Range range = tape.part->range(claims::Link::person_visits, tape.person);
  std::string text;
  for (RowIndex visit = range.begin; ids != nullptr && visit < range.end; ++visit) {
    text.clear();
    if (ids->has(visit)) ids->append_text(visit, text);
    if (text == id) return visit;
  }
  return kNoRow;
}

}  // namespace

Desk::Desk(std::shared_ptr<Editions> editions, std::shared_ptr<Intake> intake, std::shared_ptr<Shadow> shadow)
    : editions_(std::move(editions)), intake_(std::move(intake)), shadow_(std::move(shadow)) {}

Judged Desk::judge(Question question) const {
  Judged judged;
  judged.edition = editions_->current();
  const Edition& edition = *judged.edition;
  const auto start = thread_time();
  const claims::PersonTape tape = edition.tape_of(question.person);
  auto held = intake_->held().of(question.person);
  CHECK_NOTE(held.has_value(), held.error().message);  // packed by this process
  const bool has_history =
      std::ranges::any_of(question.rows.visits, [](const claims::LooseRow& visit) { return visit.is_history; });
  if (has_history || !held->empty()) {
    unite(*edition.schema, question.rows, std::move(*held), visits_on_tape(*edition.schema, tape),
          question.is_whole_bill);
  }
  judged.visit = edition.judge->judge(question.rows, tape,
                                      {.moments = question.moments,
                                       .rules = asked_rules(*edition.plan, question.rule_codes),
                                       .changes_most = question.changes_most,
                                       .trials_most = kTrialsMost,
                                       .deadline = question.deadline});
  judged.time = thread_time() - start;
  // Rules that were picked by code are no picture of what the candidate would say.
  if (shadow_ != nullptr && question.rule_codes.empty() && !judged.visit.is_late) {
    shadow_->offer(
        {std::move(question.person), std::move(question.rows), question.moments, judged.edition, judged.visit});
  }
  return judged;
}

Result<std::vector<Desk::Settled>> Desk::settle() const {
  const auto edition = editions_->current();
  ASSIGN(const auto dropped, intake_->settle([&](const HeldVisits::PersonVisit& visit) {
    const auto settled = visits_on_tape(*edition->schema, edition->tape_of(visit.person));
    return std::ranges::binary_search(settled, visit.visit);
  }));
  std::vector<Settled> settled;
  for (const HeldVisits::PersonVisit& visit : dropped) {
    const claims::PersonTape tape = edition->tape_of(visit.person);
    const RowIndex row = find_visit(*edition->schema, tape, visit.visit);
    if (row == kNoRow) continue;
    const claims::LooseTape rows = claims::loosen(*tape.part, *edition->schema, tape.person, {&row, 1});
    settled.push_back({visit, edition->judge->judge(rows, tape, {.moments = kLiveMoments})});
  }
  return settled;
}

}  // namespace qiuhao::live
