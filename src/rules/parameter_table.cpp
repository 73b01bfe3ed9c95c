// Laying parameters out by rule, region and period.
#include "rules/parameter_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>
#include <set>

#include "base/check.h"

namespace qiuhao::rules {
namespace {

constexpr int kParameterScale = 6;  // places of decimals
constexpr std::size_t kMaxWords = 500;

struct TypeWords {
  const char* english;
  const char* chinese;
};
TypeWords words_of(ParameterType type) {
  switch (type) {
    case ParameterType::integer: return {"a whole number such as 15", "整数，例如 15"};
    case ParameterType::decimal: return {"a number with at most 6 places such as 0.25", "最多 6 位小数的数，例如 0.25"};
    case ParameterType::floating: return {"a number such as 1.3", "数，例如 1.3"};
    case ParameterType::texts: return {"words with ; between, such as Z51;Z49", "以 ; 分开的词，例如 Z51;Z49"};
  }
  return {"", ""};
}

// The value as its column keeps it; nullopt: it is not of the type.
std::optional<std::int64_t> number_of(const std::string& text, ParameterType type) {
  if (type == ParameterType::floating) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return std::bit_cast<std::int64_t>(value);
  }
  const auto read = parse_decimal(text);
  if (!read) return std::nullopt;
  const auto fitted = rescale(*read, type == ParameterType::integer ? 0 : kParameterScale);
  if (!fitted || *fitted != *read) return std::nullopt;
  return fitted->units;
}

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(';', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool fits(const std::string& text, ParameterType type) {
  if (type != ParameterType::texts) return number_of(text, type).has_value();
  const auto words = words_in(text);
  return words.size() <= kMaxWords && std::ranges::none_of(words, &std::string::empty);
}

// Those of a name, which stand together.
std::span<const Parameter> rows_of(const Parameters& parameters, std::string_view name) {
  const auto found = std::ranges::equal_range(parameters.all(), name, {}, &Parameter::name);
  return {found.begin(), found.end()};
}

Status check_values(const Parameters& parameters, const Rule& rule) {
  for (const ParameterUse& use : rule.parameters) {
    for (const Parameter& row : rows_of(parameters, use.name)) {
      if (fits(row.value, use.type)) continue;
      const TypeWords words = words_of(use.type);
      return input_error("bad_parameter",
                         Sentence{fmt::format("rule {} reads {} as {}, but '{}' is none; write {}", rule.code, use.name,
                                              parameter_type_name(use.type), row.value, words.english),
                                  fmt::format("规则 {} 把 {} 读作 {}，而“{}”不是；请写{}", rule.code, use.name,
                                              parameter_type_name(use.type), row.value, words.chinese)},
                         row.place);
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<const ParameterTable>> ParameterTable::make(const Parameters& parameters,
                                                                   std::span<const Rule> rules) {
  auto table = std::make_unique<ParameterTable>();
  for (std::size_t field = 0; field < kParameterColumns; ++field)
    table->builders_.emplace_back(Storage::number, field / kMaxParameters == 1 ? kParameterScale : 0);
  for (const Rule& rule : rules) {
    TRY(check_values(parameters, rule));
    table->add_rule(parameters, rule);
  }
  table->finish();
  return table;
}

void ParameterTable::add_rule(const Parameters& parameters, const Rule& rule) {
  const auto first = static_cast<RowIndex>(places_.size());
  if (!rule.parameters.empty()) {
    std::set<std::string> prefixes{""};
    for (const ParameterUse& use : rule.parameters) {
      for (const Parameter& row : rows_of(parameters, use.name)) prefixes.emplace(region_prefix(row.region));
    }
    for (const std::string& prefix : prefixes) {
      std::set<Day> begins{kNoDay};
      for (const ParameterUse& use : rule.parameters) {
        for (const Parameter& row : rows_of(parameters, use.name)) {
          if (!prefix.starts_with(region_prefix(row.region))) continue;
          begins.insert(row.from);
          if (row.to != kNoDay && row.to < std::numeric_limits<Day>::max()) begins.insert(row.to + 1);
        }
      }
      const auto begin = static_cast<RowIndex>(begins_.size());
      for (const Day day : begins) add_row(parameters, rule, prefix, day);
      places_.push_back({prefix, {begin, static_cast<RowIndex>(begins_.size())}});
    }
  }
  places_of_rule_.push_back({first, static_cast<RowIndex>(places_.size())});
}

void ParameterTable::add_row(const Parameters& parameters, const Rule& rule, const std::string& prefix, Day begin) {
  const auto row = static_cast<RowIndex>(begins_.size());
  begins_.push_back(begin);
  std::vector<bool> is_filled(kParameterColumns);
  for (const ParameterUse& use : rule.parameters) {
    const Parameter* found = parameters.find(use.name, prefix, begin);
    if (found == nullptr) continue;
    if (use.type == ParameterType::texts) {
      auto texts = std::make_unique<Texts>();
      texts->words = words_in(found->value);
      for (const std::string& word : texts->words) texts->values.push_back(cel::Value::of_text(word));
      texts->list.values = texts->values;
      texts_.emplace(std::pair(row, use.field), std::move(texts));
      continue;
    }
    builders_[use.field].append_number(*number_of(found->value, use.type));
    is_filled[use.field] = true;
  }
  for (std::size_t field = 0; field < kParameterColumns; ++field) {
    if (!is_filled[field]) builders_[field].append_absent();
  }
}

void ParameterTable::finish() {
  constexpr cel::Kind kKinds[] = {cel::Kind::integer, cel::Kind::decimal, cel::Kind::floating};
  for (std::size_t field = 0; field < kParameterColumns; ++field)
    fields_.push_back(cel::FieldColumn::of(kKinds[field / kMaxParameters], builders_[field].view()));
}

std::uint32_t ParameterTable::place(RuleIndex rule, std::string_view region) const {
  const Range& own = places_of_rule_[rule];
  CHECK(own.begin < own.end);
  std::uint32_t best = own.begin;  // "" is of every region
  for (std::uint32_t at = own.begin + 1; at < own.end; ++at) {
    if (region.starts_with(places_[at].prefix) && places_[at].prefix.size() > places_[best].prefix.size()) best = at;
  }
  return best;
}

cel::Value ParameterTable::field(RowIndex row, cel::FieldId field) const {
  if (field < cel::kFirstAskedField) return cel::value_of(fields_[field], row);
  const auto found = texts_.find({row, field});
  return found == texts_.end() ? cel::Value::absent() : cel::Value::of_list(&found->second->list);
}

std::string parameters_text(const Parameters& parameters, const Rule& rule) {
  std::string text;
  for (const ParameterUse& use : rule.parameters) {
    for (const Parameter& row : rows_of(parameters, use.name)) {
      text += fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1e", row.name, region_prefix(row.region), row.from, row.to,
                          row.value);
    }
  }
  return rule.parameters.empty() ? "" : text + parameters.own_region();
}

}  // namespace qiuhao::rules
