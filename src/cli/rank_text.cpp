// Chinese first, English beside; money in yuan.
#include "cli/rank_text.h"

#include <fmt/format.h>

#include <cmath>

#include "audit/report_text.h"
#include "cli/text_table.h"
#include "text/csv_field.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using audit::grouped;
using audit::grouped_yuan;
using screening::RankBy;
using screening::RankedSubject;
using screening::Ranking;
using screening::RankPart;
using text::json_quote;

constexpr std::size_t kShownParts = 3;
constexpr std::size_t kNameColumns = 28;

// Half away from zero, to the fen.
Cents fen(double value) { return static_cast<Cents>(std::llround(value)); }

std::string percent(double share) { return fmt::format("{:.0f}%", 100 * share); }
std::string share_text(const screening::LearntShare& share) {
  return fmt::format("{} ({}–{})", percent(share.mean), percent(share.low), percent(share.high));
}

std::string largest_parts(const RankedSubject& subject, const std::vector<rules::Rule>& rules) {
  std::string out;
  for (std::size_t at = 0; at < std::min(kShownParts, subject.parts.size()); ++at) {
    const RankPart& part = subject.parts[at];
    out += fmt::format("{}{} ×{}", at == 0 ? "" : ", ", rules[part.rule].code, part.findings);
  }
  if (subject.parts.size() > kShownParts) out += fmt::format(" +{}", subject.parts.size() - kShownParts);
  return out;
}

std::string plain_yuan(double value) { return format_cents(fen(value)); }

std::string notes(const Ranking& ranking, const RankFacts& facts) {
  std::string out;
  if (ranking.without_subject > 0) {
    out += fmt::format("没有写明{}的发现 {} 条，未列 findings that name none\n", facts.subject.label,
                       grouped(ranking.without_subject));
  }
  if (facts.decisions.empty()) {
    out +=
        "还没有处理结果：按规则的确定程度估计 nothing is decided yet: shares are those that the certainty suggests; "
        "decisions.csv teaches them\n";
  } else {
    out += fmt::format("处理结果 decisions: {}, {} 条已用于估计并不再列出 teach the shares and are listed no more",
                       facts.decisions, grouped(ranking.decided));
    if (ranking.unknown > 0)
      out += fmt::format("; {} 条不属于本次发现 are of no finding here", grouped(ranking.unknown));
    out += "\n";
  }
  return out;
}

}  // namespace

std::string rank_table(const Ranking& ranking, const std::vector<rules::Rule>& rules, const RankFacts& facts,
                       std::size_t top) {
  if (ranking.subjects.empty()) return "没有可排序的发现 nothing to rank\n" + notes(ranking, facts);
  const bool has_name = facts.subject.by == RankBy::provider || facts.subject.by == RankBy::rule;
  std::vector<std::string> header{"#", std::string(facts.subject.label)};
  if (has_name) header.emplace_back("名称 name");
  for (const char* name : {"发现 findings", "风险金额 at risk 元", "预计追回 expected 元", "至少 at least 元",
                           "分值 score", "主要规则 largest"})
    header.emplace_back(name);
  TextTable table(header);
  table.align_right(0);
  for (std::size_t column = has_name ? 3 : 2; column + 1 < header.size(); ++column) table.align_right(column);
  for (std::size_t place = 0; place < std::min(top, ranking.subjects.size()); ++place) {
    const RankedSubject& subject = ranking.subjects[place];
    std::vector<std::string> row{fmt::to_string(place + 1), subject.code};
    if (has_name) row.push_back(cut_to_width(subject.name, kNameColumns));
    row.push_back(grouped(subject.findings));
    for (const double money : {static_cast<double>(subject.net), subject.expected, subject.low})
      row.push_back(grouped_yuan(fen(money)));
    row.push_back(fmt::format("{:.2f}", subject.score));
    row.push_back(largest_parts(subject, rules));
    table.add(std::move(row));
  }
  std::string out = table.text();
  if (ranking.subjects.size() > top)
    out += fmt::format("另有 {0} 个，用 --top 或 --out 列出 {0} more\n", grouped(ranking.subjects.size() - top));
  out += notes(ranking, facts);
  out += fmt::format("\n下一步 next:\n  qiuhao rank {} --by {} --subject {}\n", facts.workspace, facts.subject.word,
                     ranking.subjects.front().code);
  return out;
}

