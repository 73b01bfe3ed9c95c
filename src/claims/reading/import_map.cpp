// Reading a map; everything in it is checked before a file is touched.
#include "claims/reading/import_map.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "claims/reading/recognise.h"
#include "text/document.h"

namespace qiuhao::claims::reading {
namespace {

using text::Node;

class MapReader {
 public:
  MapReader(std::string file, const std::vector<TableShape>& shapes) : file_(std::move(file)), shapes_(shapes) {}

  Result<ImportMap> read(const Node& root) const {
    TRY(only_keys(root, {"tables"}));
    const Node* tables = root.find("tables");
    if (tables == nullptr || !tables->is_sequence() || tables->items.empty())
      return bad(root, "needs a list 'tables' with at least one table");
    if (tables->items.size() > kMostMapTables)
      return bad(*tables, fmt::format("has more than {} tables; split the map", kMostMapTables));
    ImportMap map;
    for (const Node& node : tables->items) {
      ASSIGN(MapTable table, read_table(node));
      map.tables.push_back(std::move(table));
    }
    return map;
  }

 private:
  std::unexpected<Error> bad(const Node& node, std::string message) const {
    return input_error("bad_map", std::move(message), place(node));
  }
  Place place(const Node& node) const { return {file_, node.line, node.column, ""}; }

  Status only_keys(const Node& node, std::initializer_list<std::string_view> keys) const {
    if (!node.is_map()) return bad(node, fmt::format("must be a map with the keys {}", fmt::join(keys, ", ")));
    for (const auto& [key, value] : node.entries) {
      if (std::ranges::find(keys, key.scalar) == keys.end())
        return bad(key, fmt::format("unknown key '{}'; known are {}", key.scalar, fmt::join(keys, ", ")));
    }
    return {};
  }

  Result<std::string> text(const Node& node) const {
    if (!node.is_scalar()) return bad(node, "must be one text");
    if (node.scalar.size() > kMostMapText) return bad(node, fmt::format("is longer than {} bytes", kMostMapText));
    return node.scalar;
  }

  // One text or a list of texts.
  Result<std::vector<std::string>> texts(const Node& node) const {
    std::vector<std::string> found;
    if (!node.is_sequence()) {
      ASSIGN(std::string one, text(node));
      found.push_back(std::move(one));
      return found;
    }
    if (node.items.empty() || node.items.size() > kMostInputColumns) return bad(node, "needs 1 to 1000 texts");
    for (const Node& item : node.items) {
      ASSIGN(std::string one, text(item));
      found.push_back(std::move(one));
    }
    return found;
  }

  static std::vector<std::string> as_columns(std::vector<std::string> names) {
    for (std::string& name : names) name = column_key(name);
    return names;
  }

  Status known_target(const Node& node, const TableShape& shape) const {
    const bool used = node.scalar == "vali_flag" ||
                      std::ranges::any_of(shape.columns, [&](const auto& c) { return c.national == node.scalar; });
    if (used) return {};
    std::vector<std::string> names;
    for (const ShapeColumn& column : shape.columns) {
      if (std::ranges::find(names, column.national) == names.end()) names.push_back(column.national);
    }
    return bad(node, fmt::format("{} is no column that is read of {}; read are {}, vali_flag", node.scalar,
                                 shape.table->name, fmt::join(names, ", ")));
  }

  Status read_values(const Node& node, MapColumn& column) const {
    if (!node.is_map() || node.entries.size() > kMostMapValues)
      return bad(node, fmt::format("'values' is a map of at most {} codes", kMostMapValues));
    for (const auto& [key, value] : node.entries) {
      ASSIGN(column.values[key.scalar], text(value));
    }
    return {};
  }

  Status read_format(const Node& node, MapColumn& column) const {
    ASSIGN(column.format, text(node));
    for (std::size_t at = 0; at < column.format.size(); ++at) {
      if (column.format[at] != '%') continue;
      if (++at == column.format.size() || std::string_view("YmdHMS").find(column.format[at]) == std::string_view::npos)
        return bad(node, "a format holds %Y, %m, %d, %H, %M, %S and other characters as they are");
    }
    return {};
  }

