// The pages of a case file that we print ourselves: cover, catalogue, pictures, texts. How many they are is known
// before.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/case_file.h"

namespace qiuhao::documents {

// Cut into pages of lines that fit, as many columns for a Chinese character as for two letters.
std::vector<std::string> text_pages(std::string_view text);

// A picture or a text that gets pages of its own.
struct PrintedItem {
  int number = 0;  // in the catalogue
  std::string title;
  std::string picture{};             // as a data: address
  std::vector<std::string> texts{};  // or a page each
  int pages() const { return picture.empty() ? static_cast<int>(texts.size()) : 1; }
};

struct CoverLine {
  std::string title;
  std::string value;
};

int catalogue_pages(const std::vector<CaseItem>& items);
std::string case_html(const std::string& office, const std::string& title, const std::vector<CoverLine>& cover,
                      const std::vector<CaseItem>& items, const std::vector<PrintedItem>& printed);

}  // namespace qiuhao::documents
