// One pass over the findings to learn, one to add up.
#include "screening/ranking/rank.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>

#include "audit/standing.h"

namespace qiuhao::screening {
namespace {

using audit::AuditResult;
using audit::Finding;
using claims::Entity;

// What a finding belongs to, as texts; "" for what it has not.
struct Owners {
  std::string provider;
  std::string provider_name;
  std::string doctor;
  std::string person;
  Day day = kNoDay;
};

class OwnerReader {
 public:
  OwnerReader(const AuditResult& result, std::span<const claims::Part> parts)
      : result_(result),
        plan_(*result.plan),
        parts_(parts),
        provider_name_(plan_.schema().of(Entity::provider).find("name")) {}

  Owners read(const Finding& finding) const {
    const rules::Rule& rule = plan_.rules()[finding.rule];
    const claims::Part& part = parts_[finding.part];
    Owners owners;
    if (rule.grain == rules::Grain::provider_period) {
      const rules::PeerTable::Cell& month = result_.peers->cells(finding.rule)[finding.row];
      owners.provider = month.key.provider;
      owners.provider_name = text(part, Entity::provider, provider_name_, month.provider_row);
      owners.day = month.key.month;
      return owners;
    }
    const auto lines = result_.lines_of(finding);
    const audit::Standing at = audit::standing_of(part, plan_, rule.grain, finding.row, lines);
    const RowIndex line = at.line == kNoRow && !lines.empty() ? lines.front() : at.line;
    owners.provider = text(part, Entity::provider, plan_.fields().provider_id, at.provider);
    owners.provider_name = text(part, Entity::provider, provider_name_, at.provider);
    owners.doctor = text(part, Entity::line, plan_.fields().line_doctor, line);
    owners.person = text(part, Entity::person, plan_.fields().person_id, at.person);
    owners.day = at.day;
    return owners;
  }

 private:
  static std::string text(const claims::Part& part, Entity entity, claims::FieldIndex field, RowIndex row) {
    std::string out;
    if (row == kNoRow || field == claims::kNoField) return out;
    const Column* column = part.column(entity, field);
    if (column != nullptr && column->has(row)) column->append_text(row, out);
    return out;
  }

  const AuditResult& result_;
  const rules::Plan& plan_;
  std::span<const claims::Part> parts_;
  claims::FieldIndex provider_name_;
};

std::string subject_of(const Owners& owners, RankBy by, const rules::Rule& rule) {
  switch (by) {
    case RankBy::provider: return owners.provider;
    case RankBy::doctor: return owners.doctor;
    case RankBy::person: return owners.person;
    case RankBy::rule: return rule.code;
  }
  return "";
}

double yuan(double fen) { return fen / 100; }

class Adder {
 public:
  Adder(const AuditResult& result, const LearntPrecision& precision, const RankSettings& settings, Day on)
      : result_(result), precision_(precision), settings_(settings), on_(on) {}

  void add(const Finding& finding, const Owners& owners, const std::string& code, const std::string& name) {
    const auto [known, is_new] = places_.try_emplace(code, subjects_.size());
    if (is_new) subjects_.emplace_back().code = code;
    RankedSubject& subject = subjects_[known->second];
    if (!name.empty()) subject.name = name;
    subject.last_day = std::max(subject.last_day, owners.day);
    auto part = std::ranges::find(subject.parts, finding.rule, &RankPart::rule);
    if (part == subject.parts.end()) {
      part = subject.parts.insert(part, RankPart());
      part->rule = finding.rule;
      part->share = {0, 0, 0};
    }
    const LearntShare share = precision_.of(finding.rule, owners.provider);
    const auto net = static_cast<double>(finding.net);
    ++part->findings;
    part->net += finding.net;
    part->expected += net * share.mean;
    part->low += net * share.low;
    part->share.mean += share.mean;
    part->share.low += share.low;
    part->share.high += share.high;
    const double age = owners.day == kNoDay ? 0 : std::max(0, on_ - owners.day);
    const double weight = std::exp2(-age / settings_.half_life_days);
    part->score += weight * yuan_of(finding);
  }

