// Mistakes of workflow files: each with its place and its mend.
#include <gtest/gtest.h>

#include <algorithm>

#include "workflow/kind.h"
#include "workflow/migrate.h"
#include "workflow/model_check.h"
#include "workflow/test_kind.h"

namespace qiuhao::workflow {
namespace {

struct Mistake {
  const char* from;
  const char* to;
  const char* code;
  const char* says;  // the beginning of the sentence
};

const Mistake kMistakes[] = {
    {"from: [asked]", "from: [aksed]", "unknown_name", "unknown state 'aksed'; did you mean asked?"},
    {"by: [clerk, chief]", "by: [clerks]", "unknown_name", "unknown role or part 'clerks'; did you mean clerk?"},
    {"must: {people: [holder], documents: [slip]}", "must: {people: [holder], documents: [slop]}", "unknown_name",
     "unknown document 'slop'; did you mean slip?"},
    {"matter.worth >= 0", "matter.wroth >= 0", "unknown_field",
     "unknown field matter.wroth; did you mean matter.worth"},
    {"matter.worth >= 0", "matter.worth", "type_mismatch", "the expression should be bool, but is decimal"},
    {"matter.worth >= 0", "acts.aks.done", "unknown_field", "unknown field acts.aks; did you mean acts.ask"},
    {"matter.worth >= 0", "1 < 2", "constant_condition", "this condition is always true"},
    {"type: money", "type: mony", "unknown_name", "unknown type 'mony'; did you mean money?"},
    {"set_deadline: {deadline: return}", "set_deadlin: {deadline: return}", "unknown_effect",
     "unknown effect 'set_deadlin'; did you mean set_deadline?"},
    {"set_deadline: {deadline: return}", "set_deadline: {deadline: retrun}", "unknown_name",
     "unknown deadline 'retrun'"},
    {"set_deadline: {deadline: return}", "set_deadline: {deadline: return, until: act.day}", "unknown_key",
     "set_deadline has no argument 'until'"},
    {"set_deadline: {deadline: return}", "notify: {to: clerk, message: \"{matter.secret}\"}", "sealed_field",
     "secret is for some roles only, so no effect may carry it"},
    {"count: param.lend_days, unit: working days}\n    extension", "count: 5, unit: working days}\n    extension",
     "number_without_basis", "a term is no bare number"},
    {"unit: working days}\n    extension", "unit: work days}\n    extension", "unknown_name",
     "unknown unit 'work days'; did you mean working days?"},
    {"    owner: holder\n", "", "missing_key", "a deadline needs the key 'owner'"},
    {"runs_in: [lent]", "runs_in: [lent, back]", "deadline_in_final_state",
     "'return' would run in the final state 'back'"},
    {"runs_in: [lent]", "runs_in: [asked]", "clock_may_not", "'return' runs in 'asked', from which 'fall_late'"},
    {"    when_passed: fall_late\n", "", "nobody_may_act", "no deadline has when_passed: fall_late"},
    {"must: {people: [holder], documents: [slip]}", "must: {documents: [slip]}", "nobody_may_act",
     "'prolong' is done by 'holder', whom no action assigns"},
    {"from: [lent, late]", "from: [lent]", "dead_end", "'late' is a dead end: no final state can be reached after"},
    {"from: [lent, late]", "from: [lent, late, back]", "action_after_the_end",
     "'give_back' starts from the final state"},
    {"  late: {title", "  lost: {title: {zh: 遗失, en: lost}}\n  late: {title", "unreachable_state",
     "no way leads to the state 'lost'"},
    {"  go_on:\n    title: {zh: 恢复计时, en: go on}\n    from: [lent]",
     "  go_on:\n    title: {zh: 恢复, en: go}\n    from: [late]", "deadline_does_not_run",
     "'go_on' can leave the matter in a state in which 'return' does not run"},
    {"by: holder\n    effects", "by: holder\n    not_same_person_as: [prolong]\n    effects", "nobody_may_act",
     "'prolong' and 'prolong' are both done by the one 'holder'"},
    {"not_same_unit_as: [ask]", "not_same_unit_as: [fall_late]", "four_eyes_of_nobody", ""},
    {"by: [holder, clerk]",
     "by: [holder, clerk]\n    needs: {fields: [pages], documents: [slip]}\n    may: {feilds: []}", "unknown_key",
     "may has no key 'feilds'; did you mean fields?"},
    {"to: asked", "to: lent", "not_an_initial_state", "'lent' is not marked initial: true"},
    {"version: 1", "version: one", "bad_number", "'one' is no whole number"},
    {"slip: {zh: 借条, en: slip}", "slip: {title: {zh: 借条, en: slip}, visible_to: [cheif]}", "unknown_name",
     "unknown role 'cheif'; did you mean chief?"},
    {"slip: {zh: 借条, en: slip}", "slip: {zh: 借条, en: slip, visible_to: [chief]}", "unknown_key",
     "a document has no key 'visible_to'"},
    {"title: {zh: 借阅, en: Loan}", "title: 借阅", "missing_key", "a title is written {zh: 中文, en: English}"},
    {"value: 10", "value: ten", "bad_number", "'ten' is no whole number"},
    {"from: 2026-04-01", "from: 2020-01-01", "parameter_twice", "lend_days has two values from one day on"},
    {"  lend_days:\n",
     "  unread: {title: {zh: 甲, en: a}, values: [{from: 2020-01-01, value: 1, basis: {document: d}}]}\n  lend_days:\n",
     "never_read", "nothing reads param.unread"},
};

TEST(WorkflowFile, TellsMistakesWithPlaceAndMend) {
  for (const Mistake& mistake : kMistakes) {
    const KindReading reading = parse_kind_all(changed(kSmallKind, mistake.from, mistake.to), "loan.yaml");
    ASSERT_FALSE(reading.errors.empty()) << mistake.to;
    const auto found = std::ranges::find_if(reading.errors, [&](const Error& error) {
      return error.code == mistake.code && error.message.starts_with(mistake.says);
    });
    std::string all;
    for (const Error& error : reading.errors) all += error.code + " " + error.text() + "\n";
    EXPECT_NE(found, reading.errors.end()) << mistake.to << "\n" << all;
    if (found == reading.errors.end()) continue;
    EXPECT_GT(found->place.line, 0) << all;
    EXPECT_GT(found->place.column, 0) << all;
    EXPECT_FALSE(found->chinese.empty()) << all;
  }
}

TEST(WorkflowFile, TellsAllMistakesAtTheirPlaces) {
  const std::string two = changed(changed(kSmallKind, "from: [asked]", "from: [aksed]"), "worth >= 0", "worht >= 0");
  const KindReading reading = parse_kind_all(two, "loan.yaml");
  ASSERT_EQ(reading.errors.size(), 2U);
  EXPECT_TRUE(reading.errors[0].text().starts_with("loan.yaml:50:12: unknown state 'aksed'; did you mean asked?"))
      << reading.errors[0].text();
  EXPECT_TRUE(reading.errors[1].text().starts_with("loan.yaml:58:")) << reading.errors[1].text();
}

// A clock that is stopped and can never go on: found by the model alone, with the way that leads there.
TEST(Model, FindsAClockThatStandsStillForEver) {
  const std::string stuck =
      changed(kSmallKind, "resume_clock: {deadline: return}", "extend_deadline: {deadline: return}");
  const KindReading reading = parse_kind_all(stuck, "loan.yaml");
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.errors[0].code, "clock_never_resumes");
  EXPECT_TRUE(reading.errors[0].message.ends_with("stays stopped for ever after ask → lend → pause"))
      << reading.errors[0].text();
}

TEST(Model, ExploresClocksBesideStates) {
  const auto kind = parse_kind(kSmallKind, "loan.yaml");
  ASSERT_TRUE(kind.has_value()) << kind.error().text();
  const ModelReport model = check_model(*kind);
  EXPECT_EQ(model.positions, 5U);  // asked, lent running, lent stopped, late, back
  EXPECT_TRUE(model.ends_reached[0][3]);
}

std::string second_version(const std::string& migration) {
  std::string text = changed(kSmallKind, "version: 1", "version: 2\nmigration: " + migration);
  text = changed(text, "  late: {title", "  overdue: {title");
  text = changed(text, "    to: late", "    to: overdue");
  text = changed(text, "from: [lent, late]", "from: [lent, overdue]");
  return changed(text, "  pages: {title: {zh: 页码, en: pages}, type: list of integer}\n", "");
}

TEST(Migration, IsCheckedAndApplied) {
  const auto before = parse_kind(kSmallKind, "loan.yaml");
  const std::string ask_may = "may: {fields: [owner, secret, worth, pages]}";
  const auto read = [&](const std::string& migration) {
    return parse_kind(changed(second_version(migration), ask_may, "may: {fields: [owner, secret, worth]}"),
                      "loan2.yaml");
  };
  const auto bare = read("{from: 1}");
  ASSERT_TRUE(bare.has_value()) << bare.error().text();
  const auto errors = check_migration(*before, *bare);
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0].code, "state_is_lost");
  EXPECT_EQ(errors[1].code, "field_is_lost");

  const auto now = read("{from: 1, states: {late: overdue}, fields: {pages: null}}");
  ASSERT_TRUE(now.has_value()) << now.error().text();
  EXPECT_TRUE(check_migration(*before, *now).empty());
  Matter matter;
  matter.kind = "loan";
  matter.state = "late";
  matter.fields["pages"] = FieldValue(std::vector<FieldValue>{FieldValue(std::int64_t{1})});
  matter.fields["worth"] = FieldValue(std::int64_t{5});
  const auto moved = migrate(*before, *now, matter, on("2026-05-06"));
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(moved->version, 2);
  EXPECT_EQ(moved->state, "overdue");
  EXPECT_FALSE(moved->fields.contains("pages"));
  EXPECT_TRUE(moved->fields.contains("worth"));
  EXPECT_EQ(moved->history.back().action, kMigrationDeed);
  EXPECT_FALSE(migrate(*before, *now, *moved, on("2026-05-06")).has_value());
  EXPECT_EQ(check_migration(*now, *before)[0].code, "no_migration");
}

TEST(Together, KindsNameEachOthersFields) {
  const std::string opens = changed(kSmallKind, "set_deadline: {deadline: return}",
                                    "set_deadline: {deadline: return}\n      - open_matter: {kind: loan, fields: "
                                    "{file_nam: matter.file_name, worth: act.day}}");
  std::vector<Kind> kinds;
  kinds.push_back(*parse_kind(opens, "loan.yaml"));
  const auto errors = check_together(kinds);
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_TRUE(errors[0].message.starts_with("loan has no field 'file_nam'; did you mean file_name?"));
  EXPECT_EQ(errors[1].code, "wrong_type");
  EXPECT_EQ(errors[2].code, "missing_field");
}

}  // namespace
}  // namespace qiuhao::workflow
