// Reading tables of parameters, and finding what holds.
#include "rules/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>
#include <tuple>

#include "text/csv.h"

namespace qiuhao::rules {
namespace {

constexpr std::size_t kMaxNameBytes = 60;
constexpr std::size_t kMaxValueBytes = 2'000;
constexpr const char* kColumns[] = {"name", "label", "region", "value", "unit", "from", "to", "source"};

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Day first_day(const Parameter& row) { return row.from; }  // kNoDay is before every day
Day last_day(const Parameter& row) { return row.to == kNoDay ? std::numeric_limits<Day>::max() : row.to; }

bool comes_before(const Parameter& a, const Parameter& b) {
  const auto key = [](const Parameter& row) {
    return std::tuple(std::string_view(row.name), region_prefix(row.region), first_day(row));
  };
  return key(a) < key(b);
}

bool is_same_place(const Parameter& a, const Parameter& b) {
  return a.name == b.name && region_prefix(a.region) == region_prefix(b.region);
}

Status check(const Parameter& row) {
  if (!is_parameter_name(row.name)) {
    return input_error(
        "bad_name",
        Sentence{fmt::format("'{}' is no name of a parameter; write small letters, digits and _", row.name),
                 fmt::format("“{}”不能作参数名；请用小写字母、数字和 _", row.name)},
        row.place);
  }
  if (!is_region(row.region)) {
    return input_error(
        "bad_region",
        Sentence{fmt::format("'{}' is no region; write a division code such as 340602, 340600 or 34, or leave it empty "
                             "for everywhere",
                             row.region),
                 fmt::format("“{}”不是区划代码；请写 340602、340600 或 34 这样的代码，空白表示各地通用", row.region)},
        row.place);
  }
  if (row.value.empty() || row.value.size() > kMaxValueBytes) {
    return input_error("bad_parameter",
                       Sentence{fmt::format("{} needs a value of at most {} bytes", row.name, kMaxValueBytes),
                                fmt::format("{} 要有最多 {} 字节的值", row.name, kMaxValueBytes)},
                       row.place);
  }
  if (last_day(row) < first_day(row)) {
    return input_error("bad_date",
                       Sentence{fmt::format("{} ends before it begins; from is the first day, to the last", row.name),
                                fmt::format("{} 的止早于起；from 是首日，to 是末日", row.name)},
                       row.place);
  }
  return {};
}

std::string where_of(const Parameter& row) { return fmt::format("{}:{}", row.place.file, row.place.line); }

Status check_overlap(const Parameter& earlier, const Parameter& later) {
  if (!is_same_place(earlier, later) || first_day(later) > last_day(earlier)) return {};
  const std::string region = later.region.empty() ? "everywhere" : later.region;
  const std::string region_zh = later.region.empty() ? "各地通用" : later.region;
  return input_error(
      "parameters_overlap",
      Sentence{fmt::format("{} has two values for one time and region ({}), here and in {}; end the one the day before "
                           "the other begins",
                           later.name, region, where_of(earlier)),
               fmt::format("{} 在同一地区（{}）同一时间有两个值，另一个在 {}；请让前一个在后一个开始的前一天结束",
                           later.name, region_zh, where_of(earlier))},
      later.place);
}

Result<Day> read_day(const std::string& text, const Place& place) {
  if (text.empty()) return kNoDay;
  const auto day = parse_day(text);
  if (!day) return input_error("bad_date", day.error().sentence(), place);
  return *day;
}

Status read_file(const Path& file, std::vector<Parameter>& rows) {
  ASSIGN(const text::CsvTable table, text::read_csv(file));
  std::vector<std::size_t> columns;
  for (const char* column : kColumns) {
    const auto found = table.find_column(column);
    if (!found) {
      return input_error(
          "missing_column",
          Sentence{fmt::format("needs the column '{}': name,label,region,value,unit,from,to,source", column),
                   fmt::format("缺少列“{}”：name,label,region,value,unit,from,to,source", column)},
          {file.string(), 1, 0, ""});
    }
    columns.push_back(*found);
  }
  if (rows.size() + table.rows.size() > kMaxParameterRows) {
    return input_error("too_many_parameters",
                       Sentence{fmt::format("more than {} rows of parameters", kMaxParameterRows),
                                fmt::format("参数超过 {} 行", kMaxParameterRows)},
                       {file.string(), 0, 0, ""});
  }
  for (const text::CsvRow& read : table.rows) {
    const auto field = [&](std::size_t number) { return read.fields[columns[number]]; };
    const Place place{file.string(), read.line, 0, ""};
    ASSIGN(const Day from, read_day(field(5), place));
    ASSIGN(const Day to, read_day(field(6), place));
    rows.push_back({field(0), field(2), field(3), field(4), from, to, field(7), field(1), place});
  }
  return {};
}

Result<std::vector<Parameter>> read_folder(const std::string& folder) {
  std::vector<Path> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  }
  if (files.size() > kMaxParameterFiles) {
    return input_error("too_many_files",
                       Sentence{fmt::format("more than {} tables of parameters", kMaxParameterFiles),
                                fmt::format("参数表超过 {} 个", kMaxParameterFiles)},
                       {folder, 0, 0, ""});
  }
  std::sort(files.begin(), files.end());
  std::vector<Parameter> rows;
  for (const Path& file : files) TRY(read_file(file, rows));
  return rows;
}

}  // namespace

