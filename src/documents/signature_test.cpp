// Signing papers that were issued, on both engines: in their place, once, told to the trail, and found out when
// changed.
#include "documents/signature.h"

#include <fmt/format.h>

#include "documents/paper_html.h"
#include "documents/test_papers.h"

namespace qiuhao::documents {
namespace {

class SignatureTest : public PaperTest {
 protected:
  void SetUp() override {
    PaperTest::SetUp();
    casework::Opening opening{"penalty_case", "H001", "340602",
                              casework::act_of("open", {"孙执法", {"officer"}, ""}, "2026-03-02 09:00")};
    opening.act.fields = {{"respondent", casework::text_value("H001")}, {"source", casework::text_value("T1")}};
    number_ = opened(opening);
  }
  Paper record() const {
    PaperOrder order{number_, "hearing_record", {"何法制", {"reviewer"}, ""}, *parse_time("2026-04-08 10:00")};
    order.inputs = {{"place", casework::text_value("三楼会议室")},
                    {"host", casework::text_value("何法制")},
                    {"present", workflow::FieldValue(std::vector<workflow::FieldValue>{casework::text_value("甲")})},
                    {"content", casework::text_value("<span class=\"hand\"></span>")}};
    const auto paper = papers().issue(order, {"test", ""});
    CHECK_NOTE(paper.has_value(), paper ? "" : paper.error().text());
    return *paper;
  }
  std::string sign(int place, const Signature& signature, const std::string& who = "何法制") const {
    const Status done = papers().sign("D1", place, signature, who, *parse_time("2026-04-09 11:00"), {"10.0.0.7", ""});
    return done ? "well" : done.error().code;
  }
  static std::size_t times(std::string_view text, std::string_view words) {
    std::size_t found = 0;
    for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) ++found;
    return found;
  }
};

const Signature kDrawn = *parse_strokes("[[[10,20],[30,40]],[[50,60]]]");

TEST_P(SignatureTest, stands_in_its_place) {
  const Paper paper = record();
  const std::string before = papers().page(paper).value();
  EXPECT_EQ(sign(0, kDrawn), "signature_is_unknown");
  EXPECT_EQ(sign(4, kDrawn), "signature_is_unknown");
  EXPECT_EQ(sign(2, kDrawn), "well");
  const std::string page = papers().page(paper).value();
  const std::string drawn = R"(<svg viewBox="0 0 1000 400"><path d="M10 20L30 40M50 60h1"/></svg>)";
  EXPECT_NE(
      page.find(fmt::format(R"(<span>主持人：</span><span class="hand">{}</span><span>2026年4月9日</span>)", drawn)),
      std::string::npos)
      << page;
  EXPECT_EQ(times(page, drawn), 1U) << "what people wrote is no place";
  EXPECT_EQ(times(page, "<span>年　　月　　日</span>"), 2U);
  EXPECT_EQ(papers().find("D1")->content, paper.content) << "its content and hash stay";
  EXPECT_NE(page.find(paper.content.substr(0, 32)), std::string::npos);
  const auto places = papers().places(paper);
  ASSERT_EQ(places->size(), 3U);
  EXPECT_EQ(places->at(0).who, "");
  EXPECT_EQ(places->at(1).who, "何法制");
  EXPECT_EQ(places->at(1).title, "主持人");
  EXPECT_EQ(places->at(2).who, "");
  const auto [what, after] = last_act(number_ + "/D1");
  EXPECT_EQ(what, "document_signed");
  EXPECT_EQ(after, fmt::format(R"({{"place":2,"sha256":"{}","signature":"{}","page":"{}"}})", paper.content,
                               content_hash(kDrawn.json()), content_hash(page)));
  EXPECT_EQ(before.find(drawn), std::string::npos);
}

TEST_P(SignatureTest, once_and_by_one) {
  const Paper paper = record();
  EXPECT_EQ(sign(1, *signature_of_png(test_png(40, 30))), "well");
  EXPECT_EQ(sign(1, *signature_of_png(test_png(40, 30))), "well") << "asked again";
  EXPECT_EQ(sign(1, *signature_of_png(test_png(40, 30)), "孙执法"), "signed_already");
  EXPECT_EQ(sign(1, kDrawn), "signed_already");
  EXPECT_EQ(count("documents_signatures"), 1);
  EXPECT_EQ(sign(3, kDrawn), "well");
  const std::string page = papers().page(paper).value();
  EXPECT_NE(page.find("data:image/png;base64,"), std::string::npos);
  EXPECT_NE(page.find("M10 20L30 40"), std::string::npos) << "both";
  const Status none = papers().sign("D9", 1, kDrawn, "何法制", 0, {"", ""});
  EXPECT_EQ(none.error().code, "no_paper");
}

TEST_P(SignatureTest, a_changed_one_is_found) {
  const Paper paper = record();
  ASSERT_EQ(sign(1, kDrawn), "well");
  ASSERT_EQ(sign(2, kDrawn), "well");
  EXPECT_TRUE(papers().verify()->empty());
  for (const char* change :
       {"place = 3", "drawn = 'x'", "page = (select page from documents_papers)", "who = 'x'", "at = 1"}) {
    database::run(*database_, "create table kept as select * from documents_signatures");
    database::run(*database_, fmt::format("update documents_signatures set {} where serial = 1", change));
    EXPECT_EQ(papers().verify()->at(0).code, "damaged_paper") << change;
    EXPECT_EQ(papers().page(paper).error().code, "damaged_paper") << change;
    const std::string column = std::string(change).substr(0, std::string(change).find(' '));
    database::run(*database_, fmt::format("update documents_signatures set {0} = (select {0} from kept k where "
                                          "k.serial = 1) where serial = 1",
                                          column));
    database::run(*database_, "drop table kept");
    ASSERT_TRUE(papers().verify()->empty()) << change;
  }
  const Path file = EvidenceFiles(evidence()).path_of(content_hash(papers().page(paper).value()));
  write_over(file, "<html></html>");
  EXPECT_EQ(papers().page(paper).error().code, "damaged_file");
  EXPECT_EQ(papers().verify()->at(0).code, "damaged_file");
}

// Where each page is signed, the foot is signed with the place.
TEST(SignedPage, fills_the_foot_too) {
  Filled filled;
  filled.signatures = {{"甲", std::nullopt}, {"乙", std::nullopt}};
  filled.signs_pages = true;
  filled.day = *parse_day("2026-04-08");
  const auto page = paper_html(filled, "");
  ASSERT_TRUE(page.has_value());
  const auto made = signed_page(*page, 2, kDrawn, filled.day);
  ASSERT_TRUE(made.has_value()) << made.error().text();
  EXPECT_NE(made->find(R"(<span class="mark" title="2"><svg)"), std::string::npos) << *made;
  EXPECT_NE(made->find(R"(<span class="mark" title="1"></span>)"), std::string::npos);
  EXPECT_EQ(signed_page(*made, 2, kDrawn, filled.day).error().code, "signed_already");
  EXPECT_EQ(signed_page(*made, 3, kDrawn, filled.day).error().code, "signature_is_unknown");
  EXPECT_NE(canonical_json(filled).find(R"("sign_pages":true)"), std::string::npos);
}

QIUHAO_ON_BOTH_ENGINES(SignatureTest);

}  // namespace
}  // namespace qiuhao::documents
