// Every page is a box of fixed height, so that the catalogue can say where each begins before anything is printed.
#include "documents/case_pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "documents/paper_html.h"
#include "text/markup.h"

namespace qiuhao::documents {
namespace {

constexpr int kColumns = 100;  // of a page of text
constexpr int kLines = 50;
constexpr int kCatalogueLines = 46;  // of a page, of titles and remarks as they wrap
constexpr int kTitleColumns = 28;
constexpr int kRemarkColumns = 15;
constexpr int kShownColumnsMost = 200;  // of a title or remark

constexpr std::string_view kStyle = R"(@page { size: A4; margin: 20mm 18mm; }
html { font: 12pt/18pt "Noto Serif CJK SC", serif; color: #000; }
body { margin: 0; }
.page { height: 255mm; overflow: hidden; break-after: page; }
.page:last-child { break-after: auto; }
.office { font-size: 26pt; line-height: 40pt; text-align: center; margin-top: 40mm; font-weight: bold; }
h1 { font-size: 32pt; line-height: 50pt; text-align: center; margin: 20mm 0; }
h2 { font-size: 18pt; line-height: 28pt; text-align: center; margin: 0 0 4mm; }
.cover { margin: 0 auto; width: 130mm; border-collapse: collapse; font-size: 14pt; line-height: 24pt; }
.cover td { padding: 4pt 8pt; border-bottom: 0.5pt solid #000; overflow-wrap: anywhere; }
.cover td:first-child { white-space: nowrap; width: 1%; border: 0; }
.list { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 10pt; line-height: 14pt; }
.list th, .list td { border: 0.5pt solid #000; padding: 0 3pt; overflow-wrap: anywhere; vertical-align: top; }
.head { font-size: 9pt; color: #444; border-bottom: 0.5pt solid #444; margin-bottom: 4mm; white-space: nowrap;
  overflow: hidden; }
.picture { width: 100%; height: 240mm; object-fit: contain; }
pre { margin: 0; font: 9.5pt/13pt "Noto Sans Mono CJK SC", monospace; }
)";

// The bytes of the character that begins here.
std::size_t letter_bytes(std::string_view text) {
  std::size_t count = 1;
  while (count < text.size() && (static_cast<unsigned char>(text[count]) & 0xC0U) == 0x80) ++count;
  return count;
}

int columns_of(std::string_view letter) { return letter.size() >= 3 ? 2 : 1; }

int width_of(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const std::string_view letter = text.substr(0, letter_bytes(text));
    width += columns_of(letter);
    text.remove_prefix(letter.size());
  }
  return width;
}

std::string cut(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view letter = text.substr(at, letter_bytes(text.substr(at)));
    width += columns_of(letter);
    if (width > kShownColumnsMost) return std::string(text.substr(0, at)) + "…";
    at += letter.size();
  }
  return std::string(text);
}

// Lines of the catalogue that an item takes; a little more than it does.
int lines_of(const CaseItem& item) {
  const auto lines = [](const std::string& text, int columns) { return width_of(cut(text)) / columns + 1; };
  return std::max({1, lines(item.title, kTitleColumns), lines(item.remark, kRemarkColumns)});
}

std::vector<std::size_t> catalogue_breaks(const std::vector<CaseItem>& items) {
  std::vector<std::size_t> begins = {0};
  int used = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const int lines = lines_of(items[i]);
    if (used > 0 && used + lines > kCatalogueLines) {
      begins.push_back(i);
      used = 0;
    }
    used += lines;
  }
  return begins;
}

std::string item_row(const CaseItem& item) {
  const std::string pages = item.first_page == 0 ? "—"
                            : item.pages == 1    ? std::to_string(item.first_page)
                                              : fmt::format("{}–{}", item.first_page, item.first_page + item.pages - 1);
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", item.number,
                     text::markup_escaped(cut(item.title)), format_day(item.day), pages,
                     text::markup_escaped(cut(item.remark)));
}

}  // namespace

std::vector<std::string> text_pages(std::string_view text) {
  std::vector<std::string> pages = {""};
  int line = 0;
  int column = 0;
  const auto end_line = [&] {
    column = 0;
    if (++line == kLines) {
      line = 0;
      pages.emplace_back();
    } else {
      pages.back() += '\n';
    }
  };
  while (!text.empty()) {
    const std::string_view letter = text.substr(0, letter_bytes(text));
    text.remove_prefix(letter.size());
    if (letter == "\n") {
      end_line();
      continue;
    }
    if (column + columns_of(letter) > kColumns) end_line();
    pages.back() += letter;
    column += columns_of(letter);
  }
  if (pages.size() > 1 && pages.back().empty()) pages.pop_back();
  return pages;
}

int catalogue_pages(const std::vector<CaseItem>& items) { return static_cast<int>(catalogue_breaks(items).size()); }

std::string case_html(const std::string& office, const std::string& title, const std::vector<CoverLine>& cover,
                      const std::vector<CaseItem>& items, const std::vector<PrintedItem>& printed) {
  std::string out = page_begin(title, kStyle);
  out += fmt::format("<div class=\"page\"><div class=\"office\">{}</div><h1>{}</h1><table class=\"cover\">\n",
                     text::markup_escaped(office), text::markup_escaped(title));
  for (const CoverLine& line : cover)
    out += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", text::markup_escaped(line.title),
                       text::markup_escaped(cut(line.value)));
  out += "</table></div>\n";
  const auto begins = catalogue_breaks(items);
  for (std::size_t page = 0; page < begins.size(); ++page) {
    out +=
        "<div class=\"page\"><h2>卷内目录</h2><table class=\"list\">\n<tr><th style=\"width:10mm\">序号</th><th>题名"
        "</th><th style=\"width:22mm\">日期</th><th style=\"width:18mm\">页号</th><th style=\"width:44mm\">备注</th>"
        "</tr>\n";
    const std::size_t end = page + 1 < begins.size() ? begins[page + 1] : items.size();
    for (std::size_t i = begins[page]; i < end; ++i) out += item_row(items[i]);
    out += "</table></div>\n";
  }
  for (const PrintedItem& item : printed) {
    const std::string head = fmt::format("<div class=\"page\"><div class=\"head\">{}　{}</div>", item.number,
                                         text::markup_escaped(cut(item.title)));
    if (!item.picture.empty())
      out += fmt::format("{}<img class=\"picture\" alt=\"\" src=\"{}\"></div>\n", head, item.picture);
    for (const std::string& text : item.texts)
      out += fmt::format("{}<pre>{}</pre></div>\n", head, text::markup_escaped(text));
  }
  return out + std::string(page_end());
}

}  // namespace qiuhao::documents
