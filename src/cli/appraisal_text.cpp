// Every figure is rounded here and nowhere before: money to 分, half away from zero; what is asked back down to 分.
#include "cli/appraisal_text.h"

#include <fmt/format.h>

#include <cmath>

#include "base/decimal.h"
#include "cli/progress.h"
#include "cli/text_table.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using screening::Appraisal;
using screening::Limits;
using screening::ShareAppraisal;
using text::json_quote;

std::string money(long double yuan) {
  const long double cents = std::round(yuan * 100);
  if (std::fabs(cents) > 9e18L) return fmt::format("{:.2f}", static_cast<double>(yuan));
  return format_cents(static_cast<Cents>(cents));
}

std::string count_of(std::uint64_t count) { return with_commas(static_cast<std::int64_t>(count)); }
std::string percent(double level) { return fmt::format("{:.0f}%", 100 * level); }

void add_strata(const AppraisalShown& shown, std::string& text) {
  TextTable table({"层 stratum", "单元 units", "样本 sample", "非零 nonzero", "均值 mean", "标准差 std. dev.",
                   "偏度 skewness", "峰度 kurtosis", "均值标准误 std. err.", "点估计 point estimate",
                   "总额标准误 std. err. total"});
  for (std::size_t column = 1; column <= 10; ++column) table.align_right(column);
  for (const Appraisal& of : shown.appraised.strata) {
    table.add({of.stratum.empty() ? "全部 all" : of.stratum, count_of(of.units), count_of(of.sample),
               count_of(of.nonzero), money(of.mean), money(of.deviation), fmt::format("{:.2f}", of.skewness),
               fmt::format("{:.2f}", of.kurtosis), money(of.error_mean), money(of.point), money(of.error_total)});
  }
  const Appraisal& whole = shown.appraised.whole;
  if (shown.appraised.strata.size() != 1) {
    table.add({"合计 all", count_of(whole.units), count_of(whole.sample), count_of(whole.nonzero), money(whole.mean),
               "", "", "", money(whole.error_mean), money(whole.point), money(whole.error_total)});
  }
  text += table.text();
}

void add_limits(const AppraisalShown& shown, std::string& text) {
  const Appraisal& whole = shown.appraised.whole;
  const char* quantile = shown.appraised.strata.size() > 1 ? "z" : "t";
  TextTable table({"置信水平 confidence", "下限 lower", "上限 upper", "精度 precision", "精度 %", quantile});
  for (std::size_t column = 0; column <= 5; ++column) table.align_right(column);
  for (const Limits& limits : whole.limits) {
    table.add({percent(limits.level), money(limits.lower), money(limits.upper), money(limits.precision),
               fmt::format("{:.2f}", limits.precision_percent), fmt::format("{:.12f}", limits.quantile)});
  }
  text += table.text();
}

std::string json_of_limits(const Appraisal& of) {
  std::string list;
  for (const Limits& limits : of.limits) {
    list += fmt::format(
        "{}{{\"level\": {:.2f}, \"lower\": {}, \"upper\": {}, \"precision\": {}, \"precision_percent\": {:.2f}, "
        "\"quantile\": {:.12f}, \"asked_back\": {}}}",
        list.empty() ? "" : ", ", limits.level, money(limits.lower), money(limits.upper), money(limits.precision),
        limits.precision_percent, limits.quantile, format_cents(screening::asked_back(limits)));
  }
  return "[" + list + "]";
}

std::string json_of_one(const Appraisal& of) {
  return fmt::format(
      "{{\"stratum\": {}, \"units\": {}, \"sample\": {}, \"nonzero\": {}, \"mean\": {}, \"deviation\": {}, "
      "\"skewness\": {:.6f}, \"kurtosis\": {:.6f}, \"error_mean\": {}, \"error_total\": {}, \"point\": {}, "
      "\"limits\": {}}}",
      json_quote(of.stratum), of.units, of.sample, of.nonzero, money(of.mean), money(of.deviation), of.skewness,
      of.kurtosis, money(of.error_mean), money(of.error_total), money(of.point), json_of_limits(of));
}

}  // namespace

