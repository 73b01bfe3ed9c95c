// Plans to texts and back.
#include "screening/sampling/panel_plan.h"

#include <fmt/format.h>

#include <charconv>

namespace qiuhao::screening {
namespace {

// Lists as one text; items hold no ; as items_of() parts them there.
std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ";") + item;
  return text;
}

bool read_number(const std::string& text, std::uint32_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

constexpr std::string_view kQuota = "quota of ";

}  // namespace

Status check_plan(const PanelPlan& plan) {
  const auto bad = [](std::string english, std::string chinese) {
    return input_error("bad_plan", Sentence{std::move(english), std::move(chinese)});
  };
  std::uint64_t quotas = 0;
  for (const Quota& quota : plan.quotas) {
    quotas += quota.least;
    if (quota.specialty.empty())
      return bad("--quota names no specialty; write SPECIALTY=N", "--quota 没有写专业；请写 专业=人数");
  }
  if (plan.count == 0 || plan.count > kMaxPanel)
    return bad(fmt::format("--count must be from 1 to {}", kMaxPanel), fmt::format("--count 须为 1 至 {}", kMaxPanel));
  if (quotas > plan.count) {
    return bad(fmt::format("the quotas ask for {} people and only {} are drawn; each counts for one quota", quotas,
                           plan.count),
               fmt::format("各专业名额合计 {} 人，超过抽取人数 {}；每人只计入一个专业", quotas, plan.count));
  }
  if (plan.institutions > plan.count) {
    return bad(fmt::format("{} people cannot come from {} institutions", plan.count, plan.institutions),
               fmt::format("{} 人不可能来自 {} 家单位", plan.count, plan.institutions));
  }
  if (plan.quotas.size() > kMaxQuotas)
    return bad(fmt::format("more than {} quotas", kMaxQuotas), fmt::format("名额超过 {} 项", kMaxQuotas));
  if (plan.inspected.empty())
    return bad("say with --inspected who is inspected, so that conflicts can be seen",
               "请用 --inspected 写明被查单位，以便判断回避");
  if (plan.has_history && (plan.most == 0 || plan.within_days == 0 || plan.on == kNoDay))
    return bad("a history needs --most, --within-days and --on", "使用历史记录需要 --most、--within-days 和 --on");
  return {};
}

std::vector<Named> parameters_of(const PanelPlan& plan) {
  std::vector<Named> named{{"id_column", plan.columns.id},
                           {"name_column", plan.columns.name},
                           {"institution_column", plan.columns.institution},
                           {"specialties_column", plan.columns.specialties},
                           {"past_column", plan.columns.past},
                           {"conflicts_column", plan.columns.conflicts},
                           {"count", std::to_string(plan.count)},
                           {"spares", std::to_string(plan.spares)},
                           {"institutions", std::to_string(plan.institutions)},
                           {"inspected", joined(plan.inspected)},
                           {"parties", joined(plan.parties)}};
  for (const Quota& quota : plan.quotas)
    named.emplace_back(std::string(kQuota) + quota.specialty, std::to_string(quota.least));
  if (!plan.has_history) return named;
  named.emplace_back("history_id_column", plan.history_id);
  named.emplace_back("history_date_column", plan.history_date);
  named.emplace_back("most", std::to_string(plan.most));
  named.emplace_back("within_days", std::to_string(plan.within_days));
  named.emplace_back("on", format_day(plan.on));
  return named;
}

Result<PanelPlan> panel_plan_of(const Commitment& commitment) {
  const auto bad = [](const std::string& what) {
    return input_error("bad_commitment",
                       Sentence{fmt::format("the commitment is of no draw of people that this program makes: {}", what),
                                fmt::format("此承诺不是本程序可进行的人员抽取：{}", what)});
  };
  if (commitment.kind != "people") return bad("kind " + commitment.kind);
  PanelPlan plan;
  plan.columns = {commitment.parameter("id_column"),          commitment.parameter("name_column"),
                  commitment.parameter("institution_column"), commitment.parameter("specialties_column"),
                  commitment.parameter("past_column"),        commitment.parameter("conflicts_column")};
  plan.inspected = items_of(commitment.parameter("inspected"));
  plan.parties = items_of(commitment.parameter("parties"));
  const bool is_right = read_number(commitment.parameter("count"), plan.count) &&
                        read_number(commitment.parameter("spares"), plan.spares) &&
                        read_number(commitment.parameter("institutions"), plan.institutions);
  if (!is_right) return bad("numbers");
  for (const auto& [name, value] : commitment.parameters) {
    if (!name.starts_with(kQuota)) continue;
    Quota quota{name.substr(kQuota.size()), 0};
    if (!read_number(value, quota.least)) return bad(name);
    plan.quotas.push_back(std::move(quota));
  }
  plan.has_history = !commitment.parameter("most").empty();
  if (plan.has_history) {
    plan.history_id = commitment.parameter("history_id_column");
    plan.history_date = commitment.parameter("history_date_column");
    const auto on = parse_day(commitment.parameter("on"));
    if (!on || !read_number(commitment.parameter("most"), plan.most) ||
        !read_number(commitment.parameter("within_days"), plan.within_days))
      return bad("history");
    plan.on = *on;
  }
  TRY(check_plan(plan));
  return plan;
}

}  // namespace qiuhao::screening
