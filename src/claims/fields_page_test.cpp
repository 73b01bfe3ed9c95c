// The committed page is the generated one.
#include "claims/fields_page.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/files.h"

namespace qiuhao::claims {
namespace {

TEST(FieldsPage, IsTheDictionarys) {
  const auto schema = Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
  ASSERT_TRUE(schema.has_value()) << schema.error().text();
  const Path file = QIUHAO_SOURCE_DIR "/docs/reference/fields.md";
  const std::string page = fields_page(*schema);
  if (std::getenv("QIUHAO_WRITE_DOCS") != nullptr) {
    ASSERT_TRUE(write_file_atomically(file, page).has_value());
  }
  const auto committed = read_file(file);
  ASSERT_TRUE(committed.has_value()) << committed.error().text();
  EXPECT_TRUE(*committed == page) << "docs/reference/fields.md is stale; run claims_test with QIUHAO_WRITE_DOCS=1";
}

}  // namespace
}  // namespace qiuhao::claims
