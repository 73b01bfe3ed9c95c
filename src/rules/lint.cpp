// Looking through a rule's formulas, and watching its clauses over its tests.
#include "rules/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cel/inspect.h"
#include "rules/rule_tests.h"
#include "rules/subjects.h"
#include "rules/test_case.h"
#include "rules/world.h"
#include "text/scalar_place.h"

namespace qiuhao::rules {

std::string Lint::text(Language language) const {
  const Error error{Fault::input, code, sentence.english, place, sentence.chinese};
  return fmt::format("{} [{}]", error.text(language), code);
}

ClauseWatch::ClauseWatch(const Rule& rule) : rule_(&rule) {
  const auto add = [&](const cel::Program& program, bool is_when) {
    const std::size_t count = cel::clauses(program).size();
    for (std::size_t i = 0; i < count; ++i) clauses_.push_back({is_when, i, 0, 0});
  };
  if (rule.where) add(*rule.where, false);
  add(rule.when[0], true);
}

void ClauseWatch::see(const Subject& subject) {
  ++seen_;
  cel::Scratch scratch;
  for (Counts& counts : clauses_) {
    const cel::Program& program = counts.is_when ? rule_->when[0] : *rule_->where;
    const cel::Value value = cel::evaluate_clause(program, counts.number, subject, scratch);
    if (value.kind != cel::Kind::boolean) continue;
    ++(value.is_true() ? counts.times_true : counts.times_false);
  }
}

namespace {

using text::Node;

// Getters of a timestamp whose answer surprises; what to write instead.
struct Trap {
  std::string_view name;
  Sentence trap;
};
const Trap kTraps[] = {
    {"getMonth", {"counts months from 0", "的月份从 0 起"}},
    {"getDayOfMonth", {"counts days from 0", "的日从 0 起"}},
    {"getDayOfYear", {"counts days from 0", "的日从 0 起"}},
    {"getDate", {"", ""}},
    {"getFullYear", {"", ""}},
    {"getDayOfWeek", {"counts from Sunday as 0", "以星期日为 0"}},
    {"getHours", {"", ""}},
};

}  // namespace

class Linter {
 public:
  Linter(const Rule& rule, std::shared_ptr<const claims::Schema> schema, const knowledge::Kinds& kinds, Node root)
      : rule_(rule), schema_(std::move(schema)), kinds_(kinds), root_(std::move(root)) {}

