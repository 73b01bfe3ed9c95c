// Pages of docs/ of which a part is made by a test.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "base/files.h"

namespace qiuhao::rules {

// What stands in a page between the two marks is `wanted`; with QIUHAO_WRITE_DOCS set it is written there instead.
inline void expect_generated(const std::string& page_of_docs, std::string_view begin_mark, std::string_view end_mark,
                             const std::string& wanted) {
  const Path file = Path(QIUHAO_SOURCE_DIR) / page_of_docs;
  const auto page = read_file(file);
  ASSERT_TRUE(page.has_value()) << page.error().text();
  const std::size_t begin = page->find(begin_mark);
  const std::size_t end = page->find(end_mark);
  ASSERT_TRUE(begin != std::string::npos && end != std::string::npos && begin < end);
  const std::size_t from = begin + begin_mark.size();
  if (std::getenv("QIUHAO_WRITE_DOCS") != nullptr) {
    ASSERT_TRUE(write_file_atomically(file, page->substr(0, from) + wanted + page->substr(end)).has_value());
    return;
  }
  EXPECT_TRUE(page->substr(from, end - from) == wanted)
      << page_of_docs << " is stale; run rules_test with QIUHAO_WRITE_DOCS=1";
}

}  // namespace qiuhao::rules
