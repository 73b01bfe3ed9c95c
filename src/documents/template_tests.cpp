// Reading and running tests of templates.
#include "documents/template_tests.h"

#include <fmt/format.h>

#include <algorithm>

#include "cel/lexer/source.h"

namespace qiuhao::documents {
namespace {

using text::Node;
using workflow::FieldValue;

const Office& test_office() {
  static const Office kOffice{"某市医疗保障局", "", "0000-0000000"};
  return kOffice;
}

class Reader {
 public:
  Reader(const Template& made, const workflow::Kind& kind) : made_(made), kind_(kind) {}

  Status check_keys(const Node& node, std::initializer_list<std::string_view> known) const {
    for (const auto& [key, value] : node.entries) {
      if (std::find(known.begin(), known.end(), key.scalar) == known.end())
        return bad(key, Sentence{fmt::format("unknown key '{}' of a test", key.scalar),
                                 fmt::format("测试里没有键“{}”", key.scalar)} +
                            cel::suggest_name(key.scalar, {known.begin(), known.end()}));
    }
    return {};
  }

  Result<workflow::Matter> matter(const Node& test) const {
    workflow::Matter matter;
    matter.kind = kind_.name;
    matter.version = kind_.version;
    const Node* node = test.find("matter");
    if (node == nullptr) return bad(test, {"a test has a matter", "测试要有 matter"});
    TRY(check_keys(*node,
                   {"number", "subject", "region", "opened", "state", "fields", "people", "due", "documents", "done"}));
    matter.number = node->text_of("number").empty() ? "M1" : node->text_of("number");
    matter.subject = node->text_of("subject");
    matter.region = node->text_of("region");
    matter.state = node->text_of("state");
    if (const Node* opened = node->find("opened")) {
      ASSIGN(matter.opened, day(*opened));
    }
    TRY(each(*node, "fields", kind_.fields, [&](const workflow::Field& field, const Node& given) -> Status {
      ASSIGN(matter.fields[field.name], value(field.shape, given));
      return {};
    }));
    TRY(each(*node, "people", kind_.parts, [&](const workflow::Part& part, const Node& given) -> Status {
      for (const Node& one : given.items) matter.people[part.name].push_back(one.scalar);
      return {};
    }));
    TRY(each(*node, "due", kind_.deadlines, [&](const workflow::Deadline& deadline, const Node& given) -> Status {
      ASSIGN(matter.terms[deadline.name].due, day(given));
      return {};
    }));
    for (const std::string& name : node->texts_of("documents")) matter.documents.push_back({name, "D1", 0});
    for (const std::string& name : node->texts_of("done"))
      matter.history.push_back({name, "somebody", "", 0, "", matter.state, ""});
    return matter;
  }

  Result<workflow::Act> act(const Node& test) const {
    workflow::Act act;
    const Node* node = test.find("act");
    const Node* on = node == nullptr ? nullptr : node->find("on");
    if (on == nullptr)
      return bad(test, {"a test has act: {by: person, on: day}", "测试要有 act: {by: 人员, on: 日期}"});
    TRY(check_keys(*node, {"by", "unit", "on", "note"}));
    const auto at = parse_time(on->scalar);
    if (!at) return bad(*on, at.error().sentence(), at.error().code);
    act.at = *at;
    act.by = {node->text_of("by"), {}, node->text_of("unit")};
    act.note = node->text_of("note");
    return act;
  }

  Result<PaperWorld::Inputs> inputs(const Node& test) const {
    PaperWorld::Inputs inputs;
    TRY(each(test, "input", made_.inputs, [&](const Input& input, const Node& given) -> Status {
      ASSIGN(inputs[input.name], value(input.shape, given));
      return {};
    }));
    return inputs;
  }

  std::unexpected<Error> bad(const Node& node, Sentence sentence, std::string code = "bad_test") const {
    return input_error(std::move(code), std::move(sentence), {made_.file, node.line, node.column, ""});
  }

 private:
  Result<Day> day(const Node& node) const {
    const auto day = parse_day(node.scalar);
    if (!day) return bad(node, day.error().sentence(), day.error().code);
    return *day;
  }

  Result<FieldValue> value(workflow::ValueShape shape, const Node& node) const {
    std::vector<FieldValue> values;
    const std::vector<Node> lone = {node};
    for (const Node& item : shape.is_list ? node.items : lone) {
      auto parsed = workflow::parse_value(item.scalar, shape.type);
      if (!parsed) return bad(item, parsed.error().sentence(), parsed.error().code);
      values.push_back(std::move(*parsed));
    }
    return shape.is_list ? FieldValue(std::move(values)) : std::move(values.at(0));
  }

