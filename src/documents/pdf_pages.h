// PDFs counted and put together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qiuhao::documents {

inline constexpr int kPdfPagesMost = 2'000;  // of one PDF that somebody brings

// "unreadable_pdf": broken, locked with a password, without pages, or with too many.
Result<int> count_pdf_pages(std::string_view pdf);

// Pages of a PDF, from `first` (counted from 0) on.
struct PdfPart {
  std::string_view pdf;
  int first = 0;
  int count = 0;
  std::string title{};  // of its bookmark; "" for none
};
// All of them in one PDF with bookmarks. What a page would do when it is opened or clicked is taken off it. Errors:
// "unreadable_pdf".
Result<std::string> join_pdfs(const std::vector<PdfPart>& parts);

}  // namespace qiuhao::documents
