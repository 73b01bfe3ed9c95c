// Lists row by row.
#include "screening/sampling/sample_list.h"

#include <fmt/format.h>

#include <unordered_map>

#include "text/csv.h"

namespace qiuhao::screening {
namespace {

std::string cell_of(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
  return cell + "\"";
}

struct Rows {
  std::vector<std::string> texts;
  std::unordered_map<std::string, std::size_t> by_key;
};

constexpr std::string_view kKey = "id";

// Rows by their id; rows of a text that is no such list have none.
Rows rows_of(std::string_view content) {
  Rows rows;
  const auto table = text::parse_csv(content, "list");
  if (!table) return rows;
  const auto key = table->find_column(kKey);
  if (!key) return rows;
  for (const text::CsvRow& row : table->rows) {
    std::string joined;
    for (const std::string& field : row.fields) joined += (joined.empty() ? "" : ",") + cell_of(field);
    rows.by_key.emplace(row.fields[*key], rows.texts.size());
    rows.texts.push_back(std::move(joined));
  }
  return rows;
}

}  // namespace

std::string list_of(const Frame& frame, const SamplePlan& plan, std::span<const DrawnUnit> drawn) {
  std::string list = "order,part,stratum,id,chance\n";
  for (const DrawnUnit& unit : drawn) {
    const char* part = unit.is_spare ? "spare" : unit.is_certain ? "certain" : "sample";
    const double chance = static_cast<double>(unit.chance) / static_cast<double>(unit.chance_over);
    list += fmt::format("{},{},{},{},{:.12g}\n", unit.order, part, cell_of(plan.strata[unit.stratum].name),
                        cell_of(frame.id(unit.unit)), chance);
  }
  return list;
}

std::vector<Sentence> differences_of(std::string_view right, std::string_view found, std::size_t most) {
  std::vector<Sentence> differences;
  std::size_t left_out = 0;
  const auto add = [&](Sentence sentence) {
    if (differences.size() < most)
      differences.push_back(std::move(sentence));
    else
      ++left_out;
  };
  if (right == found) return {};
  const Rows ours = rows_of(right);
  const Rows theirs = rows_of(found);
  std::vector<bool> is_met(theirs.texts.size(), false);
  for (const auto& [key, place] : ours.by_key) {
    const auto other = theirs.by_key.find(key);
    if (other == theirs.by_key.end()) {
      add({fmt::format("the list lacks: {}", ours.texts[place]), fmt::format("名单缺少：{}", ours.texts[place])});
      continue;
    }
    is_met[other->second] = true;
    if (theirs.texts[other->second] == ours.texts[place]) continue;
    add({fmt::format("the list says {} where the seed gives {}", theirs.texts[other->second], ours.texts[place]),
         fmt::format("名单写的是 {}，按种子应为 {}", theirs.texts[other->second], ours.texts[place])});
  }
  for (std::size_t place = 0; place < is_met.size(); ++place) {
    if (is_met[place]) continue;
    add({fmt::format("the list has too much, or twice: {}", theirs.texts[place]),
         fmt::format("名单多出或重复：{}", theirs.texts[place])});
  }
  if (left_out > 0) differences.push_back({fmt::format("and {} more", left_out), fmt::format("另有 {} 处", left_out)});
  return differences;
}

}  // namespace qiuhao::screening
