// The service as a hospital and an operator see it: routes, what becomes of new libraries, the shadow, what is settled.
#include "server/live_service.h"

#include <future>

#include "claims/import.h"
#include "knowledge/import.h"
#include "live/test_rows.h"
#include "simulate/city.h"
#include "text/document.h"

namespace qiuhao::server {
namespace {

const Path kTestSource = QIUHAO_SOURCE_DIR;

class LiveServiceTest : public live::LiveFolder {
 protected:
  void SetUp() override {
    schema_ = std::make_shared<const claims::Schema>(live::test_schema());
    import_city(3);
  }

  // A city of a few people, as `seed` makes it, over what the workspace has.
  void import_city(std::uint64_t seed) {
    simulate::CityOptions city;
    city.directory = path_ / ("tables" + std::to_string(seed));
    city.people = 60;
    city.seed = seed;
    ASSERT_TRUE(simulate::simulate_city(city).has_value());
    claims::ImportOptions options;
    options.workspace = path_ / "workspace";
    options.inputs = {city.directory};
    ASSERT_TRUE(claims::import_files(*schema_, options).has_value());
  }

  live::EditionSource source(std::vector<std::string> codes) {
    return {
        [this, codes = std::move(codes)]() -> Result<std::unique_ptr<live::Edition>> {
          if (is_broken_) return input_error("bad_rule", "line 7: no such field");
          auto edition = std::make_unique<live::Edition>();
          edition->schema = schema_;
          ASSIGN(edition->tape, claims::Tape::open(path_ / "workspace", *schema_));
          ASSIGN(knowledge::Kinds kinds, knowledge::read_kinds(kTestSource / "policy/knowledge/kinds.yaml"));
          ASSIGN(auto points, knowledge::read_points(kinds, {kTestSource / "policy/knowledge/starter.csv"}, {}));
          auto library = knowledge::Library::make(std::move(kinds), std::move(points), day_from_civil({2026, 11, 1}));
          ASSIGN(auto rules, rules::load_rules({(kTestSource / "policy/rules").string()}, codes, *schema_));
          ASSIGN(edition->plan, rules::Plan::make(schema_, std::move(rules), std::move(library)));
          return edition;
        },
        [this] { return std::to_string(state_); }};
  }

  void open(bool with_shadow = false) {
    ServiceOptions options;
    options.workspace = path_ / "workspace";
    options.schema = schema_;
    options.source = source({"R0101"});
    if (with_shadow) options.shadow_source = source({"R0101", "R0112"});
    options.interface_folders = {(kTestSource / "policy/interface").string()};
    options.log.file = path_ / "log";
    options.renew_every = std::chrono::milliseconds(5);
    auto opened = LiveService::open(std::move(options));
    ASSERT_TRUE(opened.has_value()) << opened.error().text();
    service_ = std::move(*opened);
  }