std::string text_of(const AppraisalShown& shown, Language language) {
  std::string text;
  if (shown.estimator == "ratio") text += fmt::format("比率 ratio: {:.6f}\n", shown.ratio);
  add_strata(shown, text);
  text += "\n";
  add_limits(shown, text);
  const Limits& usual = shown.appraised.whole.limits[1];
  const std::string asked = format_cents(screening::asked_back(usual));
  if (language == Language::chinese)
    return text + fmt::format("建议追回（90% 双侧区间下限，向下取到分）：{} 元\n", asked);
  return text +
         fmt::format("to ask back (lower limit of the two-sided 90 % interval, down to the fen): {} yuan\n", asked);
}

std::string json_of(const AppraisalShown& shown) {
  std::string strata;
  for (const Appraisal& of : shown.appraised.strata) strata += (strata.empty() ? "" : ",\n ") + json_of_one(of);
  const std::string ratio = shown.estimator == "ratio" ? fmt::format("\"ratio\": {:.10f},\n", shown.ratio) : "";
  return fmt::format("{{\"estimator\": {},\n{}\"strata\": [{}],\n\"whole\": {}}}\n", json_quote(shown.estimator), ratio,
                     strata, json_of_one(shown.appraised.whole));
}

std::string csv_of(const AppraisalShown& shown) {
  std::string text = "stratum,units,sample,nonzero,mean,deviation,skewness,kurtosis,error_mean,error_total,point";
  for (const Limits& limits : shown.appraised.whole.limits)
    text += fmt::format(",lower_{0:.0f},upper_{0:.0f},precision_{0:.0f}", 100 * limits.level);
  text += "\n";
  const auto add = [&](const std::string& name, const Appraisal& of) {
    std::string cell;
    for (const char c : name) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += fmt::format("\"{}\",{},{},{},{},{},{:.6f},{:.6f},{},{},{}", cell, of.units, of.sample, of.nonzero,
                        money(of.mean), money(of.deviation), of.skewness, of.kurtosis, money(of.error_mean),
                        money(of.error_total), money(of.point));
    for (const Limits& limits : of.limits)
      text += fmt::format(",{},{},{}", money(limits.lower), money(limits.upper), money(limits.precision));
    text += "\n";
  };
  if (shown.appraised.strata.size() > 1)
    for (const Appraisal& of : shown.appraised.strata) add(of.stratum, of);
  add("", shown.appraised.whole);
  return text;
}

std::string text_of(const ShareAppraisal& share) {
  std::string text = fmt::format(
      "单元 units: {}  样本 sample: {}  发现 found: {}\n"
      "推断 projected: {:.0f} ({:.3f}%)  标准误 std. err.: {:.0f} ({:.3f}%)\n",
      count_of(share.units), count_of(share.sample), count_of(share.found), share.point,
      100 * share.point / static_cast<double>(share.units), share.error_units, 100 * share.error_share);
  TextTable table({"置信水平 confidence", "双侧下限 lower", "%", "双侧上限 upper", "%", "单侧下限 lower alone",
                   "单侧上限 upper alone"});
  for (std::size_t column = 0; column <= 6; ++column) table.align_right(column);
  const auto of_units = [&](std::uint64_t count) {
    return fmt::format("{:.3f}", 100 * static_cast<double>(count) / static_cast<double>(share.units));
  };
  for (std::size_t index = 0; index < share.two_sided.size(); ++index) {
    const auto& two = share.two_sided[index];
    const auto& one = share.one_sided[index];
    table.add({percent(two.level), count_of(two.lower), of_units(two.lower), count_of(two.upper), of_units(two.upper),
               count_of(one.lower), count_of(one.upper)});
  }
  return text + table.text();
}

std::string json_of(const ShareAppraisal& share) {
  const auto limits_of = [](const auto& limits) {
    std::string list;
    for (const auto& of : limits)
      list += fmt::format("{}{{\"level\": {:.2f}, \"lower\": {}, \"upper\": {}}}", list.empty() ? "" : ", ", of.level,
                          of.lower, of.upper);
    return "[" + list + "]";
  };
  return fmt::format(
      "{{\"units\": {}, \"sample\": {}, \"found\": {}, \"point\": {:.6f}, \"error_share\": {:.10f}, "
      "\"error_units\": {:.6f},\n\"two_sided\": {},\n\"one_sided\": {}}}\n",
      share.units, share.sample, share.found, share.point, share.error_share, share.error_units,
      limits_of(share.two_sided), limits_of(share.one_sided));
}

}  // namespace qiuhao::cli
