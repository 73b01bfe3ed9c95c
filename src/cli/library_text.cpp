// Texts of the library check.
#include "cli/library_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/text_table.h"
#include "text/csv_field.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using rules::LibraryFinding;
using rules::LibraryReport;

std::string verdicts_of(const rules::ShownClaim& claim, Language language) {
  std::string text;
  for (const Sentence& verdict : claim.verdicts) text += (text.empty() ? "" : "; ") + verdict.in(language);
  return text;
}

std::string counts_text(const LibraryReport& report, bool chinese) {
  using Headings = std::vector<std::string>;
  TextTable table(chinese ? Headings{"类别", "发现", "提示", "未证实", "未检查"}
                          : Headings{"class", "found", "notes", "not confirmed", "not examined"});
  for (const std::size_t column : {1U, 2U, 3U, 4U}) table.align_right(column);
  for (std::size_t klass = 0; klass < rules::kFindingClasses; ++klass) {
    const rules::ClassCount& count = report.counts[klass];
    table.add({std::string(chinese ? rules::kFindingClassLabels[klass] : rules::kFindingClassNames[klass]),
               fmt::to_string(count.found), fmt::to_string(count.notes), fmt::to_string(count.unconfirmed),
               fmt::to_string(count.not_examined)});
  }
  return table.text();
}

}  // namespace

std::string text_of_finding(const LibraryFinding& finding, Language language) {
  const bool chinese = language == Language::chinese;
  std::string text =
      fmt::format("  {}{}\n", finding.is_note ? (chinese ? "（提示）" : "(note) ") : "", finding.sentence.in(language));
  for (const rules::ShownClaim& claim : finding.claims) {
    text += fmt::format("    {} {}\n", chinese ? "单据" : "claim", claim.given);
    for (const Sentence& verdict : claim.verdicts) text += fmt::format("      → {}\n", verdict.in(language));
  }
  return text;
}

std::string text_of_library(const LibraryReport& report, std::size_t most, Language language) {
  const bool chinese = language == Language::chinese;
  std::string text = counts_text(report, chinese);
  for (std::size_t klass = 0; klass < rules::kFindingClasses; ++klass) {
    std::size_t shown = 0;
    std::size_t left_out = 0;
    for (const LibraryFinding& finding : report.findings) {
      if (static_cast<std::size_t>(finding.klass) != klass) continue;
      if (shown == most) {
        ++left_out;
        continue;
      }
      if (shown++ == 0) {
        text += fmt::format("\n{}\n", chinese ? rules::kFindingClassLabels[klass] : rules::kFindingClassNames[klass]);
      }
      text += text_of_finding(finding, language);
    }
    if (left_out > 0) {
      text += chinese ? fmt::format("  … 另有 {} 项\n", left_out) : fmt::format("  … {} more\n", left_out);
    }
  }
  if (!report.remarks.empty()) text += "\n";
  for (const Sentence& remark : report.remarks) text += remark.in(language) + "\n";
  return text;
}

std::string csv_of_library(const LibraryReport& report, Language language) {
  std::string text = "class,note,of,item,sentence,claims,verdicts\n";
  for (const LibraryFinding& finding : report.findings) {
    std::string claims;
    std::string verdicts;
    for (const rules::ShownClaim& claim : finding.claims) {
      claims += (claims.empty() ? "" : " | ") + claim.given;
      verdicts += (verdicts.empty() ? "" : " | ") + verdicts_of(claim, language);
    }
    const std::string fields[] = {std::string(rules::kFindingClassNames[static_cast<std::size_t>(finding.klass)]),
                                  finding.is_note ? "yes" : "no",
                                  fmt::format("{}", fmt::join(finding.of, " ")),
                                  finding.item,
                                  finding.sentence.in(language),
                                  claims,
                                  verdicts};
    bool is_first = true;
    for (const std::string& field : fields) {
      text += (is_first ? "" : ",") + text::csv_field(field);
      is_first = false;
    }
    text += "\n";
  }
  return text;
}

std::string json_of_library(const LibraryReport& report) {
  using text::json_quote;
  const auto sentence = [](const Sentence& both) {
    return fmt::format(R"({{"en":{},"zh":{}}})", json_quote(both.english), json_quote(both.chinese));
  };
  std::string out;
  for (const LibraryFinding& finding : report.findings) {
    std::vector<std::string> of;
    for (const std::string& id : finding.of) of.push_back(json_quote(id));
    std::vector<std::string> claims;
    for (const rules::ShownClaim& claim : finding.claims) {
      std::vector<std::string> verdicts;
      for (const Sentence& verdict : claim.verdicts) verdicts.push_back(sentence(verdict));
      claims.push_back(
          fmt::format(R"({{"given":{},"verdicts":[{}]}})", json_quote(claim.given), fmt::join(verdicts, ",")));
    }
    out +=
        fmt::format(R"({{"class":{},"note":{},"of":[{}],"item":{},"sentence":{},"claims":[{}]}})"
                    "\n",
                    json_quote(rules::kFindingClassNames[static_cast<std::size_t>(finding.klass)]), finding.is_note,
                    fmt::join(of, ","), json_quote(finding.item), sentence(finding.sentence), fmt::join(claims, ","));
  }
  return out;
}

}  // namespace qiuhao::cli
