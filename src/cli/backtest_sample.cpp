// Explaining sampled findings on both sides.
#include "cli/backtest_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "audit/explain.h"
#include "audit/export_rows.h"
#include "audit/report_text.h"
#include "cli/explain_facts.h"
#include "cli/explain_text.h"
#include "cli/text_table.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using audit::BacktestResult;
using audit::Change;
using audit::Finding;
using audit::Sampled;
using rules::Grain;

constexpr std::size_t kShownSteps = 8;   // of a condition
constexpr std::size_t kShownWidth = 90;  // columns of a terminal

// A subject of one version, explained. It stays where it is: the explanation points into it.
class Explained {
 public:
  Explained(const rules::Plan& plan, const claims::Part& part) : laid_(plan, part), subject_(laid_) {}
  rules::PartPlan& laid() { return laid_; }
  rules::Subject& subject() { return subject_; }
  const ExplainedSubject& explain(const std::string& finding, Language language) {
    explained_ = {&subject_, audit::explain(subject_), finding, {}, {}};
    explained_.language = language;
    return explained_;
  }

 private:
  rules::PartPlan laid_;
  rules::Subject subject_;
  ExplainedSubject explained_;
};

// One side of the sample.
struct SideOf {
  const rules::Plan* plan = nullptr;
  const rules::PeerTable* peers = nullptr;
};

class SampleReader {
 public:
  SampleReader(std::span<const claims::Part> parts, const BacktestResult& result, Language language)
      : parts_(parts), result_(result), language_(language) {}

  struct Told {
    std::string title;
    const ExplainedSubject* explained = nullptr;  // until the next one is told
    std::optional<Sentence> other;                // what the other version says of it
  };
  Told tell(const Sampled& sampled);

 private:
  static bool is_old(const Sampled& sampled) { return sampled.change == Change::gone; }
  SideOf side(bool is_before) const {
    return is_before ? SideOf{result_.plans.before.get(), result_.before_peers.get()}
                     : SideOf{result_.plans.after.get(), result_.after_peers.get()};
  }
  std::string title_of(const Sampled& sampled) const;
  std::optional<Sentence> other_of(const Sampled& sampled);
  std::optional<rules::SubjectRef> same_subject(const Finding& finding, const rules::Plan& of, rules::RuleIndex rule,
                                                const rules::PartPlan& laid) const;

  std::span<const claims::Part> parts_;
  const BacktestResult& result_;
  Language language_;
  std::unique_ptr<Explained> own_;
  std::unique_ptr<Explained> other_;
};

// "新增 new 3f9a… R0107 甲医院 2025-03-04 项目 12.00 元".
std::string SampleReader::title_of(const Sampled& sampled) const {
  const Finding& finding = is_old(sampled) ? sampled.before : sampled.after;
  const SideOf own = side(is_old(sampled));
  audit::AuditResult one;
  one.plan = is_old(sampled) ? result_.plans.before : result_.plans.after;
  one.peers = is_old(sampled) ? result_.before_peers : result_.after_peers;
  one.findings = {finding};
  one.blamed_lines = is_old(sampled) ? sampled.before_lines : sampled.after_lines;
  one.blames = {{0, static_cast<std::uint32_t>(one.blamed_lines.size()), 0}};
  audit::RowReader reader(parts_, one);
  audit::FindingCells cells;
  reader.read(one.findings.front(), cells);
  const auto kind = static_cast<std::size_t>(sampled.change);
  std::string title = fmt::format("{} {}  {}  {}", audit::kChangeLabels[kind], audit::kChangeNames[kind],
                                  finding.id.hex(), own.plan->rules()[finding.rule].code);
  for (const char* column : {"point", "provider_name", "visit", "line", "item_name"}) {
    const auto at = std::ranges::find(audit::kFindingColumns, column, &audit::ExportColumn::name);
    const audit::Cell& cell = cells[static_cast<std::size_t>(at - audit::kFindingColumns.begin())];
    if (cell.kind == audit::CellKind::text) title += "  " + cut_to_width(cell.text, 30);
  }
  title += "  " + format_day(cells[audit::finding_column("day")].day);
  if (sampled.change == Change::changed) title += "  " + audit::grouped_yuan(sampled.before.gross) + " →";
  return title + "  " + audit::grouped_yuan(finding.gross) + " 元";
}

// The subject in the other version, when its rule looks at such a subject at all.
std::optional<rules::SubjectRef> SampleReader::same_subject(const Finding& finding, const rules::Plan& of,
                                                            rules::RuleIndex rule, const rules::PartPlan& laid) const {
  const rules::Plan& plan = laid.plan();
  const Grain grain = plan.rules()[rule].grain;
  if (grain != of.rules()[finding.rule].grain || grain == Grain::provider_period) return std::nullopt;
  rules::SubjectRef subject{rule, rules::kNoPoint, finding.row, finding.other};
  if (grain != Grain::line && grain != Grain::pair) return subject;
  const std::string_view point =
      finding.point == rules::kNoPoint ? std::string_view() : std::string_view(of.library()[finding.point].id);
  for (const rules::Candidate& candidate : laid.all_candidates(laid.items()->code(finding.row))) {
    const bool is_same =
        candidate.rule == rule &&
        (candidate.point == rules::kNoPoint ? point.empty() : plan.library()[candidate.point].id == point);
    if (!is_same) continue;
    subject.point = candidate.point;
    return subject;
  }
  return std::nullopt;
}

