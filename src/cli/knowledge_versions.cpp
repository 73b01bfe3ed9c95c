// Days and numbers of publications.
#include "cli/knowledge_versions.h"

#include <charconv>
#include <limits>

#include "cli/audit_sources.h"
#include "knowledge/publication.h"

namespace qiuhao::cli {

Result<std::shared_ptr<const knowledge::Library>> library_at(const Path& workspace, const knowledge::Kinds& kinds,
                                                             std::string_view option, const std::string& text) {
  constexpr Day kAllDays = std::numeric_limits<Day>::max();
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number =
      error == std::errc() && end == text.data() + text.size() && number <= knowledge::kMaxPublications;
  if (is_number) return knowledge::replay(workspace, kinds, kAllDays, number);
  ASSIGN(const Day known_on, day_option(option, text, kNoDay));
  return knowledge::load_library(workspace, kinds, known_on);
}

}  // namespace qiuhao::cli
