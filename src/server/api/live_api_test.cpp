// The live service as the console sees it.
#include <fmt/format.h>

#include <future>

#include "server/api/test_api.h"
#include "server/live_service.h"
#include "server/workbench/test_bench.h"

namespace qiuhao::server {
namespace {

struct WithLink {
  std::shared_ptr<LiveLink> link = std::make_shared<LiveLink>();
};

class LiveApiTest : private WithLink, public ApiTest {
 protected:
  LiveApiTest() : ApiTest([this](const Path&) { return Beside{nullptr, link}; }) {}
  ~LiveApiTest() override { link->set(nullptr); }

  void open() {
    const Path workspace = folder_.path() / "city";
    const auto schema = TestBench(workspace, 60).schema();
    ServiceOptions options;
    options.workspace = workspace;
    options.schema = schema;
    options.source = {[workspace, schema]() -> Result<std::unique_ptr<live::Edition>> {
                        auto edition = std::make_unique<live::Edition>();
                        edition->schema = schema;
                        ASSIGN(edition->tape, claims::Tape::open(workspace, *schema));
                        ASSIGN(auto rules,
                               rules::load_rules({TestBench::source() + "/policy/rules"}, {"R0101"}, *schema));
                        ASSIGN(KnowledgeAtHand at_hand, TestBench::knowledge());
                        ASSIGN(edition->plan, rules::Plan::make(schema, std::move(rules), at_hand.library));
                        return edition;
                      },
                      [] { return std::string("always"); }};
    options.interface_folders = {TestBench::source() + "/policy/interface"};
    options.log.file = folder_.path() / "live.log";
    service_ = well_made(LiveService::open(std::move(options)));
    link->set(service_.get());
  }
  void tell(const std::string& body) {
    http::Request request;
    request.method = "POST";
    request.path = "/fsi";
    request.body = body;
    request.arrival = std::chrono::steady_clock::now();
    std::promise<void> told;
    service_->handler()->answer(request, http::Reply([&](http::Answer) { told.set_value(); }));
    told.get_future().get();
  }

  std::unique_ptr<LiveService> service_;
};

TEST_P(LiveApiTest, tells_of_institutions_and_what_doctors_did) {
  EXPECT_EQ(as("reader", "GET", "/api/live").code(), "no_live_service");
  open();
  const Got before = as("reader", "GET", "/api/live");
  ASSERT_EQ(before.status, 200) << before.body;
  EXPECT_EQ(before.text("messages"), "0");
  EXPECT_NE(before.body.find(R"("shadow":null)"), std::string::npos);
  const std::string hit = "0123456789abcdef0123456789abcde";
  tell(
      fmt::format(R"({{"infno":"3103","msgid":"M1","fixmedins_code":"H34060000001","input":{{"data":{{"warn_type":"1",)"
                  R"("warns":[{{"warn_rslt_id":"{0}1","dspo_way":"1","dspo_way_rea":"病情需要"}},)"
                  R"({{"warn_rslt_id":"{0}2","dspo_way":"2"}}]}}}}}})",
                  hit));
  tell(R"({"infno":"9999","msgid":"M2","fixmedins_code":"H2","input":{}})");
  const Got after = as("reader", "GET", "/api/live");
  EXPECT_EQ(after.text("messages"), "2") << after.body;
  EXPECT_EQ(after.text("errors"), "1") << after.body;
  EXPECT_NE(after.body.find(R"("feedback":{"ignored":1,"changed":1})"), std::string::npos) << after.body;
  EXPECT_NE(after.body.find(R"({"code":"H34060000001","messages":1,"errors":0,)"), std::string::npos) << after.body;
  EXPECT_NE(after.body.find(R"({"code":"H2","messages":1,"errors":1,)"), std::string::npos) << after.body;
  EXPECT_EQ(as("hospital1", "GET", "/api/live").status, 403);
}

QIUHAO_ON_BOTH_ENGINES(LiveApiTest);

}  // namespace
}  // namespace qiuhao::server
