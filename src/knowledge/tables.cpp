// A folder of the published tables as CSV. A sheet's kind is told by its file name (kinds.yaml `sheet`), its columns by
// their headings; the sheets `…_sheet2` give the codes of the drugs that the first sheet names.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "base/hash.h"
#include "knowledge/code_list.h"
#include "knowledge/publication.h"
#include "knowledge/sources.h"
#include "text/csv.h"

namespace qiuhao::knowledge {
namespace {

constexpr std::string_view kCodesSuffix = "_sheet2";

// The headings under which the published tables write the same thing.
constexpr std::string_view kNameColumns[] = {"药品通用名", "项目名称"};
constexpr std::string_view kTextColumns[] = {"药品说明", "项目说明", "备注", "数量单位"};
constexpr std::string_view kCodeColumns[] = {"国标代码", "药品代码", "项目编码", "项目代码"};
constexpr std::string_view kStatedColumns[] = {"限定对象", "限定性别", "限定值域", "限制数量", "频度"};

using CodesOfName = std::map<std::string, std::vector<std::string>>;

std::string field_of(const text::CsvTable& table, const text::CsvRow& row, std::span<const std::string_view> columns) {
  for (const std::string_view column : columns) {
    if (const auto index = table.find_column(column)) return row.fields[*index];
  }
  return "";
}

std::string field_of(const text::CsvTable& table, const text::CsvRow& row, std::string_view column) {
  return field_of(table, row, std::span(&column, 1));
}

Result<text::CsvTable> read_table(const Path& file, SourceRows& out) {
  ASSIGN(const std::string content, read_file(file, kMaxSourceBytes));
  out.hash = hash128(out.hash + hash128(content).hex()).hex();
  return text::parse_csv(content, file.string());
}

// Of merged cells only the first row keeps the name; the codes of the others would go to nobody.
Status check_name(const text::CsvTable& table, const text::CsvRow& row, const Place& place) {
  const bool has_name = !field_of(table, row, kNameColumns).empty() || !field_of(table, row, "主项编码").empty();
  const bool has_code = !field_of(table, row, kCodeColumns).empty() || !field_of(table, row, "从项编码").empty();
  if (has_name || !has_code) return {};
  return input_error("empty_cell",
                     Sentence{"the row has a code and no name; where cells of the sheet were merged, unmerge them and "
                              "fill in each row",
                              "有编码而没有名称；如表中有合并单元格，请取消合并并逐行填写"},
                     place);
}

Result<CodesOfName> read_codes(const Path& sheet, SourceRows& out) {
  CodesOfName codes;
  const Path file = sheet.parent_path() / (sheet.stem().string() + std::string(kCodesSuffix) + ".csv");
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return codes;
  ASSIGN(const text::CsvTable table, read_table(file, out));
  for (const text::CsvRow& row : table.rows) {
    const Place place{file.string(), row.line, 0, ""};
    TRY(check_name(table, row, place));
    std::vector<std::string>& of_name = codes[field_of(table, row, kNameColumns)];
    ASSIGN(std::vector<std::string> listed, read_code_list(field_of(table, row, kCodeColumns), place));
    for (std::string& code : listed) {
      if (std::ranges::find(of_name, code) == of_name.end()) of_name.push_back(std::move(code));
    }
  }
  return codes;
}

const Kind* kind_of(const Kinds& kinds, const std::string& stem, const std::string& stated, const std::string& text) {
  for (const Kind& kind : kinds.all()) {
    const bool fits = !kind.sheet.stem.empty() && stem.ends_with(kind.sheet.stem) &&
                      (kind.sheet.value.empty() || kind.sheet.value == stated) &&
                      text.starts_with(kind.sheet.text_starts);
    if (fits) return &kind;
  }
  return nullptr;
}

// The row of a sheet as a point; without items when it is a total or a remark.
Result<SourceRow> row_of(const text::CsvTable& table, const text::CsvRow& row, const CodesOfName& codes) {
  SourceRow out;
  out.place = {table.file, row.line, 0, ""};
  TRY(check_name(table, row, out.place));
  Point& point = out.point;
  point.item_name = field_of(table, row, kNameColumns);
  point.constraint = field_of(table, row, kTextColumns);
  out.stated = field_of(table, row, kStatedColumns);
  const std::string cycle_count = field_of(table, row, "频次上限");
  if (!cycle_count.empty()) out.stated = cycle_count + "/" + field_of(table, row, "疗程周期");
  if (const std::string main_code = field_of(table, row, "主项编码"); !main_code.empty()) {
    point.items = {main_code, field_of(table, row, "从项编码")};
    point.item_name = field_of(table, row, "主项名称") + "×" + field_of(table, row, "从项名称");
  } else if (const std::string code = field_of(table, row, kCodeColumns); !code.empty()) {
    ASSIGN(point.items, read_code_list(code, out.place));
  } else if (const auto found = codes.find(point.item_name); found != codes.end()) {
    point.items = found->second;
  }
  if (point.constraint.empty() && !out.stated.empty()) point.constraint = "限" + out.stated;
  return out;
}

// Tables have no ids: the content names the point, so the same row has the same id in every edition.
std::string id_of(const Point& point, const std::string& stated) {
  std::string content = fmt::format("{}\n{}\n{}\n{}", point.kind, point.item_name, point.constraint, stated);
  for (const std::string_view item : point.items) (content += "\n") += item;
  return "T-" + hash128(content).hex().substr(0, 16);
}

Status read_sheet(const Path& file, const Kinds& kinds, SourceRows& out) {
  ASSIGN(const text::CsvTable table, read_table(file, out));
  ASSIGN(const CodesOfName codes, read_codes(file, out));
  const std::string stem = file.stem().string();
  for (const text::CsvRow& csv_row : table.rows) {
    ASSIGN(SourceRow row, row_of(table, csv_row, codes));
    if (row.point.items.empty()) {
      out.notes.push_back(fmt::format("{}:{}: {}", file.filename().string(), csv_row.line, csv_row.fields.front()));
      continue;
    }
    const Kind* kind = kind_of(kinds, stem, row.stated, row.point.constraint.str());
    if (kind == nullptr) {
      return input_error("unknown_sheet",
                         fmt::format("no kind in kinds.yaml has this sheet ('{}', '{}'); name it there under `sheet`",
                                     stem, row.stated),
                         row.place);
    }
    row.point.kind = kind->name;
    row.point.certainty = "明确";
    row.point.basis = stem;
    row.point.source = fmt::format("{}:{}", file.filename().string(), csv_row.line);
    row.point.id = id_of(row.point, row.stated);
    out.rows.push_back(std::move(row));
  }
  return {};
}

}  // namespace

Status read_tables(const Path& folder, const Kinds& kinds, SourceRows& out) {
  std::vector<Path> sheets;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const bool is_first_sheet = !entry.path().stem().string().ends_with(kCodesSuffix);
    if (entry.path().extension() == ".csv" && is_first_sheet) sheets.push_back(entry.path());
  }
  if (error || sheets.empty() || sheets.size() > kMaxSourceFiles) {
    return input_error("no_tables", fmt::format("name a folder with 1 to {} published tables as .csv", kMaxSourceFiles),
                       {folder.string(), 0, 0, ""});
  }
  std::ranges::sort(sheets);
  for (const Path& sheet : sheets) TRY(read_sheet(sheet, kinds, out));
  return {};
}

Result<SourceRows> read_sources(const std::vector<Path>& paths, const Kinds& kinds) {
  SourceRows out;
  for (const Path& path : paths) {
    const std::string name = path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
    out.files += (out.files.empty() ? "" : " ") + name;
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
      TRY(read_tables(path, kinds, out));
      continue;
    }
    ASSIGN(const std::string content, read_file(path, kMaxSourceBytes));
    out.hash = hash128(out.hash + hash128(content).hex()).hex();
    if (path.extension() == ".jsonl") {
      TRY(read_national_lines(content, path.string(), out));
    } else if (path.extension() == ".csv") {
      TRY(read_own_csv(content, path.string(), out));
    } else {
      return input_error("unknown_form",
                         "knowledge comes as .jsonl, .csv or a folder of published tables; rename or convert it",
                         {path.string(), 0, 0, ""});
    }
  }
  if (out.files.size() > kMaxNameBytes) out.files = out.files.substr(0, kMaxNameBytes);
  return out;
}

}  // namespace qiuhao::knowledge
