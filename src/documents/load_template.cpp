// The head of a template, and what all its sections use.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/files.h"
#include "cel/lexer/source.h"
#include "documents/evidence_files.h"
#include "documents/paper_world.h"
#include "documents/template_loader.h"
#include "text/scalar_place.h"

namespace qiuhao::documents {
namespace {

constexpr std::size_t kTemplateBytesMost = std::size_t{1} << 20;
constexpr std::size_t kErrorsMost = 100;
constexpr std::string_view kFormNames[kForms] = {"notice", "record", "decision", "receipt", "letter", "minutes"};

const Sentence kTemplate{"a template", "文书模板"};

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 60 && name[0] >= 'a' && name[0] <= 'z' &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

std::string_view form_name(Form form) { return kFormNames[static_cast<std::size_t>(form)]; }

std::optional<Form> form_named(std::string_view name) {
  const auto* found = std::ranges::find(kFormNames, name);
  return found == std::end(kFormNames) ? std::nullopt
                                       : std::optional(static_cast<Form>(found - std::begin(kFormNames)));
}

bool TemplateLoader::wrong(const Node& node, std::string code, Sentence sentence) {
  if (errors_.size() < kErrorsMost)
    errors_.push_back(
        {Fault::input, std::move(code), std::move(sentence.english), place(node), std::move(sentence.chinese)});
  return false;
}

bool TemplateLoader::check_keys(const Node& node, std::initializer_list<std::string_view> known, const Sentence& what) {
  if (!node.is_map())
    return wrong(node, "bad_template",
                 {fmt::format("{} is a map with the keys {}", what.english, fmt::join(known, ", ")),
                  fmt::format("{}是映射，键有 {}", what.chinese, fmt::join(known, "、"))});
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key.scalar) != known.end()) continue;
    wrong(key, "unknown_key",
          Sentence{fmt::format("{} has no key '{}'", what.english, key.scalar),
                   fmt::format("{}没有键“{}”", what.chinese, key.scalar)} +
              cel::suggest_name(key.scalar, {known.begin(), known.end()}));
  }
  return true;
}

const text::Node* TemplateLoader::must_find(const Node& node, std::string_view key, const Sentence& what) {
  const Node* found = node.find(key);
  if (found != nullptr && !found->is_nothing()) return found;
  wrong(node, "missing_key",
        {fmt::format("{} needs the key '{}'", what.english, key), fmt::format("{}缺少键“{}”", what.chinese, key)});
  return nullptr;
}

std::string TemplateLoader::must_text(const Node& node, std::string_view key, const Sentence& what) {
  const Node* found = must_find(node, key, what);
  return found == nullptr ? "" : found->scalar;
}

Sentence TemplateLoader::read_title(const Node& node) {
  Sentence title{node.text_of("en"), node.text_of("zh")};
  if (title.english.empty() || title.chinese.empty())
    wrong(node, "missing_key", {"a title is written {zh: 中文, en: English}", "名称写作 {zh: 中文, en: English}"});
  return title;
}

// What was compiled, unless it or a constant in it is wrong.
template <typename T>
std::optional<T> TemplateLoader::checked(Result<T> made, const Node& node) {
  const Status status = made ? made->check_constants() : Status(std::unexpected(made.error()));
  if (status) {
    check_open_to_all(made->fields(), node);
    return std::move(*made);
  }
  Error error = status.error();
  error.place = text::place_in_file(content_, node, file_, error.place).value_or(place(node));
  errors_.push_back(std::move(error));
  return std::nullopt;
}

std::optional<cel::Message> TemplateLoader::message(const Node& node) {
  return checked(cel::compile_message(node.scalar, *environment_, {file_, 1, 1, ""}), node);
}

std::optional<cel::Program> TemplateLoader::condition(const Node& node) {
  return checked(cel::compile(node.scalar, *environment_, cel::Type::of(cel::Kind::boolean), {file_, 1, 1, ""}), node);
}

// Paper goes from hand to hand: what only some roles may see cannot stand on it.
void TemplateLoader::check_open_to_all(const std::vector<std::string>& fields, const Node& node) {
  for (const workflow::Field& field : kind_->fields) {
    const bool is_read = std::ranges::any_of(fields, [&](const std::string& name) {
      return name == "matter." + field.name || name == "shown." + field.name;
    });
    if (is_read && !field.visible_to.empty())
      wrong(node, "sealed_field",
            {fmt::format("{} is for some roles only, so no document may show it", field.name),
             fmt::format("{} 只对部分角色可见，不能写入文书", field.name)});
  }
}

bool TemplateLoader::read_flag(std::string_view key) {
  const Node* flag = root_.find(key);
  if (flag == nullptr) return false;
  if (flag->scalar != "true" && flag->scalar != "false")
    wrong(*flag, "bad_template", {fmt::format("{} is true or false", key), fmt::format("{} 写 true 或 false", key)});
  return flag->scalar == "true";
}

