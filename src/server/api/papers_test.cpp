// Documents and files of matters through the web API: who sees which, who issues and signs, what is sealed.
#include <fmt/format.h>

#include <algorithm>

#include "documents/test_files.h"
#include "evidence/reader.h"
#include "server/api/test_api.h"
#include "signing/encoding.h"

namespace qiuhao::server {
namespace {

// A tip-off, whose material and voucher are for some roles only.
class SealedDocuments : public ApiTest {
 protected:
  SealedDocuments() {
    add("keeper", "B1", "keeper");
    add("checker", "C1", "checker");
    add("checker2", "C1", "checker");
    add("registrar", "B1", "registrar");
    add("boss", "B1", "chief");
    const Got opened =
        as("registrar", "POST", "/api/matters",
           R"({"kind":"tip_off","subject":"H001","region":"340602","action":"register","fields":{)"
           R"("channel":"phone","anonymous":true,"query_code":"Q-1","respondent":"H001","content":"空刷"}})");
    EXPECT_EQ(opened.status, 201) << opened.body;
    number_ = opened.text("number");
    material_ = bring("boss", "material", "举报材料：录音整理\n");
    voucher_ = bring("boss", "voucher", "领取凭证\n");
    plain_ = bring("boss", "", "说明\n");
  }
  std::string bring(const std::string& login, const std::string& document, const std::string& content) {
    const Got got = as(login, "POST",
                       fmt::format("/api/matters/{}/attachments?name=a.txt{}", number_,
                                   document.empty() ? "" : "&document=" + document),
                       content);
    EXPECT_EQ(got.status, 201) << got.body;
    return got.text("id");
  }
  bool lists(const std::string& login, const std::string& id) {
    return as(login, "GET", "/api/matters/" + number_ + "/attachments").body.find('"' + id + '"') != std::string::npos;
  }
  int reads(const std::string& login, const std::string& id) {
    return as(login, "GET", "/api/attachments/" + id).status;
  }

  std::string number_;
  std::string material_;
  std::string voucher_;
  std::string plain_;
};

TEST_P(SealedDocuments, are_there_for_their_roles_alone) {
  const struct {
    const char* login;
    bool material;
    bool voucher;
  } kSight[] = {{"keeper", true, true},    {"checker", true, false}, {"cashier", false, true},
                {"boss", false, false},    {"reader", false, false}, {"registrar", false, false},
                {"assigner", false, false}};
  for (const auto& [login, material, voucher] : kSight) {
    EXPECT_EQ(lists(login, material_), material) << login;
    EXPECT_EQ(reads(login, material_), material ? 200 : 404) << login;
    EXPECT_EQ(lists(login, voucher_), voucher) << login;
    EXPECT_EQ(reads(login, voucher_), voucher ? 200 : 404) << login;
    EXPECT_TRUE(lists(login, plain_)) << login;
    EXPECT_EQ(reads(login, plain_), 200) << login;
  }
  const Got hidden = as("reader", "GET", "/api/attachments/" + voucher_);
  const Got none = as("reader", "GET", "/api/attachments/A9999");
  EXPECT_EQ(hidden.code(), none.code());
  const Got kind = as("reader", "GET", "/api/kinds/tip_off");
  EXPECT_NE(kind.body.find(R"("visible_to":["keeper","approver","cashier"])"), std::string::npos) << kind.body;
}

// Roles count in the matter's region.
TEST_P(SealedDocuments, are_not_there_for_the_role_elsewhere) {
  add("faraway", "B1", "keeper", "340604");
  hold("faraway", "reader", "340600");
  EXPECT_TRUE(lists("faraway", plain_));
  EXPECT_FALSE(lists("faraway", voucher_));
  EXPECT_EQ(reads("faraway", voucher_), 404);
}

TEST_P(SealedDocuments, cannot_be_named_by_who_does_not_see_them) {
  const std::string acts = "/api/matters/" + number_ + "/acts";
  const auto assign = [&](const std::string& login, const std::string& id) {
    return as(login, "POST", acts,
              fmt::format(R"({{"action":"assign","people":{{"handlers":["checker","checker2"]}},"documents":)"
                          R"({{"material":"{}"}}}})",
                          id))
        .code();
  };
  add("boss2", "B1", "chief");
  EXPECT_EQ(assign("boss2", material_), "no_document") << "as if it were not there";
  EXPECT_EQ(assign("boss2", "A9999"), "no_document");
  EXPECT_NE(assign("boss", material_), "no_document") << "the own one is known";
}

TEST_P(SealedDocuments, stay_out_of_what_is_sealed_for_others) {
  const auto sealed = [&](const std::string& login) {
    const Got got = as(login, "POST", "/api/matters/" + number_ + "/evidence", R"({"why":"移送","digest":"sha256"})");
    EXPECT_EQ(got.status, 200) << got.body;
    std::map<std::string, std::string> leaves;
    const auto verdict = evidence::verify_text(got.body, desk_->seal_key()->fingerprint(),
                                               [&](evidence::Leaf&& leaf) { leaves[leaf.path] = leaf.value; });
    EXPECT_TRUE(verdict.is_whole()) << verdict.sentence().english;
    EXPECT_GT(verdict.acts.held, 0);
    return leaves;
  };
  EXPECT_EQ(as("reader", "POST", "/api/matters/" + number_ + "/evidence", R"({"why":"x"})").status, 403);
  const Fields stale = {{"authorization", "Bearer " + token_of("checker", false)}};
  EXPECT_EQ(send("POST", "/api/matters/" + number_ + "/evidence", R"({"why":"x"})", stale).code(), "code_is_not_fresh");
  const auto leaves = sealed("checker");
  EXPECT_EQ(leaves.at("files/" + material_ + "/content"), "举报材料：录音整理\n");
  EXPECT_TRUE(leaves.contains("files/" + plain_ + "/content"));
  EXPECT_FALSE(leaves.contains("files/" + voucher_ + "/content")) << "a checker does not see it";
  for (const auto& [path, value] : leaves) EXPECT_FALSE(path.starts_with("matter/restricted/")) << path;
}

QIUHAO_ON_BOTH_ENGINES(SealedDocuments);

class SignedPapers : public ApiTest {
 protected:
  SignedPapers() {
    add("officer", "B1", "officer");
    add("reviewer", "B1", "reviewer");
    add("head", "B1", "head");
    const Got opened = as("officer", "POST", "/api/matters",
                          R"({"kind":"penalty_case","subject":"H001","region":"340602","action":"open","fields":{)"
                          R"("respondent":"H001","source":"T1"}})");
    EXPECT_EQ(opened.status, 201) << opened.body;
    number_ = opened.text("number");
  }
  Got issue(const std::string& login, const std::string& more = "") {
    return as(
        login, "POST", "/api/matters/" + number_ + "/papers",
        R"({"document":"hearing_record","inputs":{"place":"三楼","host":"何","present":["甲"],"content":"陈述"})" +
            more + "}");
  }
  Got sign(const std::string& login, int place, const std::string& drawn) {
    return as(login, "POST", fmt::format("/api/papers/D1/signatures?place={}", place), drawn);
  }

