// Reading amounts, pieces and frequencies.
#include "knowledge/doses.h"

#include <algorithm>
#include <array>
#include <string>

#include "knowledge/plain_text.h"

namespace qiuhao::knowledge {
namespace {

constexpr std::size_t kLongestText = 200;  // bytes; a longer one is a story, not a dose
constexpr std::size_t kMostDigits = 9;

enum class Measure { mass, volume, activity };

// A unit as a power of ten of the smallest of its measure: microgram, millilitre, one unit.
struct Unit {
  std::string_view word;
  Measure measure;
  int power;
};

constexpr std::array<Unit, 23> kUnits = {{{"kg", Measure::mass, 9},
                                          {"千克", Measure::mass, 9},
                                          {"mg", Measure::mass, 3},
                                          {"毫克", Measure::mass, 3},
                                          {"ug", Measure::mass, 0},
                                          {"mcg", Measure::mass, 0},
                                          {"μg", Measure::mass, 0},
                                          {"µg", Measure::mass, 0},
                                          {"微克", Measure::mass, 0},
                                          {"g", Measure::mass, 6},
                                          {"克", Measure::mass, 6},
                                          {"ml", Measure::volume, 0},
                                          {"毫升", Measure::volume, 0},
                                          {"l", Measure::volume, 3},
                                          {"升", Measure::volume, 3},
                                          {"万iu", Measure::activity, 4},
                                          {"万u", Measure::activity, 4},
                                          {"万单位", Measure::activity, 4},
                                          {"iu", Measure::activity, 0},
                                          {"u", Measure::activity, 0},
                                          {"单位", Measure::activity, 0},
                                          {"国际单位", Measure::activity, 0},
                                          {"万国际单位", Measure::activity, 4}}};

struct Amount {
  Decimal number;
  Unit unit;
};

std::string plain(std::string_view text) {
  if (text.size() > kLongestText) return "";
  std::string all(text);
  constexpr std::string_view kTwo = "两";  // plain_text knows 二
  for (std::size_t at = all.find(kTwo); at != std::string::npos; at = all.find(kTwo)) all.replace(at, kTwo.size(), "2");
  std::string out = plain_text(all);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const Unit* find_unit(std::string_view word) {
  const auto found = std::ranges::find(kUnits, word, &Unit::word);
  return found == kUnits.end() ? nullptr : &*found;
}

// A number at the front of text, taken away: 12, 0.25, 半 (0.5). No sign, no exponent, no range.
std::optional<Decimal> take_number(std::string_view& text) {
  constexpr std::string_view kHalf = "半";
  if (text.starts_with(kHalf)) {
    text.remove_prefix(kHalf.size());
    return Decimal{5, 1};
  }
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || (text[end] == '.' && end > 0))) ++end;
  if (end == 0 || end > kMostDigits || text[end - 1] == '.') return std::nullopt;
  const auto number = parse_decimal(text.substr(0, end));
  if (!number) return std::nullopt;
  text.remove_prefix(end);
  return *number;
}

// The whole of a text as number and unit.
std::optional<Amount> read_amount(std::string_view text) {
  const auto number = take_number(text);
  const Unit* unit = find_unit(text);
  if (!number || unit == nullptr) return std::nullopt;
  return Amount{*number, *unit};
}

std::optional<Decimal> converted(const Amount& amount, const Unit& to) {
  if (amount.unit.measure != to.measure) return std::nullopt;
  const int shift = amount.unit.power - to.power;
  const Decimal factor =
      shift >= 0 ? Decimal::from_int(kPowersOfTen[shift]) : Decimal{1, static_cast<std::uint8_t>(-shift)};
  return multiply(amount.number, factor);
}

// What a specification says of one piece: "0.25g*24片", "10ml:0.2g*5支".
struct Strength {
  std::string_view piece;         // 片; empty where it is not said
  std::optional<Amount> content;  // of a piece
  std::optional<Amount> volume;   // in which the content is dissolved
};

std::optional<Strength> read_strength(std::string_view specification) {
  Strength strength;
  const std::size_t times = std::min(specification.find('*'), specification.size());
  std::string_view content = specification.substr(0, times);
  if (times < specification.size()) {
    std::string_view count = specification.substr(times + 1);
    const auto number = take_number(count);
    if (!number || count.empty() || count.find_first_of("*/:") != std::string_view::npos) return std::nullopt;
    strength.piece = count;
  }
  const std::size_t colon = content.find(':');
  if (colon != std::string_view::npos) {
    strength.volume = read_amount(content.substr(0, colon));
    if (!strength.volume || strength.volume->unit.measure != Measure::volume) return std::nullopt;
    content = content.substr(colon + 1);
  }
  strength.content = read_amount(content);
  return strength.content ? std::optional(strength) : std::nullopt;
}

struct Word {
  std::string_view text;
  Decimal times;
};

constexpr std::array<Word, 27> kFrequencies = {{{"qd", {1, 0}},        {"bid", {2, 0}},
                                                {"tid", {3, 0}},       {"qid", {4, 0}},
                                                {"qn", {1, 0}},        {"qm", {1, 0}},
                                                {"hs", {1, 0}},        {"qod", {5, 1}},
                                                {"隔日1次", {5, 1}},   {"隔天1次", {5, 1}},
                                                {"st", {1, 0}},        {"stat", {1, 0}},
                                                {"立即", {1, 0}},      {"即刻", {1, 0}},
                                                {"once", {1, 0}},      {"每晚1次", {1, 0}},
                                                {"每早1次", {1, 0}},   {"每晨1次", {1, 0}},
                                                {"睡前1次", {1, 0}},   {"晚1次", {1, 0}},
                                                {"早晚各1次", {2, 0}}, {"每日早晚各1次", {2, 0}},
                                                {"qd(8am)", {1, 0}},   {"1日1次", {1, 0}},
                                                {"日1次", {1, 0}},     {"1次性", {1, 0}},
                                                {"每小时1次", {24, 0}}}};

// Whole hours between two uses that divide the day: q8h gives 3.
std::optional<Decimal> every_hours(std::string_view text) {
  const auto number = take_number(text);
  if (!number || number->scale != 0 || number->units < 1 || number->units > 24 || 24 % number->units != 0)
    return std::nullopt;
  if (text != "h" && text != "小时1次" && text != "小时") return std::nullopt;
  return Decimal::from_int(24 / number->units);
}

// A count between what may stand before and behind it: 1日3次, 3次/日.
std::optional<Decimal> counted(std::string_view text) {
  for (const std::string_view day : {"1日", "每日", "每天", "1天", "日"}) {
    if (!text.starts_with(day)) continue;
    std::string_view rest = text.substr(day.size());
    const auto number = take_number(rest);
    if (number && rest == "次") return number;
  }
  std::string_view rest = text;
  const auto number = take_number(rest);
  const bool is_daily = rest == "次/日" || rest == "次/天" || rest == "次/d" || rest == "次每日" || rest == "次/1日";
  return number && is_daily ? number : std::nullopt;
}

}  // namespace

