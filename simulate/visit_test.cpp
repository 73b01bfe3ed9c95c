// Money of lines, refunds and claims, by hand-worked examples and by the law that what is given back leaves nothing.
#include "simulate/visit.h"

#include <gtest/gtest.h>

#include "simulate/random.h"

namespace qiuhao::simulate {
namespace {

constexpr Item kTenPercent = {Group::kCold, "X1", "药", 1245, 2, 10, "1片", "片剂", 0, 0};
constexpr Item kService = {Group::kWardFee, "001", "诊查费", 1801, 1, 0, "日", "", 1, 1};

class VisitTest : public testing::Test {
 protected:
  VisitTest() {
    provider_.level = 2;
    visit_.person = &person_;
    visit_.provider = &provider_;
    visit_.end = 2 * 3600;
  }
  const Line& line(int index) const { return visit_.lines[static_cast<std::size_t>(index)]; }

  Person person_;
  Provider provider_;
  Visit visit_;
};

TEST(Proportion, RoundsHalfAwayFromZero) {
  EXPECT_EQ(proportion(5, 1, 2), 3);
  EXPECT_EQ(proportion(-5, 1, 2), -3);
  EXPECT_EQ(proportion(4, 1, 3), 1);
  EXPECT_EQ(proportion(5, 1, 3), 2);
  EXPECT_EQ(proportion(9'000'000'000'000'000, 300, 900), 3'000'000'000'000'000);
}

TEST_F(VisitTest, ALineSplitsIntoWhatIsPaidFirstAndWhatIsInScope) {
  const int drug = visit_.add(kTenPercent, 2 * kWhole);
  EXPECT_EQ(line(drug).total, 2490);
  EXPECT_EQ(line(drug).paid_first, 249);
  EXPECT_EQ(line(drug).in_scope, 2241);
  const int service = visit_.add(kService, kWhole);
  EXPECT_EQ(line(service).price, 1621);  // 90 % of 18.01 at the second level is 16.209
  const int alone = visit_.add_self_paid(kTenPercent, kWhole);
  EXPECT_EQ(line(alone).own, 1245);
  EXPECT_EQ(line(alone).in_scope, 0);
}

TEST_F(VisitTest, RefundsInPartsLeaveNotACentOver) {
  const int drug = visit_.add(kTenPercent, 3 * kWhole);
  visit_.refund(drug, kWhole);
  EXPECT_EQ(visit_.net_quantity(drug), 2 * kWhole);
  visit_.refund(drug, kWhole);
  visit_.refund(drug, kWhole);
  EXPECT_EQ(visit_.net_quantity(drug), 0);
  EXPECT_EQ(visit_.net_in_scope(drug), 0);
  const Settlement money = settle(visit_);
  EXPECT_EQ(money.total, 0);
  EXPECT_EQ(money.paid_first, 0);
  EXPECT_EQ(money.in_scope, 0);
}

TEST_F(VisitTest, AClaimBeyondALimitTakesItsShareOfWhatIsLeft) {
  const int fee = visit_.add(kService, 3 * kWhole);
  EXPECT_EQ(visit_.violation_amount({12, fee, 2 * kWhole, ""}), 3242);
  EXPECT_EQ(visit_.violation_amount({12, fee, 0, ""}), 4863);
}

TEST_F(VisitTest, SettlesAResidentsOutpatientVisitByHand) {
  visit_.add(kTenPercent, 2 * kWhole);  // 24.90, of which 22.41 in scope; 45 % at the second level
  const Settlement money = settle(visit_);
  EXPECT_EQ(money.fund, 1008);  // 10.0845
  EXPECT_EQ(money.share, 1233);
  EXPECT_EQ(money.person, 2490 - 1008);
  EXPECT_EQ(money.cash, money.person);
}

TEST(RandomSource, StaysInItsBoundsAndReachesThem) {
  Random random(3);
  bool low = false;
  bool high = false;
  for (int draw = 0; draw < 1'000; ++draw) {
    const int value = random.between(-2, 2);
    ASSERT_GE(value, -2);
    ASSERT_LE(value, 2);
    low |= value == -2;
    high |= value == 2;
  }
  EXPECT_TRUE(low && high);
}

}  // namespace
}  // namespace qiuhao::simulate
