// What happens while nobody asks.
#include "server/api/housekeeping.h"

#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

class HousekeepingTest : public ApiTest {};

TEST_P(HousekeepingTest, terms_end_and_the_trail_is_anchored) {
  keep({finding(1)});
  const std::string number = review(1);
  assign(number);
  const Path anchors = folder_.path() / "anchors";
  now_ += 30 * 24 * database::kMicrosAnHour;  // the institution's term is long over
  {
    const Housekeeping housekeeping(desk_, log_, anchors, std::chrono::milliseconds(20));
    for (int tries = 0; tries < 500 && as("reader", "GET", "/api/matters/" + number).text("state") != "examining";
         ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(as("reader", "GET", "/api/matters/" + number).text("state"), "examining");
  const auto anchored = database::read_anchors(anchors);
  ASSERT_TRUE(anchored.has_value()) << anchored.error().text();
  EXPECT_EQ(anchored->size(), 1U) << "once a day";
}

QIUHAO_ON_BOTH_ENGINES(HousekeepingTest);

}  // namespace
}  // namespace qiuhao::server
