// For tests of the web API: a city with people in it, requests as they come, answers held against api.yaml.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "casework/findings.h"
#include "casework/test_store.h"
#include "database/digest.h"
#include "documents/test_papers.h"
#include "server/api/handler.h"
#include "server/workbench/workbench.h"

namespace qiuhao::server {

inline constexpr database::Micros kMorning = 1'796'090'400 * database::kMicrosASecond;  // 2026-12-01 10:00 in Shanghai

// What a request was answered with.
struct Got {
  int status = 0;
  std::string body;
  std::string content_type;
  std::map<std::string, std::string> fields;

  std::string text(std::string_view key) const {
    text::JsonReader reader;
    const auto view = reader.read(body);
    return view ? view->find(key).text() : "";
  }
  std::string code() const { return text("code"); }
};

class ApiTest : public database::EngineTest {
 protected:
  // What the desk has beside the records, made in the test's folder.
  struct Beside {
    std::shared_ptr<Workbench> workbench;
    std::shared_ptr<const LiveLink> live;
  };
  ApiTest() : ApiTest([](const Path&) { return Beside{}; }) {}
  explicit ApiTest(const std::function<Beside(const Path& folder)>& make_beside) {
    auto database = open();
    auto trail = kept(database::Trail::open(*database));
    ApiSources sources{std::move(database),
                       std::move(trail),
                       database::test_ring(),
                       kept(identity::RolePolicy::read(QIUHAO_SOURCE_DIR "/policy/roles.yaml")),
                       casework::shipped_kinds(),
                       casework::test_calendar(),
                       folder_.path() / "evidence",
                       [](const casework::Kinds& kinds) {
                         return documents::Templates::make(documents::shipped_templates(kinds), {});
                       },
                       {"某市医疗保障局", "", "0000-1234567"},
                       {},
                       {},
                       {8, 1, 1},
                       [this] { return now_; }};
    sources.archive_rules = kept(documents::load_archive_rules(QIUHAO_SOURCE_DIR "/policy/archive.yaml"));
    sources.seal_key = signing::SignerKey::generate(signing::KeyKind::sm2);
    Beside beside = make_beside(folder_.path());
    sources.workbench = std::move(beside.workbench);
    sources.live = std::move(beside.live);
    desk_ = kept(ApiDesk::open(std::move(sources)));
    log_ = std::make_shared<http::Log>(kept(http::Log::open({folder_.path() / "log"})));
    handler_ = kept(ApiHandler::open(desk_, log_, nullptr));
    settle();
  }