  template <typename T, typename Take>
  Status each(const Node& node, std::string_view key, const std::vector<T>& known, const Take& take) const {
    const Node* map = node.find(key);
    if (map == nullptr) return {};
    for (const auto& [name, given] : map->entries) {
      const auto number = workflow::find_named(known, name.scalar);
      if (!number)
        return bad(name,
                   Sentence{fmt::format("unknown name '{}' in {}", name.scalar, key),
                            fmt::format("{} 里没有“{}”", key, name.scalar)} +
                       cel::suggest_name(name.scalar, workflow::names_of(known)),
                   "unknown_name");
      TRY(take(known[*number], given));
    }
    return {};
  }

  const Template& made_;
  const workflow::Kind& kind_;
};

// What is not as expected.
std::vector<Sentence> compare(const Node& expect, const Result<Filled>& filled) {
  const std::string refused = expect.text_of("refused");
  const auto differs = [](std::string_view wanted, std::string_view got) {
    return Sentence{fmt::format("expected {}, got {}", wanted, got), fmt::format("预期 {}，实际 {}", wanted, got)};
  };
  if (!filled) {
    if (refused != filled.error().code)
      return {differs(refused.empty() ? "a document" : refused,
                      fmt::format("{}: {}", filled.error().code, filled.error().message))};
    const std::string about = expect.text_of("about");
    if (filled.error().message.find(about) != std::string::npos) return {};
    return {differs(about, filled.error().message)};
  }
  if (!refused.empty()) return {differs(refused, "a document")};
  std::vector<Sentence> wrong;
  const std::string text = plain_text(*filled);
  if (const Node* number = expect.find("number"); number != nullptr && number->scalar != filled->number)
    wrong.push_back(differs(number->scalar, filled->number));
  for (const std::string& words : expect.texts_of("says")) {
    if (text.find(words) == std::string::npos)
      wrong.push_back({fmt::format("it does not say '{}'", words), fmt::format("文书中没有“{}”", words)});
  }
  for (const std::string& words : expect.texts_of("lacks")) {
    if (text.find(words) != std::string::npos)
      wrong.push_back({fmt::format("it says '{}'", words), fmt::format("文书中不应有“{}”", words)});
  }
  return wrong;
}

}  // namespace

std::string TemplateTestFailure::text(Language language) const {
  return fmt::format("{}:{}: {}: {}", place.file, place.line, test, sentence.in(language));
}

std::string plain_text(const Filled& filled) {
  std::string out = fmt::format("{}\n{}\n{}\n{}\n", filled.office, filled.number, filled.title, filled.to);
  for (const FilledBlock& block : filled.blocks) {
    out += block.title.empty() ? "" : block.title + "\n";
    const auto add = [&](const std::vector<std::string>& row) { out += fmt::format("{}\n", fmt::join(row, "|")); };
    if (!block.columns.empty()) add(block.columns);
    for (const auto& row : block.rows) add(row);
  }
  for (const FilledSignature& place : filled.signatures) out += place.title + "\n";
  return out;
}

Result<TemplateTestReport> run_template_tests(const Template& made, const workflow::Kind& kind,
                                              const workflow::Calendar& calendar, std::string_view filter) {
  TemplateTestReport report;
  const Reader reader(made, kind);
  for (const Node& test : made.tests.items) {
    TRY(reader.check_keys(test, {"name", "matter", "act", "input", "expect"}));
    const std::string name = test.text_of("name");
    if (name.find(filter) == std::string::npos) continue;
    ASSIGN(const workflow::Matter matter, reader.matter(test));
    ASSIGN(const workflow::Act act, reader.act(test));
    Filling filling{made, kind, calendar, matter, act, test_office()};
    ASSIGN(filling.inputs, reader.inputs(test));
    const Node* expect = test.find("expect");
    if (expect == nullptr) return reader.bad(test, {"a test says what to expect", "测试要写 expect"});
    TRY(reader.check_keys(*expect, {"number", "says", "lacks", "refused", "about"}));
    const int year = civil_from_day(day_of(act.at)).year;
    const auto wrong = compare(*expect, fill(filling, made.number->number(year, 1)));
    ++(wrong.empty() ? report.passed : report.failed);
    for (const Sentence& sentence : wrong)
      report.failures.push_back({name, {made.file, test.line, test.column, ""}, sentence});
  }
  return report;
}

}  // namespace qiuhao::documents
