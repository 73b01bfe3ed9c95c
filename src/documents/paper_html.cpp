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

// 1,234.50 元: what stands under its like by the last digit.
bool is_amount(std::string_view text) {
  constexpr std::string_view kUnit = " 元";
  if (!text.ends_with(kUnit)) return false;
  text.remove_suffix(kUnit.size());
  return !text.empty() && text.find_first_not_of("-0123456789,.") == std::string_view::npos;
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
      const std::string_view side = is_amount(row[cell]) ? " class=\"amount\"" : "";
      out += fmt::format("<{0}{2}>{1}</{0}>", mark, text::markup_escaped(row[cell]), side);
    }
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

std::string basis_html(const FilledBlock& block) {
  std::string out;
  for (const auto& row : block.rows)
    out +=
        (out.empty() ? "" : "、") + fmt::format("《{}》{}", text::markup_escaped(row[0]), text::markup_escaped(row[1]));
  return fmt::format("<p class=\"text\">依据：{}。</p>\n", out);
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
    case BlockKind::blank:
      out = fmt::format("<p class=\"heading\">{}</p>\n", text::markup_escaped(block.title));
      for (int line = 0; line < block.lines; ++line) out += "<div class=\"line\"></div>\n";
      return out;
    case BlockKind::basis: return basis_html(block);
    case BlockKind::dialogue:
      for (const auto& row : block.rows)
        out += paragraphs(row[0], "text question", "问：") + paragraphs(row[1], "text answer", "答：");
      return out;
  }
  return out;
}

// Where the last paragraph or table begins, which the end of the document must not leave behind on the page before.
std::size_t last_piece(std::string_view body) {
  const std::size_t paragraph = body.rfind("<p ");
  const std::size_t table = body.rfind("<table>");
  const auto place = [](std::size_t at) { return at == std::string_view::npos ? 0 : at; };
  return std::max(place(paragraph), place(table));
}

constexpr std::string_view kHand = "<span class=\"hand\">";
constexpr std::string_view kNoDayYet = "<span>年　　月　　日</span>";

std::string drawn_html(const Signature& signature) {
  if (!signature.png.empty())
    return fmt::format(R"(<img alt="" src="data:image/png;base64,{}">)", signing::to_base64(signature.png));
  std::string path;
  for (const auto& stroke : signature.strokes) {
    for (std::size_t point = 0; point < stroke.size(); ++point)
      path += fmt::format("{}{} {}", point == 0 ? "M" : "L", stroke[point].first, stroke[point].second);
    if (stroke.size() == 1) path += "h1";  // a dot
  }
  return fmt::format(R"(<svg viewBox="0 0 {} {}"><path d="{}"/></svg>)", kPadWidth, kPadHeight, path);
}

std::string day_html(Day day) { return fmt::format("<span>{}</span>", chinese_day(day)); }

std::string signature_html(const FilledSignature& place, Day day) {
  return fmt::format("<div class=\"sign\"><span>{}：</span>{}{}</span>{}</div>\n", text::markup_escaped(place.title),
                     kHand, place.signature ? drawn_html(*place.signature) : "",
                     place.signature ? day_html(day) : std::string(kNoDayYet));
}

// Where each page is signed at its foot, by place; filled in with the place itself.
std::string foot_mark(std::size_t place) { return fmt::format("<span class=\"mark\" title=\"{}\">", place); }

std::string foot_html(const Filled& filled) {
  std::string out;
  for (std::size_t place = 0; place < filled.signatures.size(); ++place) {
    const FilledSignature& one = filled.signatures[place];
    out += fmt::format("<span>{}：</span>{}{}</span>", text::markup_escaped(one.title), foot_mark(place + 1),
                       one.signature ? drawn_html(*one.signature) : "");
  }
  return fmt::format("<div class=\"foot\">{}</div>\n", out);
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
  if (filled.signs_pages) out += foot_html(filled);
  std::string body;
  for (const FilledBlock& block : filled.blocks) body += block_html(block);
  const std::size_t last = last_piece(body);
  out += body.substr(0, last) + "<div class=\"end\">\n" + body.substr(last) + "<div class=\"close\">\n";
  for (const FilledSignature& place : filled.signatures) out += signature_html(place, filled.day);
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
  return out + "</div>\n</div>\n" + std::string(page_end());
}

// Values are escaped, so a tag of ours stands only where we wrote one.
Result<std::string> signed_page(std::string page, int place, const Signature& signature, Day day) {
  std::size_t at = 0;
  for (int passed = 0; passed < place; ++passed) {
    at = page.find(kHand, at);
    if (at == std::string::npos)
      return input_error("signature_is_unknown", Sentence{"the page has no such place to sign", "文书没有这一签名处"});
    at += kHand.size();
  }
  if (!page.substr(at).starts_with("</span>"))
    return input_error("signed_already", Sentence{"this place is signed already", "此处已签名"});
  const std::string drawn = drawn_html(signature);
  const std::size_t day_at = at + std::string_view("</span>").size();
  if (page.substr(day_at).starts_with(kNoDayYet)) page.replace(day_at, kNoDayYet.size(), day_html(day));
  page.insert(at, drawn);
  const std::string mark = foot_mark(static_cast<std::size_t>(place));
  if (const std::size_t foot = page.find(mark); foot != std::string::npos) page.insert(foot + mark.size(), drawn);
  return page;
}

}  // namespace qiuhao::documents
