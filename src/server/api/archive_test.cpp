// The archive through the web API: by whom, in whose region, with whose eyes.
#include <fmt/format.h>

#include "server/api/test_api.h"

namespace qiuhao::server {
namespace {

class ArchiveApi : public ApiTest {
 protected:
  ArchiveApi() {
    add("county_archivist", "B1", "archivist", "340604");
    number_ = confirmed(1);
    const Got archived = archive("archivist");
    EXPECT_EQ(archived.status, 201) << archived.body;
    archived_ = archived.text("number");
  }
  Got archive(const std::string& login) {
    return as(login, "POST", "/api/archive", R"({"matter":")" + number_ + R"("})");
  }
  std::string order(const std::string& more = "") const {
    return R"({"archive":")" + archived_ + R"(","why":"复查")" + more + "}";
  }
  Got borrow(const std::string& login) { return as(login, "POST", "/api/loans", order(R"(,"due":"2026-12-20")")); }
  Got decide(const std::string& login, int request) {
    return as(login, "POST", fmt::format("/api/loans/requests/{}/decision", request), R"({"approve":true})");
  }
  void pass_the_term() { now_ += 11LL * 366 * 24 * 60 * database::kMicrosAMinute; }

  std::string number_;
  std::string archived_;
};

TEST_P(ArchiveApi, is_kept_and_listed_in_ones_region) {
  EXPECT_EQ(archive("archivist").status, 409) << "once";
  EXPECT_EQ(archive("reader").status, 403);
  EXPECT_EQ(archive("county_archivist").status, 404);
  EXPECT_EQ(archive("hospital1").status, 403);
  EXPECT_NE(as("reader", "GET", "/api/archive").body.find(archived_), std::string::npos);
  EXPECT_EQ(as("county_archivist", "GET", "/api/archive").body.find(archived_), std::string::npos);
  EXPECT_EQ(as("hospital1", "GET", "/api/archive").status, 403);
  EXPECT_EQ(as("reader", "GET", "/api/archive?limit=1").text("next"), "1");
  EXPECT_EQ(as("reader", "GET", "/api/archive?limit=1&after=1").body.find(archived_), std::string::npos);
  EXPECT_EQ(as("reader", "GET", "/api/archive?closed_to=2020-01-01").body.find(archived_), std::string::npos);
}

TEST_P(ArchiveApi, is_read_by_who_asked_once_another_agreed) {
  EXPECT_EQ(borrow("hospital1").status, 403);
  EXPECT_EQ(borrow("county_archivist").status, 404);
  EXPECT_EQ(as("reader", "POST", "/api/loans", order(R"(,"due":"2027-12-20")")).code(), "bad_due");
  ASSERT_EQ(borrow("reader").status, 201);
  EXPECT_EQ(borrow("reader").status, 409);
  ASSERT_EQ(borrow("archivist").status, 201);
  EXPECT_EQ(decide("reader", 1).status, 403);
  EXPECT_EQ(decide("archivist", 2).status, 403) << "asked for it";
  EXPECT_EQ(decide("county_archivist", 1).status, 404);
  EXPECT_EQ(as("reader", "GET", "/api/loans/1/file").status, 404) << "not yet";
  EXPECT_EQ(decide("archivist", 1).status, 200);
  EXPECT_EQ(decide("archivist2", 2).status, 409) << "it is out";
  EXPECT_EQ(as("archivist", "GET", "/api/loans/1/file").status, 404) << "another's";
  EXPECT_EQ(as("reader", "GET", "/api/loans/1/file").body.substr(0, 5), "%PDF-");
  EXPECT_NE(as("reader", "GET", "/api/loans").body.find(R"("loans":[{"id":1)"), std::string::npos);
  EXPECT_NE(as("reader", "GET", "/api/loans").body.find(R"("requests":[])"), std::string::npos) << "another's";
  EXPECT_EQ(as("hospital1", "POST", "/api/loans/1/return").status, 403);
  EXPECT_EQ(as("archivist", "POST", "/api/loans/1/return").status, 204);
  EXPECT_EQ(as("reader", "GET", "/api/loans/1/file").status, 404) << "it is back";
  EXPECT_EQ(database::number(desk_->database(), "select count(*) from audit_acts where what = 'archive_read'"), 1);
}

TEST_P(ArchiveApi, is_disposed_of_by_two_with_a_code) {
  const auto propose = [&](const std::string& login) { return as(login, "POST", "/api/disposals", order()); };
  EXPECT_EQ(propose("archivist").code(), "term_not_over");
  pass_the_term();
  EXPECT_EQ(propose("reader").status, 403);
  EXPECT_EQ(propose("county_archivist").status, 404);
  hold("archivist", "decider", "340600");
  ASSERT_EQ(propose("archivist").status, 201);
  EXPECT_NE(as("decider", "GET", "/api/disposals").body.find(archived_), std::string::npos);
  EXPECT_EQ(as("reader", "GET", "/api/disposals").body.find(archived_), std::string::npos);
  const std::string path = "/api/disposals/1/decision";
  EXPECT_EQ(as("archivist2", "POST", path, R"({"approve":true})").status, 403);
  EXPECT_EQ(as("archivist", "POST", path, R"({"approve":true})").status, 403) << "proposed it";
  const Fields stale = {{"authorization", "Bearer " + token_of("decider", false)}};
  EXPECT_EQ(send("POST", path, R"({"approve":true})", stale).code(), "code_is_not_fresh");
  const std::string attachments = as("reader", "GET", "/api/matters/" + number_ + "/attachments").body;
  const Got taken = as("decider", "POST", path, R"({"approve":true})");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_GT(std::stoll(taken.text("bytes")), 0);
  EXPECT_EQ(as("reader", "GET", "/api/matters/" + number_ + "/attachments").body, attachments) << "rows stay";
  EXPECT_EQ(as("reader", "GET", "/api/attachments/A1").status, 410);
  EXPECT_NE(as("reader", "GET", "/api/archive").body.find(R"("is_disposed":true)"), std::string::npos);
  EXPECT_TRUE(desk_->attachments().verify()->empty());
  EXPECT_TRUE(desk_->papers().verify()->empty());
  EXPECT_TRUE(desk_->archive().verify()->empty());
}

QIUHAO_ON_BOTH_ENGINES(ArchiveApi);

}  // namespace
}  // namespace qiuhao::server