  std::vector<RankedSubject> take() {
    for (RankedSubject& subject : subjects_) finish(subject);
    return std::move(subjects_);
  }

 private:
  // Money of a provider's month cannot be asked back line by line, but it says how large the clue is.
  double yuan_of(const Finding& finding) const {
    if (finding.gross == 0) return settings_.nominal_yuan;
    const bool is_month = result_.plan->rules()[finding.rule].grain == rules::Grain::provider_period;
    return yuan(static_cast<double>(is_month ? finding.gross : finding.net));
  }

  void finish(RankedSubject& subject) const {
    for (RankPart& part : subject.parts) {
      const auto count = static_cast<double>(part.findings);
      part.share = {part.share.mean / count, part.share.low / count, part.share.high / count};
      const bool is_sure = result_.plan->rules()[part.rule].certainty == "明确违规";
      const double severity = is_sure ? settings_.severity_sure : settings_.severity_suspect;
      part.score = severity * part.share.mean * std::log1p(std::max(0.0, part.score));
      subject.findings += part.findings;
      subject.net += part.net;
      subject.expected += part.expected;
      subject.low += part.low;
      subject.score += part.score;
    }
    std::ranges::sort(subject.parts, [](const RankPart& a, const RankPart& b) {
      return std::tie(b.expected, b.score, a.rule) < std::tie(a.expected, a.score, b.rule);
    });
  }

  const AuditResult& result_;
  const LearntPrecision& precision_;
  const RankSettings& settings_;
  Day on_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<RankedSubject> subjects_;
};

bool comes_before(const RankedSubject& a, const RankedSubject& b, RankOrder order) {
  switch (order) {
    case RankOrder::expected: return std::tie(b.expected, b.score, a.code) < std::tie(a.expected, a.score, b.code);
    case RankOrder::score: return std::tie(b.score, b.expected, a.code) < std::tie(a.score, a.expected, b.code);
    case RankOrder::amount: return std::tie(b.net, b.score, a.code) < std::tie(a.net, a.score, b.code);
  }
  return false;
}

}  // namespace

Ranking rank(const AuditResult& result, std::span<const claims::Part> parts, const audit::Decisions* decisions,
             RankBy by, RankOrder order, const RankSettings& settings) {
  const OwnerReader reader(result, parts);
  const std::vector<rules::Rule>& rules = result.plan->rules();
  LearntPrecision precision(rules, settings.priors);
  Ranking ranking;
  const auto decision_of = [&](const Finding& finding) {
    return decisions == nullptr ? std::ptrdiff_t{-1} : decisions->find(finding.id);
  };
  for (const Finding& finding : result.findings) {
    const std::ptrdiff_t number = decision_of(finding);
    if (number < 0) continue;
    ++ranking.decided;
    precision.add(finding.rule, reader.read(finding).provider,
                  decisions->all()[static_cast<std::size_t>(number)].is_confirmed);
  }
  if (decisions != nullptr) ranking.unknown = decisions->all().size() - ranking.decided;
  precision.learn();
  struct Open {
    const Finding* finding;
    Owners owners;
  };
  std::vector<Open> open;
  for (const Finding& finding : result.findings) {
    if (decision_of(finding) >= 0) continue;
    open.push_back({&finding, reader.read(finding)});
    ranking.on = std::max(ranking.on, open.back().owners.day);
  }
  Adder adder(result, precision, settings, ranking.on);
  for (const auto& [finding, owners] : open) {
    const rules::Rule& rule = rules[finding->rule];
    const std::string code = subject_of(owners, by, rule);
    if (code.empty()) {
      ++ranking.without_subject;
      continue;
    }
    adder.add(*finding, owners, code,
              by == RankBy::provider ? owners.provider_name
              : by == RankBy::rule   ? rule.name
                                     : std::string());
  }
  ranking.subjects = adder.take();
  std::ranges::sort(ranking.subjects,
                    [order](const RankedSubject& a, const RankedSubject& b) { return comes_before(a, b, order); });
  return ranking;
}

}  // namespace qiuhao::screening
