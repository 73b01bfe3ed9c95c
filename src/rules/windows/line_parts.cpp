// Summing the lines of visits.
#include "rules/windows/line_parts.h"

#include <algorithm>

namespace qiuhao::rules {

using claims::Entity;

void LineParts::begin(std::span<const RowIndex> lines) {
  lines_ = lines;
  for (auto& one : numbers_) one.is_read = false;
  for (auto& one : codes_) one.is_read = false;
  for (auto& one : code_sums_) one.is_made = false;
}

// Windows are few, so they are looked for one by one.
LineParts::ByCode& LineParts::by_code(const Window& window) {
  for (ByCode& known : windows_) {
    if (known.window == &window) return known;
  }
  ByCode& made = windows_.emplace_back();
  made.window = &window;
  const std::vector<std::string> fields = window.value->fields();
  if (fields.size() != 1 || window.value->variables().size() != 1) return made;
  const std::string name = fields[0].substr(fields[0].find('.') + 1);
  const claims::FieldIndex field = plan_->plan().schema().of(Entity::line).find(name);
  if (field == claims::kNoField || column(field) == nullptr || column(field)->storage != Storage::code) return made;
  made.field = field;
  made.told.resize(column(field)->dictionary_size + 1, Told::unknown);
  return made;
}

template <typename T>
const std::vector<T>& LineParts::read(claims::FieldIndex field, std::vector<Read<T>>& all) const {
  auto found = std::ranges::find(all, field, &Read<T>::field);
  if (found == all.end()) {
    all.push_back({field, false, {}});
    found = all.end() - 1;
  }
  if (!found->is_read) {
    found->values.resize(lines_.size());
    column(field)->gather(lines_, found->values.data());
    found->is_read = true;
  }
  return found->values;
}

LineParts::Told LineParts::tell(const Window& window, RowIndex line, RowScope& scope, cel::Scratch& scratch) const {
  scope.stand(Entity::line, line);
  const cel::Value value = window.value->evaluate(scope, scratch);
  if (value.is_error()) return Told::never;
  return value.is_true() ? Told::yes : Told::no;
}

const LineParts::CodeSums& LineParts::code_sums(claims::FieldIndex summed, claims::FieldIndex field) {
  auto found = std::ranges::find_if(code_sums_,
                                    [&](const CodeSums& sums) { return sums.summed == summed && sums.field == field; });
  if (found == code_sums_.end()) {
    code_sums_.push_back({summed, field, false, false, {}, {}});
    found = code_sums_.end() - 1;
    found->place_of.resize(column(field)->dictionary_size + 1);
  }
  CodeSums& sums = *found;
  if (sums.is_made) return sums;
  sums.is_made = true;
  sums.codes.clear();
  const std::vector<std::int64_t>& values = read(summed, numbers_);
  const std::vector<std::uint32_t>& codes = read(field, codes_);
  const Column& money = *column(summed);
  sums.is_whole = true;
  for (std::size_t at = 0; at < lines_.size(); ++at) {
    if (!money.has(lines_[at])) sums.is_whole = false;
    std::uint32_t& place = sums.place_of[codes[at]];
    if (place >= sums.codes.size() || sums.codes[place].code != codes[at]) {
      place = static_cast<std::uint32_t>(sums.codes.size());
      sums.codes.push_back({codes[at], lines_[at], 0});
    }
    sums.codes[place].sum += values[at];
  }
  return sums;
}

std::optional<LineParts::Sums> LineParts::sums_by_code(const Window& window, ByCode& told, RowScope& scope,
                                                       cel::Scratch& scratch) {
  const CodeSums& by_code = code_sums(window.summed, told.field);
  if (!by_code.is_whole) return std::nullopt;
  Sums sums;
  for (const CodeSum& one : by_code.codes) {
    Told& holds = told.told[one.code];
    if (holds == Told::unknown) holds = tell(window, one.line, scope, scratch);
    if (holds == Told::never) return std::nullopt;
    sums.whole += one.sum;
    if (holds == Told::yes) sums.part += one.sum;
  }
  return sums;
}

std::optional<LineParts::Sums> LineParts::sums(const Window& window, RowScope& scope, cel::Scratch& scratch) {
  const Column* summed = column(window.summed);
  if (lines_.empty() || summed == nullptr) return std::nullopt;
  ByCode& told = by_code(window);
  if (told.field != claims::kNoField) return sums_by_code(window, told, scope, scratch);
  const std::vector<std::int64_t>& values = read(window.summed, numbers_);
  Sums sums;
  for (std::size_t at = 0; at < lines_.size(); ++at) {
    if (!summed->has(lines_[at])) return std::nullopt;
    const Told holds = tell(window, lines_[at], scope, scratch);
    if (holds == Told::never) return std::nullopt;
    sums.whole += values[at];
    if (holds == Told::yes) sums.part += values[at];
  }
  return sums;
}

}  // namespace qiuhao::rules
