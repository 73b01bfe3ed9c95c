// Days as literals.
#include "screening/period_sql.h"

#include <fmt/format.h>

namespace qiuhao::screening {

std::string within(std::string_view date, Day from, Day to) {
  std::string text;
  if (from != kNoDay) text += fmt::format("{} >= DATE '{}'", date, format_day(from));
  if (to != kNoDay) text += fmt::format("{}{} <= DATE '{}'", text.empty() ? "" : " AND ", date, format_day(to));
  return text.empty() ? "true" : text;
}

}  // namespace qiuhao::screening
