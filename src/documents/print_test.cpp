// Printing for real, once: what the page says stands in the PDF, and nothing that people wrote did anything.
#include <sys/stat.h>

#include "documents/test_papers.h"
#include "documents/test_print.h"

namespace qiuhao::documents {
namespace {

class PrintTest : public PaperTest {};

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
  database::run(*database_, "update documents_prints set hash = (select page from documents_papers)");
  EXPECT_EQ(store.pdf(*paper).error().code, "damaged_paper");
  EXPECT_EQ(store.verify()->at(0).code, "damaged_paper");
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
