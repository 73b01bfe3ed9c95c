// The city as a whole: the same options give the same bytes, money adds up, lines belong to visits, every kind is
// there.
#include "simulate/city.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <set>
#include <string>

#include "simulate/read_tables.h"

namespace qiuhao::simulate {
namespace {

constexpr std::string_view kFiles[] = {"mdtrt_d",          "setl_d",           "fee_list_d",
                                       "setl_list_diag_d", "setl_list_oprn_d", "truth",
                                       "truth_visits",     "truth_subjects",   "stock"};

TEST(City, SameOptionsGiveTheSameBytesAndAnotherSeedDoesNot) {
  const TestFolder one("same-one");
  const TestFolder two("same-two");
  const TestFolder other("same-other");
  ASSERT_TRUE(simulate_city({one.path, 150, 4, 7}));
  ASSERT_TRUE(simulate_city({two.path, 150, 4, 7}));
  ASSERT_TRUE(simulate_city({other.path, 150, 4, 8}));
  for (const std::string_view name : kFiles) {
    const std::string file = std::string(name) + ".csv";
    const std::string bytes = *read_file(one.path / file);
    EXPECT_EQ(bytes, *read_file(two.path / file)) << name;
    EXPECT_NE(bytes, *read_file(other.path / file)) << name;
  }
}

TEST(City, ASmallerCityIsAPrefixOfALargerOneWithTheSameProviders) {
  const TestFolder small("prefix-small");
  const TestFolder large("prefix-large");
  ASSERT_TRUE(simulate_city({small.path, 100, 3, 5}));
  ASSERT_TRUE(simulate_city({large.path, 400, 3, 5}));
  const std::string few = *read_file(small.path / "mdtrt_d.csv");
  const std::string many = *read_file(large.path / "mdtrt_d.csv");
  EXPECT_EQ(few, many.substr(0, few.size()));
}

TEST(City, RefusesNumbersOutsideTheMaxima) {
  const TestFolder folder("refused");
  EXPECT_EQ(simulate_city({folder.path, 0, 12, 1}).error().code, "bad_option");
  EXPECT_EQ(simulate_city({folder.path, kMostPeople + 1, 12, 1}).error().code, "bad_option");
  EXPECT_EQ(simulate_city({folder.path, 10, kMostMonths + 1, 1}).error().code, "bad_option");
  EXPECT_EQ(simulate_city({folder.path, 10, 12, 1, day_from_civil({2023, 12, 31})}).error().code, "bad_option");
}

TEST(City, StoppedWorkLeavesNoTable) {
  const TestFolder folder("stopped");
  const auto stopped = simulate_city({folder.path, 2'000, 2, 1}, [](const CityProgress&) { return false; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, "interrupted");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path));
}

TEST(City, EveryKindIsPlantedAmongSixteenThousandPeople) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const TestFolder folder("kinds");
    const auto summary = simulate_city({folder.path, 16'000, 12, seed});
    ASSERT_TRUE(summary) << summary.error().text();
    for (int kind = 1; kind <= kKinds; ++kind) {
      EXPECT_GE(summary->truth[static_cast<std::size_t>(kind)], 4) << kind_name(kind) << " seed " << seed;
    }
    EXPECT_GT(summary->dirt.refund_rows, 20);
    EXPECT_GT(summary->dirt.voided_rows, 20);
    EXPECT_GT(summary->dirt.repeated_rows, 10);
    EXPECT_GT(summary->dirt.corrected_rows, 10);
    EXPECT_GT(summary->dirt.waiting_lines, 10);
    const double per_person = static_cast<double>(summary->line_rows) / 16'000;
    EXPECT_GT(per_person, 35);
    EXPECT_LT(per_person, 45);
  }
}

TEST(City, EverySettlementAddsUpToItsLines) {
  const TestFolder folder("money");
  ASSERT_TRUE(simulate_city({folder.path, 1'000, 12, 4}));
  const std::vector<Row> lines = clean_rows(folder.path / "fee_list_d.csv", "bkkp_sn");
  const std::vector<Row> settlements = clean_rows(folder.path / "setl_d.csv", "setl_id");
  const std::pair<const char*, const char*> kSums[] = {{"det_item_fee_sumamt", "medfee_sumamt"},
                                                       {"fulamt_ownpay_amt", "fulamt_ownpay_amt"},
                                                       {"preselfpay_amt", "preselfpay_amt"},
                                                       {"overlmt_selfpay", "overlmt_selfpay"},
                                                       {"inscp_amt", "inscp_amt"}};
  // What is planted to be wrong in its money.
  std::set<std::string> wrong;
  for (const Row& row : read_table(folder.path / "truth_subjects.csv")) {
    const std::string& kind = row.at("kind_name");
    if (kind == "医保结算清单信息异常" || kind == "结算明细信息异常") wrong.insert(row.at("visit"));
  }
  std::map<std::string, std::map<std::string, Cents>> sums;
  for (const Row& line : lines) {
    if (wrong.contains(line.at("mdtrt_id"))) continue;
    for (const auto& [of_line, of_settlement] : kSums) sums[line.at("setl_id")][of_settlement] += line.cents(of_line);
    ASSERT_EQ(line.cents("det_item_fee_sumamt"), line.cents("fulamt_ownpay_amt") + line.cents("overlmt_selfpay") +
                                                     line.cents("preselfpay_amt") + line.cents("inscp_amt"));
  }
  ASSERT_GT(settlements.size(), 4'000u);
  for (const Row& row : settlements) {
    if (wrong.contains(row.at("mdtrt_id"))) continue;
    for (const auto& [of_line, name] : kSums) ASSERT_EQ(row.cents(name), sums[row.at("setl_id")][name]) << name;
    const Cents fund = row.cents("hifp_pay") + row.cents("hifmi_pay") + row.cents("hifob_pay");
    ASSERT_EQ(row.cents("fund_pay_sumamt"), fund);
    ASSERT_EQ(row.cents("medfee_sumamt"), fund + row.cents("psn_pay"));
    ASSERT_EQ(row.cents("psn_pay"), row.cents("acct_pay") + row.cents("cash_payamt"));
    ASSERT_EQ(row.cents("psn_pay"), row.cents("fulamt_ownpay_amt") + row.cents("overlmt_selfpay") +
                                        row.cents("preselfpay_amt") + row.cents("act_pay_dedc") +
                                        row.cents("pool_prop_selfpay"));
    ASSERT_GE(row.cents("cash_payamt"), 0);
    ASSERT_GE(row.cents("pool_prop_selfpay"), 0);
  }
}

TEST(City, OnlyCountedLinesHaveNoVisitAndOnlyPlantedVisitsOverlap) {
  const TestFolder folder("visits");
  const auto summary = simulate_city({folder.path, 2'000, 12, 4});
  ASSERT_TRUE(summary);
  std::set<std::string> visits;
  std::map<std::string, std::string> last_end;  // of a person, so far
  std::map<std::string, Row> planted;           // by visit
  for (const Row& row : read_table(folder.path / "truth_visits.csv")) planted.emplace(row.at("visit"), row);
  std::map<FollowUp, std::int64_t> follow_ups;
  std::map<std::string, Row> by_number;
  for (const Row& visit : clean_rows(folder.path / "mdtrt_d.csv", "mdtrt_id")) {
    by_number.emplace(visit.at("mdtrt_id"), visit);
    visits.insert(visit.at("mdtrt_id"));
    std::string& last = last_end[visit.at("psn_no")];
    const auto plant = planted.find(visit.at("mdtrt_id"));
    const bool overlaps = plant != planted.end() && plant->second.at("kind") == "overlapping";
    if (plant != planted.end()) ++follow_ups[overlaps ? FollowUp::overlapping : FollowUp::readmitted];
    EXPECT_EQ(last < visit.at("begntime"), !overlaps) << visit.at("mdtrt_id");
    last = std::max(last, visit.at("endtime"));
  }
  EXPECT_EQ(follow_ups[FollowUp::readmitted], summary->follow_ups[static_cast<std::size_t>(FollowUp::readmitted)]);
  EXPECT_EQ(follow_ups[FollowUp::overlapping], summary->follow_ups[static_cast<std::size_t>(FollowUp::overlapping)]);
  EXPECT_GE(follow_ups[FollowUp::readmitted], 3);
  EXPECT_GE(follow_ups[FollowUp::overlapping], 1);
  for (const auto& [number, row] : planted) {
    const Row& visit = by_number.at(number);
    const Row& earlier = by_number.at(row.at("earlier"));
    const bool readmitted = row.at("kind") == "readmitted";
    EXPECT_EQ(visit.at("fixmedins_code") == earlier.at("fixmedins_code"), readmitted);
    EXPECT_EQ(visit.at("dscg_maindiag_code"), earlier.at("dscg_maindiag_code"));
    const Day gap = *parse_day(row.at("day")) - *parse_day(row.at("earlier_end"));
    EXPECT_TRUE(readmitted ? gap >= 1 && gap <= 12 : gap < 0) << number;
  }
  EXPECT_EQ(static_cast<std::int64_t>(visits.size()), summary->visits);
  std::int64_t waiting = 0;
  std::map<std::string, int> rows_of_line;
  for (const Row& line : read_table(folder.path / "fee_list_d.csv")) {
    if (!visits.contains(line.at("mdtrt_id"))) ++waiting;
  }
  EXPECT_EQ(waiting, summary->dirt.waiting_lines);
}

}  // namespace
}  // namespace qiuhao::simulate
