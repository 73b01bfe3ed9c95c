// Reading policy/calendar/*.yaml.
#include <fmt/format.h>

#include <charconv>

#include "base/files.h"
#include "cel/values/workdays.h"
#include "text/document.h"
#include "workflow/calendar.h"

namespace qiuhao::workflow {

class Calendar::Reader {
 public:
  Reader(Calendar& calendar, std::string file) : calendar_(calendar), file_(std::move(file)) {}

  Status read(const text::Node& root) {
    const text::Node* years = root.find("years");
    if (root.text_of("calendar").empty() || years == nullptr || !years->is_map())
      return bad(root, {"a calendar has the keys calendar and years", "日历文件要有 calendar 和 years"});
    for (const auto& [key, node] : years->entries) {
      int year = 0;
      const std::string& digits = key.scalar;
      const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), year).ptr;
      if (end != digits.data() + digits.size() || year < 1949 || year > 9999)
        return bad(key, {fmt::format("'{}' is no year", digits), fmt::format("“{}”不是年份", digits)});
      TRY(read_year(year, node));
    }
    return {};
  }

 private:
  std::unexpected<Error> bad(const text::Node& node, Sentence sentence, std::string code = "bad_calendar") const {
    return input_error(std::move(code), std::move(sentence), {file_, node.line, node.column, ""});
  }

  Status read_year(int year, const text::Node& node) {
    Year made;
    made.notice = node.text_of("notice");
    const text::Node* free = node.find("free");
    const text::Node* worked = node.find("worked");
    if (made.notice.empty() || free == nullptr || worked == nullptr) {
      return bad(node, {fmt::format("the year {} needs notice, free and worked", year),
                        fmt::format("{} 年要有 notice、free 和 worked", year)});
    }
    TRY(read_days(year, *free, made.free));
    TRY(read_days(year, *worked, made.worked));
    for (const Day day : made.worked) {
      if (!cel::is_weekend(day) || made.free.contains(day)) {
        return bad(*worked,
                   {fmt::format("{} is worked, so it must be a Saturday or Sunday that is not free", format_day(day)),
                    fmt::format("{} 列为上班，应是没有放假的周六或周日", format_day(day))},
                   "same_day");
      }
    }
    calendar_.years_.emplace(year, std::move(made));
    return {};
  }

  // "05-01" or "05-01..05-05".
  Status read_days(int year, const text::Node& list, std::set<Day>& days) const {
    for (const text::Node& item : list.items) {
      const std::size_t dots = item.scalar.find("..");
      const std::string last = dots == std::string::npos ? item.scalar : item.scalar.substr(dots + 2);
      const auto from = parse_day(fmt::format("{}-{}", year, item.scalar.substr(0, dots)));
      const auto to = parse_day(fmt::format("{}-{}", year, last));
      if (!from) return bad(item, from.error().sentence(), "bad_date");
      if (!to) return bad(item, to.error().sentence(), "bad_date");
      if (*to < *from)
        return bad(item, {"a range ends before it begins; write first..last", "区间的末日早于首日；请写 首日..末日"});
      for (Day day = *from; day <= *to; ++day) days.insert(day);
    }
    return {};
  }

  Calendar& calendar_;
  std::string file_;
};

Result<Calendar> Calendar::parse(const std::string& content, const std::string& file) {
  ASSIGN(const text::Node root, text::parse_yaml(content, file));
  Calendar calendar;
  TRY(Reader(calendar, file).read(root));
  return calendar;
}

Result<Calendar> Calendar::read(const std::string& file) {
  ASSIGN(const std::string content, read_file(file, text::kMaxDocumentBytes));
  return parse(content, file);
}

}  // namespace qiuhao::workflow
