// A workspace for tests of rules of every grain: a tape written as a table of lines, and rules over it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "audit/test_world.h"

namespace qiuhao::audit {

struct TestLine {
  std::string person, visit, provider, id, item, day, in_scope;
  std::string kind = {}, days = {};  // of the visit; "" absent
};

// A rule of a grain that hits when the formula says so.
inline std::string rule_of(const std::string& code, const std::string& certainty, const std::string& grain,
                           const std::string& when, const std::string& amount, const std::string& message,
                           const std::string& rest = "") {
  return fmt::format(
      "rule: {0}\nname: 规则{0}\nversion: 1\neffective: [null, null]\nclass: 合理使用\ncertainty: {1}\n"
      "basis: [{{document: 条例, clause: 第三十八条}}]\nmoments: [after]\ngrain: {2}\nwhen: {3}\namount: {4}\n"
      "message: \"{5}\"\ntests: []\n{6}",
      code, certainty, grain, when, amount, message, rest);
}

// A tape of lines (those of a visit beside each other, in time order) and rules over it.
class GrainWorld {
 public:
  GrainWorld(const std::string& name, const std::vector<TestLine>& lines, const std::vector<std::string>& texts,
             std::size_t people_of_part = 1'000, std::vector<rules::StockRow> stock = {})
      : folder_(std::filesystem::temp_directory_path() / fmt::format("qiuhao-grain-{}-{}", name, ::getpid())) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "tape/parts");
    schema_ = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
    std::vector<rules::Rule> rules;
    for (const std::string& text : texts) {
      auto rule = rules::parse_rule(text, "test.yaml", *schema_);
      EXPECT_TRUE(rule.has_value()) << rule.error().text();
      if (rule) rules.push_back(std::move(*rule));
    }
    const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
    plan_ = *rules::Plan::make(schema_, std::move(rules), knowledge::Library::make(*kinds, {}, 20'500), {},
                               {.stock = std::make_shared<const rules::StockTable>(std::move(stock))});
    write_tape(lines, people_of_part);
  }
  GrainWorld(const GrainWorld&) = delete;
  GrainWorld& operator=(const GrainWorld&) = delete;
  ~GrainWorld() { std::filesystem::remove_all(folder_); }

  const Path& folder() const { return folder_; }
  const rules::Plan& plan() const { return *plan_; }
  std::shared_ptr<const rules::Plan> shared_plan() const { return plan_; }
  claims::Tape tape() const { return *claims::Tape::open(folder_, *schema_); }
  AuditResult audit(const AuditOptions& options = {}) const { return *run_audit(tape(), plan_, options); }
  // "R2 V1 L1+L2 gross 3.00 net 2.00", in the order of the result.
  std::vector<std::string> told(const AuditResult& result) const;

 private:
  void write_tape(const std::vector<TestLine>& lines, std::size_t people_of_part);
  void write_person(claims::PartBuilder& builder, std::span<const TestLine> lines,
                    const std::vector<std::string>& providers) const;

