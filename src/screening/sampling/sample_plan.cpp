// Wishes to plans, and plans to texts and back.
#include "screening/sampling/sample_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace qiuhao::screening {
namespace {

constexpr std::pair<SampleMethod, std::string_view> kMethods[] = {{SampleMethod::simple, "simple"},
                                                                  {SampleMethod::stratified, "stratified"},
                                                                  {SampleMethod::proportional_to_size, "pps"}};

template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

Status use_stated(const SampleWish& wish, SamplePlan& plan) {
  std::vector<bool> is_stated(plan.strata.size(), false);
  for (const auto& [name, count] : wish.stated) {
    const auto found =
        std::find_if(plan.strata.begin(), plan.strata.end(), [&](const auto& stratum) { return stratum.name == name; });
    if (found == plan.strata.end()) {
      return input_error(
          "unknown_stratum",
          Sentence{fmt::format("the frame has no stratum '{}'; look at its column {}", name, wish.columns.stratum),
                   fmt::format("抽样框没有层“{}”；请核对 {} 列", name, wish.columns.stratum)});
    }
    if (!read_number(count, found->sample) || found->sample == 0) {
      return input_error("bad_count",
                         Sentence{fmt::format("'{}={}': write a whole number above 0, as in {}=30", name, count, name),
                                  fmt::format("“{}={}”：请写大于 0 的整数，例如 {}=30", name, count, name)});
    }
    is_stated[static_cast<std::size_t>(found - plan.strata.begin())] = true;
  }
  for (std::size_t index = 0; index < is_stated.size(); ++index) {
    if (is_stated[index]) continue;
    return input_error("stratum_not_stated",
                       Sentence{fmt::format("no count is stated for stratum '{}'; state one for each stratum",
                                            plan.strata[index].name),
                                fmt::format("层“{}”没有写抽取数；每层都要写明", plan.strata[index].name)});
  }
  return {};
}

Status use_allocation(const Frame& frame, const SampleWish& wish, SamplePlan& plan) {
  std::vector<AllocationStratum> strata;
  for (const FrameStratum& stratum : frame.strata()) strata.push_back({stratum.name, stratum.units, stratum.deviation});
  ASSIGN(const auto counts, allocate(strata, wish.sample, wish.allocation, wish.least));
  for (std::size_t index = 0; index < counts.size(); ++index) plan.strata[index].sample = counts[index];
  return {};
}

// The spares that there are.
Status check_counts(SamplePlan& plan) {
  for (PlannedStratum& stratum : plan.strata) {
    if (stratum.sample > stratum.units) {
      return input_error("sample_too_large",
                         Sentence{fmt::format("a sample of {} from the {} units of '{}'; take at most all of them",
                                              stratum.sample, stratum.units, stratum.name),
                                  fmt::format("从“{}”的 {} 个单元中抽 {} 个；样本量不能超过总数", stratum.name,
                                              stratum.units, stratum.sample)});
    }
    stratum.spares = std::min(stratum.spares, stratum.units - stratum.sample);
  }
  return {};
}

Status check_pps(const Frame& frame, const SampleWish& wish) {
  if (wish.spares > 0) {
    return usage_error("no_spares_with_pps",
                       Sentence{"a sample proportional to size has no spares: a spare in a unit's place would change "
                                "the chances that the estimate rests on; draw a few units more instead",
                                "按规模比例抽样没有备用单元：替换会改变入样概率；请适当多抽几个"});
  }
  const auto with_size = static_cast<std::uint32_t>(
      std::count_if(frame.sizes().begin(), frame.sizes().end(), [](Cents size) { return size > 0; }));
  if (wish.sample <= with_size) return {};
  return input_error(
      "too_few_sizes",
      Sentence{fmt::format("a sample of {}, but only {} units have a size above 0", wish.sample, with_size),
               fmt::format("要抽 {} 个，但只有 {} 个单元的规模大于 0", wish.sample, with_size)});
}

}  // namespace

Result<SamplePlan> plan_sample(const Frame& frame, const SampleWish& wish) {
  SamplePlan plan;
  plan.method = wish.method;
  plan.columns = wish.columns;
  plan.total_size = frame.total_size();
  if (wish.method == SampleMethod::stratified) {
    for (const FrameStratum& stratum : frame.strata())
      plan.strata.push_back({stratum.name, stratum.units, 0, wish.spares});
    TRY(wish.stated.empty() ? use_allocation(frame, wish, plan) : use_stated(wish, plan));
  } else {
    plan.strata.push_back({"", frame.units(), wish.sample, wish.spares});
    if (wish.method == SampleMethod::proportional_to_size) TRY(check_pps(frame, wish));
  }
  TRY(check_counts(plan));
  return plan;
}

std::vector<Named> parameters_of(const SamplePlan& plan) {
  std::vector<Named> named;
  for (const auto& [method, word] : kMethods)
    if (method == plan.method) named.emplace_back("method", word);
  named.emplace_back("id_column", plan.columns.id);
  if (!plan.columns.stratum.empty()) named.emplace_back("stratum_column", plan.columns.stratum);
  if (!plan.columns.size.empty()) {
    named.emplace_back("size_column", plan.columns.size);
    named.emplace_back("total_size", format_cents(plan.total_size));
  }
  for (const PlannedStratum& stratum : plan.strata) {
    const std::string suffix = stratum.name.empty() ? "" : " of " + stratum.name;
    named.emplace_back("units" + suffix, std::to_string(stratum.units));
    named.emplace_back("sample" + suffix, std::to_string(stratum.sample));
    named.emplace_back("spares" + suffix, std::to_string(stratum.spares));
  }
  return named;
}

Result<SamplePlan> plan_of(const Commitment& commitment) {
  const auto bad = [](const std::string& what) {
    return input_error("bad_commitment",
                       Sentence{fmt::format("the commitment is of no sample that this program draws: {}", what),
                                fmt::format("此承诺不是本程序可抽取的样本：{}", what)});
  };
  if (commitment.kind != "sample") return bad("kind " + commitment.kind);
  SamplePlan plan;
  bool is_known = false;
  for (const auto& [method, word] : kMethods) {
    if (word != commitment.parameter("method")) continue;
    plan.method = method;
    is_known = true;
  }
  if (!is_known) return bad("method " + commitment.parameter("method"));
  plan.columns.id = commitment.parameter("id_column");
  plan.columns.stratum = commitment.parameter("stratum_column");
  plan.columns.size = commitment.parameter("size_column");
  if (!plan.columns.size.empty()) {
    ASSIGN(plan.total_size, read_cents(commitment.parameter("total_size"), "", 0, "total_size"));
  }
  for (const auto& [name, value] : commitment.parameters) {
    if (!name.starts_with("units")) continue;
    const std::string suffix = name.substr(5);
    PlannedStratum stratum;
    stratum.name = suffix.starts_with(" of ") ? suffix.substr(4) : "";
    const bool is_right =
        read_number(value, stratum.units) && read_number(commitment.parameter("sample" + suffix), stratum.sample) &&
        read_number(commitment.parameter("spares" + suffix), stratum.spares) && stratum.units <= kMaxUnits &&
        stratum.sample <= stratum.units && stratum.spares <= stratum.units - stratum.sample;
    if (!is_right) return bad(name);
    plan.strata.push_back(std::move(stratum));
  }
  if (plan.columns.id.empty() || plan.strata.empty()) return bad("no units");
  return plan;
}

}  // namespace qiuhao::screening
