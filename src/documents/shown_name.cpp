// File names as people may read them.
#include "base/utf8.h"
#include "documents/file_type.h"
#include "documents/readable_text.h"

namespace qiuhao::documents {
namespace {

constexpr std::string_view kNameless = "未命名";
constexpr std::size_t kEndingBytesMost = 12;

std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && !is_utf8(text.substr(0, most))) --most;
  return text.substr(0, most);
}

}  // namespace

std::string shown_name(std::string_view name) {
  name.remove_prefix(name.find_last_of("/\\") + 1);  // npos + 1 is 0
  std::string shown = readable(name, false);
  const std::size_t begin = shown.find_first_not_of(' ');
  shown = begin == std::string::npos ? "" : shown.substr(begin, shown.find_last_not_of(' ') + 1 - begin);
  const std::size_t dot = shown.rfind('.');
  const std::string ending = dot == std::string::npos || shown.size() - dot > kEndingBytesMost ? "" : shown.substr(dot);
  std::string stem(
      cut(std::string_view(shown).substr(0, shown.size() - ending.size()), kShownNameBytesMost - ending.size()));
  if (stem.empty()) stem = kNameless;
  return stem + ending;
}

}  // namespace qiuhao::documents
