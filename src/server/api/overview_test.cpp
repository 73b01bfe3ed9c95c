// Overviews say what a plain loop over the findings says, and of nobody else's regions.
#include <fmt/format.h>

#include <random>

#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

class OverviewTest : public ApiTest {
 protected:
  OverviewTest() {
    std::mt19937 random(11);
    for (int number = 0; number < 400; ++number) {
      casework::KeptFinding one = finding(number, fmt::format("H{:03}", random() % 12));
      one.rule = fmt::format("R{:04}", random() % 14);
      one.region = std::array{"340602", "340604", "340700"}[random() % 3];
      one.is_certain = random() % 3 != 0;
      one.day = *parse_day("2026-01-15") + static_cast<Day>(random() % 200);
      one.net = static_cast<Cents>(random() % 90'000);
      all_.push_back(one);
    }
    keep(all_);
    // As matters would leave them.
    for (std::size_t place = 0; place < all_.size(); ++place) {
      all_[place].state = static_cast<casework::FindingState>(1 + place % casework::kFindingStates);
      database::run(desk_->database(), "update casework_findings set state = ? where id = ?",
                    {static_cast<std::int64_t>(all_[place].state), all_[place].id});
    }
  }
  template <typename Is>
  std::string sum_of(Is&& is) const {
    std::int64_t count = 0;
    Cents net = 0;
    for (const casework::KeptFinding& one : all_) {
      if (!is(one)) continue;
      ++count;
      net += one.net;
    }
    return fmt::format(R"({{"count":{},"net":"{}"}})", count, format_cents(net));
  }
  static bool counts(const casework::KeptFinding& one) { return one.state != casework::FindingState::gone; }
  static bool has(const Got& got, const std::string& text) { return got.body.find(text) != std::string::npos; }

  std::vector<casework::KeptFinding> all_;
};

TEST_P(OverviewTest, sums_are_those_of_a_plain_loop) {
  const Got got = as("reader", "GET", "/api/overview");
  ASSERT_EQ(got.status, 200) << got.body;
  const auto in_city = [](const auto& one) { return counts(one) && one.region.starts_with("3406"); };
  EXPECT_TRUE(has(got, R"("found":)" + sum_of(in_city) + R"(,"confirmed":)" + sum_of([&](const auto& one) {
                         return in_city(one) && one.state == casework::FindingState::confirmed;
                       })))
      << got.body;
  EXPECT_TRUE(has(got, R"("certain":)" + sum_of([&](const auto& one) { return in_city(one) && one.is_certain; })));
  for (const char* month : {"2026-01", "2026-04", "2026-08"}) {
    EXPECT_TRUE(has(got, fmt::format(R"("month":"{}","found":)", month) + sum_of([&](const auto& one) {
                           return in_city(one) && format_day(one.day).starts_with(month);
                         })))
        << month;
  }
  EXPECT_TRUE(has(got, R"("code":"340604","name":"","found":)" +
                           sum_of([&](const auto& one) { return counts(one) && one.region == "340604"; })));
  EXPECT_FALSE(has(got, "340700"));
  const Got spring = as("reader", "GET", "/api/overview?from=2026-03&to=2026-04&region=340602");
  EXPECT_TRUE(has(spring, R"("found":)" + sum_of([&](const auto& one) {
                            const std::string day = format_day(one.day);
                            return counts(one) && one.region == "340602" && day >= "2026-03" && day < "2026-05";
                          })))
      << spring.body;
}

TEST_P(OverviewTest, a_county_sees_its_own) {
  const Got got = as("county", "GET", "/api/overview");
  EXPECT_TRUE(has(got, R"("found":)" + sum_of([&](const auto& one) { return counts(one) && one.region == "340604"; })));
  EXPECT_FALSE(has(got, "340602"));
  EXPECT_TRUE(has(as("county", "GET", "/api/overview?region=340602"), R"("found":{"count":0,"net":"0.00"})"));
  EXPECT_EQ(as("hospital1", "GET", "/api/overview").status, 403);
  EXPECT_EQ(as("reader", "GET", "/api/overview?from=2026-13").status, 400);
}

TEST_P(OverviewTest, sums_are_kept_for_a_minute) {
  const std::string before = as("reader", "GET", "/api/overview").body;
  database::run(desk_->database(), "delete from casework_findings where region = '340602'");
  now_ += 30 * database::kMicrosASecond;
  EXPECT_EQ(as("reader", "GET", "/api/overview").body, before);
  now_ += 31 * database::kMicrosASecond;
  EXPECT_FALSE(has(as("reader", "GET", "/api/overview"), R"("code":"340602")"));
}

TEST_P(OverviewTest, a_provider_stands_among_the_others) {
  const Got got = as("reader", "GET", "/api/providers/H003");
  ASSERT_EQ(got.status, 200) << got.body;
  std::map<std::string, Cents> of_all;
  for (const auto& one : all_) {
    if (counts(one) && one.region.starts_with("3406")) of_all[one.provider] += one.net;
  }
  std::size_t rank = 1;
  for (const auto& [code, net] : of_all) rank += net > of_all["H003"] ? 1U : 0U;
  EXPECT_EQ(got.text("rank"), std::to_string(rank));
  EXPECT_EQ(got.text("of"), std::to_string(of_all.size()));
  EXPECT_TRUE(has(got, R"("found":)" + sum_of([&](const auto& one) {
                         return counts(one) && one.provider == "H003" && one.region.starts_with("3406");
                       })));
  EXPECT_EQ(as("reader", "GET", "/api/providers/none").status, 404);
  EXPECT_EQ(as("hospital1", "GET", "/api/providers/H003").status, 403);
}

TEST_P(OverviewTest, terms_at_risk_and_money_are_counted) {
  const std::string number = review(900);
  assign(number);
  EXPECT_TRUE(has(as("reader", "GET", "/api/overview"), R"("kind":"finding_review","state":"explaining","count":1)"));
  EXPECT_TRUE(has(as("reader", "GET", "/api/overview"), R"("overdue":0)"));
  now_ += 40 * 24 * 60 * database::kMicrosAMinute;
  EXPECT_TRUE(has(as("reader", "GET", "/api/overview"), R"("overdue":1)"));
}

// Without a tape at hand, evidence says so; a person without a finding in sight is none.
TEST_P(OverviewTest, evidence_wants_a_tape_and_sight) {
  const std::string city = fmt::format("/api/findings/{}/evidence", [&] {
    for (const auto& one : all_) {
      if (one.region == "340602") return one.id;
    }
    return std::string();
  }());
  EXPECT_EQ(as("reader", "GET", city).code(), "no_tape");
  EXPECT_EQ(as("county", "GET", city).code(), "no_finding");
  EXPECT_EQ(as("reader", "GET", "/api/people/0123456789abcdef01234567").code(), "no_person");
}

QIUHAO_ON_BOTH_ENGINES(OverviewTest);

}  // namespace
}  // namespace qiuhao::server
