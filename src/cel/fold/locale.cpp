// Decimal marks of languages, after the Unicode CLDR.
#include "cel/fold/locale.h"

#include <algorithm>
#include <array>

namespace qiuhao::cel {
namespace {

constexpr std::array<std::string_view, 45> kCommaLanguages = {
    "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fo",
    "fr", "gl", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "ky", "lt", "lv", "mk", "nb",
    "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "vi"};
// Where such a language is written with a point all the same.
constexpr std::array<std::string_view, 9> kPointRegions = {"de_CH", "de_LI", "it_CH", "es_MX", "es_US",
                                                           "es_GT", "es_HN", "es_PR", "es_SV"};

}  // namespace

std::string_view decimal_mark(std::string_view locale) {
  const std::string_view name = locale.substr(0, locale.find_first_of(".@"));
  const std::string_view language = name.substr(0, name.find_first_of("_-"));
  const std::string_view region = name.size() > language.size() ? name.substr(language.size() + 1) : "";
  const bool has_point = std::ranges::any_of(kPointRegions, [&](std::string_view known) {
    return known.substr(0, 2) == language && known.substr(3) == region;
  });
  const bool has_comma = std::ranges::find(kCommaLanguages, language) != kCommaLanguages.end();
  return has_comma && !has_point ? "," : ".";
}

}  // namespace qiuhao::cel
