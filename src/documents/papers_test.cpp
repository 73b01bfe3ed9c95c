// Papers on both engines: numbered without gaps, written once, and found out when anything of them was changed.
#include "documents/papers.h"

#include <fmt/format.h>

#include <set>
#include <thread>

#include "documents/paper_html.h"
#include "documents/test_papers.h"

namespace qiuhao::documents {
namespace {

using database::run;

std::string told(const Result<Paper>& paper) { return paper ? paper->number : paper.error().code; }

TEST_P(PaperTest, issued_kept_and_told) {
  const PaperStore store = papers();
  EXPECT_EQ(told(store.issue(order(), {"10.0.0.7", ""})), "value_is_missing") << "no term runs yet";
  send_notice();
  const auto paper = store.issue(order(), {"10.0.0.7", ""});
  ASSERT_TRUE(paper.has_value()) << paper.error().text();
  EXPECT_EQ(paper->id, "D1");
  EXPECT_EQ(paper->number, "医保退〔2026〕1号");
  EXPECT_EQ(paper->title, "退回医疗保障基金通知书");
  EXPECT_EQ(paper->revision, 2);
  EXPECT_EQ(paper->who, clerk_.id);
  const std::string json = store.content(*paper).value();
  EXPECT_EQ(content_hash(json), paper->content);
  EXPECT_NE(json.find("请于 2026年3月26日 前"), std::string::npos) << json;
  const std::string page = store.page(*paper).value();
  EXPECT_NE(page.find("1,000.00 元"), std::string::npos);
  EXPECT_NE(page.find("医保退〔2026〕1号"), std::string::npos);
  EXPECT_NE(page.find("<svg"), std::string::npos);
  EXPECT_NE(page.find(paper->content.substr(0, 32)), std::string::npos);
  EXPECT_EQ(store.find("D1")->content, paper->content);
  EXPECT_EQ(store.list(number_)->size(), 1U);
  for (const char* id : {"D2", "D0", "A1", "", "D01"}) EXPECT_EQ(store.find(id).error().code, "no_paper");
  const auto [what, after] = last_act(number_ + "/D1");
  EXPECT_EQ(what, "document_issued");
  EXPECT_EQ(after,
            fmt::format(R"({{"document":"notice","number":"医保退〔2026〕1号","sha256":"{}"}})", paper->content));
  EXPECT_TRUE(store.verify()->empty());
  EXPECT_EQ(told(store.issue(order("2026-03-11 10:00", "receipt"), {"", ""})), "no_template");
}

TEST_P(PaperTest, drafts_keep_nothing) {
  send_notice();
  const PaperStore store = papers();
  const auto page = store.draft(order());
  ASSERT_TRUE(page.has_value()) << page.error().text();
  EXPECT_NE(page->find("草稿"), std::string::npos);
  EXPECT_EQ(page->find("号</div>"), std::string::npos);
  EXPECT_EQ(count("documents_papers"), 0);
  EXPECT_TRUE(EvidenceFiles(evidence()).all().empty());
}

TEST_P(PaperTest, numbers_have_no_gaps) {
  const PaperStore store = papers();
  send_notice();
  PaperOrder wrong = order();
  wrong.inputs["nothing"] = casework::text_value("x");
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(store.issue(order(), {"test", ""}).has_value());
        EXPECT_EQ(told(store.issue(wrong, {"test", ""})), "input_is_unknown");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> numbers;
  const auto all = store.list(number_);
  for (const Paper& paper : *all) numbers.insert(paper.number);
  EXPECT_EQ(numbers.size(), 9U);
  for (int i = 1; i <= 9; ++i) EXPECT_TRUE(numbers.contains(fmt::format("医保退〔2026〕{}号", i)));
  EXPECT_EQ(told(store.issue(order("2027-01-01 00:00"), {"", ""})), "医保退〔2027〕1号");
  EXPECT_EQ(told(store.issue(order("2026-12-31 23:59"), {"", ""})), "医保退〔2026〕10号") << "by the local day";
  EXPECT_TRUE(store.verify()->empty());
  run(*database_, "delete from documents_papers where serial = 11");
  EXPECT_EQ(store.verify()->at(0).code, "numbers_have_gaps") << "the last row alone would leave no gap of ids";
}

TEST_P(PaperTest, a_request_sent_again_writes_nothing) {
  const PaperStore store = papers();
  send_notice();
  const auto first = store.issue(order(), {"test", "r1"});
  const std::int64_t before = acts();
  EXPECT_EQ(store.issue(order(), {"test", "r1"})->id, first->id);
  PaperOrder other = order();
  other.by = chief_;
  EXPECT_EQ(told(store.issue(other, {"test", "r1"})), "request_reused");
  EXPECT_EQ(acts(), before);
}

TEST_P(PaperTest, what_workflows_ask_for_is_written_once) {
  send_notice();
  const std::string second = opened(recovery());
  done(store_->perform(second, notice(), {"test", ""}));
  done(store_->perform(second, payment(10), {"test", ""}));  // the matter has gone on
  EXPECT_EQ(count("casework_documents"), 2);
  const PaperStore store = papers();
  std::vector<std::thread> threads;
  std::atomic<std::size_t> written = 0;
  for (int thread = 0; thread < 2; ++thread) {
    threads.emplace_back([&] {
      const auto served = store.serve_requests();
      ASSERT_TRUE(served.has_value()) << served.error().text();
      EXPECT_TRUE(served->refused.empty() || served->refused[0].matter == second);
      written += served->written.size();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(written, 2U);
  EXPECT_EQ(store.serve_requests()->written.size(), 0U);
  const auto list = store.list(number_);
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ((*list)[0].who, clerk_.id) << "whose act asked";
  EXPECT_EQ(format_time((*list)[0].at), "2026-03-11 10:00:00");
  EXPECT_EQ(store.list(second)->at(0).revision, 3);
  EXPECT_TRUE(store.verify()->empty());
}

TEST_P(PaperTest, what_cannot_be_written_waits) {
  send_notice();
  const std::string second = opened(recovery());
  done(store_->perform(second, notice(), {"test", ""}));
  done(store_->perform(second, payment(100'000), {"test", ""}));  // returned: the term of the notice is gone
  const PaperStore store = papers();
  const auto served = store.serve_requests();
  EXPECT_EQ(served->written.size(), 1U);
  ASSERT_EQ(served->refused.size(), 1U);
  EXPECT_EQ(served->refused[0].matter, second);
  EXPECT_EQ(served->refused[0].error.code, "value_is_missing");
  EXPECT_EQ(store.serve_requests()->refused.size(), 1U);
}

TEST_P(PaperTest, a_changed_byte_is_found) {
  send_notice();
  const PaperStore store = papers();
  const Paper paper = store.issue(order(), {"test", "r1"}).value();
  ASSERT_TRUE(store.issue(order(), {"test", "r2"}).has_value());
  const EvidenceFiles files(evidence());
  for (const std::string& hash : {paper.content, paper.page}) {
    const std::string bytes = files.read(hash).value();
    for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 7) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ 1);
      write_over(files.path_of(hash), changed);
      EXPECT_EQ(store.verify()->at(0).code, "damaged_file");
    }
    write_over(files.path_of(hash), bytes);
  }
  ASSERT_TRUE(store.verify()->empty());
  run(*database_, "create table kept as select * from documents_papers");
  const std::string other = opened(recovery());
  for (const std::string& change : std::vector<std::string>{
           "serial = 9", "matter = '" + other + "'", "revision = 1", "document = 'plan'", "pattern = 'x'",
           "year = 2025", "count = 7", "number = 'x'", "title = 'x'", "version = 2", "template = 'x'", "content = page",
           "page = content", "who = 'x'", "at = at + 1", "request = 'x'", "request = null", "asked = 1",
           "mark = (select mark from documents_papers where serial = 2)"}) {
    run(*database_, fmt::format("update documents_papers set {} where serial = 1", change));
    const auto wrong = store.verify();
    ASSERT_FALSE(wrong->empty()) << change;
    EXPECT_FALSE(store.find("D1").has_value()) << change;
    run(*database_, "delete from documents_papers");
    run(*database_, "insert into documents_papers select * from kept");
    ASSERT_TRUE(store.verify()->empty());
  }
}

TEST_P(PaperTest, documents_of_an_act_are_those_of_its_matter) {
  send_notice();
  const AttachmentStore attached = attachments();
  const PaperStore store = papers();
  ASSERT_EQ(added(attached, fresh(), test_pdf()), "A1");
  ASSERT_EQ(added(attached, fresh("x.pdf", ""), test_pdf()), "A2");
  ASSERT_TRUE(store.issue(order(), {"test", ""}).has_value());
  const std::string other = opened(recovery());
  const auto check = [&](const std::string& matter, const std::map<std::string, std::string>& documents) {
    std::string code = "well";
    EXPECT_TRUE(database_
                    ->read([&](database::Transaction& transaction) -> Status {
                      const Status status = check_documents(transaction, ring_, matter, documents);
                      if (!status) code = status.error().code;
                      return {};
                    })
                    .has_value());
    return code;
  };
  EXPECT_EQ(check(number_, {{"receipt", "A1"}, {"notice", "D1"}}), "well");
  EXPECT_EQ(check(number_, {{"plan", "A2"}}), "well");
  EXPECT_EQ(check(number_, {}), "well");
  EXPECT_EQ(check(number_, {{"plan", "A1"}}), "no_document");
  EXPECT_EQ(check(number_, {{"receipt", "D1"}}), "no_document");
  EXPECT_EQ(check(number_, {{"receipt", "A3"}}), "no_document");
  EXPECT_EQ(check(number_, {{"receipt", "anything"}}), "no_document");
  EXPECT_EQ(check(other, {{"receipt", "A1"}}), "no_document");
}

// What a person writes stands on the paper as it was written, and does nothing.
TEST_P(PaperTest, nothing_that_people_write_does_anything) {
  const std::string evil =
      "{matter.number}{{x}}</p><script>alert(1)</script><style>*{display:none}</style>"
      "<img src=x onerror=alert(1)>&lt;\"'`${1}\x1B[31m\u202E\u2066 end";
  casework::Opening opening = recovery();
  opening.act.fields["source"] = casework::text_value(evil);
  number_ = opened(opening);
  send_notice();
  const PaperStore store = papers();
  const auto paper = store.issue(order(), {"test", ""});
  ASSERT_TRUE(paper.has_value()) << paper.error().text();
  const std::string page = store.page(*paper).value();
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find("display:none}</style>"), std::string::npos);
  EXPECT_EQ(page.find('\x1B'), std::string::npos);
  EXPECT_EQ(page.find("\u202E"), std::string::npos);
  EXPECT_NE(page.find("{matter.number}{{x}}&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos)
      << page;
  EXPECT_NE(page.find("&amp;lt;&quot;&#39;`${1}[31m end"), std::string::npos) << page;
  std::size_t styles = 0;
  for (std::size_t at = page.find("<style"); at != std::string::npos; at = page.find("<style", at + 1)) ++styles;
  EXPECT_EQ(styles, 1U);
}

QIUHAO_ON_BOTH_ENGINES(PaperTest);

}  // namespace
}  // namespace qiuhao::documents
