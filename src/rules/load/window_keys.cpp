// What the rows of a window share with the subject, and the times that windows go by.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cel/lexer/source.h"
#include "rules/load/loader.h"

namespace qiuhao::rules {

using claims::Entity;
using text::Node;

namespace {

std::string_view name_of(Entity entity) { return claims::kEntityNames[static_cast<std::size_t>(entity)]; }

// Whose fields a subject of a grain has.
bool subject_has(Grain grain, Entity entity) {
  const bool of_line = grain == Grain::line || grain == Grain::pair;
  switch (entity) {
    case Entity::person: return true;
    case Entity::line: return of_line;
    case Entity::visit:
    case Entity::provider: return of_line || grain == Grain::visit || is_of_codes(grain);
    case Entity::diagnosis: return grain == Grain::diagnosis;
    case Entity::operation: return grain == Grain::operation;
    default: return false;
  }
}

}  // namespace

// In grain line the rule's knowledge is the pair's table; in grain pair the window names it.
Status Loader::read_pair(Window& window, const Node& node) {
  const Node& table = *node.find("pair");
  window.of = Entity::line;
  for (const std::string_view side : {"left", "right"}) {
    const Node* field = node.find(side);
    if (field == nullptr || field->scalar == "item") continue;
    return at(*field, "bad_rule",
              {fmt::format("{} of a pair is item, which tables go by, not '{}'", side, field->scalar),
               fmt::format("pair 的 {} 只能是 item（知识库按项目编码查找），不能是“{}”", side, field->scalar)});
  }
  if (rule_.grain == Grain::pair) {
    if (!rule_.knowledge) rule_.knowledge = KnowledgeUse{table.scalar, KnowledgeUse::Match::second};
    return {};
  }
  const bool fits = rule_.knowledge && rule_.knowledge->match == KnowledgeUse::Match::second &&
                    rule_.knowledge->table == table.scalar;
  if (fits) return {};
  return at(table, "bad_rule",
            {"a pair window needs knowledge of the same table with match: second",
             "pair 窗口要求 knowledge 用同一张表，并写 match: second"});
}

Result<KeyTerm> Loader::read_point_term(const Window& window, const Node& node) {
  const std::string path = path_of(node);
  if (!rule_.knowledge) {
    return at(node, "bad_rule",
              {fmt::format("by {} needs the key 'knowledge'", node.scalar),
               fmt::format("by 中的 {} 要求规则有键 knowledge", node.scalar)});
  }
  if (window.kind == WindowKind::pair) {
    return at(node, "bad_rule",
              {fmt::format("a pair window is of one point already; leave {} out", node.scalar),
               fmt::format("pair 窗口本来就属于一个知识点；请去掉 {}", node.scalar)});
  }
  if (is_of_codes(rule_.grain)) {
    return at(node, "bad_rule",
              {fmt::format("a point names {0}s here, and windows have no key for that; write {0}.code",
                           grain_name(rule_.grain)),
               fmt::format("此处知识点按 {0} 的编码查找，窗口没有这样的键；请写 {0}.code", grain_name(rule_.grain))});
  }
  if (window.of != Entity::line) {
    return at(
        node, "bad_rule",
        {fmt::format("points name items of lines, and the rows of window {} are {}s", window.name, name_of(window.of)),
         fmt::format("知识点按费用的项目查找，而窗口 {} 的行是 {}", window.name, name_of(window.of))});
  }
  const std::string name = path.substr(2);
  const auto field = find_point_field(name);
  const bool groups = field && *field != kPointModes && *field != kPointInsurance;
  if (!groups) {
    const std::string nearest = cel::nearest_name(name, point_field_names());
    const std::string mend = nearest.empty() || field ? "k.point" : "k." + nearest;
    return at(node, "unknown_field",
              {fmt::format("'{}' cannot be a key; did you mean {}?", node.scalar, mend),
               fmt::format("“{}”不能作键；是否要写 {}？", node.scalar, mend)});
  }
  KeyTerm term;
  term.kind = KeyTerm::Kind::point;
  term.point_field = *field;
  term.path = path;
  return term;
}

// A key is read from rows and from the subject; both must have it.
Status Loader::check_shared(const Window& window, const KeyTerm& term, const Node& node) const {
  const bool row_has = term.entity == window.of || term.entity == Entity::visit || term.entity == Entity::provider ||
                       term.entity == Entity::person;
  if (!row_has) {
    return at(
        node, "unknown_field",
        {fmt::format("the rows of window {} are {}s and have no {}; write a field of {}, visit, provider or person",
                     window.name, name_of(window.of), term.path, name_of(window.of)),
         fmt::format("窗口 {} 的行是 {}，没有 {}；请写 {}、visit、provider 或 person 的字段", window.name,
                     name_of(window.of), term.path, name_of(window.of))});
  }
  if (subject_has(rule_.grain, term.entity)) return {};
  const Sentence mend = rule_.grain == Grain::visit || is_of_codes(rule_.grain)
                            ? Sentence{"fields of visit, provider or person", "visit、provider 或 person 的字段"}
                        : rule_.grain == Grain::person_day
                            ? Sentence{"fields of person, or day", "person 的字段，或 day"}
                            : Sentence{"fields of person", "person 的字段"};
  return at(node, "unknown_field",
            {fmt::format("grain {} has no {} to share {} with; write {}", grain_name(rule_.grain), name_of(term.entity),
                         term.path, mend.english),
             fmt::format("grain {} 没有 {}，无法按 {} 归组；请写 {}", grain_name(rule_.grain), name_of(term.entity),
                         term.path, mend.chinese)});
}

Result<KeyTerm> Loader::read_term(const Window& window, const Node& node) {
  if (english_path(node.scalar, schema_).starts_with("k.")) return read_point_term(window, node);
  KeyTerm term;
  term.path = path_of(node);
  if (term.path == "day") {
    term.kind = KeyTerm::Kind::day;
    if (rule_.grain != Grain::person) return term;
    return at(node, "unknown_field",
              {"grain person has no day; write fields of person, or grain: person_day",
               "grain person 没有日期；请写 person 的字段，或改用 grain: person_day"});
  }
  const auto found = schema_.find(term.path);
  if (!found) {
    return at(node, "unknown_field",
              {fmt::format("'{}' cannot be a key; write a field such as line.item, visit.provider or person.id, day, "
                           "or k.point",
                           node.scalar),
               fmt::format("“{}”不能作键；请写字段（如 line.item、visit.provider、person.id）、day 或 k.point",
                           node.scalar)});
  }
  term.entity = found->first;
  term.field = found->second;
  TRY(check_shared(window, term, node));
  return term;
}

Status Loader::read_by(Window& window, const Node& node) {
  const Node& by = *node.find("by");
  if (!by.is_sequence() || by.items.empty() || by.items.size() > kMaxKeyTerms) {
    return at(
        by, "bad_rule",
        {fmt::format("by of window {} is a list of 1 to {} fields: by: [person.id, line.item]", window.name,
                     kMaxKeyTerms),
         fmt::format("窗口 {} 的 by 是 1 到 {} 个字段的列表：by: [person.id, line.item]", window.name, kMaxKeyTerms)});
  }
  for (const Node& item : by.items) {
    ASSIGN(KeyTerm term, read_term(window, item));
    window.by.push_back(std::move(term));
  }
  return {};
}

Result<TimeField> Loader::read_time(const Window& window, const Node& node) {
  const std::string path = path_of(node);
  const auto found = schema_.find(path);
  const bool of_row = found && (found->first == window.of || found->first == Entity::visit);
  const claims::FieldType type = found ? schema_.field(found->first, found->second).type : claims::FieldType::text;
  if (!of_row || (type != claims::FieldType::date && type != claims::FieldType::time)) {
    return at(node, "unknown_field",
              {fmt::format("window {} goes by a date or time of {}, such as {}, not by '{}'", window.name,
                           name_of(window.of), window.of == Entity::line ? "line.time" : "visit.start", node.scalar),
               fmt::format("窗口 {} 要按 {} 的日期或时间（如 {}），不能按“{}”", window.name, name_of(window.of),
                           window.of == Entity::line ? "line.time" : "visit.start", node.scalar)});
  }
  const bool needs_own_row = window.kind == WindowKind::overlap || window.kind == WindowKind::supply;
  const bool has_own_row = subject_has(rule_.grain, window.of);
  if ((needs_own_row && !has_own_row) || rule_.grain == Grain::person) {
    const std::string_view kind = keys_of(window.kind).name;
    return at(node, "bad_rule",
              {fmt::format("window {} stands on the subject's own {}, and grain {} has none; write grain: {}", kind,
                           name_of(window.of), grain_name(rule_.grain), name_of(window.of)),
               fmt::format("窗口 {} 以判断对象自己的 {} 为准，而 grain {} 没有；请写 grain: {}", kind,
                           name_of(window.of), grain_name(rule_.grain), name_of(window.of))});
  }
  return TimeField{found->first, found->second, type == claims::FieldType::date, path};
}

}  // namespace qiuhao::rules
