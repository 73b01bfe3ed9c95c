// The sections that name things: head, roles, parts, fields, states, documents, migration.
#include <algorithm>

#include "workflow/load/loader.h"
#include "workflow/world.h"

namespace qiuhao::workflow {

void Loader::read_head() {
  const Node* name = root_.find("workflow");
  if (check_name(*name)) kind_.name = name->scalar;
  if (const Node* version = must_find(root_, "version", {"a workflow file", "流程文件"}))
    kind_.version = read_whole(*version, 1, 1'000'000);
  if (const Node* title = must_find(root_, "title", {"a workflow file", "流程文件"})) kind_.title = read_title(*title);
  if (const Node* basis = must_find(root_, "basis", {"a workflow file", "流程文件"})) {
    for (const Node& item : basis->items) kind_.basis.push_back(read_basis(item));
    if (kind_.basis.empty())
      wrong(*basis, "bad_workflow",
            {"basis is a list of {document: …, clause: …}", "basis 是列表，每项为 {document: 文件, clause: 条款}"});
  }
}

void Loader::read_roles() {
  each_of("roles", [&](const Node& key, const Node& body) {
    if (!check_keys(body, {"zh", "en"}, {"a role", "角色"})) return;
    kind_.roles.push_back(named<Role>(key, body));
    if (key.scalar == "clock")
      wrong(key, "bad_name",
            {"clock stands for the passing of time; write another name", "clock 指期限届满；请换一个"});
  });
}

void Loader::read_parts() {
  each_of("parts", [&](const Node& key, const Node& body) {
    if (!check_keys(body, {"title", "roles", "count"}, {"a part", "承办岗位"})) return;
    Part part = named<Part>(key, body);
    if (find_named(kind_.roles, part.name) || part.name == "clock")
      wrong(key, "bad_name",
            {fmt::format("'{}' is the name of a role already; write another", part.name),
             fmt::format("“{}”已是角色的名称；请换一个", part.name)});
    part.roles = numbers_of(body, "roles", kind_.roles, {"role", "角色"});
    if (part.roles.empty()) must_find(body, "roles", {"a part", "承办岗位"});
    if (const Node* count = body.find("count")) {
      const bool is_range = count->is_sequence() && count->items.size() == 2;
      part.least = read_whole(is_range ? count->items[0] : *count, 1, 100);
      part.most = read_whole(is_range ? count->items[1] : *count, part.least, 100);
    }
    kind_.parts.push_back(std::move(part));
  });
}

void Loader::read_fields() {
  each_of("fields", [&](const Node& key, const Node& body) {
    if (!check_keys(body, {"title", "type", "choices", "required", "personal", "visible_to"}, {"a field", "字段"}))
      return;
    Field field = named<Field>(key, body);
    if (std::ranges::find(kMatterWords, field.name) != std::end(kMatterWords))
      wrong(key, "bad_name",
            {fmt::format("every matter has a '{}' already; write another name", field.name),
             fmt::format("事项本身已有“{}”；请换一个名称", field.name)});
    if (const Node* type = must_find(body, "type", {"a field", "字段"})) {
      const auto shape = shape_named(type->scalar);
      if (shape) {
        field.shape = *shape;
      } else {
        std::vector<std::string> known;
        for (std::size_t i = 0; i < kFieldTypes; ++i) known.emplace_back(field_type_name(static_cast<FieldType>(i)));
        wrong(*type, "unknown_name",
              Sentence{fmt::format("unknown type '{}'", type->scalar), fmt::format("没有类型“{}”", type->scalar)} +
                  cel::suggest_name(type->scalar, known));
      }
    }
    read_choices(field, body);
    field.is_required = read_flag(body, "required");
    field.is_personal = read_flag(body, "personal");
    field.visible_to = numbers_of(body, "visible_to", kind_.roles, {"role", "角色"});
    kind_.fields.push_back(std::move(field));
  });
}

void Loader::read_choices(Field& field, const Node& body) {
  const Node* choices = body.find("choices");
  const bool is_choice = field.shape.type == FieldType::choice;
  if (is_choice != (choices != nullptr && choices->is_map())) {
    wrong(body, "bad_workflow",
          {"a field of type choice, and no other, has choices: {name: {zh: …, en: …}}",
           "类型为 choice 的字段，也只有它，要有 choices: {名称: {zh: …, en: …}}"});
    return;
  }
  if (!is_choice) return;
  for (const auto& [key, label] : choices->entries) {
    if (check_name(key)) field.choices.push_back(named<Choice>(key, label));
  }
}

void Loader::read_states() {
  each_of("states", [&](const Node& key, const Node& body) {
    if (!check_keys(body, {"title", "initial", "final"}, {"a state", "状态"})) return;
    State state = named<State>(key, body);
    state.is_initial = read_flag(body, "initial");
    state.is_final = read_flag(body, "final");
    kind_.states.push_back(std::move(state));
  });
  const bool has_initial = std::ranges::any_of(kind_.states, &State::is_initial);
  const bool has_final = std::ranges::any_of(kind_.states, &State::is_final);
  if (!has_initial || !has_final) {
    const Node* states = root_.find("states");
    wrong(states == nullptr ? root_ : *states, "bad_workflow",
          {"states need one with initial: true and one with final: true",
           "states 里要有 initial: true 的起始状态和 final: true 的终结状态"});
  }
}

void Loader::read_documents() {
  each_of("documents", [&](const Node& key, const Node& body) {
    const bool is_long = body.find("title") != nullptr;
    if (!(is_long ? check_keys(body, {"title", "visible_to"}, {"a document", "文书"})
                  : check_keys(body, {"zh", "en"}, {"a document", "文书"})))
      return;
    Document document = named<Document>(key, body);
    document.visible_to = numbers_of(body, "visible_to", kind_.roles, {"role", "角色"});
    kind_.documents.push_back(std::move(document));
  });
}

void Loader::read_migration() {
  const Node* node = root_.find("migration");
  if (node == nullptr || !check_keys(*node, {"from", "states", "fields"}, {"a migration", "版本迁移"})) return;
  Migration migration;
  migration.place = place(*node);
  if (const Node* from = must_find(*node, "from", {"a migration", "版本迁移"})) {
    migration.from_version = read_whole(*from, 1, 1'000'000);
    if (migration.from_version >= kind_.version)
      wrong(*from, "bad_migration", {"matters are carried over from an earlier version", "只能从更早的版本迁移"});
  }
  migration.states = read_renames(*node, "states");
  migration.fields = read_renames(*node, "fields");
  for (const auto& rename : migration.states) {
    if (!find_named(kind_.states, rename.now))
      note({Fault::input, "unknown_name", fmt::format("unknown state '{}'", rename.now), rename.place,
            fmt::format("没有状态“{}”", rename.now)});
  }
  for (const auto& rename : migration.fields) {
    if (!rename.now.empty() && !find_named(kind_.fields, rename.now))
      note({Fault::input, "unknown_name", fmt::format("unknown field '{}'", rename.now), rename.place,
            fmt::format("没有字段“{}”", rename.now)});
  }
  kind_.migration = std::move(migration);
}

std::vector<Migration::Rename> Loader::read_renames(const Node& node, std::string_view key) {
  std::vector<Migration::Rename> renames;
  const Node* map = node.find(key);
  if (map == nullptr) return renames;
  for (const auto& [before, now] : map->entries) renames.push_back({before.scalar, now.scalar, place(now)});
  return renames;
}

}  // namespace qiuhao::workflow
