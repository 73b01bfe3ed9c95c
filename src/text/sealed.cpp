// One form only, so that a text is whole when sealing its body gives it again.
#include "text/sealed.h"

#include <fmt/format.h>

#include "base/hash.h"

namespace qiuhao::text {

std::string seal(std::string_view body) {
  return fmt::format("{{{},\n\"checksum\": \"{:016x}\"}}\n", body, hash64(body));
}

bool is_sealed(std::string_view content) {
  const std::size_t around = seal("").size();
  return content.size() > around && seal(content.substr(1, content.size() - around)) == content;
}

}  // namespace qiuhao::text
