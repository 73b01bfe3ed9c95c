// Acts: every outcome, the order of outcomes, time that passes, and that nothing but the input decides.
#include "workflow/act.h"

#include <gtest/gtest.h>

#include <random>

#include "workflow/test_kind.h"
#include "workflow/view.h"

namespace qiuhao::workflow {
namespace {

class Acts : public SmallKind {
 protected:
  Outcome outcome(const Matter& matter, const Act& act) const {
    const Answer answer = perform(*kind_, calendar_, matter, act);
    if (!answer.is_done()) {
      EXPECT_EQ(answer.matter, matter);  // refused, nothing has changed
      EXPECT_FALSE(answer.sentence.english.empty() || answer.sentence.chinese.empty());
      EXPECT_TRUE(answer.effects.empty());
    }
    return answer.outcome;
  }
};

TEST_F(Acts, MoveAMatterToItsEnd) {
  const Matter matter = lent();
  EXPECT_EQ(matter.state, "lent");
  EXPECT_EQ(matter.revision, 2U);
  EXPECT_EQ(format_day(matter.terms.at("return").due), "2026-03-09");
  ASSERT_EQ(matter.history.size(), 2U);
  EXPECT_EQ(matter.history[1], (Deed{"lend", "c", "B", on("2026-03-02"), "asked", "lent", ""}));
  const Answer ended = perform(*kind_, calendar_, matter, act("give_back", reader_, "2026-03-09"));
  EXPECT_EQ(ended.matter.state, "back");
  EXPECT_TRUE(ended.matter.terms.empty());
  EXPECT_EQ(outcome(ended.matter, act("give_back", reader_, "2026-03-10")), Outcome::matter_is_closed);
}

TEST_F(Acts, AreRefusedForWhoActs) {
  using enum Outcome;
  const Matter matter = asked();
  Act by_reader = lend();
  by_reader.by = reader_;
  EXPECT_EQ(outcome(matter, by_reader), role_may_not);
  Act by_asker = lend();
  by_asker.by = {"r", {"chief"}, "C"};
  EXPECT_EQ(outcome(matter, by_asker), same_person_may_not);
  Act by_unit = lend();
  by_unit.by = chief_;  // of the asker's unit
  EXPECT_EQ(outcome(matter, by_unit), same_unit_may_not);
  EXPECT_EQ(outcome(lent(), act("prolong", {"s", {"reader"}, "A"}, "2026-03-03")), person_is_not_assigned);
  EXPECT_EQ(outcome(lent(), act("fall_late", clerk_, "2026-03-03")), role_may_not);
}

TEST_F(Acts, AreRefusedForWhenAndWhere) {
  using enum Outcome;
  const Matter matter = asked();
  Act stale = lend();
  stale.revision = 0;
  EXPECT_EQ(outcome(matter, stale), matter_moved_on);
  stale.revision = 1;
  EXPECT_EQ(outcome(matter, stale), done);
  EXPECT_EQ(outcome(matter, act("borrow", clerk_, "2026-03-02")), action_is_unknown);
  EXPECT_EQ(outcome(matter, act("give_back", clerk_, "2026-03-02")), not_from_this_state);
  EXPECT_EQ(outcome(matter, lend("2026-03-01")), time_runs_backwards);
  Matter other = matter;
  other.version = 2;
  EXPECT_EQ(outcome(other, lend()), matter_is_of_another_version);
  Act bulk = act("give_back", reader_, "2026-03-03");
  bulk.in_bulk = true;
  EXPECT_EQ(outcome(lent(), bulk), not_in_bulk);
}

TEST_F(Acts, AreRefusedForWhatTheyBring) {
  using enum Outcome;
  const Matter matter = asked();
  const auto with = [&](auto change) {
    Act act = lend();
    change(act);
    return outcome(matter, act);
  };
  EXPECT_EQ(with([](Act& a) { a.fields["colour"] = FieldValue(std::string("red")); }), field_is_unknown);
  EXPECT_EQ(with([](Act& a) { a.fields["worth"] = FieldValue(std::int64_t{1}); }), field_may_not_be_set);
  EXPECT_EQ(with([](Act& a) { a.people["friend"] = {}; }), part_may_not_be_assigned);
  EXPECT_EQ(with([&](Act& a) { a.people["holder"] = {clerk_}; }), people_do_not_fit);
  EXPECT_EQ(with([&](Act& a) { a.people["holder"] = {reader_, reader_}; }), people_do_not_fit);
  EXPECT_EQ(with([](Act& a) { a.documents["letter"] = "D2"; }), document_is_unknown);
  EXPECT_EQ(with([](Act& a) { a.people.clear(); }), people_are_missing);
  EXPECT_EQ(with([](Act& a) { a.documents.clear(); }), document_is_missing);
  Act ask = act("ask", reader_, "2026-03-02");
  EXPECT_EQ(open(*kind_, calendar_, {"L2", "", ""}, ask).outcome, field_is_missing);
  ask.fields["file_name"] = FieldValue(std::int64_t{3});
  EXPECT_EQ(open(*kind_, calendar_, {"L2", "", ""}, ask).outcome, value_does_not_fit);
  EXPECT_EQ(open(*kind_, calendar_, {"L2", "", ""}, lend()).outcome, not_from_this_state);
}

// Several things wrong at once: the outcome of the smallest number is told.
TEST_F(Acts, AreRefusedInTheOrderOfOutcomes) {
  using enum Outcome;
  Act act = lend();
  act.by = reader_;
  act.fields["colour"] = FieldValue(std::string("red"));
  act.documents.clear();
  EXPECT_EQ(outcome(asked(), act), role_may_not);
  act.by = clerk_;
  EXPECT_EQ(outcome(asked(), act), field_is_unknown);
  act.fields.clear();
  EXPECT_EQ(outcome(asked(), act), document_is_missing);
}

TEST_F(Acts, AreRefusedForGuardsAndWhatGuardsLack) {
  Matter matter = asked();
  matter.fields["worth"] = FieldValue(std::int64_t{-1});
  const Answer answer = perform(*kind_, calendar_, matter, lend());
  EXPECT_EQ(answer.outcome, Outcome::guard_is_false);
  EXPECT_EQ(answer.sentence.chinese, "保证金不能为负");
  matter.fields.erase("worth");
  const Answer undecided = perform(*kind_, calendar_, matter, lend());
  EXPECT_EQ(undecided.outcome, Outcome::formula_is_undecided);
  EXPECT_EQ(undecided.about, "matter.worth");
}

// Parameters hold by the matter's day and region, not by the act's.
TEST_F(Acts, TakeParametersOfTheMattersDayAndRegion) {
  const auto due = [](const Matter& matter) { return format_day(matter.terms.at("return").due); };
  EXPECT_EQ(due(lent("340602")), "2026-03-05");
  EXPECT_EQ(due(lent("341100")), "2026-03-09");
  const Answer later = perform(*kind_, calendar_, asked("2026-03-31"), lend("2026-04-07"));
  EXPECT_EQ(due(later.matter), "2026-04-14");
  const Answer revised = perform(*kind_, calendar_, asked("2026-04-01"), lend("2026-04-07"));
  EXPECT_EQ(due(revised.matter), "2026-04-21");
  const Answer early = perform(*kind_, calendar_, asked("2019-12-31"), lend("2020-01-02"));
  EXPECT_EQ(early.outcome, Outcome::parameter_has_no_value);
  EXPECT_EQ(early.about, "param.lend_days");
}

TEST_F(Acts, ExtendStopAndResumeATerm) {
  const Matter matter = lent();
  const Answer longer = perform(*kind_, calendar_, matter, act("prolong", reader_, "2026-03-03"));
  EXPECT_EQ(format_day(longer.matter.terms.at("return").due), "2026-03-16");
  EXPECT_EQ(outcome(longer.matter, act("prolong", reader_, "2026-03-03")), Outcome::extension_is_used_up);
  const Answer stopped = perform(*kind_, calendar_, matter, act("pause", clerk_, "2026-03-04"));
  EXPECT_EQ(stopped.matter.terms.at("return").due, kNoDay);
  EXPECT_TRUE(pass_time(*kind_, calendar_, stopped.matter, on("2030-01-01")).effects.empty());
  const Answer resumed = perform(*kind_, calendar_, stopped.matter, act("go_on", clerk_, "2026-03-06"));
  EXPECT_EQ(format_day(resumed.matter.terms.at("return").due), "2026-03-11");
  Matter without = matter;
  without.terms.clear();
  EXPECT_EQ(outcome(without, act("pause", clerk_, "2026-03-04")), Outcome::term_does_not_run);
}

TEST_F(Acts, LetTimePassFirst) {
  const Matter matter = lent();
  // The term ended on the 9th; whoever comes on the 12th finds the matter late.
  EXPECT_EQ(outcome(matter, act("prolong", reader_, "2026-03-12")), Outcome::not_from_this_state);
  const Answer back = perform(*kind_, calendar_, matter, act("give_back", reader_, "2026-03-12"));
  ASSERT_TRUE(back.is_done());
  ASSERT_EQ(back.matter.history.size(), 4U);
  EXPECT_EQ(back.matter.history[2].action, "fall_late");
  EXPECT_EQ(format_time(back.matter.history[2].at), "2026-03-10 00:00:00");
  ASSERT_EQ(back.effects.size(), 1U);
  EXPECT_EQ(back.effects[0].text(), "notify {to: clerk, message: 归还期限已于 2026-03-09 届满, deadline: return}");
}

// Every day, at once, or on days drawn at random: the matter and the effects are the same.
TEST_F(Acts, TellTheSameHoweverOftenTimePasses) {
  const Matter matter = lent();
  const Answer at_once = pass_time(*kind_, calendar_, matter, on("2026-06-30"));
  ASSERT_TRUE(at_once.is_done());
  EXPECT_EQ(at_once.matter.state, "late");
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    Matter stepped = matter;
    std::vector<Effect> effects;
    for (Seconds now = on("2026-03-02"); now <= on("2026-06-30");
         now += 3'600 * std::uniform_int_distribution<int>(1, 24 * 40)(random)) {
      Answer answer = pass_time(*kind_, calendar_, stepped, now);
      effects.insert(effects.end(), answer.effects.begin(), answer.effects.end());
      stepped = answer.matter;
    }
    Answer last = pass_time(*kind_, calendar_, stepped, on("2026-06-30"));
    effects.insert(effects.end(), last.effects.begin(), last.effects.end());
    ASSERT_EQ(last.matter, at_once.matter);
    ASSERT_EQ(effects, at_once.effects);
  }
}

TEST_F(Acts, AreOfferedToWhoMayDoThem) {
  const auto names = [&](const Matter& matter, const Person& person) {
    std::string joined;
    for (const Offer& offer : offers(*kind_, calendar_, matter, person, on("2026-03-03")))
      joined += kind_->actions[offer.action].name + ":" + std::string(outcome_name(offer.outcome)) + " ";
    return joined;
  };
  EXPECT_EQ(names(asked(), clerk_), "lend:people_are_missing ");
  EXPECT_EQ(names(asked(), reader_), "");
  EXPECT_EQ(names(lent(), reader_), "prolong:done give_back:done ");
}

TEST_F(Acts, HideWhatIsSealedAndMaskWhatIsPersonal) {
  Matter matter = lent();
  matter.fields["owner"] = FieldValue(std::string("张三丰"));
  matter.fields["secret"] = FieldValue(std::string("涉密"));
  const auto text = [&](const Person& person) {
    std::string joined;
    for (const SeenField& seen : seen_fields(*kind_, matter, person)) joined += seen.text + "|";
    return joined;
  };
  EXPECT_EQ(text(reader_), "卷一|张三丰||100.00|");  // holds it
  EXPECT_EQ(text(clerk_), "卷一|张＊＊||100.00|");
  EXPECT_EQ(text(chief_), "卷一|张＊＊|涉密|100.00|");
}

TEST_F(Acts, HideDocumentsThatAreForSomeRoles) {
  std::string text = kSmallKind;
  const std::string plain = "slip: {zh: 借条, en: slip}";
  text.replace(text.find(plain), plain.size(),
               "slip: {zh: 借条, en: slip}\n  pledge: {title: {zh: 保证书, en: pledge}, visible_to: [chief]}");
  const auto kind = parse_kind(text, "loan.yaml");
  ASSERT_TRUE(kind.has_value()) << kind.error().text();
  EXPECT_TRUE(kind->documents[0].visible_to.empty());
  EXPECT_EQ(kind->documents[1].title.english, "pledge");
  Matter matter = lent();
  const auto sees = [&](const Person& person, std::string_view document, std::string_view id) {
    return may_see_document(*kind, matter, document, id, person);
  };
  EXPECT_TRUE(sees(clerk_, "slip", "A1") && sees(reader_, "", "A2") && sees(chief_, "pledge", "A3"));
  EXPECT_FALSE(sees(clerk_, "pledge", "A3"));
  EXPECT_FALSE(sees(reader_, "pledge", "A3"));
  EXPECT_FALSE(sees(chief_, "pledgee", "A3")) << "nothing that the kind knows";
  matter.documents.push_back({"pledge", "A2", 0});
  EXPECT_FALSE(sees(reader_, "", "A2")) << "an act took it for the pledge";
  EXPECT_TRUE(sees(chief_, "", "A2"));
}

// Outcomes have numbers that are stored: these never change.
TEST(Outcomes, KeepTheirNumbers) {
  EXPECT_EQ(static_cast<int>(Outcome::done), 0);
  EXPECT_EQ(static_cast<int>(Outcome::role_may_not), 7);
  EXPECT_EQ(static_cast<int>(Outcome::guard_is_false), 23);
  EXPECT_EQ(static_cast<int>(Outcome::matter_is_full), 27);
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    const auto outcome = static_cast<Outcome>(i);
    EXPECT_EQ(outcome_named(outcome_name(outcome)), outcome);
    EXPECT_FALSE(outcome_meaning(outcome).chinese.empty());
  }
  EXPECT_FALSE(outcome_named("fine").has_value());
}

}  // namespace
}  // namespace qiuhao::workflow
