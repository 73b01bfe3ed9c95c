// One visit with a year's history behind it, judged in process by every rule: what a live request costs beside its
// message.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "audit/visit_judge.h"
#include "bench.h"
#include "bench_plan.h"

namespace qiuhao::bench {
namespace {

using claims::Entity;
using claims::Link;

constexpr RowIndex kLinesLeast = 11;  // of a visit of a dozen lines
constexpr RowIndex kLinesMost = 13;

struct Request {
  std::uint16_t part = 0;
  RowIndex person = kNoRow;
  claims::LooseTape visit;
  std::size_t history = 0;  // lines of the person beside those of the visit
};

// Visits of a dozen lines, of random people.
std::vector<Request> requests_of(const claims::Tape& tape, const claims::Schema& schema, std::size_t wanted) {
  std::vector<Request> requests;
  std::mt19937 random(1);
  for (std::size_t tries = 0; requests.size() < wanted && tries < wanted * 1'000; ++tries) {
    const auto number = static_cast<std::uint16_t>(random() % tape.parts().size());
    const claims::Part& part = tape.parts()[number];
    const auto person = static_cast<RowIndex>(random() % part.rows(Entity::person));
    const claims::Range visits = part.range(Link::person_visits, person);
    if (part.is_gone(person) || visits.begin == visits.end) continue;
    const RowIndex visit = visits.begin + static_cast<RowIndex>(random() % (visits.end - visits.begin));
    Request request{number, person, claims::loosen(part, schema, person, {&visit, 1}), 0};
    const std::size_t lines = request.visit.lines.size();
    if (lines < kLinesLeast || lines > kLinesMost) continue;
    const claims::Range all = part.range(Link::person_lines, person);
    request.history = all.end - all.begin - lines;
    requests.push_back(std::move(request));
  }
  return requests;
}

double mean_history(const std::vector<Request>& requests) {
  double lines = 0;
  for (const Request& request : requests) lines += static_cast<double>(request.history);
  return lines / static_cast<double>(std::max<std::size_t>(1, requests.size()));
}

}  // namespace

Result<std::vector<Measure>> live_visit(const Setting& setting) {
  ASSIGN(const auto schema, schema_of(setting));
  ASSIGN(const Path workspace, workspace_of(setting, setting.small ? 5'000 : 50'000));
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspace, *schema));
  ASSIGN(const auto plan, plan_of(setting, schema, 3'899, {}));
  const audit::VisitJudge judge(plan);
  const std::vector<Request> requests = requests_of(tape, *schema, setting.small ? 500 : 20'000);
  if (requests.empty()) return input_error("no_visits", "the city has no visit of a dozen lines; make a larger one");
  std::vector<double> microseconds;
  std::size_t hits = 0;
  for (const Request& request : requests) {
    const claims::LooseTape visit = request.visit;  // written a moment ago, as when a message was read
    const auto start = std::chrono::steady_clock::now();
    const audit::JudgedVisit judged = judge.judge(
        visit, {&tape.parts()[request.part], request.person},
        {.moments = static_cast<unsigned>(rules::Moment::before) | static_cast<unsigned>(rules::Moment::during)});
    microseconds.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    hits += judged.hits.size();
  }
  std::ranges::sort(microseconds);
  const double half = microseconds[microseconds.size() / 2];
  const double p99 = microseconds[microseconds.size() * 99 / 100];
  const std::string what = fmt::format(
      "{} visits of {} to {} lines, {:.0f} lines of history, {} rules, {} points, {} hits", requests.size(),
      kLinesLeast, kLinesMost, mean_history(requests), plan->rules().size(), plan->library().points().size(), hits);
  return std::vector<Measure>{{"live-visit-half", half, "microseconds, half of them", what, 0},
                              {"live-visit-p99", p99, "microseconds, 99 of 100", what, 0}};
}

}  // namespace qiuhao::bench
