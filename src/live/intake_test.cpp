// Messages are on disk before they are answered, count once, and are there after the service was opened anew.
#include "live/intake.h"

#include <future>

#include "live/test_rows.h"

namespace qiuhao::live {
namespace {

class IntakeTest : public LiveFolder {
 protected:
  void SetUp() override { open(); }
  void open() {
    intake_.reset();
    auto opened = Intake::open(path_, test_schema());
    ASSERT_TRUE(opened.has_value()) << opened.error().text();
    intake_ = std::move(*opened);
  }
  Result<Taken> accept(Accepted accepted) {
    std::promise<Result<Taken>> told;
    intake_->accept(std::move(accepted), [&](const Result<Taken>& taken) { told.set_value(taken); });
    return told.get_future().get();
  }
  std::size_t lines() const {
    std::size_t lines = 0;
    const auto held = intake_->held().of("0123456789abcdef01234567");
    for (const HeldVisit& visit : *held) lines += visit.lines.size();
    return lines;
  }

  std::unique_ptr<Intake> intake_;
};

TEST_F(IntakeTest, AMessageCountsOnceHoweverOftenItIsSent) {
  const Accepted details = test_details("M1", "V1", {line_of("L1", "A", "2")});
  EXPECT_EQ(accept(details), Taken::kept);
  EXPECT_EQ(accept(details), Taken::before);
  open();
  EXPECT_EQ(lines(), 1u);
  EXPECT_EQ(accept(details), Taken::before);
  EXPECT_EQ(intake_->counts().records, 1u);
}

TEST_F(IntakeTest, TheSameNumberFromAnotherInstitutionIsAnotherMessage) {
  Accepted details = test_details("M1", "V1", {line_of("L1", "A", "2")});
  EXPECT_EQ(accept(details), Taken::kept);
  details.institution = "H34060000002";
  EXPECT_EQ(accept(details), Taken::kept);
}

TEST_F(IntakeTest, ANumberThatIsUsedForSomethingElseIsRefused) {
  EXPECT_EQ(accept(test_details("M1", "V1", {line_of("L1", "A", "2")})), Taken::kept);
  const auto refused = accept(test_details("M1", "V1", {line_of("L1", "A", "3")}));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "message_reused");
  EXPECT_NE(refused.error().chinese.find("M1"), std::string::npos);
}

TEST_F(IntakeTest, FeedbackSignInsAndStockAreThereAfterwards) {
  Accepted feedback = test_details("M1", "", {});
  feedback.kind = Accepted::Kind::feedback;
  feedback.parts = {{"aa", "1 病情需要"}, {"bb", "2 "}};
  EXPECT_EQ(accept(feedback), Taken::kept);
  Accepted sign_in = test_details("M2", "", {});
  sign_in.kind = Accepted::Kind::sign_in;
  sign_in.parts = {{"sign_no", "S1"}};
  EXPECT_EQ(accept(sign_in), Taken::kept);
  Accepted stock = test_details("M3", "", {});
  stock.kind = Accepted::Kind::stock;
  stock.transaction = "3501";
  stock.parts = {{"row", "{\"a\":1}"}};
  EXPECT_EQ(accept(stock), Taken::kept);
  open();
  const auto told = intake_->feedback();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].hit, "aa");
  EXPECT_EQ(told[0].way, "1");
  EXPECT_EQ(told[0].reason, "病情需要");
  EXPECT_EQ(told[1].way, "2");
  EXPECT_EQ(intake_->signed_in("S1"), "H34060000001");
  EXPECT_EQ(intake_->signed_in("S2"), "");
  ASSERT_EQ(intake_->stock().size(), 1u);
  EXPECT_EQ(intake_->stock()[0].transaction, "3501");
  Accepted sign_out = sign_in;
  sign_out.kind = Accepted::Kind::sign_out;
  sign_out.message = "M4";
  EXPECT_EQ(accept(sign_out), Taken::kept);
  EXPECT_EQ(intake_->signed_in("S1"), "");
}

TEST_F(IntakeTest, SettledVisitsLeave) {
  EXPECT_EQ(accept(test_details("M1", "V1", {line_of("L1", "A", "2")})), Taken::kept);
  EXPECT_EQ(accept(test_details("M2", "V2", {line_of("L1", "A", "2")})), Taken::kept);
  const auto settled = intake_->settle([](const HeldVisits::PersonVisit& visit) { return visit.visit == "V1"; });
  ASSERT_TRUE(settled.has_value());
  EXPECT_EQ(settled->size(), 1u);
  EXPECT_EQ(lines(), 1u);
}

TEST_F(IntakeTest, OneProcessAtATime) {
  const auto second = Intake::open(path_, test_schema());
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "journal_in_use");
}

TEST(AcceptedRecords, AnyCutIsSaid) {
  const std::string packed = pack(test_details("M1", "V1", {line_of("L1", "A", "2")}));
  ASSERT_TRUE(unpack(1, packed).has_value());
  for (std::size_t end = 0; end < packed.size(); ++end)
    EXPECT_FALSE(unpack(1, std::string_view(packed).substr(0, end)).has_value()) << end;
}

}  // namespace
}  // namespace qiuhao::live