  Result<std::vector<Lint>> run(const ClauseWatch* watch) {
    gather_formulas();
    for (const auto& [node, program] : formulas_) {
      lint_codes(*node, *program);
      lint_absence(*node, *program);
      lint_getters(*node, *program);
    }
    lint_tests();
    lint_unused();
    if (watch != nullptr) {
      lint_clauses(*watch);
    } else {
      TRY(lint_over_tests());
    }
    std::stable_sort(found_.begin(), found_.end(), [](const Lint& a, const Lint& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    return std::move(found_);
  }

 private:
  void gather_formulas();
  void lint_codes(const Node& node, const cel::Program& program);
  void lint_absence(const Node& node, const cel::Program& program);
  void lint_getters(const Node& node, const cel::Program& program);
  void lint_tests();
  void lint_unused();
  void lint_clauses(const ClauseWatch& watch);
  Status lint_over_tests();

  Place place_in(const Node& node, std::uint32_t offset) const {
    const auto places = text::ScalarPlaces::make(rule_.text, node, rule_.file);
    return places ? text::place_of_offset(rule_.text, places->offset(offset), rule_.file) : place_of(node);
  }
  Place place_of(const Node& node) const { return {rule_.file, node.line, node.column, ""}; }
  void add(std::string code, Place place, Sentence sentence) {
    found_.push_back({std::move(code), std::move(place), std::move(sentence)});
  }
  // Of the dictionary; null for what windows and knowledge give.
  const claims::Field* field_of(cel::StructId owner, cel::FieldId field) const {
    if (owner >= claims::kEntities && !is_register(owner)) return nullptr;
    const auto& fields = is_register(owner) ? schema_->of(kRuleRegisters[register_number(owner)]).fields
                                            : schema_->of(static_cast<claims::Entity>(owner)).fields;
    return field < fields.size() ? &fields[field] : nullptr;
  }

  const Rule& rule_;
  std::shared_ptr<const claims::Schema> schema_;
  const knowledge::Kinds& kinds_;
  Node root_;
  std::vector<std::pair<const Node*, const cel::Program*>> formulas_;
  std::vector<Lint> found_;
};

void Linter::gather_formulas() {
  const auto add = [&](const Node* node, const cel::Program& program) {
    if (node != nullptr) formulas_.emplace_back(node, &program);
  };
  if (rule_.where) add(root_.find("where"), *rule_.where);
  add(root_.find("when"), rule_.when[0]);
  if (rule_.lines) add(root_.find("lines"), *rule_.lines);
  add(root_.find("amount"), rule_.amount[0]);
  const auto add_all = [&](std::string_view key, const std::vector<Let>& lets) {
    const Node* node = root_.find(key);
    for (const Let& let : lets) add(node == nullptr ? nullptr : node->find(let.name), let.program);
  };
  add_all("let", rule_.lets);
  add_all("except", rule_.excepts);
  const Node* windows = root_.find("windows");
  for (const Window& window : rule_.windows) {
    const Node* node = windows == nullptr ? nullptr : windows->find(window.name);
    if (node == nullptr) continue;
    if (window.where) add(node->find("where"), *window.where);
    if (window.days_supply) add(node->find("days_supply"), *window.days_supply);
    if (window.value) add(node->find("peer"), *window.value);
  }
}

void Linter::lint_codes(const Node& node, const cel::Program& program) {
  for (const cel::ComparedText& compared : cel::compared_texts(program)) {
    const claims::Field* field = field_of(compared.owner, compared.field);
    if (field == nullptr || field->codes.empty()) continue;
    std::string codes;
    bool is_known = false;
    for (const claims::CodeValue& value : field->codes) {
      is_known |= value.code == compared.text;
      codes += (codes.empty() ? "" : ", ") + fmt::format("'{}' {}", value.code, value.label);
    }
    if (is_known) continue;
    add("unknown_code", place_in(node, compared.span.begin),
        {fmt::format("'{}' is no code of {}; its codes are {}", compared.text, compared.path, codes),
         fmt::format("“{}”不是{}的代码；可用代码：{}", compared.text, field->label, codes)});
  }
}

// An author who tests that the rule is undecided without the field has thought of it.
void Linter::lint_absence(const Node& node, const cel::Program& program) {
  std::set<std::string> thought_of;
  for (const Node& test : rule_.tests.items) {
    const Node* expect = test.find("expect");
    if (expect == nullptr) continue;
    thought_of.insert(english_path(expect->text_of("field"), *schema_));
    for (const Node& item : expect->items) thought_of.insert(english_path(item.text_of("field"), *schema_));
  }
  for (const cel::UnguardedField& use : cel::unguarded_fields(program)) {
    const claims::Field* field = field_of(use.owner, use.field);
    const bool is_optional = field != nullptr && !field->is_required && field->derived.empty();
    if (!is_optional || thought_of.contains(use.path)) continue;
    // Of a row of a window the same field of the subject is as good.
    const std::string_view entity =
        is_register(use.owner) ? register_name(register_number(use.owner)) : claims::kEntityNames[use.owner];
    if (thought_of.contains(fmt::format("{}.{}", entity, field->name))) continue;
    add("absent_compared", place_in(node, use.span.begin),
        {fmt::format("{} may be absent, and then {} is undecided; ask has({}) first, or add a test that expects "
                     "undecided, field: {}",
                     use.path, use.sign, use.path, use.path),
         fmt::format(
             "{}（{}）可能没有值，这时 {} 得不出结论；请先用 has({}) 检查，或加一个预期 undecided、field: {} 的测试",
             field->label, use.path, use.sign, use.path, use.path)});
  }
}

void Linter::lint_getters(const Node& node, const cel::Program& program) {
  for (const cel::FunctionUse& use : cel::functions_used(program)) {
    const bool may_be_time = use.receiver == cel::Kind::timestamp || use.receiver == cel::Kind::any;
    const auto trap =
        std::find_if(std::begin(kTraps), std::end(kTraps), [&](const Trap& one) { return one.name == use.name; });
    if (trap == std::end(kTraps) || !may_be_time) continue;
    const bool in_utc = use.arguments == 0;
    const std::string& counts = trap->trap.english;
    if (!in_utc && counts.empty()) continue;
    const Sentence utc =
        in_utc ? Sentence{"reads the time in UTC, eight hours behind Beijing", "按 UTC 取值，比北京时间晚八小时"}
               : Sentence{};
    const std::string both = counts.empty() || utc.english.empty() ? "" : " and ";
    const std::string both_chinese = both.empty() ? "" : "，并且";
    add("timestamp_getter", place_in(node, use.span.begin),
        {fmt::format(
             "{} {}{}{}; take the local day with date(…) and compare days, or use daysBetween, ageYears or isoWeek",
             use.name, counts, both, utc.english),
         fmt::format("{} {}{}{}；请用 date(…) 取北京时间的日期再比较，或用 daysBetween、ageYears、isoWeek", use.name,
                     trap->trap.chinese, both_chinese, utc.chinese)});
  }
}

void Linter::lint_tests() {
  if (const Status covered = check_test_coverage(rule_); !covered) {
    add("missing_test", covered.error().place, covered.error().sentence());
  }
}

void Linter::lint_unused() {
  std::set<std::string> used;
  const auto use = [&](const std::vector<std::string>& names) { used.insert(names.begin(), names.end()); };
  for (const auto& [node, program] : formulas_) use(program->variables());
  use(rule_.message[0].variables());
  const auto check = [&](const std::string& name, std::string_view section, std::string code) {
    // The pair window of grain pair is what makes the pairs.
    if (used.contains(name) || (section == "windows" && rule_.grain == Grain::pair)) return;
    const Node* node = root_.find(section);
    if (node == nullptr) return;
    for (const auto& [key, value] : node->entries) {
      if (key.scalar != name) continue;
      add(code, place_of(key),
          {fmt::format("{} {} is read by no formula; remove it", section == "let" ? "let" : "window", name),
           fmt::format("{} {} 没有公式用到；请删除", section == "let" ? "变量" : "窗口", name)});
    }
  };
  for (const Let& let : rule_.lets) check(let.name, "let", "unused_let");
  for (const Window& window : rule_.windows) check(window.name, "windows", "unused_window");
}

void Linter::lint_clauses(const ClauseWatch& watch) {
  for (const ClauseWatch::Counts& counts : watch.clauses_) {
    const bool is_true = counts.times_false == 0;
    const std::size_t times = counts.times_true + counts.times_false;
    if (times < kLeastSeen || (counts.times_true > 0 && counts.times_false > 0)) continue;
    const cel::Program& program = counts.is_when ? rule_.when[0] : *rule_.where;
    const Node* node = root_.find(counts.is_when ? "when" : "where");
    const cel::Span span = cel::clauses(program)[counts.number];
    const std::string part = program.text().substr(span.begin, span.end - span.begin);
    add(is_true ? "always_true" : "always_false", place_in(*node, span.begin),
        {fmt::format("{} is {} on all {} subjects seen; remove it, or add a test in which it is {}", part, is_true,
                     times, !is_true),
         fmt::format("{} 在见到的 {} 例中总是 {}；请删除，或加一个它为 {} 的测试", part, times, is_true, !is_true)});
  }
}

Status Linter::lint_over_tests() {
  // A plan owns its rules, so each test has the rule anew; what their clauses met is added up.
  ClauseWatch total(rule_);
  for (std::size_t i = 0; i < std::min(rule_.tests.items.size(), kMaxTestsOfRule); ++i) {
    ASSIGN(const TestCase test, read_test_case(rule_.tests.items[i], i + 1, rule_, *schema_, kinds_));
    ASSIGN(const auto plan, plan_of_test(test, rule_, schema_, kinds_));
    const claims::Part part = make_test_part(test, *schema_, false);
    const PartPlan laid(*plan, part);
    Subject subject(laid);
    subject.set_person(0);
    ClauseWatch watch(plan->rules()[0]);
    for_each_subject(subject, rule_.grain, [&] { watch.see(subject); });
    total.seen_ += watch.seen_;
    for (std::size_t clause = 0; clause < total.clauses_.size(); ++clause) {
      total.clauses_[clause].times_true += watch.clauses_[clause].times_true;
      total.clauses_[clause].times_false += watch.clauses_[clause].times_false;
    }
  }
  lint_clauses(total);
  return {};
}

Result<std::vector<Lint>> lint_rule(const Rule& rule, std::shared_ptr<const claims::Schema> schema,
                                    const knowledge::Kinds& kinds, const ClauseWatch* watch) {
  ASSIGN(Node root, text::parse_yaml(rule.text, rule.file));
  return Linter(rule, std::move(schema), kinds, std::move(root)).run(watch);
}

}  // namespace qiuhao::rules
