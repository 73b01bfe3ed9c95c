// Declaring the names that a text may use.
#include "cel/functions/environment.h"

#include <fmt/format.h>

#include <iterator>

#include "base/check.h"

namespace qiuhao::cel {

const FieldEntry* StructEntry::find(const std::string& wanted) const {
  const auto found = by_name.find(wanted);
  return found == by_name.end() ? nullptr : &fields[found->second];
}

const VariableEntry* Environment::Tables::find_variable(const std::string& name) const {
  const auto found = variable_by_name.find(name);
  return found == variable_by_name.end() ? nullptr : &variables[found->second];
}

const FunctionEntry* Environment::Tables::find_function(const std::string& name) const {
  const auto found = functions.find(name);
  return found == functions.end() ? nullptr : &found->second;
}

std::string Environment::Tables::describe(const Type& type) const {
  if (type.kind == Kind::row && type.row_struct < structs.size()) return structs[type.row_struct].name;
  if (type.kind == Kind::list && type.element) return "list(" + describe(*type.element) + ")";
  if (type.kind == Kind::map && type.key && type.element) {
    return "map(" + describe(*type.key) + ", " + describe(*type.element) + ")";
  }
  if (type.kind == Kind::optional && type.element) return "optional_type(" + describe(*type.element) + ")";
  if (type.kind == Kind::opaque && type.row_struct < opaque_types.size()) {
    std::string text = opaque_types[type.row_struct];
    if (!type.parameters || type.parameters->empty()) return text;
    for (std::size_t i = 0; i < type.parameters->size(); ++i) {
      text += (i == 0 ? "(" : ", ") + describe((*type.parameters)[i]);
    }
    return text + ")";
  }
  return type.text();
}

Environment::Environment() : tables_(std::make_unique<Tables>()) {
  for (FunctionSource& source : standard_functions()) {
    FunctionEntry entry;
    entry.overloads = parse_signature(source.doc.signature);
    entry.run = source.run;
    entry.step = source.step;
    entry.doc = std::move(source.doc);
    const std::string name = entry.doc.name;
    const bool is_new = tables_->functions.emplace(name, std::move(entry)).second;
    CHECK_NOTE(is_new, name);
  }
}
Environment::~Environment() = default;
Environment::Environment(Environment&&) noexcept = default;
Environment& Environment::operator=(Environment&&) noexcept = default;

StructId Environment::add_struct(std::string name) {
  tables_->structs.push_back({std::move(name), {}, {}});
  return static_cast<StructId>(tables_->structs.size() - 1);
}

void Environment::add_field(StructId owner, std::string name, std::string alias, Type type, FieldId field) {
  CHECK(owner < tables_->structs.size());
  StructEntry& entry = tables_->structs[owner];
  const std::size_t index = entry.fields.size();
  CHECK_NOTE(entry.by_name.emplace(name, index).second, entry.name + "." + name);
  if (!alias.empty() && alias != name) CHECK_NOTE(entry.by_name.emplace(alias, index).second, entry.name + "." + alias);
  entry.fields.push_back({std::move(name), std::move(alias), std::move(type), field});
}

void Environment::add_variable(std::string name, std::string alias, Type type, SlotId slot) {
  const std::size_t index = tables_->variables.size();
  CHECK_NOTE(tables_->variable_by_name.emplace(name, index).second, name);
  if (!alias.empty() && alias != name) CHECK_NOTE(tables_->variable_by_name.emplace(alias, index).second, alias);
  tables_->variables.push_back({std::move(name), std::move(alias), std::move(type), slot});
}

void Environment::add_missing(std::string name, std::string alias, Sentence sentence) {
  if (!alias.empty()) tables_->missing.emplace(std::move(alias), sentence);
  tables_->missing.emplace(std::move(name), std::move(sentence));
}

void Environment::add_function(FunctionDoc doc, std::vector<Type> arguments, Type result, HostFunction function,
                               bool is_pure) {
  FunctionEntry& entry = tables_->functions[doc.name];
  CHECK_NOTE(entry.run == nullptr && entry.step == nullptr, doc.name);  // a standard function keeps its meaning
  entry.is_pure = is_pure && (entry.hosts.empty() || entry.is_pure);
  Overload overload;
  HostOverload host{{}, function};
  for (const Type& type : arguments) {
    overload.parameters.push_back(pattern_of(type));
    host.kinds.push_back(type.kind);
  }
  overload.result = pattern_of(result);
  entry.overloads.push_back(std::move(overload));
  entry.hosts.push_back(std::move(host));
  if (entry.doc.name.empty()) {
    entry.doc = std::move(doc);
  } else {
    entry.doc.signature += "; " + doc.signature;
  }
}

StructId Environment::add_opaque_type(std::string name) {
  tables_->opaque_types.push_back(std::move(name));
  return static_cast<StructId>(tables_->opaque_types.size() - 1);
}

Status Environment::declare_function(FunctionDoc doc) {
  ASSIGN(std::vector<Overload> overloads, read_signature(doc.signature, tables_->opaque_types));
  FunctionEntry& entry = tables_->functions[doc.name];
  if (entry.run != nullptr || entry.step != nullptr) {
    return input_error("taken_name", {fmt::format("{} is a standard function; choose another name", doc.name),
                                      fmt::format("{} 是标准函数；请换一个名称", doc.name)});
  }
  entry.overloads.insert(entry.overloads.end(), std::make_move_iterator(overloads.begin()),
                         std::make_move_iterator(overloads.end()));
  entry.doc = std::move(doc);
  return {};
}

std::string Environment::describe(const Type& type) const { return tables_->describe(type); }

Result<Type> Environment::read_type(std::string_view text) const { return cel::read_type(text, tables_->opaque_types); }

std::vector<FunctionDoc> Environment::functions() const {
  std::vector<FunctionDoc> docs;
  docs.reserve(tables_->functions.size());
  for (const auto& [name, entry] : tables_->functions) docs.push_back(entry.doc);
  return docs;
}

}  // namespace qiuhao::cel
