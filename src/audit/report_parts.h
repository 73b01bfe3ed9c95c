// Pieces of the report: escaped texts in two languages, tables, bars. Names in tables are untrusted, so every text goes
// through escape().
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/record.h"

namespace qiuhao::audit {

// For text and attribute values of HTML; control characters are left out.
std::string escape(std::string_view text);

// Both languages, of which the page shows one. Given as HTML: callers escape what is not theirs.
std::string both(std::string_view zh, std::string_view en);

struct HtmlColumn {
  std::string zh;
  std::string en;
  bool is_number = false;
};

// A table that becomes a list of cards on narrow screens; cells are HTML.
class HtmlTable {
 public:
  explicit HtmlTable(std::vector<HtmlColumn> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells, bool is_total = false);
  std::string html(bool with_filter = false) const;

 private:
  std::vector<HtmlColumn> columns_;
  std::string body_;
  std::string foot_;
};

// A bar of SVG as wide as its cell: `inner` over `outer`, both as shares of `most`.
std::string bar_svg(Cents inner, Cents outer, Cents most);
// Columns of money by month.
std::string months_chart(std::span<const MonthSummary> months);

// The sections, in report order.
std::string rules_section(const AuditResult& result);
std::string months_section(const AuditResult& result);
std::string providers_section(const AuditResult& result);
std::string undecided_section(const AuditResult& result);
std::string samples_section(std::span<const claims::Part> parts, const AuditResult& result);
std::string method_section(const AuditResult& result, const RunFacts& facts);

extern const std::string_view kReportStyle;
extern const std::string_view kReportScript;

}  // namespace qiuhao::audit