  Result<MapColumn> read_column(const Node& key, const Node& node, const TableShape& shape) const {
    TRY(known_target(key, shape));
    TRY(only_keys(node, {"from", "join", "with", "value", "values", "otherwise", "format"}));
    MapColumn column;
    column.target = key.scalar;
    column.place = place(key);
    const Node* from = node.find("from");
    const Node* join = node.find("join");
    const Node* value = node.find("value");
    if ((from != nullptr) + (join != nullptr) + (value != nullptr) != 1)
      return bad(key, "needs exactly one of from, join and value");
    if (value != nullptr) {
      ASSIGN(column.constant, text(*value));
    } else {
      ASSIGN(std::vector<std::string> names, texts(from != nullptr ? *from : *join));
      if (from != nullptr && names.size() != 1) return bad(*from, "'from' names one column; 'join' names several");
      column.from = as_columns(std::move(names));
    }
    if (const Node* with = node.find("with")) {
      ASSIGN(column.with, text(*with));
    }
    if (const Node* values = node.find("values")) {
      TRY(read_values(*values, column));
      column.otherwise = MapColumn::Otherwise::reject;
    }
    if (const Node* otherwise = node.find("otherwise")) {
      ASSIGN(column.otherwise_value, text(*otherwise));
      column.otherwise = column.otherwise_value == "keep"     ? MapColumn::Otherwise::keep
                         : column.otherwise_value == "reject" ? MapColumn::Otherwise::reject
                                                              : MapColumn::Otherwise::value;
    }
    if (const Node* format = node.find("format")) TRY(read_format(*format, column));
    return column;
  }

  Status read_unpivot(const Node& node, MapTable& table) const {
    if (!node.is_map()) return bad(node, "'unpivot' is a map of columns");
    for (const auto& [key, value] : node.entries) {
      TRY(known_target(key, *table.shape));
      if (value.is_scalar() && value.scalar == "first") {
        table.first_flag = key.scalar;
        continue;
      }
      if (!value.is_sequence()) return bad(value, "give a list of columns side by side, or the word first");
      ASSIGN(std::vector<std::string> names, texts(value));
      if (!table.unpivot.empty() && names.size() != table.repeats())
        return bad(value, fmt::format("has {} columns and the list before {}", names.size(), table.repeats()));
      table.unpivot.emplace_back(key.scalar, as_columns(std::move(names)));
    }
    return table.unpivot.empty() ? Status(bad(node, "needs one list of columns side by side")) : Status{};
  }

  Status check_complete(const Node& node, const MapTable& table) const {
    std::vector<std::string> targets;
    for (const MapColumn& column : table.columns) targets.push_back(column.target);
    for (const auto& [target, names] : table.unpivot) targets.push_back(target);
    if (!table.first_flag.empty()) targets.push_back(table.first_flag);
    for (const std::string& needed : table.shape->needed_columns) {
      if (needed != table.shape->table->mark && std::ranges::find(targets, needed) == targets.end())
        return bad(node, fmt::format("{} needs a column {}", table.shape->table->name, needed));
    }
    std::ranges::sort(targets);
    const auto twice = std::ranges::adjacent_find(targets);
    return twice == targets.end() ? Status{} : Status(bad(node, fmt::format("{} is given twice", *twice)));
  }

  Result<MapTable> read_table(const Node& node) const {
    TRY(only_keys(node, {"table", "file", "where", "columns", "unpivot"}));
    MapTable table;
    table.place = place(node);
    const std::string name = node.text_of("table");
    for (const TableShape& shape : shapes_) table.shape = shape.table->name == name ? &shape : table.shape;
    if (table.shape == nullptr) {
      std::vector<std::string_view> known;
      for (const TableShape& shape : shapes_) known.push_back(shape.table->name);
      return bad(node, fmt::format("unknown table '{}'; known are {}", name, fmt::join(known, ", ")));
    }
    table.file = node.text_of("file");
    if (table.file.empty()) return bad(node, "needs 'file', a pattern of file names such as \"claims*.csv\"");
    if (const Node* where = node.find("where")) {
      if (!where->is_map()) return bad(*where, "'where' is a map of column: value");
      for (const auto& [key, value] : where->entries) {
        ASSIGN(table.where[column_key(key.scalar)], texts(value));
      }
    }
    const Node* columns = node.find("columns");
    if (columns == nullptr || !columns->is_map()) return bad(node, "needs a map 'columns'");
    for (const auto& [key, value] : columns->entries) {
      ASSIGN(MapColumn column, read_column(key, value, *table.shape));
      table.columns.push_back(std::move(column));
    }
    if (const Node* unpivot = node.find("unpivot")) TRY(read_unpivot(*unpivot, table));
    TRY(check_complete(node, table));
    return table;
  }

  std::string file_;
  const std::vector<TableShape>& shapes_;
};

}  // namespace

Result<ImportMap> read_import_map(const Path& file, const std::vector<TableShape>& shapes) {
  ASSIGN(const Node root, text::read_yaml(file.string()));
  return MapReader(file.string(), shapes).read(root);
}

}  // namespace qiuhao::claims::reading
