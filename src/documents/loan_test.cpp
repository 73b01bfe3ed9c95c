// Loans on both engines: asked for by one, decided by another, read while they are out and by their borrower alone.
#include <fmt/format.h>

#include "documents/test_archive.h"

namespace qiuhao::documents {
namespace {

class LoanTest : public ArchiveTestBase {};

TEST_P(LoanTest, one_asks_another_decides) {
  const ArchiveStore store = archive();
  const std::string matter = returned();
  const std::string number = closed(store, matter);
  const auto ask = [&](const std::string& who) {
    return told(store.ask_loan(number, "复查", *parse_day("2026-05-20"), clerk("2026-05-01", who)));
  };
  EXPECT_EQ(ask("钱审核"), "well");
  EXPECT_EQ(last_act(matter + "/archive").first, "loan_asked");
  EXPECT_EQ(ask("钱审核"), "asked_already");
  EXPECT_EQ(ask("孙复核"), "well");
  EXPECT_EQ(store.loan_requests()->size(), 2U);
  EXPECT_EQ(told(store.decide_loan(1, true, clerk("2026-05-02", "钱审核"))), "same_person_may_not");
  EXPECT_EQ(told(store.decide_loan(2, false, clerk("2026-05-02"))), "well");
  EXPECT_EQ(last_act(matter + "/archive").first, "loan_refused");
  EXPECT_TRUE(store.loans_out()->empty()) << "refused";
  EXPECT_EQ(told(store.decide_loan(1, true, clerk("2026-05-21"))), "bad_due") << "the day has passed";
  EXPECT_EQ(told(store.decide_loan(1, true, clerk("2026-05-02"))), "well");
  EXPECT_EQ(told(store.decide_loan(1, true, clerk("2026-05-02"))), "no_request");
  EXPECT_EQ(told(store.decide_loan(9, true, clerk("2026-05-02"))), "no_request");
  ASSERT_EQ(store.loans_out()->size(), 1U);
  EXPECT_EQ(store.loans_out()->at(0).borrower, "钱审核");
  EXPECT_EQ(store.loans_out()->at(0).lent_by, "档案员");
  EXPECT_EQ(store.find_request(1)->loan, 1);
  EXPECT_TRUE(store.loan_requests()->empty());
  EXPECT_TRUE(store.verify()->empty());
}

TEST_P(LoanTest, read_by_its_borrower_until_it_is_due) {
  const ArchiveStore store = archive();
  const std::string matter = returned();
  const std::string number = closed(store, matter);
  ASSERT_EQ(lent(store, number, "2026-05-20", "2026-05-01"), "well");
  const auto read = [&](const std::string& who, const std::string& day) {
    return told(store.read_lent(1, clerk(day, who)));
  };
  EXPECT_EQ(read("孙复核", "2026-05-02"), "no_loan") << "another's";
  EXPECT_EQ(read("钱审核", "2026-05-20"), "well");
  EXPECT_EQ(last_act(matter + "/archive").first, "archive_read");
  EXPECT_EQ(store.read_lent(1, clerk("2026-05-20", "钱审核"))->pdf, "%PDF-1.4 of " + matter);
  EXPECT_EQ(read("钱审核", "2026-05-21"), "no_loan") << "overdue";
  EXPECT_EQ(told(store.give_back(1, clerk("2026-05-05"))), "well");
  EXPECT_EQ(read("钱审核", "2026-05-06"), "no_loan") << "it is back";
}

QIUHAO_ON_BOTH_ENGINES(LoanTest);

}  // namespace
}  // namespace qiuhao::documents