std::optional<Sentence> SampleReader::other_of(const Sampled& sampled) {
  if (sampled.change == Change::changed) return std::nullopt;
  const bool was = is_old(sampled);
  const SideOf own = side(was);
  const SideOf other = side(!was);
  const Finding& finding = was ? sampled.before : sampled.after;
  const auto pair = std::ranges::find_if(result_.rules, [&](const audit::RuleChange& rule) {
    return (was ? rule.pair.before : rule.pair.after) == finding.rule;
  });
  const auto rule = was ? pair->pair.after : pair->pair.before;
  if (!rule || other.plan == nullptr) return Sentence{"has no such rule", "没有这条规则"};
  if (own.plan->rules()[finding.rule].grain == Grain::provider_period) return std::nullopt;
  other_ = std::make_unique<Explained>(*other.plan, parts_[finding.part]);
  const auto subject = same_subject(finding, *own.plan, *rule, other_->laid());
  if (!subject) return Sentence{"does not look at it: no such point or grain", "不看它：没有这个知识点或粒度不同"};
  other_->subject().stand(*subject);
  const ExplainedSubject& explained = other_->explain("", language_);
  const rules::Outcome outcome = explained.explanation.verdict.outcome;
  const Sentence reason = reason_of(explained);
  return Sentence{fmt::format("{}: {}", outcome_en(outcome), reason.english),
                  fmt::format("{}：{}", outcome_zh(outcome), reason.chinese)};
}

SampleReader::Told SampleReader::tell(const Sampled& sampled) {
  const Finding& finding = is_old(sampled) ? sampled.before : sampled.after;
  const SideOf own = side(is_old(sampled));
  own_ = std::make_unique<Explained>(*own.plan, parts_[finding.part]);
  if (own.plan->rules()[finding.rule].grain == Grain::provider_period) {
    own_->subject().set_provider_period(*own.peers, finding.row, finding.rule);
  } else {
    own_->subject().stand(finding.subject());
  }
  return {title_of(sampled), &own_->explain(finding.id.hex(), language_), other_of(sampled)};
}

// The condition with the values that made it true.
std::string evidence_text(const audit::Explanation& why) {
  std::string out;
  for (const audit::ExplainedFormula& formula : why.formulas) {
    if (formula.role != audit::ExplainedFormula::Role::when) continue;
    for (std::size_t at = 0; at < std::min(formula.steps.size(), kShownSteps); ++at) {
      const cel::ExplainStep& step = formula.steps[at];
      const std::string indent(static_cast<std::size_t>(step.depth) * 2, ' ');
      const char* mark = !step.is_bool ? " " : step.is_true ? "✓" : "✗";
      out += fmt::format("    {} {}{} = {}\n", mark, indent, cut_to_width(step.text, kShownWidth),
                         cut_to_width(step.value, kShownWidth));
    }
  }
  return out;
}

}  // namespace

std::string text_of_sample(std::span<const claims::Part> parts, const BacktestResult& result, Language language,
                           bool is_whole) {
  if (result.sample.empty()) return "";
  std::string out = is_whole ? "" : fmt::format("\n抽样 sample to read (seed {})\n", result.seed);
  SampleReader reader(parts, result, language);
  for (const Sampled& sampled : result.sample) {
    const auto told = reader.tell(sampled);
    out += fmt::format("{}{}\n", is_whole && !out.empty() ? std::string(72, '-') + "\n" : "", told.title);
    if (is_whole) {
      out += "\n" + text_of_explanation(*told.explained);
    } else {
      out += "    " + told.explained->explanation.message + "\n" + evidence_text(told.explained->explanation);
    }
    if (!told.other) continue;
    out += fmt::format("    {}: {}\n", sampled.change == Change::gone ? "新版本 new" : "原版本 old",
                       cut_to_width(told.other->in(language), 2 * kShownWidth));
  }
  return out;
}

std::string json_of_sample(std::span<const claims::Part> parts, const BacktestResult& result, Language language) {
  std::string out;
  SampleReader reader(parts, result, language);
  for (const Sampled& sampled : result.sample) {
    const auto told = reader.tell(sampled);
    const auto gross = [](bool is_there, const Finding& finding) {
      return is_there ? text::json_quote(format_cents(finding.gross)) : "null";
    };
    out += fmt::format(
        "{}{{\"change\": \"{}\", \"title\": {}, \"old_gross\": {}, \"new_gross\": {}, \"other_version\": {}, "
        "\"explanation\": {}}}",
        out.empty() ? "" : ",\n", audit::kChangeNames[static_cast<std::size_t>(sampled.change)],
        text::json_quote(told.title), gross(sampled.change != Change::added, sampled.before),
        gross(sampled.change != Change::gone, sampled.after),
        told.other ? text::json_quote(told.other->in(language)) : "null", json_of_explanation(*told.explained));
  }
  return "[" + out + "]\n";
}

}  // namespace qiuhao::cli
