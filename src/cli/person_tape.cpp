// Rows of one person, which stand together.
#include "cli/person_tape.h"

#include <algorithm>
#include <map>
#include <vector>

#include "audit/field_text.h"
#include "base/decimal.h"

namespace qiuhao::cli {
namespace {

using claims::Entity;
using claims::Link;
using claims::Range;

std::string text_of(const PersonRows& rows, Entity entity, std::string_view field, RowIndex row) {
  return audit::field_text(*rows.schema, *rows.part, entity, field, row);
}

// A code without the label that field_text() puts behind it.
std::string code_of(const std::string& text) { return text.substr(0, text.find(' ')); }
std::string label_of(const std::string& text) {
  const std::size_t blank = text.find(' ');
  return blank == std::string::npos ? text : text.substr(blank + 1);
}

RowIndex provider_of(const PersonRows& rows, RowIndex visit) { return rows.part->link(Link::visit_provider, visit); }

// Money of a decimal(2) column in 分; nothing where it is absent.
Cents cents_of(const PersonRows& rows, std::string_view field, RowIndex line) {
  const claims::FieldIndex index = rows.schema->of(Entity::line).find(field);
  const Column* column = index == claims::kNoField ? nullptr : rows.part->column(Entity::line, index);
  return column == nullptr || !column->has(line) ? 0 : column->number(line);
}

struct Item {
  std::string code;
  std::string name;
  std::string item_class;
  std::string first;
  std::string last;
  std::int64_t lines = 0;
  Cents amount = 0;
};

}  // namespace

bool is_shown_visit(const PersonRows& rows, RowIndex visit) {
  if (rows.only_provider.empty()) return true;
  const RowIndex provider = provider_of(rows, visit);
  return provider != kNoRow && text_of(rows, Entity::provider, "id", provider) == rows.only_provider;
}

void write_visits(text::JsonWriter& json, const PersonRows& rows, const std::set<RowIndex>& subjects) {
  const Range visits = rows.part->range(Link::person_visits, rows.person);
  const Range lines = rows.part->range(Link::person_lines, rows.person);
  std::map<RowIndex, Cents> amounts;
  for (RowIndex line = lines.begin; line < lines.end; ++line)
    amounts[rows.part->link(Link::line_visit, line)] += cents_of(rows, "amount", line);
  std::vector<RowIndex> shown;
  for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
    if (is_shown_visit(rows, visit)) shown.push_back(visit);
  }
  const std::size_t left_out = shown.size() > kVisitsShown ? shown.size() - kVisitsShown : 0;
  json.key("visits").begin_array();
  for (const RowIndex visit : std::span(shown).subspan(left_out)) {
    const RowIndex provider = provider_of(rows, visit);
    const std::string kind = text_of(rows, Entity::visit, "kind", visit);
    json.begin_object()
        .field("id", text_of(rows, Entity::visit, "id", visit))
        .field("kind", code_of(kind))
        .field("kind_label", label_of(kind))
        .field("start", text_of(rows, Entity::visit, "start", visit))
        .field("end", text_of(rows, Entity::visit, "end", visit))
        .field("provider", text_of(rows, Entity::visit, "provider", visit))
        .field("provider_name", provider == kNoRow ? "" : text_of(rows, Entity::provider, "name", provider))
        .field("diagnosis", text_of(rows, Entity::visit, "main_diagnosis_name", visit))
        .field("amount", format_cents(amounts[visit]))
        .field("is_subject", subjects.contains(visit))
        .end_object();
  }
  json.end_array().field("visits_left_out", left_out);
}

void write_items(text::JsonWriter& json, const PersonRows& rows) {
  std::map<std::string, Item> items;
  const Range lines = rows.part->range(Link::person_lines, rows.person);
  for (RowIndex line = lines.begin; line < lines.end; ++line) {
    if (!is_shown_visit(rows, rows.part->link(Link::line_visit, line))) continue;
    const std::string code = text_of(rows, Entity::line, "item", line);
    const std::string day = text_of(rows, Entity::line, "day", line);
    Item& item = items[code];
    if (item.lines == 0) {
      item = {code, text_of(rows, Entity::line, "item_name", line), text_of(rows, Entity::line, "item_class", line),
              day, day};
    }
    item.first = std::min(item.first, day);
    item.last = std::max(item.last, day);
    ++item.lines;
    item.amount += cents_of(rows, "amount", line);
  }
  std::vector<Item> sorted;
  for (auto& [code, item] : items) sorted.push_back(std::move(item));
  std::ranges::stable_sort(sorted, std::greater(), &Item::amount);
  if (sorted.size() > kItemsShown) sorted.resize(kItemsShown);
  json.key("items").begin_array();
  for (const Item& item : sorted) {
    json.begin_object()
        .field("item", item.code)
        .field("name", item.name)
        .field("class", label_of(item.item_class))
        .field("first", item.first)
        .field("last", item.last)
        .field("lines", item.lines)
        .field("amount", format_cents(item.amount))
        .end_object();
  }
  json.end_array();
}

void begin_line(text::JsonWriter& json, const PersonRows& rows, RowIndex line) {
  json.begin_object().field("visit", text_of(rows, Entity::visit, "id", rows.part->link(Link::line_visit, line)));
  constexpr std::pair<std::string_view, std::string_view> kFields[] = {{"id", "id"},
                                                                       {"time", "time"},
                                                                       {"item", "item"},
                                                                       {"item_name", "item_name"},
                                                                       {"specification", "specification"},
                                                                       {"quantity", "quantity"},
                                                                       {"price", "price"},
                                                                       {"amount", "amount"},
                                                                       {"in_scope", "in_scope"},
                                                                       {"department", "department_name"},
                                                                       {"doctor", "doctor"}};
  for (const auto& [name, field] : kFields) json.field(name, text_of(rows, Entity::line, field, line));
}

}  // namespace qiuhao::cli
