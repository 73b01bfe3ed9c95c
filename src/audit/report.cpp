// The page: head, headline figures, sections.
#include "audit/report.h"

#include <fmt/format.h>

#include "audit/report_parts.h"
#include "audit/report_text.h"

namespace qiuhao::audit {
namespace {

struct Headline {
  std::string zh;
  std::string en;
  std::string value;
  bool is_main = false;
};

std::string headlines(const AuditResult& result) {
  const Headline all[] = {{"审核明细", "Lines judged", grouped(result.lines), false},
                          {"符合范围金额", "In-scope money", short_yuan(result.in_scope), false},
                          {"发现", "Findings", grouped(result.findings.size()), false},
                          {"规则金额", "Gross", short_yuan(result.gross), false},
                          {"去重金额", "Net", short_yuan(result.net), true},
                          {"未定", "Undecided", grouped(result.undecided_count()), false}};
  std::string out;
  for (const Headline& headline : all) {
    out += fmt::format("<div class=\"card{}\"><div class=\"label\">{}</div><div class=\"value\">{}</div></div>",
                       headline.is_main ? " main" : "", both(headline.zh, headline.en), headline.value);
  }
  return "<div class=\"cards\">" + out + "</div>\n";
}

std::string period(const AuditResult& result) {
  const std::string from = format_day(result.options.from);
  const std::string to = format_day(result.options.to);
  std::string zh = "期间：";
  std::string en = "Period: ";
  if (from.empty() && to.empty()) {
    zh += "全部数据";
    en += "all data";
  } else {
    zh += fmt::format("{} 至 {}", from.empty() ? "最早" : from, to.empty() ? "最晚" : to);
    en += fmt::format("{} to {}", from.empty() ? "the first" : from, to.empty() ? "the last" : to);
  }
  if (!result.options.providers.empty()) {
    zh += fmt::format("；指定机构 {} 家", result.options.providers.size());
    en += fmt::format("; {} providers asked for", result.options.providers.size());
  }
  zh += fmt::format("；参保人 {} 人，就诊 {} 次", grouped(result.people), grouped(result.visits));
  en += fmt::format("; {} people, {} visits", grouped(result.people), grouped(result.visits));
  return both(zh, en);
}

std::string empty_sentence(const AuditResult& result) {
  return "<p class=\"empty\">" +
         both(fmt::format("已审核 {} 行明细，没有发现问题。", grouped(result.lines)),
              fmt::format("{} lines were judged and nothing was found.", grouped(result.lines))) +
         "</p>\n";
}

}  // namespace

std::string report_html(std::span<const claims::Part> parts, const AuditResult& result, const RunFacts& facts) {
  std::string out =
      "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>医保基金审核报告 · 秋毫 Qiuhao</title>\n<style>";
  out += kReportStyle;
  out += "</style>\n</head>\n<body>\n<header><div><h1>" +
         both("医保基金审核报告", "Audit of the medical-insurance fund") + "</h1><p>" + period(result) +
         "</p></div><button id=\"language\" type=\"button\">" + both("English", "中文") +
         "</button></header>\n<main>\n";
  out += headlines(result);
  if (result.findings.empty()) out += empty_sentence(result);
  out += rules_section(result);
  if (!result.findings.empty()) {
    out += months_section(result);
    out += providers_section(result);
  }
  out += undecided_section(result);
  out += samples_section(parts, result);
  out += method_section(result, facts);
  out += "</main>\n<footer>秋毫 Qiuhao " + escape(facts.program) + "</footer>\n<script>";
  out += kReportScript;
  return out + "</script>\n</body>\n</html>\n";
}

}  // namespace qiuhao::audit
