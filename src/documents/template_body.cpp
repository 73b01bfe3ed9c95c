// The blocks of a template's body.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cel/lexer/source.h"
#include "documents/template_loader.h"

namespace qiuhao::documents {
namespace {

const Sentence kBlock{"a block", "正文段落"};
constexpr int kLinesMost = 40;

struct BlockWord {
  std::string_view word;
  BlockKind kind;
};
constexpr BlockWord kBlockWords[] = {{"text", BlockKind::text},   {"heading", BlockKind::heading},
                                     {"list", BlockKind::list},   {"fields", BlockKind::fields},
                                     {"table", BlockKind::table}, {"blank", BlockKind::blank},
                                     {"basis", BlockKind::basis}, {"dialogue", BlockKind::dialogue}};

}  // namespace

void TemplateLoader::read_body() {
  const Node* body = must_find(root_, "body", {"a template", "文书模板"});
  if (body == nullptr) return;
  if (!body->is_sequence() || body->items.empty() || body->items.size() > kBlocksMost) {
    wrong(*body, "bad_template",
          {fmt::format("body is a list of 1 to {} blocks", kBlocksMost),
           fmt::format("body 是 1 到 {} 段的列表", kBlocksMost)});
    return;
  }
  for (const Node& node : body->items) read_block(node);
}

void TemplateLoader::read_block(const Node& node) {
  if (!check_keys(node, {"when", "text", "heading", "list", "fields", "table", "blank", "basis", "dialogue"}, kBlock))
    return;
  Block block;
  block.place = place(node);
  const Node* content = nullptr;
  int kinds = 0;
  for (const BlockWord& word : kBlockWords) {
    const Node* found = node.find(word.word);
    if (found == nullptr) continue;
    ++kinds;
    block.kind = word.kind;
    content = found;
  }
  if (kinds != 1) {
    wrong(node, "bad_template",
          {"a block is one of text, heading, list, fields, table, blank, basis and dialogue",
           "每段只能是 text、heading、list、fields、table、blank、basis、dialogue 之一"});
    return;
  }
  if (const Node* when = node.find("when")) {
    block.when = condition(*when);
    if (!block.when) return;
  }
  if (read_rows(block, *content)) made_.body.push_back(std::move(block));
}

bool TemplateLoader::read_rows(Block& block, const Node& node) {
  switch (block.kind) {
    case BlockKind::text:
    case BlockKind::heading: return read_row(block, node, 1);
    case BlockKind::list: {
      if (!node.is_sequence() || node.items.empty() || node.items.size() > kItemsMost)
        return wrong(node, "bad_template", {"list is a list of texts", "list 是文字的列表"});
      return std::ranges::all_of(node.items, [&](const Node& item) { return read_row(block, item, 1); });
    }
    case BlockKind::table: return read_table(block, node);
    case BlockKind::fields: return read_fields(block, node);
    case BlockKind::blank: return read_blank(block, node);
    case BlockKind::dialogue: return read_dialogue(block, node);
    case BlockKind::basis:
      return node.scalar == "true" || wrong(node, "bad_template", {"write basis: true", "请写 basis: true"});
  }
  return false;
}

bool TemplateLoader::read_row(Block& block, const Node& node, std::size_t cells) {
  std::vector<cel::Message> row;
  const auto add = [&](const Node& cell) {
    auto made = message(cell);
    if (made) row.push_back(std::move(*made));
    return made.has_value();
  };
  if (node.is_scalar()) {
    if (!add(node)) return false;
  } else {
    for (const Node& cell : node.items) {
      if (!add(cell)) return false;
    }
  }
  if (row.size() != cells)
    return wrong(node, "bad_template",
                 {fmt::format("{} texts are needed here, and there are {}", cells, row.size()),
                  fmt::format("这里应有 {} 项文字，实际 {} 项", cells, row.size())});
  block.rows.push_back(std::move(row));
  return true;
}

bool TemplateLoader::read_table(Block& block, const Node& node) {
  if (!check_keys(node, {"columns", "rows"}, {"a table", "表格"})) return false;
  block.columns = node.texts_of("columns");
  const Node* rows = must_find(node, "rows", {"a table", "表格"});
  if (rows == nullptr) return false;
  if (block.columns.empty() || block.columns.size() > kItemsMost || !rows->is_sequence() || rows->items.empty() ||
      rows->items.size() > kItemsMost)
    return wrong(node, "bad_template",
                 {"a table is {columns: [A, B], rows: [[a, b]]}", "表格写作 {columns: [甲, 乙], rows: [[a, b]]}"});
  return std::ranges::all_of(rows->items, [&](const Node& row) { return read_row(block, row, block.columns.size()); });
}

bool TemplateLoader::read_fields(Block& block, const Node& node) {
  for (const Node& item : node.items) {
    const auto number = workflow::find_named(kind_->fields, item.scalar);
    if (!number)
      return wrong(item, "unknown_name",
                   Sentence{fmt::format("unknown field '{}'", item.scalar), fmt::format("没有字段“{}”", item.scalar)} +
                       cel::suggest_name(item.scalar, workflow::names_of(kind_->fields)));
    check_open_to_all({"matter." + item.scalar}, item);
    block.fields.push_back(*number);
  }
  return !block.fields.empty() ||
         wrong(node, "bad_template", {"fields is a list of the workflow's fields", "fields 是流程字段的列表"});
}

bool TemplateLoader::read_dialogue(Block& block, const Node& node) {
  if (!check_keys(node, {"questions", "answers"}, {"a dialogue", "问答"})) return false;
  for (const char* key : {"questions", "answers"}) {
    const Node* named = must_find(node, key, {"a dialogue", "问答"});
    if (named == nullptr) return false;
    const auto input = workflow::find_named(made_.inputs, named->scalar);
    const bool fits =
        input && made_.inputs[*input].shape.is_list && made_.inputs[*input].shape.type == workflow::FieldType::text;
    if (!fits)
      return wrong(*named, "unknown_name",
                   Sentence{fmt::format("'{}' is no input of type list of text", named->scalar),
                            fmt::format("“{}”不是类型为 list of text 的填写项", named->scalar)} +
                       cel::suggest_name(named->scalar, workflow::names_of(made_.inputs)));
    block.inputs.push_back(*input);
  }
  return true;
}

bool TemplateLoader::read_blank(Block& block, const Node& node) {
  if (!check_keys(node, {"title", "lines"}, {"a blank", "空白处"})) return false;
  block.title = must_text(node, "title", {"a blank", "空白处"});
  const std::string lines = must_text(node, "lines", {"a blank", "空白处"});
  const auto read = std::from_chars(lines.data(), lines.data() + lines.size(), block.lines);
  if (read.ec == std::errc() && read.ptr == lines.data() + lines.size() && block.lines >= 1 &&
      block.lines <= kLinesMost)
    return true;
  return wrong(node, "bad_number",
               {fmt::format("lines is a whole number from 1 to {}", kLinesMost),
                fmt::format("lines 是 1 到 {} 的整数", kLinesMost)});
}

}  // namespace qiuhao::documents