  // A bureau with two administrators, an agency, a centre, two hospitals, and people in them.
  void settle() {
    well([&](database::Transaction& transaction) {
      return desk_->people().found(transaction, by("installer"),
                                   {"B1", "某市医疗保障局", identity::OrganisationKind::bureau, "340600", false},
                                   {"root", "张三丰", "13812345678", "", "", ""}, {"guard", "李四", "", "", "", ""});
    });
    add_organisation("A1", identity::OrganisationKind::agency);
    add_organisation("C1", identity::OrganisationKind::supervision_centre);
    add_organisation("H001", identity::OrganisationKind::hospital);
    add_organisation("H002", identity::OrganisationKind::hospital);
    add("assigner", "C1", "assigner");
    add("auditor", "C1", "auditor");
    add("auditor2", "C1", "auditor");
    add("decider", "C1", "decider");
    add("clerk", "A1", "clerk");
    add("cashier", "A1", "cashier");
    add("chief", "A1", "chief");
    add("analyst", "C1", "analyst");
    add("reader", "B1", "reader");
    add("county", "B1", "reader", "340604");
    add("hospital1", "H001", "institution");
    add("hospital2", "H002", "institution");
    add("watcher", "B1", "trail_auditor");
    add("archivist", "C1", "archivist");
    add("archivist2", "C1", "archivist");
    add("editor", "C1", "library_editor");
    add("publisher", "C1", "library_publisher");
  }
  void add_organisation(const std::string& code, identity::OrganisationKind kind) {
    well([&](database::Transaction& transaction) {
      return desk_->people().keep_organisation(transaction, by("root"), {code, "机构" + code, kind, "340600", false});
    });
  }
  void add(const std::string& login, const std::string& organisation, const std::string& role,
           const std::string& region = "340600") {
    well([&](database::Transaction& transaction) {
      return desk_->people().add_user(transaction, by("root"), {login, "王小二", "", "", organisation, ""});
    });
    hold(login, role, region);
  }
  void hold(const std::string& login, const std::string& role, const std::string& region) {
    well([&](database::Transaction& transaction) -> Status {
      const Day today = day_of(now_ / database::kMicrosASecond);
      ASSIGN(const auto grant,
             desk_->people().propose_role(transaction, by("root"),
                                          {0, login, role, region, "", today - 1'000, kNoDay, {}, "", ""}));
      return desk_->people().decide_role(transaction, by("guard"), grant, true, "测试");
    });
  }
  identity::By by(const std::string& login) const { return {{login, now_}, "test", now_, std::nullopt}; }

  // A session, without the tenth of a second that a password costs.
  std::string token_of(const std::string& login, bool with_code = true) {
    const std::string token = database::to_hex(database::digest(database::Digest::sha256, login));
    database::run(
        desk_->database(),
        "insert into identity_credentials (login, password, must_change, code_is_confirmed, code_step) values "
        "(?, 'none', 0, 0, 0) on conflict (login) do nothing",
        {login});
    database::run(desk_->database(), "delete from identity_sessions where token_hash = ?", {hash_of(token)});
    database::run(
        desk_->database(),
        "insert into identity_sessions (token_hash, login, began_at, seen_at, code_at, where_from) values "
        "(?, ?, ?, ?, ?, 'test')",
        {hash_of(token), login, now_, now_, with_code ? database::Parameter(now_) : database::Parameter(nullptr)});
    return token;
  }
  static database::Bytes hash_of(const std::string& token) {
    return database::Bytes{database::digest(database::Digest::sha256, token)};
  }

  using Fields = std::vector<std::pair<std::string, std::string>>;
  // As it comes. The answer has to be what api.yaml says of the operation.
  Got send(const std::string& method, const std::string& target, const std::string& body, Fields fields) {
    http::Request request;
    request.method = method;
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.path = target.substr(0, mark);
    request.query = target.substr(std::min(mark + 1, target.size()));
    request.body = body;
    request.client = "192.0.2.7";
    request.id = "request-1";
    request.fields = std::move(fields);
    Got got;
    handler_->answer(request, http::Reply([&](http::Answer answer) {
                       got.status = answer.status;
                       got.body = std::move(answer.body);
                       got.content_type = answer.content_type;
                       for (auto& [name, value] : answer.fields) got.fields[name] = value;
                     }));
    check(request, got);
    return got;
  }
  Got as(const std::string& login, const std::string& method, const std::string& target, const std::string& body = "",
         Fields fields = {}) {
    fields.emplace_back("authorization", "Bearer " + token_of(login));
    return send(method, target, body, std::move(fields));
  }
  void check(const http::Request& request, const Got& got) {
    EXPECT_EQ(got.fields.at("Cache-Control"), "no-store");
    EXPECT_EQ(got.fields.at("X-Content-Type-Options"), "nosniff");
    const Match match = handler_->description().match(request.method, request.path);
    text::JsonReader reader;
    if (got.status >= 300) {
      EXPECT_EQ(got.content_type, "application/problem+json; charset=utf-8");
      const auto view = reader.read(got.body);
      ASSERT_TRUE(view) << got.body;
      EXPECT_FALSE(view->find("detail").text().empty()) << got.body;
      EXPECT_NE(got.status, 500) << request.method << " " << request.path << ": " << got.body;
      return;
    }
    ASSERT_NE(match.operation, nullptr);
    answered_.insert(match.operation->id);
    const auto schema = match.operation->answers.find(got.status);
    ASSERT_NE(schema, match.operation->answers.end()) << match.operation->id << " " << got.status;
    if (schema->second == nullptr) return;
    const auto view = reader.read(got.body);
    ASSERT_TRUE(view) << got.body;
    const auto wrong = schema->second->check(*view);
    EXPECT_FALSE(wrong) << match.operation->id << " at " << wrong->pointer << ": " << wrong->sentence.english << "\n"
                        << got.body;
  }

  // A finding of a provider, as an audit leaves it.
  casework::KeptFinding finding(int number, const std::string& provider = "H001", std::int64_t cents = 10'000) {
    return {fmt::format("{:032x}", number),
            "R0101",
            "限性别",
            true,
            provider,
            "某医院",
            "340602",
            "P1",
            "V1",
            day_of(now_ / database::kMicrosASecond) - number % 300,
            "C01",
            "检查",
            cents,
            cents,
            "说明",
            "audit-000001"};
  }
  void keep(std::vector<casework::KeptFinding> findings) {
    well([&](database::Transaction& transaction) { return casework::keep_findings(transaction, findings); });
  }
  // Opens a review of the finding; gives its number.
  std::string review(int number, const std::string& provider = "H001") {
    const Got got = as("assigner", "POST", "/api/matters", opening(number, provider));
    EXPECT_EQ(got.status, 201) << got.body;
    return got.text("number");
  }
  static std::string opening(int number, const std::string& provider) {
    return fmt::format(
        R"({{"kind":"finding_review","subject":"{0}","region":"340602","action":"register","fields":{{)"
        R"("finding":"{1:032x}","rule":"R0101","provider":"{0}","amount":"100.00","patient":"110101199003071234"}}}})",
        provider, number);
  }
  // A file of the matter; gives its id.
  std::string attach(const std::string& login, const std::string& number, const std::string& document) {
    const Got got =
        as(login, "POST", fmt::format("/api/matters/{}/attachments?name=a.txt&document={}", number, document),
           "说明材料\n");
    EXPECT_EQ(got.status, 201) << got.body;
    return got.text("id");
  }
  // The institution explains, with a paper.
  Got explain(const std::string& login, const std::string& number) {
    return as(login, "POST", "/api/matters/" + number + "/acts",
              fmt::format(R"({{"action":"explain","fields":{{"explanation":"经核实"}},"documents":{{"proof":"{}"}}}})",
                          attach(login, number, "proof")));
  }
  // The review goes to the institution.
  void assign(const std::string& number) {
    const Got got = as("assigner", "POST", "/api/matters/" + number + "/acts",
                       R"({"action":"assign","people":{"handler":["auditor"]}})");
    ASSERT_EQ(got.status, 200) << got.body;
  }

  // A review from the beginning to its end; gives its number.
  std::string confirmed(int number, const std::string& provider = "H001", const std::string& hospital = "hospital1") {
    const std::string matter = review(number, provider);
    assign(matter);
    EXPECT_EQ(explain(hospital, matter).status, 200);
    const std::string acts = "/api/matters/" + matter + "/acts";
    const auto done = [&](const std::string& login, const std::string& body) {
      const Got got = as(login, "POST", acts, body);
      EXPECT_EQ(got.status, 200) << got.body;
    };
    done("auditor",
         R"({"action":"examine","fields":{"first_opinion":"confirm","first_amount":"80.00","first_reason":"属实"}})");
    done("auditor2", R"({"action":"examine_again","fields":{"second_opinion":"agree"}})");
    done("decider", R"({"action":"decide","fields":{"decision":"confirm","decision_reason":"属实"}})");
    return matter;
  }

  template <typename Work>
  void well(Work&& work) {
    const Status status = desk_->database().write(work);
    CHECK_NOTE(status.has_value(), status ? "" : status.error().text());
  }
  template <typename T>
  static T kept(Result<T> result) {
    CHECK_NOTE(result.has_value(), result ? "" : result.error().text());
    return std::move(*result);
  }

  database::Micros now_ = kMorning;
  std::shared_ptr<const ApiDesk> desk_;
  std::shared_ptr<http::Log> log_;
  std::shared_ptr<ApiHandler> handler_;
  std::set<std::string> answered_;  // operations that were answered well
};

}  // namespace qiuhao::server
