// Which hospitals stand out, and how.
#include "simulate/outliers.h"

#include <algorithm>

#include "base/hash.h"
#include "simulate/columns.h"

namespace qiuhao::simulate {
namespace {

constexpr int kIndicators = 8;
constexpr std::size_t kLeastHospitals = 9;  // peers_least of the rules, and one more
constexpr int kSharePercent = 78;  // of a stay's money, so that the hospital's stands out for all its other stays
constexpr int kInfectedPercent = 40;

struct IndicatorFacts {
  std::string_view kind;
  std::string_view item;  // name of what is charged too much of; "" for what is no money
  bool is_exam;           // counts among the examinations too
};
constexpr IndicatorFacts kFacts[kIndicators] = {
    {"药费占比统计", "板蓝根颗粒", false},       {"检验检查占比统计", "心脏彩色多普勒超声", false},
    {"耗材占比统计", "一次性静脉留置针", false}, {"治疗占比统计", "普通针刺", false},
    {"CT检查占比统计", "颅脑CT平扫", true},      {"核磁检查占比统计", "颅脑磁共振平扫", true},
    {"院内感染发生率统计", "", false},           {"非计划再入院率统计", "", false}};

const IndicatorFacts& facts_of(Indicator indicator) { return kFacts[static_cast<std::size_t>(indicator)]; }

}  // namespace

Outliers::Outliers(const CityOptions& options, const Providers& providers) {
  const auto hospitals = providers.of(ProviderKind::kSecondary);
  if (options.is_honest || options.slices > 1 || options.months < 2 || hospitals.size() < kLeastHospitals) return;
  const std::uint64_t seed = mix(options.seed, hash64("outliers"));
  for (int number = 0; number < kIndicators; ++number) {
    // Another hospital each, and never the last month, of which not all that follows is there.
    const std::size_t hospital = (seed % hospitals.size() + static_cast<std::size_t>(number)) % hospitals.size();
    const auto month = static_cast<int>(mix(seed, static_cast<std::uint64_t>(number)) %
                                        static_cast<std::uint64_t>(options.months - 1));
    CivilDate first = civil_from_day(add_months(options.first_day, month));
    first.day = 1;
    months_.push_back({static_cast<Indicator>(number), &hospitals[hospital], day_from_civil(first)});
  }
}

std::optional<Indicator> Outliers::of(const Provider& provider, Day day) const {
  for (const Month& month : months_) {
    if (month.provider == &provider && day >= month.first && day < add_months(month.first, 1)) return month.indicator;
  }
  return std::nullopt;
}

std::int64_t Outliers::write(TableWriter& truth) const {
  std::int64_t rows = 0;
  const auto put = [&](std::string_view kind, const Month& month) {
    truth.begin_row();
    truth.text(month_truth_column("kind_name"), kind);
    truth.text(month_truth_column("provider"), month.provider->code);
    truth.text(month_truth_column("month"), format_day(month.first).substr(0, 7));
    truth.money(month_truth_column("amount"), 0);
    truth.text(month_truth_column("note"), "明显高于同级医院");
    truth.end_row();
    ++rows;
  };
  for (const Month& month : months_) {
    put(facts_of(month.indicator).kind, month);
    if (facts_of(month.indicator).is_exam) put(facts_of(Indicator::exams).kind, month);
  }
  return rows;
}

void stand_out(Indicator indicator, Visit& visit, const Catalogue& catalogue) {
  if (indicator == Indicator::readmission) return;
  if (indicator == Indicator::infection) {
    Random random(mix(hash64(visit.number), hash64("infection")));
    if (random.below(100) < kInfectedPercent) visit.diagnoses.push_back({"T81.400", "操作后的感染"});
    return;
  }
  const Item& item = catalogue.named(facts_of(indicator).item);
  Cents others = 0;
  for (const Line& line : visit.lines) others += line.voided ? 0 : line.total;
  const Cents wanted = others * kSharePercent / (100 - kSharePercent);
  const std::int64_t pieces = wanted / std::max<Cents>(visit.local_price(item), 1) + 1;
  const int days = visit.stay_days();
  for (int day = 0; day < days; ++day) {
    const std::int64_t of_day = (pieces + days - 1 - day) / days;
    if (of_day > 0) visit.add(item, of_day * kWhole, day);
  }
}

}  // namespace qiuhao::simulate