bool is_parameter_name(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= kMaxNameBytes && text[0] >= 'a' && text[0] <= 'z' &&
         std::ranges::all_of(text, fits);
}

std::string_view region_prefix(std::string_view region) {
  while (region.size() > 2 && region.size() % 2 == 0 && region.ends_with("00")) region.remove_suffix(2);
  return region;
}

bool is_region(std::string_view region) {
  return region.empty() || (region.size() >= 2 && region.size() <= 12 && is_digits(region));
}

Result<Parameters> Parameters::make(std::vector<Parameter> rows) {
  for (const Parameter& row : rows) TRY(check(row));
  std::stable_sort(rows.begin(), rows.end(), comes_before);
  for (std::size_t at = 1; at < rows.size(); ++at) TRY(check_overlap(rows[at - 1], rows[at]));
  Parameters parameters;
  parameters.rows_ = std::move(rows);
  return parameters;
}

Result<Parameters> Parameters::load(const std::vector<std::string>& folders) {
  std::vector<Parameter> all;
  for (const std::string& folder : folders) {
    ASSIGN(std::vector<Parameter> rows, read_folder(folder));
    std::set<std::pair<std::string, std::string>> own;
    for (const Parameter& row : rows) own.emplace(row.name, region_prefix(row.region));
    std::erase_if(all, [&](const Parameter& row) {
      return own.contains({row.name, std::string(region_prefix(row.region))});
    });
    all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  }
  return make(std::move(all));
}

Parameters Parameters::everywhere(const std::vector<std::pair<std::string, std::string>>& values, const Place& place) {
  Parameters parameters;
  for (const auto& [name, value] : values) {
    Parameter& row = parameters.rows_.emplace_back();
    row.name = name;
    row.value = value;
    row.place = place;
  }
  std::sort(parameters.rows_.begin(), parameters.rows_.end(), comes_before);
  return parameters;
}

const Parameter* Parameters::find(std::string_view name, std::string_view region, Day day) const {
  const Parameter* best = nullptr;
  const auto first = std::ranges::lower_bound(rows_, name, {}, &Parameter::name);
  for (auto row = first; row != rows_.end() && row->name == name; ++row) {
    const std::string_view prefix = region_prefix(row->region);
    if (!region.starts_with(prefix)) continue;
    if (!row->in_force(day)) continue;
    if (best == nullptr || prefix.size() > region_prefix(best->region).size()) best = &*row;
  }
  return best;
}

}  // namespace qiuhao::rules
