// Every text goes through markup_escaped(); the rest is ours.
#include "documents/paper_html.h"

#include <fmt/format.h>

#include "documents/paper_style.h"
#include "documents/qr_code.h"
#include "signing/encoding.h"
#include "text/markup.h"

namespace qiuhao::documents {
namespace {

constexpr int kCodeSide = 26;  // millimetres
constexpr std::string_view kChinese[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

// （一）, （二）, … （十一）
std::string item_number(std::size_t number) {
  std::string words;
  if (number >= 20) words = kChinese[number / 10 - 1];
  if (number >= 10) words += "十";
  if (number % 10 != 0) words += kChinese[number % 10 - 1];
  return "（" + words + "）";
}

// Each line a paragraph.
std::string paragraphs(std::string_view text, std::string_view mark, std::string_view before = "") {
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    out += fmt::format("<p class=\"{}\">{}{}</p>\n", mark, before, text::markup_escaped(text.substr(0, end)));
    before = "";
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string table(const FilledBlock& block) {
  std::string out = "<table>\n";
  if (!block.columns.empty()) {
    out += "<thead><tr>";
    for (const std::string& column : block.columns) out += fmt::format("<th>{}</th>", text::markup_escaped(column));
    out += "</tr></thead>\n";
  }
  for (const auto& row : block.rows) {
    out += "<tr>";
    for (std::size_t cell = 0; cell < row.size(); ++cell) {
      const std::string_view mark = block.kind == BlockKind::fields && cell == 0 ? "th" : "td";
      out += fmt::format("<{0}>{1}</{0}>", mark, text::markup_escaped(row[cell]));
    }
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

std::string block_html(const FilledBlock& block) {
  std::string out;
  switch (block.kind) {
    case BlockKind::text:
    case BlockKind::heading: return paragraphs(block.rows[0][0], block.kind == BlockKind::text ? "text" : "heading");
    case BlockKind::list:
      for (std::size_t item = 0; item < block.rows.size(); ++item)
        out += paragraphs(block.rows[item][0], "text", item_number(item + 1));
      return out;
    case BlockKind::fields: return block.rows.empty() ? "" : table(block);
    case BlockKind::table: return table(block);
    case BlockKind::blank: {
      out = fmt::format("<p class=\"heading\">{}</p>\n", text::markup_escaped(block.title));
      for (int line = 0; line < block.lines; ++line) out += "<div class=\"line\"></div>\n";
      return out;
    }
    case BlockKind::basis: {
      for (const auto& row : block.rows)
        out += (out.empty() ? "" : "、") +
               fmt::format("《{}》{}", text::markup_escaped(row[0]), text::markup_escaped(row[1]));
      return fmt::format("<p class=\"text\">依据：{}。</p>\n", out);
    }
  }
  return out;
}

std::string signature_html(const FilledSignature& place) {
  std::string drawn;
  if (place.signature && !place.signature->png.empty()) {
    drawn = fmt::format(R"(<img alt="" src="data:image/png;base64,{}">)", signing::to_base64(place.signature->png));
  } else if (place.signature) {
    std::string path;
    for (const auto& stroke : place.signature->strokes) {
      for (std::size_t point = 0; point < stroke.size(); ++point)
        path += fmt::format("{}{} {}", point == 0 ? "M" : "L", stroke[point].first, stroke[point].second);
      if (stroke.size() == 1) path += "h1";  // a dot
    }
    drawn = fmt::format(R"(<svg viewBox="0 0 {} {}"><path d="{}"/></svg>)", kPadWidth, kPadHeight, path);
  }
  return fmt::format(
      "<div class=\"sign\"><span>{}：</span><span class=\"hand\">{}</span><span>年　　月　　日</span>"
      "</div>\n",
      text::markup_escaped(place.title), drawn);
}

std::string head_html(const Filled& filled) {
  std::string out;
  const bool is_record = filled.form == Form::record || filled.form == Form::minutes || filled.form == Form::receipt;
  if (!is_record)
    out += fmt::format("<div class=\"office\">{}</div>\n<div class=\"number\">{}</div>\n<hr>\n",
                       text::markup_escaped(filled.office), text::markup_escaped(filled.number));
  out += fmt::format("<h1>{}</h1>\n", text::markup_escaped(filled.title));
  if (is_record) out += fmt::format("<div class=\"number\">{}</div>\n", text::markup_escaped(filled.number));
  if (!filled.to.empty()) out += fmt::format("<p class=\"to\">{}：</p>\n", text::markup_escaped(filled.to));
  return out;
}

}  // namespace

std::string qr_text(const std::string& number, const std::string& hash) {
  return fmt::format("QH1 {} {}", number, hash);
}

std::string page_begin(std::string_view title, std::string_view style) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src "
      "data:\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
      text::markup_escaped(title), style);
}

std::string_view page_end() { return "</body>\n</html>\n"; }

Result<std::string> paper_html(const Filled& filled, const std::string& hash) {
  std::string out = page_begin(filled.title + " " + filled.number, paper_style());
  if (hash.empty()) out += "<div class=\"draft\">草稿</div>\n";
  out += head_html(filled);
  for (const FilledBlock& block : filled.blocks) out += block_html(block);
  out += "<div class=\"end\">\n";
  for (const FilledSignature& place : filled.signatures) out += signature_html(place);
  if (filled.has_seal)
    out += fmt::format("<div class=\"seal\"><div>{}</div><div class=\"place\">（印章）</div><div>{}</div></div>\n",
                       text::markup_escaped(filled.office), chinese_day(filled.day));
  else
    out += fmt::format("<div class=\"seal\"><div>{}</div></div>\n", chinese_day(filled.day));
  if (!hash.empty()) {
    ASSIGN(const std::string code, qr_svg(qr_text(filled.number, hash), kCodeSide));
    out += fmt::format("<div class=\"code\">{}<div>{}<br>{}<br>{}</div></div>\n", code,
                       text::markup_escaped(filled.contact.empty() ? "" : "联系方式：" + filled.contact),
                       text::markup_escaped("事项编号：" + filled.matter),
                       "内容摘要 SHA-256：" + hash.substr(0, 32) + "<br>" + hash.substr(32));
  }
  return out + "</div>\n" + std::string(page_end());
}

}  // namespace qiuhao::documents
