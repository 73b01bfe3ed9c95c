// Letter, number, blank and id in hex.
#include "casework/cursor.h"

#include <fmt/format.h>

#include <charconv>

#include "database/digest.h"

namespace qiuhao::casework {

std::string write_cursor(char list, const CursorKey& key) {
  return database::to_hex(fmt::format("{}{} {}", list, key.sorted, key.id));
}

Result<CursorKey> read_cursor(char list, const std::string& cursor) {
  const auto text = database::from_hex(cursor);
  const std::size_t blank = text ? text->find(' ') : std::string::npos;
  if (blank != std::string::npos && text->front() == list) {
    CursorKey key;
    const auto [end, wrong] = std::from_chars(text->data() + 1, text->data() + blank, key.sorted);
    key.id = text->substr(blank + 1);
    if (wrong == std::errc() && end == text->data() + blank) return key;
  }
  return input_error("bad_cursor", Sentence{"this is no page of this list; begin again at the first",
                                            "不是该列表的页码；请从第一页重新开始"});
}

}  // namespace qiuhao::casework