  Path folder_;
  std::shared_ptr<const claims::Schema> schema_;
  std::shared_ptr<const rules::Plan> plan_;
};

inline void GrainWorld::write_person(claims::PartBuilder& builder, std::span<const TestLine> lines,
                                     const std::vector<std::string>& providers) const {
  add_row(builder, *schema_, claims::Entity::person, {{"id", lines.front().person}});
  const RowIndex person = builder.next_row(claims::Entity::person) - 1;
  std::map<std::string, RowIndex> visits;
  for (const TestLine& line : lines) {
    if (visits.contains(line.visit)) continue;
    visits[line.visit] = builder.next_row(claims::Entity::visit);
    TestRow visit{{"id", line.visit}, {"provider", line.provider}, {"start", line.day}};
    if (!line.kind.empty()) visit["kind"] = line.kind;
    if (!line.days.empty()) visit["days"] = line.days;
    add_row(builder, *schema_, claims::Entity::visit, visit);
    builder.link(claims::Link::visit_person).append_index(person);
    const auto provider = std::find(providers.begin(), providers.end(), line.provider);
    builder.link(claims::Link::visit_provider).append_index(static_cast<RowIndex>(provider - providers.begin()));
  }
  for (const TestLine& line : lines) {
    add_row(builder, *schema_, claims::Entity::line,
            {{"id", line.id},
             {"item", line.item},
             {"day", line.day},
             {"time", line.day},
             {"quantity", "1"},
             {"amount", line.in_scope},
             {"in_scope", line.in_scope}});
    builder.link(claims::Link::line_visit).append_index(visits[line.visit]);
    builder.link(claims::Link::line_staff).append_index(kNoRow);
  }
  builder.finish_person();
}

inline void GrainWorld::write_tape(const std::vector<TestLine>& lines, std::size_t people_of_part) {
  std::set<std::string> codes;
  for (const TestLine& line : lines) codes.insert(line.provider);
  const std::vector<std::string> providers(codes.begin(), codes.end());
  claims::Manifest manifest{1, {}};
  for (std::size_t at = 0; at < lines.size();) {
    auto builder = std::make_unique<claims::PartBuilder>(*schema_);
    for (const std::string& code : providers) add_row(*builder, *schema_, claims::Entity::provider, {{"id", code}});
    for (std::size_t people = 0; people < people_of_part && at < lines.size(); ++people) {
      std::size_t end = at;
      while (end < lines.size() && lines[end].person == lines[at].person) ++end;
      write_person(*builder, std::span(lines).subspan(at, end - at), providers);
      at = end;
    }
    const claims::Part part = claims::build(std::move(builder));
    const std::string file = fmt::format("tape/parts/{:06}.part", manifest.parts.size() + 1);
    const auto checksum = claims::write_part(part, *schema_, folder_ / file);
    EXPECT_TRUE(checksum.has_value()) << checksum.error().text();
    manifest.parts.push_back({file, part.rows(claims::Entity::person), part.rows(claims::Entity::visit),
                              part.rows(claims::Entity::line), *checksum});
  }
  EXPECT_TRUE(claims::publish_manifest(folder_, manifest).has_value());
}

inline std::vector<std::string> GrainWorld::told(const AuditResult& result) const {
  const claims::Tape tape = this->tape();
  std::vector<std::string> out;
  for (const Finding& finding : result.findings) {
    const claims::Part& part = tape.parts()[finding.part];
    const auto name = [&](claims::Entity entity, RowIndex row) {
      return std::string(part.column(entity, 0)->text(row));
    };
    const rules::Rule& rule = plan_->rules()[finding.rule];
    const claims::Entity about = rule.grain == rules::Grain::visit    ? claims::Entity::visit
                                 : rule.grain == rules::Grain::person ? claims::Entity::person
                                                                      : claims::Entity::line;
    std::string lines;
    for (const RowIndex line : result.lines_of(finding))
      lines += (lines.empty() ? "" : "+") + name(claims::Entity::line, line);
    out.push_back(fmt::format("{} {} {} gross {} net {}", rule.code, name(about, finding.row), lines,
                              format_cents(finding.gross), format_cents(finding.net)));
  }
  return out;
}

inline const std::vector<TestLine> kLines = {{"P1", "V1", "H1", "L1", "A", "2025-03-01", "8.00"},
                                             {"P1", "V1", "H1", "L2", "B", "2025-03-01", "5.00"},
                                             {"P1", "V2", "H2", "L3", "A", "2025-03-01", "3.00"},
                                             {"P1", "V1", "H1", "L4", "B", "2025-04-02", "4.00"},
                                             {"P2", "V3", "H2", "L5", "A", "2025-05-09", "7.00"}};

inline std::vector<std::string> every_grain() {
  return {rule_of("R1", "可疑", "visit", "size(visit.lines) > 1", "decimal('10.00')", "{size(visit.lines)} 行"),
          rule_of("R2", "明确违规", "line", "line.item == 'A'", "decimal('6.00')", "单行"),
          rule_of("R3", "明确违规", "person_day", "size(lines) == 3", "decimal('11.00')", "{day} 共 {size(lines)} 行"),
          rule_of("R4", "可疑", "person", "size(person.visits) > 1", "decimal('99.00')", "{size(person.visits)} 次",
                  "lines: person.lines.filter(x, x.item == 'B')\n")};
}

}  // namespace qiuhao::audit