bool TemplateLoader::read_head() {
  if (!check_keys(root_,
                  {"document", "workflow", "version", "form", "title", "number", "basis", "to", "inputs", "body",
                   "seal", "signatures", "sign_pages", "tests"},
                  kTemplate))
    return false;
  made_.document = must_text(root_, "document", kTemplate);
  made_.kind = must_text(root_, "workflow", kTemplate);
  const Node* version = must_find(root_, "version", kTemplate);
  const Node* form = must_find(root_, "form", kTemplate);
  const Node* title = must_find(root_, "title", kTemplate);
  const Node* number = must_find(root_, "number", kTemplate);
  if (title != nullptr) made_.title = read_title(*title);
  if (version != nullptr) {
    const char* end = version->scalar.data() + version->scalar.size();
    const auto read = std::from_chars(version->scalar.data(), end, made_.version);
    if (read.ec != std::errc() || read.ptr != end || made_.version < 1)
      wrong(*version, "bad_number", {"a version is a whole number from 1", "版本是从 1 起的整数"});
  }
  if (form != nullptr) {
    const auto known = form_named(form->scalar);
    if (known) made_.form = *known;
    if (!known)
      wrong(*form, "unknown_name",
            Sentence{fmt::format("there is no form '{}'", form->scalar), fmt::format("没有文种“{}”", form->scalar)} +
                cel::suggest_name(form->scalar, {std::begin(kFormNames), std::end(kFormNames)}));
  }
  if (number != nullptr) {
    auto pattern = casework::NumberPattern::parse(number->scalar);
    if (pattern) made_.number = std::move(*pattern);
    if (!pattern) wrong(*number, pattern.error().code, pattern.error().sentence());
  }
  made_.has_seal = read_flag("seal");
  made_.signs_pages = read_flag("sign_pages");
  kind_ = kinds_.newest(made_.kind);
  if (kind_ == nullptr) {
    const Node* named = root_.find("workflow");
    return wrong(named == nullptr ? root_ : *named, "unknown_kind",
                 {fmt::format("there is no workflow '{}'", made_.kind), fmt::format("没有流程“{}”", made_.kind)});
  }
  made_.kind_version = kind_->version;
  if (!workflow::find_named(kind_->documents, made_.document)) {
    const Node* named = root_.find("document");
    return wrong(named == nullptr ? root_ : *named, "unknown_name",
                 Sentence{fmt::format("the workflow has no document '{}'", made_.document),
                          fmt::format("流程没有文书“{}”", made_.document)} +
                     cel::suggest_name(made_.document, workflow::names_of(kind_->documents)));
  }
  return true;
}

void TemplateLoader::read_basis() {
  const Node* basis = must_find(root_, "basis", kTemplate);
  if (basis == nullptr) return;
  for (const Node& item : basis->items) {
    if (check_keys(item, {"document", "clause"}, {"a basis", "依据"}))
      made_.basis.push_back({must_text(item, "document", {"a basis", "依据"}), item.text_of("clause")});
  }
  if (made_.basis.empty())
    wrong(*basis, "bad_template",
          {"basis is a list of {document: …, clause: …}", "basis 是列表，每项为 {document: 文件, clause: 条款}"});
}

void TemplateLoader::read_inputs() {
  const Node* inputs = root_.find("inputs");
  if (inputs == nullptr) return;
  for (const auto& [key, body] : inputs->entries) {
    if (!check_keys(body, {"title", "type", "optional"}, {"an input", "填写项"})) continue;
    Input input;
    input.name = key.scalar;
    input.place = place(key);
    if (!is_name(input.name))
      wrong(key, "bad_name", {"write small letters, digits and _", "名称请用小写字母、数字和 _"});
    if (const Node* title = must_find(body, "title", {"an input", "填写项"})) input.title = read_title(*title);
    input.is_optional = body.text_of("optional") == "true";
    const auto shape = workflow::shape_named(must_text(body, "type", {"an input", "填写项"}));
    if (!shape || shape->type == workflow::FieldType::choice) {
      wrong(body, "unknown_name",
            {"an input's type is one of those of fields, but no choice", "填写项的类型与字段相同，但不能是 choice"});
      continue;
    }
    input.shape = *shape;
    if (made_.inputs.size() < kItemsMost) made_.inputs.push_back(std::move(input));
  }
}

void TemplateLoader::read_signatures() {
  const Node* places = root_.find("signatures");
  if (places == nullptr) return;
  for (const auto& [key, body] : places->entries) {
    SignaturePlace made;
    made.name = key.scalar;
    made.title = read_title(body);
    made.place = place(key);
    if (!is_name(made.name) || made_.signatures.size() >= kItemsMost)
      wrong(key, "bad_name", {"write small letters, digits and _", "名称请用小写字母、数字和 _"});
    made_.signatures.push_back(std::move(made));
  }
}

TemplateReading TemplateLoader::load() {
  if (read_head()) {
    read_basis();
    read_inputs();
    environment_.emplace(make_paper_environment(*kind_, made_.inputs));
    if (const Node* to = root_.find("to")) made_.to = message(*to);
    read_signatures();
    read_body();
    if (const Node* tests = must_find(root_, "tests", kTemplate)) made_.tests = *tests;
  }
  TemplateReading reading;
  reading.errors = std::move(errors_);
  if (!reading.errors.empty()) return reading;
  made_.file = file_;
  made_.hash = content_hash(content_);
  reading.made = std::move(made_);
  return reading;
}

TemplateReading parse_template_all(const std::string& content, const std::string& file, const casework::Kinds& kinds) {
  const auto root = text::parse_yaml(content, file);
  if (!root) return {std::nullopt, {root.error()}};
  return TemplateLoader(*root, content, file, kinds).load();
}

TemplateReading load_template_all(const std::string& file, const casework::Kinds& kinds) {
  const auto content = read_file(file, kTemplateBytesMost);
  if (!content) return {std::nullopt, {content.error()}};
  return parse_template_all(*content, file, kinds);
}

}  // namespace qiuhao::documents
