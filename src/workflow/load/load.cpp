// Reading workflow files: the order of the sections, and what all of them use.
#include <charconv>

#include "base/files.h"
#include "base/hash.h"
#include "workflow/load/loader.h"
#include "workflow/world.h"

namespace qiuhao::workflow {
namespace {

constexpr std::size_t kMaxNameBytes = 60;

}  // namespace

bool Loader::note(Error error) {
  if (errors_.size() < kMaxErrorsShown) errors_.push_back(std::move(error));
  return false;
}

void Loader::wrong(const Node& node, std::string code, Sentence sentence) {
  note({Fault::input, std::move(code), std::move(sentence.english), place(node), std::move(sentence.chinese)});
}

bool Loader::check_keys(const Node& node, std::initializer_list<std::string_view> known, const Sentence& what) {
  if (!node.is_map()) {
    wrong(node, "bad_workflow",
          {fmt::format("{} is a map with the keys {}", what.english, fmt::join(known, ", ")),
           fmt::format("{}是映射，键有 {}", what.chinese, fmt::join(known, "、"))});
    return false;
  }
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key.scalar) != known.end()) continue;
    const Sentence unknown{fmt::format("{} has no key '{}'", what.english, key.scalar),
                           fmt::format("{}没有键“{}”", what.chinese, key.scalar)};
    wrong(key, "unknown_key", unknown + cel::suggest_name(key.scalar, {known.begin(), known.end()}));
  }
  return true;
}

const text::Node* Loader::must_find(const Node& node, std::string_view key, const Sentence& what) {
  const Node* found = node.find(key);
  if (found != nullptr && !found->is_nothing()) return found;
  wrong(node, "missing_key",
        {fmt::format("{} needs the key '{}'", what.english, key), fmt::format("{}缺少键“{}”", what.chinese, key)});
  return nullptr;
}

Sentence Loader::read_title(const Node& node) {
  Sentence title{node.text_of("en"), node.text_of("zh")};
  if (title.english.empty() || title.chinese.empty()) {
    wrong(node, "missing_key", {"a title is written {zh: 中文, en: English}", "名称写作 {zh: 中文, en: English}"});
  }
  return title;
}

Basis Loader::read_basis(const Node& node) {
  Basis basis{node.text_of("document"), node.text_of("clause")};
  if (basis.document.empty()) {
    wrong(node, "missing_key",
          {"a basis is written {document: …, clause: …}", "依据写作 {document: 文件, clause: 条款}"});
  }
  return basis;
}

int Loader::read_whole(const Node& node, int least, int most) {
  int number = 0;
  const char* end = node.scalar.data() + node.scalar.size();
  const auto read = std::from_chars(node.scalar.data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= least && number <= most) return number;
  wrong(node, "bad_number",
        {fmt::format("'{}' is no whole number from {} to {}", node.scalar, least, most),
         fmt::format("“{}”不是 {} 到 {} 的整数", node.scalar, least, most)});
  return least;
}

bool Loader::read_flag(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  if (found == nullptr || found->scalar == "false") return false;
  if (found->scalar != "true")
    wrong(*found, "bad_workflow", {fmt::format("{} is true or false", key), fmt::format("{} 写 true 或 false", key)});
  return true;
}

std::optional<Day> Loader::read_day(const Node& node) {
  if (node.is_nothing()) return kNoDay;
  const auto day = parse_day(node.scalar);
  if (day) return *day;
  wrong(node, "bad_date", day.error().sentence());
  return std::nullopt;
}

bool Loader::check_name(const Node& key) {
  const std::string& name = key.scalar;
  bool is_name = !name.empty() && name.size() <= kMaxNameBytes && name[0] >= 'a' && name[0] <= 'z';
  for (const char c : name) is_name = is_name && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  if (!is_name) {
    wrong(key, "bad_name",
          {fmt::format("'{}' is no name; write small letters, digits and _", name),
           fmt::format("“{}”不能作名称；请用小写字母、数字和 _", name)});
  }
  return is_name;
}

std::optional<Party> Loader::party_of(const Node& node) {
  if (const auto part = find_named(kind_.parts, node.scalar)) return Party{true, *part};
  if (const auto role = find_named(kind_.roles, node.scalar)) return Party{false, *role};
  std::vector<std::string> names = names_of(kind_.roles);
  for (const Part& part : kind_.parts) names.push_back(part.name);
  const Sentence unknown{fmt::format("unknown role or part '{}'", node.scalar),
                         fmt::format("没有角色或承办岗位“{}”", node.scalar)};
  wrong(node, "unknown_name", unknown + cel::suggest_name(node.scalar, names));
  return std::nullopt;
}

std::vector<bool> Loader::states_of(const Node& owner, std::string_view key) {
  std::vector<bool> states(kind_.states.size(), false);
  for (const Number state : numbers_of(owner, key, kind_.states, {"state", "状态"})) states[state] = true;
  return states;
}

KindReading Loader::load() {
  kind_.file = file_;
  if (!root_.is_map() || root_.find("workflow") == nullptr) {
    wrong(root_, "bad_workflow",
          {"a workflow file is a map that begins with 'workflow: name'", "流程文件是以“workflow: 名称”开头的映射"});
    return {std::nullopt, std::move(errors_)};
  }
  check_keys(root_,
             {"workflow", "version", "title", "basis", "roles", "parts", "fields", "states", "documents", "parameters",
              "deadlines", "actions", "migration", "people", "tests"},
             {"a workflow file", "流程文件"});
  read_head();
  read_roles();
  read_parts();
  read_fields();
  read_states();
  read_documents();
  read_parameters();
  read_deadline_names();
  read_action_names();
  read_migration();
  // A formula over names that could not be read would be told wrong for that alone.
  if (!errors_.empty()) return {std::nullopt, std::move(errors_)};
  environment_.emplace(make_environment(kind_));
  read_deadlines();
  read_actions();
  if (const Node* people = root_.find("people")) kind_.people = *people;
  if (const Node* tests = root_.find("tests")) kind_.tests = *tests;
  if (errors_.empty()) errors_ = check_kind(kind_);
  if (!errors_.empty()) return {std::nullopt, std::move(errors_)};
  return {std::move(kind_), {}};
}

KindReading parse_kind_all(const std::string& content, const std::string& file) {
  const auto root = text::parse_yaml(content, file);
  if (!root) return {std::nullopt, {root.error()}};
  KindReading reading = Loader(*root, content, file).load();
  if (reading.kind) reading.kind->hash = hash128(content).hex();
  return reading;
}

KindReading load_kind_all(const std::string& file) {
  const auto content = read_file(file, text::kMaxDocumentBytes);
  if (!content) return {std::nullopt, {content.error()}};
  return parse_kind_all(*content, file);
}

namespace {

Result<Kind> kind_or_first(KindReading reading) {
  if (reading.kind) return std::move(*reading.kind);
  return fail(std::move(reading.errors.front()));
}

}  // namespace

Result<Kind> parse_kind(const std::string& content, const std::string& file) {
  return kind_or_first(parse_kind_all(content, file));
}

Result<Kind> load_kind(const std::string& file) { return kind_or_first(load_kind_all(file)); }

}  // namespace qiuhao::workflow
