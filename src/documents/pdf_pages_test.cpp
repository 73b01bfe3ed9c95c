// PDFs put together, and those that cannot be.
#include "documents/pdf_pages.h"

#include <gtest/gtest.h>

#include "documents/case_pages.h"
#include "documents/test_files.h"
#include "documents/test_print.h"

namespace qiuhao::documents {
namespace {

TEST(PdfPages, CountedAndJoined) {
  const std::string first = test_pdf("First");
  const std::string second = test_pdf("Second");
  EXPECT_EQ(count_pdf_pages(first), 1);
  const auto both = join_pdfs({{second, 0, 1, "二"}, {first, 0, 1}, {second, 0, 1}});
  ASSERT_TRUE(both.has_value()) << both.error().text();
  EXPECT_EQ(count_pdf_pages(*both), 3);
  const std::string words = words_of_pdf(*both);
  EXPECT_LT(words.find("Second"), words.find("First"));
  EXPECT_LT(words.find("First"), words.rfind("Second"));
  EXPECT_NE(both->find("/Outlines"), std::string::npos);
  EXPECT_EQ(join_pdfs({{second, 0, 1, "二"}, {first, 0, 1}, {second, 0, 1}}).value(), *both) << "the same bytes again";
}

TEST(PdfPages, WhatCannotBeReadIsRefused) {
  const std::string pdf = test_pdf();
  for (const std::string& bad : {std::string(), std::string("%PDF-1.4\nnothing\n%%EOF\n"), pdf.substr(0, 100)}) {
    EXPECT_EQ(count_pdf_pages(bad).error().code, "unreadable_pdf");
    EXPECT_EQ(join_pdfs({{bad, 0, 1}}).error().code, "unreadable_pdf");
  }
  EXPECT_EQ(join_pdfs({{pdf, 0, 2}}).error().code, "unreadable_pdf") << "it has no second page";
}

TEST(PdfPages, PagesDoNothingByThemselves) {
  std::string pdf = test_pdf();
  const std::string page = "/Type/Page/Parent";
  pdf.replace(pdf.find(page), page.size(), "/AA<</O<</S/JavaScript/JS(evil)>>>>/Type/Page/Parent");
  const auto joined = join_pdfs({{pdf, 0, 1}});
  ASSERT_TRUE(joined.has_value()) << joined.error().text();
  EXPECT_EQ(joined->find("evil"), std::string::npos);
}

TEST(CasePages, TextsAreCutWhereTheyEnd) {
  EXPECT_EQ(text_pages("a\nb"), std::vector<std::string>{"a\nb"});
  EXPECT_EQ(text_pages("").size(), 1U);
  std::string lines;
  for (int i = 0; i < 50; ++i) lines += "x\n";
  EXPECT_EQ(text_pages(lines).size(), 1U);
  EXPECT_EQ(text_pages(lines + "y").size(), 2U);
  EXPECT_EQ(text_pages(lines + "y").back(), "y");
  std::string wide;
  for (int i = 0; i < 51; ++i) wide += "医";
  EXPECT_EQ(text_pages(wide)[0].find('\n'), 150U) << "fifty Chinese characters a line";
}

// Hashes wrap in a narrow column, so that few items of that kind fit on a page.
TEST(CasePages, CataloguesHaveRoomForWhatWraps) {
  CaseItem item;
  item.remark = "电子文档，未打印；SHA-256 " + std::string(64, 'a');
  EXPECT_EQ(catalogue_pages({}), 1);
  EXPECT_EQ(catalogue_pages(std::vector<CaseItem>(6, item)), 1);
  EXPECT_EQ(catalogue_pages(std::vector<CaseItem>(7, item)), 2);
  EXPECT_EQ(catalogue_pages(std::vector<CaseItem>(46)), 1);
  EXPECT_EQ(catalogue_pages(std::vector<CaseItem>(47)), 2);
}

}  // namespace
}  // namespace qiuhao::documents
