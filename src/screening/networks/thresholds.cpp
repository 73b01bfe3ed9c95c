// Parameters as numbers, each within its named range.
#include "screening/networks/thresholds.h"

#include <fmt/format.h>

#include <charconv>

namespace qiuhao::screening {
namespace {

struct Range {
  double least;
  double most;
};

class Reader {
 public:
  Reader(const rules::Parameters& parameters, Day day) : parameters_(parameters), day_(day) {}

  Result<std::uint32_t> whole(std::string_view name, const Range& range) const {
    ASSIGN(const double number, fraction(name, range));
    if (number != static_cast<double>(static_cast<std::uint32_t>(number)))
      return refuse(*parameters_.find(name, parameters_.own_region(), day_), range, true);
    return static_cast<std::uint32_t>(number);
  }

  Result<double> fraction(std::string_view name, const Range& range) const {
    const rules::Parameter* row = parameters_.find(name, parameters_.own_region(), day_);
    if (row == nullptr) return missing(name);
    double number = 0;
    const char* end = row->value.data() + row->value.size();
    const auto [stopped, code] = std::from_chars(row->value.data(), end, number);
    if (code != std::errc{} || stopped != end || !(number >= range.least && number <= range.most))
      return refuse(*row, range, false);
    return number;
  }

  // Words with ; between; an empty list is written as a lone -.
  Result<std::vector<std::string>> texts(std::string_view name) const {
    const rules::Parameter* row = parameters_.find(name, parameters_.own_region(), day_);
    if (row == nullptr) return missing(name);
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin <= row->value.size();) {
      const std::size_t end = std::min(row->value.find(';', begin), row->value.size());
      const std::string word = row->value.substr(begin, end - begin);
      if (!word.empty() && word != "-") words.push_back(word);
      begin = end + 1;
    }
    return words;
  }

 private:
  std::unexpected<Error> missing(std::string_view name) const {
    const std::string& region = parameters_.own_region();
    return input_error(
        "no_parameter",
        Sentence{fmt::format("the parameter {} has no value in region '{}' on {}; add a row to policy/parameters", name,
                             region, format_day(day_)),
                 fmt::format("参数 {} 在地区“{}”{} 没有值；请在 policy/parameters 中加一行", name, region,
                             format_day(day_))});
  }
  static std::unexpected<Error> refuse(const rules::Parameter& row, const Range& range, bool whole) {
    return input_error("bad_parameter",
                       Sentence{fmt::format("{} is '{}'; write a {}number from {} to {}", row.name, row.value,
                                            whole ? "whole " : "", range.least, range.most),
                                fmt::format("{} 的值是“{}”；请写 {} 到 {} 的{}数", row.name, row.value, range.least,
                                            range.most, whole ? "整" : "")},
                       row.place);
  }

  const rules::Parameters& parameters_;
  Day day_;
};

Status read_pairs(const Reader& reader, Thresholds& thresholds) {
  ASSIGN(const std::uint32_t minutes, reader.whole("covisit_minutes", {1, 1'440}));
  ASSIGN(const std::uint32_t days, reader.whole("covisit_admission_days", {1, 7}));
  thresholds.crowd.window_seconds[static_cast<std::size_t>(Way::settlement)] = minutes * 60;
  thresholds.crowd.window_seconds[static_cast<std::size_t>(Way::admission)] = days * 86'400;
  ASSIGN(thresholds.crowd.crowd_most, reader.whole("covisit_crowd_most", {1, 10'000}));
  ASSIGN(thresholds.pairs.days_least, reader.whole("covisit_days_least", {2, 366}));
  ASSIGN(thresholds.pairs.institutions_least, reader.whole("covisit_institutions_least", {1, 100}));
  ASSIGN(thresholds.pairs.surprise_least, reader.fraction("covisit_surprise_least", {0, 300}));
  ASSIGN(thresholds.people_least, reader.whole("covisit_people_least", {3, 1'000}));
  ASSIGN(thresholds.community_above, reader.whole("covisit_community_above", {3, 1'000'000}));
  ASSIGN(thresholds.exempt_diagnoses, reader.texts("covisit_exempt_diagnoses"));
  ASSIGN(thresholds.exempt_items, reader.texts("covisit_exempt_items"));
  return {};
}

}  // namespace

Result<Thresholds> read_thresholds(const rules::Parameters& parameters, Day day) {
  const Reader reader(parameters, day);
  Thresholds thresholds;
  TRY(read_pairs(reader, thresholds));
  ASSIGN(thresholds.group_stays.people_least, reader.whole("group_stay_people_least", {2, 1'000}));
  ASSIGN(thresholds.group_stays.admission_hours, reader.whole("group_stay_admission_hours", {1, 720}));
  ASSIGN(thresholds.group_stays.discharge_hours, reader.whole("group_stay_discharge_hours", {1, 720}));
  ASSIGN(thresholds.group_stays.variation_most, reader.fraction("group_stay_variation_most", {0, 10}));
  ASSIGN(thresholds.group_stays.exempt_diagnoses, reader.texts("planned_stay_codes"));
  ASSIGN(thresholds.stay_chains.stays_least, reader.whole("stay_chain_stays_least", {2, 366}));
  ASSIGN(thresholds.stay_chains.institutions_least, reader.whole("stay_chain_institutions_least", {2, 100}));
  ASSIGN(thresholds.stay_chains.gap_days, reader.whole("stay_chain_gap_days", {0, 365}));
  ASSIGN(thresholds.stay_chains.days_least, reader.whole("stay_chain_days_least", {0, 366}));
  ASSIGN(thresholds.stay_chains.exchanged_people_least, reader.whole("stay_exchange_people_least", {1, 1'000'000}));
  ASSIGN(thresholds.contacts.people_above, reader.whole("shared_contact_people_above", {1, 10'000}));
  ASSIGN(thresholds.contacts.top_share, reader.fraction("shared_contact_top_share", {0, 1}));
  return thresholds;
}

}  // namespace qiuhao::screening
