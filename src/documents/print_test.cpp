// Printing for real, once: what the page says stands in the PDF, and nothing that people wrote did anything.
#include <sys/stat.h>

#include "documents/case_file.h"
#include "documents/pdf_pages.h"
#include "documents/test_papers.h"
#include "documents/test_print.h"

namespace qiuhao::documents {
namespace {

class PrintTest : public PaperTest {
 protected:
  void check_case_file(const PaperStore& store, const std::string& notice) const;
};

// Everything of the matter in one PDF, at the pages that the catalogue says.
void PrintTest::check_case_file(const PaperStore& store, const std::string& notice) const {
  const AttachmentStore attached = attachments();
  std::string lines;
  for (int line = 1; line <= 60; ++line) lines += "line " + std::to_string(line) + "\n";
  const std::vector<std::pair<std::string, std::string>> files = {{"合同.pdf", test_pdf("A contract")},
                                                                  {"照片.png", test_png(40, 30)},
                                                                  {"记录.txt", lines + "last <b>line</b>"},
                                                                  {"明细.csv", "\xD2\xBD\xB1\xA3,7\n"},
                                                                  {"原稿.docx", test_docx()},
                                                                  {"坏的.pdf", "%PDF-1.4\nnothing\n%%EOF\n"},
                                                                  {"录音.wav", test_wav()}};
  for (const auto& [name, bytes] : files) EXPECT_TRUE(added(attached, fresh(name, ""), bytes).starts_with('A')) << name;
  const auto matter = store_->find(number_);
  const auto made = make_case_file(*desk_, store, attached, *matter, clerk_, {"医保-2026-30年-0001", "30年"});
  ASSERT_TRUE(made.has_value()) << made.error().text();
  ASSERT_EQ(made->items.size(), files.size() + 1);
  const int notice_pages = count_pdf_pages(notice).value();
  std::vector<int> pages;
  for (const CaseItem& item : made->items) pages.push_back(item.pages);
  EXPECT_EQ(pages, (std::vector<int>{notice_pages, 1, 1, 2, 1, 0, 0, 0}));
  EXPECT_EQ(made->items[0].first_page, 3);
  EXPECT_EQ(made->pages, 2 + notice_pages + 5);
  EXPECT_EQ(count_pdf_pages(made->pdf).value(), made->pages);
  EXPECT_NE(made->items[5].remark.find(content_hash(test_docx())), std::string::npos);
  const std::string words = words_of_pdf(made->pdf);
  std::vector<std::string> page_words;  // pdftotext ends each page with a form feed
  for (std::size_t begin = 0, end = words.find('\f'); end != std::string::npos; end = words.find('\f', begin)) {
    page_words.push_back(words.substr(begin, end - begin));
    begin = end + 1;
  }
  ASSERT_EQ(page_words.size(), static_cast<std::size_t>(made->pages));
  const auto says = [&](int page, const std::string& expected) {
    EXPECT_NE(page_words.at(static_cast<std::size_t>(page - 1)).find(expected), std::string::npos)
        << expected << " on page " << page << " in\n"
        << words;
  };
  says(1, "基金追回案卷");
  says(1, "医保-2026-30年-0001");
  says(1, number_);
  says(2, "卷内目录");
  says(2, "合同.pdf");
  says(2, "未打印");
  says(3, "退回医疗保障基金通知书");
  says(made->items[1].first_page, "A contract");
  says(made->items[2].first_page, "照片.png");
  says(made->items[3].first_page + 1, "last <b>line</b>");
  says(made->items[4].first_page, "医保,7");
}

TEST_P(PrintTest, a_notice_on_paper) {
  casework::Opening opening = recovery();
  opening.act.fields["source"] = casework::text_value("F1</p><script>document.body.innerHTML='gone'</script>");
  number_ = opened(opening);
  send_notice();
  const PaperStore store = papers();
  const auto paper = store.issue(order(), {"test", ""});
  ASSERT_TRUE(paper.has_value()) << paper.error().text();
  const auto pdf = store.pdf(*paper);
  ASSERT_TRUE(pdf.has_value()) << pdf.error().text();
  const std::string words = words_of_pdf(*pdf);
  for (const std::string& expected :
       {std::string("某市医疗保障局"), std::string("医保退〔2026〕1号"), std::string("退回医疗保障基金通知书"),
        std::string("1,000.00 元"), std::string("2026年3月26日"), std::string("<script>"), std::string("—1—"),
        paper->content.substr(0, 32), number_})
    EXPECT_NE(words.find(expected), std::string::npos) << expected << " in\n" << words;
  EXPECT_EQ(store.pdf(*paper).value(), *pdf) << "printed once, the same ever after";
  EXPECT_EQ(count("documents_prints"), 1);
  EXPECT_TRUE(store.verify()->empty());

  check_case_file(store, *pdf);
  const Path file = EvidenceFiles(evidence()).path_of(content_hash(*pdf));
  for (const std::size_t place : {std::size_t{0}, pdf->size() / 2, pdf->size() - 1}) {
    std::string other = *pdf;
    other[place] = static_cast<char>(other[place] ^ 1);
    ASSERT_TRUE(write_file_atomically(file, other).has_value());
    EXPECT_EQ(store.pdf(*paper).error().code, "damaged_file") << place;
    EXPECT_EQ(store.verify()->at(0).code, "damaged_file") << place;
  }
  ASSERT_TRUE(write_file_atomically(file, *pdf).has_value());
  EXPECT_TRUE(store.verify()->empty());
  database::run(*database_, "update documents_prints set hash = (select page from documents_papers)");
  EXPECT_EQ(store.pdf(*paper).error().code, "damaged_paper");
  EXPECT_EQ(store.verify()->at(0).code, "damaged_paper");
}

// Documents that are for some roles only are in the case file for these.
TEST_P(PrintTest, a_case_file_holds_what_its_reader_may_see) {
  casework::Opening opening{"tip_off", "H001", "340602",
                            casework::act_of("register", {"韩受理", {"registrar"}, ""}, "2026-03-02 09:00")};
  opening.act.fields = {{"channel", casework::text_value("phone")},
                        {"anonymous", workflow::FieldValue(true)},
                        {"query_code", casework::text_value("Q-1")},
                        {"respondent", casework::text_value("H001")},
                        {"content", casework::text_value("空刷")}};
  number_ = opened(opening);
  const AttachmentStore attached = attachments();
  ASSERT_EQ(added(attached, fresh("举报材料.txt", "material"), "material\n"), "A1");
  ASSERT_EQ(added(attached, fresh("核查报告.txt", "check_report"), "report\n"), "A2");
  const auto held = [&](const char* role) {
    const auto made = make_case_file(*desk_, papers(), attached, *store_->find(number_), {"li", {role}, ""});
    EXPECT_TRUE(made.has_value()) << made.error().text();
    const std::string words = words_of_pdf(made->pdf);
    EXPECT_EQ(words.find("举报材料") != std::string::npos, made->items.size() == 2) << words;
    EXPECT_NE(words.find("核查报告"), std::string::npos);
    return made->items.size();
  };
  EXPECT_EQ(held("checker"), 2U);
  EXPECT_EQ(held("reader"), 1U);
}

TEST_P(PrintTest, a_printer_that_does_not_print) {
  send_notice();
  const auto told = [&](const std::string& program, std::chrono::milliseconds deadline) {
    desk_->printer = {program, deadline};
    const PaperStore store = papers();
    const Paper paper = store.issue(order(), {"test", "r"}).value();
    const auto pdf = store.pdf(paper);
    return pdf ? "printed" : pdf.error().code;
  };
  EXPECT_EQ(told("/no/such/chromium", std::chrono::seconds(5)), "no_printer");
  const Path script = folder_.path() / "printer";
  std::ofstream(script) << "#!/bin/sh\nexit 3\n";
  ASSERT_EQ(::chmod(script.c_str(), 0700), 0);
  EXPECT_EQ(told(script.string(), std::chrono::seconds(5)), "print_failed");
  std::ofstream(script) << "#!/bin/sh\nsleep 20\n";
  EXPECT_EQ(told(script.string(), std::chrono::milliseconds(100)), "print_too_slow");
  std::ofstream(script) << "#!/bin/sh\nexit 0\n";
  EXPECT_EQ(told(script.string(), std::chrono::seconds(5)), "print_failed") << "it made no file";
  EXPECT_EQ(count("documents_prints"), 0);
  EXPECT_EQ(count("documents_papers"), 1) << "the document stands without its print";
}

INSTANTIATE_TEST_SUITE_P(sqlite, PrintTest, testing::Values(database::Engine::sqlite));

}  // namespace
}  // namespace qiuhao::documents