  std::string number_;
};

TEST_P(SignedPapers, are_issued_by_who_handles) {
  EXPECT_EQ(issue("reader").status, 403);
  EXPECT_EQ(issue("cashier").status, 403);
  EXPECT_EQ(issue("county").status, 404);
  EXPECT_EQ(issue("reviewer").status, 201);
  EXPECT_EQ(
      as("officer", "POST", "/api/relations", R"({"login":"officer","subject":"organisation:H001","kind":"is_family"})")
          .status,
      201);
  EXPECT_EQ(issue("officer").status, 403) << "stands aside";
}

TEST_P(SignedPapers, stand_in_the_pdf_and_the_trail) {
  ASSERT_EQ(issue("reviewer").status, 201);
  const Got before = as("reader", "GET", "/api/papers/D1/pdf");
  const std::string hash = as("reader", "GET", "/api/matters/" + number_ + "/papers").body;
  EXPECT_EQ(sign("reader", 1, "[[[1,2],[3,4]]]").status, 403);
  EXPECT_EQ(sign("county", 1, "[[[1,2],[3,4]]]").status, 404);
  EXPECT_EQ(sign("officer", 1, "[[[1,2],[3,4]]").code(), "bad_signature");
  EXPECT_EQ(sign("officer", 1, documents::test_jpeg()).code(), "bad_signature") << "another type";
  EXPECT_EQ(sign("officer", 1, documents::test_png() + std::string(600'000, 'x')).code(), "bad_signature") << "large";
  EXPECT_EQ(sign("officer", 0, "[[[1,2],[3,4]]]").status, 400);
  EXPECT_EQ(sign("officer", 4, "[[[1,2],[3,4]]]").code(), "signature_is_unknown");
  const Got drawn = sign("officer", 1, "[[[100,200],[300,400]]]");
  ASSERT_EQ(drawn.status, 201) << drawn.body;
  EXPECT_NE(drawn.body.find(R"("title":"当事人或代理人","who":"officer")"), std::string::npos) << drawn.body;
  EXPECT_EQ(sign("reviewer", 1, "[[[1,2],[3,4]]]").status, 409) << "signed already";
  EXPECT_EQ(sign("reviewer", 2, documents::test_png(40, 30)).status, 201);
  EXPECT_EQ(as("reader", "GET", "/api/matters/" + number_ + "/papers").body, hash) << "content and hash stay";
  const auto paper = desk_->papers().find("D1");
  const std::string page = desk_->papers().page(*paper).value();
  EXPECT_NE(page.find("M100 200L300 400"), std::string::npos);
  EXPECT_NE(page.find("data:image/png;base64,"), std::string::npos);
  const Got after = as("reader", "GET", "/api/papers/D1/pdf");
  EXPECT_EQ(after.body.substr(0, 5), "%PDF-");
  EXPECT_NE(after.body, before.body);
  EXPECT_EQ(as("reader", "GET", "/api/papers/D1/pdf").body, after.body) << "printed once";
  EXPECT_EQ(database::number(desk_->database(), "select count(*) from audit_acts where what = 'document_signed'"), 2);
}

TEST_P(SignedPapers, may_be_signed_as_they_are_issued) {
  const std::string png = signing::to_base64(documents::test_png(40, 30));
  EXPECT_EQ(issue("reviewer", R"(,"signatures":{"host":"bm9uZQ=="})").status, 422);
  EXPECT_EQ(issue("reviewer", R"(,"signatures":{"nobody":")" + png + R"("})").code(), "signature_is_unknown");
  ASSERT_EQ(issue("reviewer", R"(,"signatures":{"host":")" + png + R"("})").status, 201);
  const Got paper = as("reader", "GET", "/api/papers/D1");
  EXPECT_NE(paper.body.find(R"("title":"主持人","who":"reviewer")"), std::string::npos) << paper.body;
  EXPECT_EQ(sign("reviewer", 2, "[[[1,2],[3,4]]]").status, 409);
}

QIUHAO_ON_BOTH_ENGINES(SignedPapers);

}  // namespace
}  // namespace qiuhao::server
