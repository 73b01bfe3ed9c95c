// Reading examined samples.
#include "screening/sampling/examined.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <unordered_set>

namespace qiuhao::screening {
namespace {

// Where a row has each column; -1 for none.
struct Places {
  int id = -1, difference = -1, examined = -1, audited = -1, stratum = -1, book = -1, chance = -1;
};

int place_of(const std::string& name, RowReading& reading) {
  if (name.empty()) return -1;
  reading.columns.push_back(name);
  return static_cast<int>(reading.columns.size()) - 1;
}

Result<long double> read_chance(std::string_view text, const Path& file, std::size_t row) {
  double chance = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), chance);
  if (error == std::errc{} && end == text.data() + text.size() && chance > 0 && chance <= 1) return chance;
  return input_error(
      "bad_chance",
      Sentence{fmt::format("row {}: '{}' is no chance above 0 and at most 1; take the list's column", row, text),
               fmt::format("第 {} 行：“{}”不是 0 到 1 之间的入样概率；请使用名单中的原列", row, text)},
      {file.string(), 0, 0, ""});
}

}  // namespace

Result<Examined> read_examined(const Path& file, const ExaminedColumns& columns) {
  if (columns.difference.empty() == (columns.examined.empty() || columns.audited.empty())) {
    return usage_error("no_value_column",
                       Sentence{"name the column of differences with --difference, or those of the amounts paid and "
                                "found right with --examined and --audited",
                                "请用 --difference 写差额列，或用 --examined、--audited 写支付金额列和审定金额列"});
  }
  RowReading reading;
  reading.most_rows = kMaxExamined;
  Places places;
  places.id = place_of(columns.id, reading);
  places.difference = place_of(columns.difference, reading);
  places.examined = place_of(columns.examined, reading);
  places.audited = place_of(columns.audited, reading);
  places.stratum = place_of(columns.stratum, reading);
  places.book = place_of(columns.book, reading);
  places.chance = place_of(columns.chance, reading);

  Examined examined;
  std::map<std::string, std::vector<Cents>, std::less<>> by_name;
  std::set<std::string, std::less<>> ids;
  TRY(read_rows(file, reading, [&](std::size_t number, std::span<const std::string_view> row) -> Status {
    const auto text_at = [&](int place) { return row[static_cast<std::size_t>(place)]; };
    const auto cents_at = [&](int place) {
      return read_cents(text_at(place), file, number, reading.columns[static_cast<std::size_t>(place)]);
    };
    if (places.id >= 0) {
      TRY(check_name(text_at(places.id), file, number, columns.id));
      if (!ids.emplace(text_at(places.id)).second) {
        return input_error(
            "id_twice",
            Sentence{fmt::format("row {}: '{}' was examined in an earlier row; each unit counts once", number,
                                 text_at(places.id)),
                     fmt::format("第 {} 行：“{}”已在前面出现；每个单元只计一次", number, text_at(places.id))},
            {file.string(), 0, 0, columns.id});
      }
      examined.ids.emplace_back(text_at(places.id));
    }
    Cents value = 0;
    if (places.difference >= 0) {
      ASSIGN(value, cents_at(places.difference));
    } else {
      ASSIGN(const Cents paid, cents_at(places.examined));
      ASSIGN(const Cents right, cents_at(places.audited));
      if (__builtin_sub_overflow(paid, right, &value)) {
        return input_error("bad_amount",
                           Sentence{fmt::format("row {}: the amounts are too far apart to be counted", number),
                                    fmt::format("第 {} 行：两金额之差超出可计算范围", number)},
                           {file.string(), 0, 0, ""});
      }
    }
    std::string_view name;
    if (places.stratum >= 0) {
      name = text_at(places.stratum);
      TRY(check_name(name, file, number, columns.stratum));
    }
    by_name[std::string(name)].push_back(value);
    if (places.book >= 0) {
      ASSIGN(const Cents book, cents_at(places.book));
      examined.books.push_back(book);
    }
    if (places.chance >= 0) {
      ASSIGN(const long double chance, read_chance(text_at(places.chance), file, number));
      examined.chances.push_back({value, chance});
    }
    return {};
  }));
  for (auto& [name, values] : by_name) examined.strata.push_back({name, 0, std::move(values)});
  return examined;
}

Status use_units(const std::vector<std::pair<std::string, std::uint64_t>>& units, Examined& examined) {
  for (const auto& [name, count] : units) {
    const auto found = std::find_if(examined.strata.begin(), examined.strata.end(),
                                    [&](const auto& stratum) { return stratum.name == name; });
    if (found != examined.strata.end()) {
      found->units = count;
      continue;
    }
    return input_error(
        "stratum_not_examined",
        Sentence{fmt::format("nothing was examined of stratum '{}' with its {} units, so its part of the whole is not "
                             "known; examine some, or leave it out and say so",
                             name, count),
                 fmt::format("层“{}”（{} 个单元）没有审核样本，无法推断；请补充审核，或不计入并说明", name, count)});
  }
  for (const StratumValues& stratum : examined.strata) {
    if (stratum.units > 0) continue;
    return input_error("units_missing",
                       Sentence{fmt::format("how many units has stratum '{}' in the frame? write --units {}=N, or name "
                                            "the commitment of the draw",
                                            stratum.name, stratum.name),
                                fmt::format("层“{}”在抽样框中有多少单元？请写 --units {}=N，或写明承诺文件",
                                            stratum.name, stratum.name)});
  }
  return {};
}

Result<std::vector<std::string>> unexamined_of(const Examined& examined, const Path& list) {
  RowReading reading;
  reading.columns = {"id", "part"};
  reading.most_rows = kMaxListed;
  std::unordered_set<std::string> drawn, sample;
  TRY(read_rows(list, reading, [&](std::size_t, std::span<const std::string_view> row) -> Status {
    drawn.emplace(row[0]);
    if (row[1] != "spare") sample.emplace(row[0]);
    return {};
  }));
  for (const std::string& id : examined.ids) {
    if (!drawn.contains(id)) {
      return input_error("not_drawn",
                         Sentence{fmt::format("'{}' was examined and never drawn; only what was drawn may be "
                                              "extrapolated",
                                              id),
                                  fmt::format("“{}”不在抽取名单中；只有抽中的单元才能用于推断", id)},
                         {list.string(), 0, 0, ""});
    }
    sample.erase(id);
  }
  std::vector<std::string> missing(sample.begin(), sample.end());
  std::sort(missing.begin(), missing.end());
  return missing;
}

}  // namespace qiuhao::screening