  http::Answer ask(const std::string& method, const std::string& path, const std::string& body = "") {
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.arrival = std::chrono::steady_clock::now();
    std::promise<http::Answer> told;
    service_->handler()->answer(request, http::Reply([&](http::Answer answer) { told.set_value(std::move(answer)); }));
    return told.get_future().get();
  }
  std::string upload(const std::string& message, const std::string& person, const std::string& visit) {
    return ask("POST", "/fsi",
               fmt::format(R"({{"infno":"2204","msgid":"{}","fixmedins_code":"H34060000001","input":{{"feedetail":[{{)"
                           R"("feedetl_sn":"F1","mdtrt_id":"{}","psn_no":"{}","fee_ocur_time":"2025-03-01 09:00:00",)"
                           R"("med_list_codg":"A1","cnt":1,"pric":1,"det_item_fee_sumamt":1}}]}}}})",
                           message, visit, person))
        .body;
  }
  template <typename Holds>
  bool comes(const Holds& holds) {
    for (int tries = 0; tries < 2'000; ++tries) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  double metric(const std::string& name) {
    const std::string text = ask("GET", "/metrics").body;
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
  }

  std::shared_ptr<const claims::Schema> schema_;
  std::atomic<int> state_{1};
  std::atomic<bool> is_broken_{false};
  std::unique_ptr<LiveService> service_;
};

TEST_F(LiveServiceTest, RoutesAnswer) {
  open();
  EXPECT_EQ(ask("GET", "/health").status, 200);
  EXPECT_NE(ask("GET", "/ready").body.find("\"edition\":\"tape 1, 1 rules"), std::string::npos);
  EXPECT_EQ(ask("GET", "/nothing").status, 404);
  EXPECT_EQ(ask("GET", "/fsi").status, 405);
  EXPECT_NE(ask("POST", "/mss/web/api/fsi/callService", "{}").body.find("\"infcode\":-1"), std::string::npos);
  EXPECT_NE(ask("GET", "/metrics").body.find("qiuhao_errors_total{code=\"bad_envelope\"} 1"), std::string::npos);
}

TEST_F(LiveServiceTest, ANewLibraryTakesItsPlaceAndABadOneNeverDoes) {
  open();
  state_ = 2;
  EXPECT_TRUE(comes([&] { return service_->desk().editions().current()->number == 2; }));
  is_broken_ = true;
  state_ = 3;
  EXPECT_TRUE(comes([&] { return metric("qiuhao_edition_refused") == 1; }));
  EXPECT_EQ(service_->desk().editions().current()->number, 2u);
  EXPECT_NE(ask("GET", "/ready").body.find("no such field"), std::string::npos);
  EXPECT_NE(upload("M1", "P1", "V1").find("\"infcode\":0"), std::string::npos);
  is_broken_ = false;
  state_ = 4;
  EXPECT_TRUE(comes([&] { return metric("qiuhao_edition_refused") == 0; }));
}

TEST_F(LiveServiceTest, WhatIsSettledLeavesTheLiveView) {
  open();
  // A visit of the next city, uploaded before it is settled; its person and number are in the tables.
  import_city(4);
  auto tape = claims::Tape::open(path_ / "workspace", *schema_);
  ASSERT_TRUE(tape.has_value());
  EXPECT_NE(upload("M1", "P1", "NEVER-SETTLED").find("\"infcode\":0"), std::string::npos);
  EXPECT_EQ(metric("qiuhao_journal_records"), 1);
  state_ = 2;
  EXPECT_TRUE(comes([&] { return service_->desk().editions().current()->number == 2; }));
  EXPECT_EQ(metric("qiuhao_journal_records"), 1);
  // The person's number is not on the tape; the journal is told the same visit under its pseudonym.
  const claims::Part& part = tape->parts().front();
  const Column* ids = part.column(claims::Entity::person, schema_->of(claims::Entity::person).find("id"));
  const Column* visits = part.column(claims::Entity::visit, schema_->of(claims::Entity::visit).find("id"));
  live::Accepted accepted = live::test_details("M2", "", {live::line_of("F1", "A1", "1")});
  accepted.person.clear();
  ids->append_text(0, accepted.person);
  visits->append_text(part.range(claims::Link::person_visits, 0).begin, accepted.visit);
  std::promise<bool> kept;
  service_->desk().intake().accept(accepted,
                                   [&](const Result<live::Taken>& taken) { kept.set_value(taken.has_value()); });
  EXPECT_TRUE(kept.get_future().get());
  EXPECT_EQ(metric("qiuhao_journal_records"), 2);
  state_ = 3;
  EXPECT_TRUE(comes([&] { return metric("qiuhao_settled_visits_total") == 1; }));
  EXPECT_EQ(metric("qiuhao_journal_records"), 1);
}

TEST_F(LiveServiceTest, TheShadowTellsWhatTheCandidateWouldHaveSaid) {
  open(true);
  // 普通门诊诊查费 once a day: the rules in place have no word on it, the candidate has.
  const std::string question =
      R"({"infno":"3101","msgid":"M1","fixmedins_code":"H34060000001","input":{"data":{"trig_scen":"2","patient_dtos":)"
      R"({"patn_id":"P1","gend":"1","brdy":"1980-01-01","curr_mdtrt_id":"V1","fsi_encounter_dtos":{"mdtrt_id":"V1",)"
      R"("med_type":"11","adm_date":"2026-11-30 08:00:00","dscg_date":"2026-11-30 09:00:00","fsi_order_dtos":{)"
      R"("rx_id":"R1","hilist_code":"001102000010000","cnt":5,"sumamt":15,"ownpay_amt":0,"selfpay_amt":0,)"
      R"("drord_begn_date":"2026-11-30 08:30:00"}}}}}})";
  EXPECT_NE(ask("POST", "/fsi", question).body.find("\"result\":[]"), std::string::npos);
  EXPECT_TRUE(comes([&] {
    return ask("GET", "/metrics").body.find("qiuhao_shadow_differences_total{kind=\"new\",rule=\"R0112\"} 1") !=
           std::string::npos;
  }));
  service_->log().flush();
  const auto log = read_file(path_ / "log");
  EXPECT_NE(log->find("\"event\":\"shadow\""), std::string::npos) << *log;
  EXPECT_EQ(log->find("P1"), std::string::npos);
}

TEST_F(LiveServiceTest, KeysAreReadAnewAndBadOnesNeverTakeTheirPlace) {
  open();
  EXPECT_NE(upload("M1", "P1", "V1").find("\"infcode\":0"), std::string::npos);
  const Path keys = path_ / "workspace/secret/institutions";
  std::filesystem::create_directories(keys);
  const auto write = [&](const std::string& content) {
    ASSERT_TRUE(write_file_atomically(keys / "H99.yaml", content).has_value());
    std::filesystem::permissions(keys / "H99.yaml", std::filesystem::perms::owner_read);
  };
  write(
      "code: H99\nsignature: hmac_sm3\ncipher: none\nkeys:\n  - {id: first, from: 2026-01-01, secret: "
      "\"text:12345678\"}\n");
  EXPECT_NE(upload("M2", "P1", "V2").find("\"infcode\":0"), std::string::npos) << "not read yet";
  service_->renew_keys();
  EXPECT_NE(upload("M3", "P1", "V3").find("\"infcode\":-1"), std::string::npos) << "nobody has keys but H99";
  std::filesystem::remove(keys / "H99.yaml");
  write("code: H99\nsignature: none at all\n");
  service_->renew_keys();
  EXPECT_NE(upload("M4", "P1", "V4").find("\"infcode\":-1"), std::string::npos) << "those before stay";
  service_->log().flush();
  EXPECT_NE(read_file(path_ / "log")->find("\"event\":\"keys_kept\""), std::string::npos);
  std::filesystem::remove(keys / "H99.yaml");
  service_->renew_keys();
  EXPECT_NE(upload("M5", "P1", "V5").find("\"infcode\":0"), std::string::npos);
}

TEST_F(LiveServiceTest, OneServiceOfAWorkspace) {
  open();
  ServiceOptions options;
  options.workspace = path_ / "workspace";
  options.schema = schema_;
  options.source = source({"R0101"});
  const auto second = LiveService::open(std::move(options));
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "journal_in_use");
}

}  // namespace
}  // namespace qiuhao::server
