// The loop over tapes: chunks of people judged on threads, put together in order, so that threads never show in a
// result.
#include "audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "audit/reduce.h"
#include "rules/judge.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;

constexpr std::size_t kPeopleOfChunk = 2'048;

// A run of people of one part, and what judging them gave.
struct Chunk {
  std::uint16_t part = 0;
  claims::Range people;
  ChunkResult result;
};

std::vector<Chunk> make_chunks(const claims::Tape& tape) {
  std::vector<Chunk> chunks;
  for (std::size_t part = 0; part < tape.parts().size(); ++part) {
    const auto people = static_cast<RowIndex>(tape.parts()[part].rows(Entity::person));
    for (RowIndex begin = 0; begin < people; begin += kPeopleOfChunk) {
      Chunk chunk;
      chunk.part = static_cast<std::uint16_t>(part);
      chunk.people = {begin, std::min<RowIndex>(people, begin + kPeopleOfChunk)};
      chunks.push_back(std::move(chunk));
    }
  }
  return chunks;
}

// What judging one part needs besides the plan: which providers count, and the columns of the totals.
struct PartScope {
  std::unique_ptr<rules::PartPlan> plan;
  const Column* day = nullptr;
  const Column* in_scope = nullptr;
  const Column* item = nullptr;
  std::vector<bool> provider_counts;  // by provider row; empty = all
};

PartScope make_scope(const rules::Plan& plan, const claims::Part& part, const AuditOptions& options) {
  PartScope scope;
  scope.plan = std::make_unique<rules::PartPlan>(plan, part);
  scope.day = part.column(Entity::line, plan.fields().line_day);
  scope.in_scope = part.column(Entity::line, plan.fields().line_in_scope);
  scope.item = part.column(Entity::line, plan.fields().line_item);
  if (options.providers.empty()) return scope;
  const std::unordered_set<std::string_view> wanted(options.providers.begin(), options.providers.end());
  const Column* code = part.column(Entity::provider, plan.schema().of(Entity::provider).find("id"));
  for (RowIndex row = 0; row < part.rows(Entity::provider); ++row) {
    scope.provider_counts.push_back(wanted.contains(code->text(row)));
  }
  return scope;
}

// Judges the candidates of one line.
void judge_line(rules::Subject& subject, RowIndex line, std::span<const rules::Candidate> candidates,
                std::uint16_t part, rules::JudgeScratch& scratch, ChunkResult& result) {
  for (const rules::Candidate& candidate : candidates) {
    subject.set_line(line, candidate);
    RuleCounts& counts = result.rules[candidate.rule];
    ++counts.judged;
    const rules::Verdict verdict = rules::judge(subject, scratch);
    switch (verdict.outcome) {
      case rules::Outcome::clear: break;
      case rules::Outcome::excepted: ++counts.excepted_by[std::string(verdict.reason)]; break;
      case rules::Outcome::undecided:
        result.undecided.push_back({candidate.rule, part, line, candidate.point, result.reason(verdict.reason)});
        break;
      case rules::Outcome::hit:
        result.findings.push_back({{}, candidate.rule, part, line, candidate.point, verdict.amount, 0});
        break;
    }
  }
}

// One thread's work on a chunk. The common line, which no point names, costs a look at its item, day and provider.
void judge_chunk(const PartScope& scope, const AuditOptions& options, Chunk& chunk) {
  const claims::Part& part = scope.plan->part();
  rules::Subject subject(*scope.plan);
  rules::JudgeScratch scratch;
  ChunkResult& result = chunk.result;
  result.begin(scope.plan->plan().rules().size(), part.rows(Entity::provider));
  const Day from = options.from == kNoDay ? std::numeric_limits<Day>::min() : options.from;
  const Day to = options.to == kNoDay ? std::numeric_limits<Day>::max() : options.to;
  for (RowIndex person = chunk.people.begin; person < chunk.people.end; ++person) {
    subject.set_person(person);
    const claims::Range lines = part.range(Link::person_lines, person);
    for (RowIndex line = lines.begin; line < lines.end; ++line) {
      const Day day = scope.day->day(line);
      if (day < from || day > to) continue;
      const RowIndex provider = part.link(Link::visit_provider, part.link(Link::line_visit, line));
      if (!scope.provider_counts.empty() && (provider == kNoRow || !scope.provider_counts[provider])) continue;
      const Cents in_scope = scope.in_scope != nullptr && scope.in_scope->has(line) ? scope.in_scope->number(line) : 0;
      result.count_line(provider, in_scope);
      const auto candidates = scope.plan->candidates(scope.item->code(line));
      if (!candidates.empty()) judge_line(subject, line, candidates, chunk.part, scratch, result);
    }
  }
}

// Gives chunks to threads, the next one to whoever is free.
void judge_all(std::vector<Chunk>& chunks, const std::vector<PartScope>& scopes, const AuditOptions& options,
               std::size_t all_lines) {
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> done{0};
  const auto work = [&] {
    for (std::size_t index = next++; index < chunks.size(); index = next++) {
      if (options.stop != nullptr && *options.stop) return;
      Chunk& chunk = chunks[index];
      judge_chunk(scopes[chunk.part], options, chunk);
      const claims::Part& part = scopes[chunk.part].plan->part();
      const std::size_t lines = part.range(Link::person_lines, chunk.people.end - 1).end -
                                part.range(Link::person_lines, chunk.people.begin).begin;
      const std::size_t so_far = done += lines;
      if (options.progress) options.progress(so_far, all_lines);
    }
  };
  const unsigned machine = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = options.threads > 0 ? static_cast<std::size_t>(options.threads) : machine;
  std::vector<std::jthread> threads;
  for (std::size_t index = 1; index < std::min(wanted, std::max<std::size_t>(chunks.size(), 1)); ++index) {
    threads.emplace_back(work);
  }
  work();
}

}  // namespace

std::vector<rules::RuleIndex> money_order(const std::vector<rules::Rule>& rules) {
  std::vector<rules::RuleIndex> order(rules.size());
  std::iota(order.begin(), order.end(), rules::RuleIndex{0});
  std::stable_sort(order.begin(), order.end(), [&](rules::RuleIndex a, rules::RuleIndex b) {
    const bool a_sure = rules[a].certainty == "明确违规";
    const bool b_sure = rules[b].certainty == "明确违规";
    return a_sure != b_sure ? a_sure : rules[a].code < rules[b].code;
  });
  return order;
}

Result<AuditResult> run_audit(const claims::Tape& tape, std::shared_ptr<const rules::Plan> plan,
                              const AuditOptions& options) {
  if (options.from != kNoDay && options.to != kNoDay && options.from > options.to) {
    return usage_error("bad_period", fmt::format("the period ends ({}) before it begins ({})", format_day(options.to),
                                                 format_day(options.from)));
  }
  const auto start = std::chrono::steady_clock::now();
  std::vector<PartScope> scopes;
  for (const claims::Part& part : tape.parts()) scopes.push_back(make_scope(*plan, part, options));
  std::vector<Chunk> chunks = make_chunks(tape);
  judge_all(chunks, scopes, options, tape.lines());
  if (options.stop != nullptr && *options.stop)
    return system_error("interrupted", "the audit was interrupted; nothing was written");

  AuditResult result;
  result.options = options;
  result.plan = plan;
  result.generation = tape.manifest().generation;
  result.people = tape.people();
  result.visits = tape.visits();
  Reducer reducer(tape, *plan, result);
  for (Chunk& chunk : chunks) {
    reducer.add(chunk.part, chunk.result);
    chunk.result = {};
  }
  reducer.finish();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace qiuhao::audit
