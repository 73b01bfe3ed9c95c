// Escaping, tables and charts of the report.
#include "audit/report_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/report_text.h"
#include "base/check.h"
#include "text/markup.h"

namespace qiuhao::audit {

std::string escape(std::string_view text) { return text::markup_escaped(text); }

std::string both(std::string_view zh, std::string_view en) {
  return fmt::format("<span class=\"zh\">{}</span><span class=\"en\" lang=\"en\">{}</span>", zh, en);
}

void HtmlTable::add(std::vector<std::string> cells, bool is_total) {
  CHECK(cells.size() == columns_.size());
  std::string& out = is_total ? foot_ : body_;
  out += "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out += fmt::format("<td{} data-zh=\"{}\" data-en=\"{}\">{}</td>", columns_[i].is_number ? " class=\"n\"" : "",
                       escape(columns_[i].zh), escape(columns_[i].en), cells[i]);
  }
  out += "</tr>\n";
}

std::string HtmlTable::html(bool with_filter) const {
  std::string head;
  for (const HtmlColumn& column : columns_) {
    head += fmt::format("<th{}>{}</th>", column.is_number ? " class=\"n\"" : "",
                        both(escape(column.zh), escape(column.en)));
  }
  return fmt::format("{}<div class=\"wide\"><table><thead><tr>{}</tr></thead><tbody>\n{}</tbody>{}</table></div>\n",
                     with_filter ? "<input class=\"filter\" type=\"search\" placeholder=\"筛选 filter\" "
                                   "aria-label=\"筛选 filter\">"
                                 : "",
                     head, body_, foot_.empty() ? "" : "<tfoot>" + foot_ + "</tfoot>");
}

namespace {

// For drawing only.
double share(Cents part, Cents most) {
  if (most <= 0 || part <= 0) return 0;
  return std::min(100.0, 100.0 * static_cast<double>(part) / static_cast<double>(most));
}

// The smallest 1, 2 or 5 times a power of ten that is not below.
Cents round_up(Cents value) {
  for (Cents ten = 100; ten < value * 10 && ten < Cents{1} << 58; ten *= 10) {
    for (const Cents step : {1, 2, 5}) {
      if (ten * step >= value) return ten * step;
    }
  }
  return std::max<Cents>(value, 100);
}

std::string axis_text(Cents cents) {
  const std::string text = short_yuan(cents);
  const std::size_t dot = text.find(".00 ");
  return dot == std::string::npos ? text : text.substr(0, dot) + text.substr(dot + 3);
}

// Months of more than a year and a half are too narrow to be named one by one.
std::string month_label(std::string_view month, std::size_t index, std::size_t count) {
  const std::string_view year = month.substr(0, 4);
  const std::string_view number = month.substr(month.size() < 7 ? 0 : 5);
  const bool begins_year = index == 0 || number == "01";
  if (count > 18) return begins_year && (index == 0 || count <= 48 || number == "01") ? std::string(year) : "";
  return begins_year ? fmt::format("{}<br>{}", number, year) : std::string(number);
}

}  // namespace

std::string bar_svg(Cents inner, Cents outer, Cents most) {
  return fmt::format(
      "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
      "<rect class=\"outer\" width=\"{:.2f}\" height=\"10\"/><rect class=\"inner\" width=\"{:.2f}\" "
      "height=\"10\"/></svg>",
      share(outer, most), share(inner, most));
}

std::string months_chart(std::span<const MonthSummary> months) {
  constexpr double kHeight = 200;
  Cents most = 0;
  for (const MonthSummary& month : months) most = std::max(most, month.net);
  const Cents top = round_up(most);
  const double step = 1000.0 / static_cast<double>(months.size());
  std::string bars;
  std::string labels;
  for (std::size_t i = 0; i < months.size(); ++i) {
    const MonthSummary& month = months[i];
    const double height = kHeight * share(month.net, top) / 100;
    bars += fmt::format(
        "<rect class=\"inner\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{}: {}, {}"
        "</title></rect>",
        step * (static_cast<double>(i) + 0.18), kHeight - height, step * 0.64, height, escape(month.month),
        short_yuan(month.net), grouped(month.hits));
    labels += fmt::format("<span>{}</span>", month_label(month.month, i, months.size()));
  }
  std::string lines;
  for (const int quarter : {0, 1, 2, 3, 4}) {
    lines += fmt::format("<line x1=\"0\" x2=\"1000\" y1=\"{0}\" y2=\"{0}\"/>", kHeight * quarter / 4);
  }
  return fmt::format(
      "<div class=\"months\"><div class=\"axis\"><span>{}</span><span>{}</span><span>0</span></div>"
      "<div class=\"plot\"><svg viewBox=\"0 0 1000 {}\" preserveAspectRatio=\"none\" role=\"img\" "
      "aria-label=\"net by month\">{}{}</svg><div class=\"labels\">{}</div></div></div>\n",
      axis_text(top), axis_text(top / 2), kHeight, lines, bars, labels);
}

}  // namespace qiuhao::audit
