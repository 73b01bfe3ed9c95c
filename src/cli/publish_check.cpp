// Contradictions of a draft.
#include "cli/publish_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "cli/library_sources.h"
#include "cli/library_text.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kMostShown = 5;

// Where a publication stands to a bound: a day, or a number of up to four digits.
bool is_up_to(const knowledge::PublicationHeader& header, const std::string& bound) {
  int number = 0;
  const auto [end, error] = std::from_chars(bound.data(), bound.data() + bound.size(), number);
  const bool is_number =
      error == std::errc() && end == bound.data() + bound.size() && number <= knowledge::kMaxPublications;
  if (is_number) return header.number <= number;
  const auto day = parse_day(bound);
  return day && header.known_since <= *day;
}

}  // namespace

Result<std::vector<rules::LibraryFinding>> opened_contradictions(const Path& workspace,
                                                                 const knowledge::ImportDraft& draft) {
  std::vector<std::string> ids;
  for (const knowledge::Point& point : draft.publication.points) ids.push_back(point.id);
  ASSIGN(const auto after, plan_over(workspace, draft.after));
  std::vector<rules::LibraryFinding> found = rules::contradictions_of(*after, ids).findings;
  if (found.empty()) return found;
  ASSIGN(const auto before, plan_over(workspace, draft.before));
  std::set<std::vector<std::string>> known;
  for (const rules::LibraryFinding& finding : rules::contradictions_of(*before, ids).findings) known.insert(finding.of);
  std::erase_if(found, [&](const rules::LibraryFinding& finding) { return known.contains(finding.of); });
  return found;
}

std::string text_of_contradictions(const std::vector<rules::LibraryFinding>& found, Language language) {
  if (found.empty()) return "";
  std::string text = fmt::format(
      fmt::runtime(language == Language::chinese ? "\n带来 {} 处矛盾：\n" : "\nit opens {} contradictions:\n"),
      found.size());
  for (std::size_t i = 0; i < std::min(kMostShown, found.size()); ++i) text += text_of_finding(found[i], language);
  if (found.size() > kMostShown) text += fmt::format("  … {}\n", found.size() - kMostShown);
  return text;
}

std::string text_of_reasons(const std::vector<knowledge::PublicationHeader>& headers, const std::string& from,
                            const std::string& to) {
  std::string text;
  for (const knowledge::PublicationHeader& header : headers) {
    const bool is_meant = (from.empty() || !is_up_to(header, from)) && (to.empty() || is_up_to(header, to));
    if (header.reason.empty() || !is_meant) continue;
    text += fmt::format("publication {} '{}' was published with open contradictions: {}\n", header.number, header.name,
                        header.reason);
  }
  return text;
}

}  // namespace qiuhao::cli