std::optional<Decimal> amount_in(std::string_view text, std::string_view unit) {
  const std::string unit_text = plain(unit);
  const std::string amount_text = plain(text);
  const Unit* to = find_unit(unit_text);
  const auto amount = read_amount(amount_text);
  return to != nullptr && amount ? converted(*amount, *to) : std::nullopt;
}

std::optional<Decimal> dose_in(std::string_view dose, std::string_view specification, std::string_view unit) {
  const std::string dose_text = plain(dose);
  const std::string unit_text = plain(unit);
  const Unit* to = find_unit(unit_text);
  if (to == nullptr) return std::nullopt;
  const auto amount = read_amount(dose_text);
  if (amount && amount->unit.measure == to->measure) return converted(*amount, *to);

  const std::string of = plain(specification);
  const auto strength = read_strength(of);
  const auto content = strength ? converted(*strength->content, *to) : std::nullopt;
  if (!content) return std::nullopt;
  if (amount) {
    if (amount->unit.measure != Measure::volume || !strength->volume) return std::nullopt;
    const auto given = converted(*amount, *find_unit("ml"));
    const auto whole = converted(*strength->volume, *find_unit("ml"));
    const auto product = given ? multiply(*given, *content) : std::nullopt;
    return product && whole ? divide(*product, *whole) : std::nullopt;
  }
  std::string_view piece = dose_text;
  const auto pieces = take_number(piece);
  if (!pieces || piece.empty() || piece != strength->piece) return std::nullopt;
  return multiply(*pieces, *content);
}

std::optional<Decimal> times_a_day(std::string_view frequency) {
  std::string text = plain(frequency);
  const bool is_latin = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_latin) std::erase(text, '.');  // b.i.d.
  const auto found = std::ranges::find(kFrequencies, text, &Word::text);
  if (found != kFrequencies.end()) return found->times;
  if (text.starts_with("q")) return every_hours(std::string_view(text).substr(1));
  if (text.starts_with("每") && text.find("小时") != std::string::npos)
    return every_hours(std::string_view(text).substr(std::string_view("每").size()));
  return counted(text);
}

}  // namespace qiuhao::knowledge