std::string rank_parts(const Ranking& ranking, const std::vector<rules::Rule>& rules, const RankFacts& facts,
                       std::size_t place) {
  const RankedSubject& subject = ranking.subjects[place];
  std::string out = fmt::format("{} {} {}，第 {} 名，共 {} 个 rank {} of {}\n", facts.subject.label, subject.code,
                                subject.name, place + 1, ranking.subjects.size(), place + 1, ranking.subjects.size());
  TextTable table({"规则 rule", "名称 name", "发现 findings", "风险金额 at risk 元", "成立比例 held (90%)",
                   "预计追回 expected 元", "至少 at least 元", "分值 score"});
  for (std::size_t column = 2; column < 8; ++column) table.align_right(column);
  for (const RankPart& part : subject.parts) {
    table.add({rules[part.rule].code, cut_to_width(rules[part.rule].name, kNameColumns), grouped(part.findings),
               grouped_yuan(part.net), share_text(part.share), grouped_yuan(fen(part.expected)),
               grouped_yuan(fen(part.low)), fmt::format("{:.2f}", part.score)});
  }
  table.add({"合计", "total", grouped(subject.findings), grouped_yuan(subject.net), "",
             grouped_yuan(fen(subject.expected)), grouped_yuan(fen(subject.low)),
             fmt::format("{:.2f}", subject.score)});
  out += table.text();
  return out + notes(ranking, facts);
}

std::string rank_csv(std::span<const RankedSubject> subjects, const std::vector<rules::Rule>& rules) {
  std::string out = "\xEF\xBB\xBFrank,code,name,findings,last_day,at_risk,expected,at_least,score,parts\n";
  for (std::size_t place = 0; place < subjects.size(); ++place) {
    const RankedSubject& subject = subjects[place];
    std::string parts;
    for (const RankPart& part : subject.parts) {
      parts += fmt::format("{}{}:{}:{}:{:.3f}", parts.empty() ? "" : " ", rules[part.rule].code, part.findings,
                           format_cents(part.net), part.share.mean);
    }
    out += fmt::format("{},{},{},{},{},{},{},{},{:.4f},{}\n", place + 1, text::guarded_csv_field(subject.code),
                       text::guarded_csv_field(subject.name), subject.findings, format_day(subject.last_day),
                       format_cents(subject.net), plain_yuan(subject.expected), plain_yuan(subject.low), subject.score,
                       parts);
  }
  return out;
}

std::string rank_json(const Ranking& ranking, std::span<const RankedSubject> subjects,
                      const std::vector<rules::Rule>& rules, const RankFacts& facts) {
  std::string out = fmt::format(
      "{{\n  \"ages_from\": {}, \"decided\": {}, \"unknown_decisions\": {}, \"without_subject\": {}, "
      "\"decisions\": {}, \"all\": {},\n  \"subjects\": [",
      json_quote(format_day(ranking.on)), ranking.decided, ranking.unknown, ranking.without_subject,
      json_quote(facts.decisions), ranking.subjects.size());
  for (std::size_t place = 0; place < subjects.size(); ++place) {
    const RankedSubject& subject = subjects[place];
    std::string parts;
    for (const RankPart& part : subject.parts) {
      parts += fmt::format(
          "{}{{\"rule\": {}, \"findings\": {}, \"at_risk\": \"{}\", \"expected\": \"{}\", \"at_least\": \"{}\", "
          "\"share\": {:.4f}, \"share_low\": {:.4f}, \"share_high\": {:.4f}, \"score\": {:.4f}}}",
          parts.empty() ? "" : ", ", json_quote(rules[part.rule].code), part.findings, format_cents(part.net),
          plain_yuan(part.expected), plain_yuan(part.low), part.share.mean, part.share.low, part.share.high,
          part.score);
    }
    out += fmt::format(
        "{}\n    {{\"rank\": {}, \"code\": {}, \"name\": {}, \"findings\": {}, \"last_day\": \"{}\", "
        "\"at_risk\": \"{}\", \"expected\": \"{}\", \"at_least\": \"{}\", \"score\": {:.4f}, \"parts\": [{}]}}",
        place == 0 ? "" : ",", place + 1, json_quote(subject.code), json_quote(subject.name), subject.findings,
        format_day(subject.last_day), format_cents(subject.net), plain_yuan(subject.expected), plain_yuan(subject.low),
        subject.score, parts);
  }
  return out + "\n  ]\n}\n";
}

}  // namespace qiuhao::cli
