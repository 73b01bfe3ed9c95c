// Reads kinds.yaml.
#include "knowledge/kinds.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "knowledge/icd.h"
#include "knowledge/limits.h"
#include "text/document.h"

namespace qiuhao::knowledge {
namespace {

struct ReadingName {
  std::string_view name;
  Reading reading;
};

constexpr std::array<ReadingName, 19> kReadings = {{
    {"by_people", Reading::by_people},
    {"sex", Reading::sex},
    {"child", Reading::child},
    {"age", Reading::age},
    {"level", Reading::level},
    {"mode", Reading::mode},
    {"insurance", Reading::insurance},
    {"course", Reading::course},
    {"pair", Reading::pair},
    {"frequency", Reading::frequency},
    {"cycle", Reading::cycle},
    {"operation_group", Reading::operation_group},
    {"never", Reading::never},
    {"never_alone", Reading::never_alone},
    {"never_online", Reading::never_online},
    {"indication", Reading::indication},
    {"contraindication", Reading::contraindication},
    {"forbidden_age", Reading::forbidden_age},
    {"second_line", Reading::second_line},
}};

Place place_of(const Path& file, const text::Node& node) { return {file.string(), node.line, node.column, ""}; }

Status check_keys(const Path& file, const text::Node& map, std::span<const std::string_view> known) {
  for (const auto& [key, value] : map.entries) {
    if (std::ranges::find(known, key.scalar) != known.end()) continue;
    return input_error("unknown_key",
                       fmt::format("unknown key '{}'; write one of {}", key.scalar, fmt::join(known, ", ")),
                       place_of(file, key));
  }
  return {};
}

Result<Reading> reading_of(const Path& file, const text::Node& entry) {
  const std::string name = entry.text_of("reading");
  for (const ReadingName& known : kReadings) {
    if (known.name == name) return known.reading;
  }
  std::vector<std::string_view> names;
  for (const ReadingName& known : kReadings) names.push_back(known.name);
  return input_error("unknown_reading",
                     fmt::format("unknown reading '{}'; write one of {}", name, fmt::join(names, ", ")),
                     place_of(file, entry));
}

// Of items when the entry does not say.
Result<CodesOf> codes_of(const Path& file, const text::Node& entry) {
  const text::Node* node = entry.find("codes_of");
  if (node == nullptr) return CodesOf::item;
  const auto known = std::ranges::find(kCodesOfNames, node->scalar);
  if (known != kCodesOfNames.end()) return static_cast<CodesOf>(known - kCodesOfNames.begin());
  return input_error(
      "unknown_codes",
      fmt::format("codes_of '{}' is not known; write one of {}", node->scalar, fmt::join(kCodesOfNames, ", ")),
      place_of(file, *node));
}

Result<Kind> read_kind(const Path& file, const text::Node& entry) {
  constexpr std::array<std::string_view, 7> kKeys = {"table",  "name",  "national", "reading",
                                                     "fields", "sheet", "codes_of"};
  constexpr std::array<std::string_view, 3> kSheetKeys = {"stem", "value", "text_starts"};
  TRY(check_keys(file, entry, kKeys));
  Kind kind;
  kind.table = entry.text_of("table");
  kind.name = entry.text_of("name");
  kind.national = entry.text_of("national");
  kind.fields = entry.texts_of("fields");
  if (kind.table.empty() || kind.name.empty()) {
    return input_error("missing_name", "a kind needs a table (drug_sex) and a name (药品区分性别使用)",
                       place_of(file, entry));
  }
  const auto known = limit_names();
  for (const std::string& field : kind.fields) {
    if (std::ranges::find(known, field) != known.end()) continue;
    return input_error("unknown_field",
                       fmt::format("unknown field '{}'; write one of {}", field, fmt::join(known, ", ")),
                       place_of(file, *entry.find("fields")));
  }
  ASSIGN(kind.reading, reading_of(file, entry));
  ASSIGN(kind.codes_of, codes_of(file, entry));
  if (const text::Node* sheet = entry.find("sheet"); sheet != nullptr) {
    TRY(check_keys(file, *sheet, kSheetKeys));
    kind.sheet = {sheet->text_of("stem"), sheet->text_of("value"), sheet->text_of("text_starts")};
  }
  return kind;
}

}  // namespace

bool is_code_of(std::string_view text, CodesOf codes_of) {
  switch (codes_of) {
    case CodesOf::diagnosis: return parse_icd_range(text).has_value();
    case CodesOf::operation: return parse_operation_range(text).has_value();
    case CodesOf::item: break;
  }
  return true;
}

std::optional<KindIndex> Kinds::find_table(std::string_view table) const {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].table == table) return static_cast<KindIndex>(i);
  }
  return std::nullopt;
}

std::optional<KindIndex> Kinds::find_name(std::string_view name) const {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].name == name) return static_cast<KindIndex>(i);
  }
  return std::nullopt;
}

Result<Kinds> read_kinds(const Path& file) {
  constexpr std::array<std::string_view, 1> kKeys = {"kinds"};
  ASSIGN(const text::Node root, text::read_yaml(file.string()));
  TRY(check_keys(file, root, kKeys));
  const text::Node* list = root.find("kinds");
  if (list == nullptr || !list->is_sequence() || list->items.empty() || list->items.size() > kMaxKinds) {
    return input_error("no_kinds", fmt::format("write a list `kinds:` of 1 to {} kinds", kMaxKinds),
                       {file.string(), 1, 1, ""});
  }
  std::vector<Kind> kinds;
  for (const text::Node& entry : list->items) {
    ASSIGN(Kind kind, read_kind(file, entry));
    const auto same = [&kind](const Kind& other) { return other.table == kind.table || other.name == kind.name; };
    if (std::ranges::any_of(kinds, same)) {
      return input_error("duplicate_kind", fmt::format("kind {} {} stands twice; keep one", kind.table, kind.name),
                         place_of(file, entry));
    }
    kinds.push_back(std::move(kind));
  }
  std::shared_ptr<const Diseases> diseases;
  if (const Path names = file.parent_path() / "diseases.csv"; std::filesystem::exists(names)) {
    ASSIGN(Diseases read, read_diseases(names));
    diseases = std::make_shared<const Diseases>(std::move(read));
  }
  return Kinds(std::move(kinds), std::move(diseases));
}

}  // namespace qiuhao::knowledge
