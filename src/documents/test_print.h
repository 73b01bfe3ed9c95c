// For tests of what was printed: the words of a PDF.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "database/test_engines.h"
#include "documents/child_program.h"

namespace qiuhao::documents {

// By pdftotext, which knows nothing of us.
inline std::string words_of_pdf(const std::string& pdf) {
  const database::TestFolder folder;
  const std::string file = (folder.path() / "a.pdf").string();
  std::ofstream(file, std::ios::binary) << pdf;
  const std::string text = (folder.path() / "a.txt").string();
  const std::vector<std::string> words = {"/usr/bin/pdftotext", "-layout", file, text};
  const auto end = run_program(words, std::chrono::seconds(30));
  EXPECT_TRUE(end && end->exit_code == 0) << "install the package poppler-utils";
  std::ifstream read(text, std::ios::binary);
  return {std::istreambuf_iterator<char>(read), {}};
}

}  // namespace qiuhao::documents
