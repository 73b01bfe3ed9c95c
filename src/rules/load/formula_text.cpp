// Formulas as they stand in the file: exact places of mistakes, and names for writing a rule in the other language.
#include "rules/load/loader.h"
#include "text/scalar_place.h"

namespace qiuhao::rules {
namespace {

constexpr std::pair<std::string_view, std::string_view> kLoneNames[] = {{"day", "日期"}, {"month", "月份"}};

// "费用.数量" is two names at their places in the path, "日期" is one.
std::vector<cel::NameUse> names_of_path(const std::string& written, const claims::Schema& schema) {
  for (const auto& [name, label] : kLoneNames) {
    if (written != name && written != label) continue;
    return {{0, static_cast<std::uint32_t>(written.size()), std::string(name), std::string(label)}};
  }
  const std::size_t point_dot = written.find('.');
  const std::string_view owner = std::string_view(written).substr(0, point_dot);
  if (point_dot != std::string::npos && (owner == "k" || owner == "知识点")) {
    const auto named = point_field_name(std::string_view(written).substr(point_dot + 1));
    if (!named) return {};
    return {{0, static_cast<std::uint32_t>(point_dot), "k", "知识点"},
            {static_cast<std::uint32_t>(point_dot + 1), static_cast<std::uint32_t>(written.size()), named->first,
             named->second}};
  }
  const auto found = schema.find_named(written);
  if (!found) return {};
  const claims::Field& field = found->field();
  const auto dot = static_cast<std::uint32_t>(written.find('.'));
  return {{0, dot, std::string(found->table), found->schema->label},
          {dot + 1, static_cast<std::uint32_t>(written.size()), field.name, field.label}};
}

}  // namespace

// The error's place counts from the beginning of the scalar; one that cannot be followed has at least a beginning.
Error Loader::moved(Error error, const Node& node) const {
  error.place = text::place_in_file(content_, node, file_, error.place).value_or(place(node));
  return error;
}

void Loader::keep_names(const Node& node, const std::vector<cel::NameUse>& uses) {
  if (uses.empty()) return;
  const auto places = text::ScalarPlaces::make(content_, node, file_);
  if (!places) return;
  for (const cel::NameUse& use : uses) {
    const auto begin = static_cast<std::uint32_t>(places->offset(use.begin));
    // The end is that of the last byte: behind it a fold may follow.
    const auto end = static_cast<std::uint32_t>(places->offset(use.end - 1) + 1);
    rule_.names.push_back({begin, end, use.english, use.chinese});
  }
}

Result<cel::Program> Loader::compile(const Node& node, const cel::Environment& environment, const cel::Type& wanted) {
  return compile(node, {0, node.scalar.size()}, environment, wanted);
}

// What stands around the part becomes spaces, so that every byte keeps its place.
Result<cel::Program> Loader::compile(const Node& node, Part part, const cel::Environment& environment,
                                     const cel::Type& wanted) {
  std::string text = node.scalar.substr(0, part.end);
  for (std::size_t at = 0; at < part.begin; ++at) text[at] = text[at] == '\n' ? '\n' : ' ';
  auto program = cel::compile(text, environment, wanted, {file_, 1, 1, ""});
  if (!program) return fail(moved(std::move(program).error(), node));
  if (Status status = program->check_constants(); !status) return fail(moved(std::move(status).error(), node));
  keep_names(node, program->name_uses());
  return program;
}

Result<cel::Message> Loader::compile_message(const Node& node, const cel::Environment& environment) {
  auto message = cel::compile_message(node.scalar, environment, {file_, 1, 1, ""});
  if (!message) return fail(moved(std::move(message).error(), node));
  if (Status status = message->check_constants(); !status) return fail(moved(std::move(status).error(), node));
  keep_names(node, message->name_uses());
  return message;
}

std::string Loader::path_of(const Node& node) {
  keep_names(node, names_of_path(node.scalar, schema_));
  return english_path(node.scalar, schema_);
}

// Rows that tests give: the keys of each row are fields; and the absent field of an undecided test is a path.
void Loader::keep_names_of_tests() {
  const auto keep_row = [&](const Node& row, const claims::EntitySchema& table) {
    for (const auto& [key, value] : row.entries) {
      const claims::FieldIndex index = table.find_any(key.scalar);
      if (index == claims::kNoField) continue;
      const claims::Field& field = table.fields[index];
      keep_names(key, {{0, static_cast<std::uint32_t>(key.scalar.size()), field.name, field.label}});
    }
  };
  for (const Node& test : rule_.tests.items) {
    const Node* given = test.find("given");
    if (given == nullptr) continue;
    for (const auto& [key, value] : given->entries) {
      const auto keep_rows = [&](std::string_view name, const claims::EntitySchema& table) {
        if (key.scalar != name && key.scalar != std::string(name) + "s") return;
        keep_row(value, table);
        for (const Node& row : value.items) keep_row(row, table);
      };
      for (std::size_t i = 0; i < claims::kEntities; ++i)
        keep_rows(claims::kEntityNames[i], schema_.of(static_cast<claims::Entity>(i)));
      // Stock records of tests have names of their own.
      for (RegisterNumber number = 0; number < kRuleRegisters.size(); ++number)
        keep_rows(register_name(number), schema_.of(kRuleRegisters[number]));
    }
    const Node* expect = test.find("expect");
    if (expect == nullptr) continue;
    if (const Node* field = expect->find("field"); field != nullptr) path_of(*field);
    for (const Node& item : expect->items) {
      if (const Node* field = item.find("field"); field != nullptr) path_of(*field);
    }
  }
}

std::string english_path(const std::string& path, const claims::Schema& schema) {
  const std::vector<cel::NameUse> names = names_of_path(path, schema);
  if (names.empty()) return path;
  return names.size() == 1 ? names[0].english : names[0].english + "." + names[1].english;
}

std::string rule_in(const Rule& rule, Language language) { return cel::write_names(rule.text, rule.names, language); }

}  // namespace qiuhao::rules
