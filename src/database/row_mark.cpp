// A keyed hash of values, each behind its length.
#include "database/row_mark.h"

#include "database/digest.h"

namespace qiuhao::database {

std::string row_mark(const KeyRing& ring, std::string_view table, std::initializer_list<std::string_view> row) {
  std::string bytes = "qiuhao row 1\n";
  put_bounded(bytes, table);
  for (const std::string_view value : row) put_bounded(bytes, value);
  return hmac(ring.index_digest(), ring.index_secret(), bytes);
}

}  // namespace qiuhao::database
