// The archive on both engines: numbered, found, lent, overdue, disposed of by two people after the term.
#include "documents/archive.h"

#include <fmt/format.h>

#include "documents/test_archive.h"

namespace qiuhao::documents {
namespace {

using database::run;

TEST(ArchiveRules, Shipped) {
  const auto rules = load_archive_rules(QIUHAO_SOURCE_DIR "/policy/archive.yaml");
  ASSERT_TRUE(rules.has_value()) << rules.error().text();
  for (const char* kind : {"finding_review", "recovery", "penalty_case", "tip_off"})
    EXPECT_TRUE(rules->kinds.contains(kind));
  EXPECT_EQ(format_day(ArchiveRules::last_day(rules->term_of("tip_off"), *parse_day("2026-03-12"))), "2036-12-31");
  EXPECT_EQ(ArchiveRules::last_day(rules->terms.at(0), *parse_day("2026-03-12")), kNoDay);
}

TEST(ArchiveRules, MistakesAreToldAtTheirPlace) {
  const std::string right =
      "terms:\n  ten: {title: {zh: 10年, en: ten}, years: 10, number: 'A{year}-{count}'}\nkinds:\n  recovery: ten\n";
  const auto told = [](const std::string& content) {
    const auto rules = parse_archive_rules(content, "a.yaml");
    return rules ? "" : fmt::format("{} {}", rules.error().place.line, rules.error().code);
  };
  EXPECT_EQ(told(right), "");
  EXPECT_EQ(told(right + "loan_days: 0\n"), "5 bad_archive_rules");
  EXPECT_EQ(told(right + "loans: 3\n"), "5 bad_archive_rules");
  EXPECT_EQ(told("terms:\n  ten: {title: {zh: a, en: b}, number: 'A{year}'}\nkinds: {a: ten}\n"), "2 bad_pattern");
  EXPECT_EQ(told("terms:\n  ten: {title: {zh: a, en: b}, number: '{year}-{count}'}\nkinds: {a: tin}\n"),
            "3 unknown_name");
  EXPECT_EQ(told("kinds: {}\n"), "1 bad_archive_rules");
}

class ArchiveTest : public ArchiveTestBase {};

TEST_P(ArchiveTest, closed_numbered_and_found) {
  const ArchiveStore store = archive();
  EXPECT_EQ(closed(store, number_), "matter_is_open");
  const std::string first = returned();
  const std::string second = returned();
  EXPECT_EQ(closed(store, first), "医保·2026-30年-0001");
  EXPECT_EQ(closed(store, first), "archived_already");
  const auto matter = store_->find(second);
  EXPECT_EQ(told(store.close_with(*matter, CaseFile{"x", 1, {}}, "医保·2026-30年-0001", clerk("2026-04-01"))),
            "number_taken");
  EXPECT_EQ(closed(store, second), "医保·2026-30年-0002");
  EXPECT_EQ(closed(store, returned(), "2027-01-05"), "医保·2027-30年-0001");
  const auto one = store.find("医保·2026-30年-0001");
  ASSERT_TRUE(one.has_value()) << one.error().text();
  EXPECT_EQ(one->matter, first);
  EXPECT_EQ(format_day(one->closed), "2026-03-12");
  EXPECT_EQ(format_day(one->until), "2056-12-31");
  EXPECT_EQ(one->term, "thirty");
  EXPECT_EQ(store.read(one->number).value(), "%PDF-1.4 of " + first);
  EXPECT_EQ(store.search({}, 10)->size(), 3U);
  EXPECT_EQ(store.search({}, 2)->size(), 2U);
  EXPECT_EQ(store.search({.words = "2027-30年"}, 10)->size(), 1U);
  EXPECT_EQ(store.search({.words = first}, 10)->at(0).number, one->number);
  EXPECT_EQ(store.search({.words = "%"}, 10)->size(), 0U) << "a sign like others";
  EXPECT_EQ(store.search({.kind = "tip_off"}, 10)->size(), 0U);
  EXPECT_EQ(store.search({.regions = {"3407", "3406"}}, 10)->size(), 3U);
  EXPECT_EQ(store.search({.regions = {"3407"}}, 10)->size(), 0U);
  EXPECT_EQ(store.search({.closed_from = one->closed + 1}, 10)->size(), 0U);
  EXPECT_EQ(store.search({.over_on = *parse_day("2056-12-31")}, 10)->size(), 0U);
  EXPECT_EQ(store.search({.over_on = *parse_day("2057-01-01")}, 10)->size(), 3U);
  EXPECT_EQ(told(store.find("医保·2026-30年-9999")), "no_archive");
  EXPECT_EQ(last_act(first + "/archive").first, "archive_closed");
  EXPECT_TRUE(store.verify()->empty());
}

TEST_P(ArchiveTest, loans) {
  const ArchiveStore store = archive();
  const std::string matter = returned();
  const std::string number = closed(store, matter);
  const auto lend = [&](const std::string& due) { return lent(store, number, due, "2026-05-01"); };
  EXPECT_EQ(lend("2026-04-30"), "bad_due");
  EXPECT_EQ(lend("2026-06-01"), "bad_due") << "31 days";
  EXPECT_EQ(lend("2026-05-31"), "well");
  EXPECT_EQ(last_act(matter + "/archive").first, "archive_lent");
  EXPECT_EQ(lend("2026-05-31"), "lent_already");
  EXPECT_EQ(lent(store, "none", "2026-05-31", "2026-05-01"), "no_archive");
  EXPECT_EQ(store.overdue(*parse_day("2026-05-31"))->size(), 0U);
  const auto late = store.overdue(*parse_day("2026-06-01"));
  ASSERT_EQ(late->size(), 1U);
  EXPECT_EQ(late->at(0).borrower, "钱审核");
  EXPECT_EQ(late->at(0).why, "复查");
  EXPECT_EQ(late->at(0).archive, number);
  EXPECT_EQ(told(store.give_back(late->at(0).serial, clerk("2026-06-02"))), "well");
  EXPECT_EQ(told(store.give_back(late->at(0).serial, clerk("2026-06-02"))), "no_loan");
  EXPECT_EQ(store.overdue(*parse_day("2026-06-03"))->size(), 0U);
  EXPECT_EQ(format_day(store.loans(number)->at(0).returned_on), "2026-06-02");
  EXPECT_EQ(last_act(matter + "/archive").first, "archive_returned");
  EXPECT_EQ(lend("2026-05-31"), "well");
}

TEST_P(ArchiveTest, disposal_takes_two_people_and_the_end_of_the_term) {
  const ArchiveStore store = archive();
  const std::string matter = returned();
  const std::string number = closed(store, matter);
  const auto propose = [&](const std::string& day) {
    return told(store.propose_disposal(number, "期满", clerk(day, "甲")));
  };
  EXPECT_EQ(propose("2056-12-31"), "term_not_over");
  EXPECT_EQ(lent(store, number, "2057-01-20", "2057-01-01"), "well");
  EXPECT_EQ(propose("2057-01-01"), "lent_already");
  EXPECT_EQ(told(store.give_back(store.loans_out()->at(0).serial, clerk("2057-01-02"))), "well");
  EXPECT_EQ(propose("2057-01-02"), "well");
  EXPECT_EQ(propose("2057-01-02"), "proposed_already");
  const std::int64_t first = store.disposals(Decided::waiting)->at(0).serial;
  EXPECT_EQ(told(store.decide_disposal(first, true, clerk("2057-01-03", "甲"))), "same_person_may_not");
  EXPECT_EQ(told(store.decide_disposal(first, false, clerk("2057-01-03", "乙"))), "well");
  EXPECT_EQ(told(store.read(number)), "well") << "refused";
  EXPECT_EQ(told(store.decide_disposal(first, true, clerk("2057-01-03", "乙"))), "no_proposal");
  EXPECT_EQ(propose("2057-02-01"), "well");
  const Path file = EvidenceFiles(evidence()).path_of(store.find(number)->hash);
  EXPECT_TRUE(std::filesystem::exists(file));
  EXPECT_EQ(told(store.decide_disposal(first + 1, true, clerk("2057-02-02", "乙"))), "well");
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(store.find(number)->is_disposed) << "the row stays";
  EXPECT_EQ(told(store.read(number)), "was_disposed");
  EXPECT_EQ(propose("2057-03-01"), "was_disposed");
  EXPECT_EQ(lent(store, number, "2057-03-02", "2057-03-01"), "was_disposed");
  EXPECT_EQ(store.disposals(Decided::approved)->at(0).decided_by, "乙");
  EXPECT_EQ(last_act(matter + "/archive").first, "files_disposed");
  EXPECT_EQ(database::number(*database_, "select count(*) from audit_acts where what like 'disposal%'"), 4);
  EXPECT_TRUE(store.verify()->empty());
}

TEST_P(ArchiveTest, a_changed_disposal_or_matter_is_found) {
  const ArchiveStore store = archive();
  const std::string number = closed(store, returned());
  closed(store, returned());
  const std::string third = returned();
  ASSERT_EQ(told(store.propose_disposal(number, "期满", clerk("2057-01-02", "甲"))), "well");
  ASSERT_EQ(told(store.decide_disposal(1, false, clerk("2057-01-03", "乙"))), "well");
  const std::string changes[][2] = {{"documents_disposals", "archive = 2"},
                                    {"documents_disposals", "why = 'x'"},
                                    {"documents_disposals", "proposed_by = 'x'"},
                                    {"documents_disposals", "proposed_on = 1"},
                                    {"documents_disposals", "decision = 1"},
                                    {"documents_disposals", "decision = 0"},
                                    {"documents_disposals", "decided_by = 'x'"},
                                    {"documents_disposals", "decided_on = 1"},
                                    {"documents_archives", "matter = '" + third + "'"}};
  for (const auto& [table, change] : changes) {
    run(*database_, fmt::format("create table kept as select * from {}", table));
    run(*database_, fmt::format("update {} set {} where serial = 1", table, change));
    EXPECT_FALSE(store.verify()->empty()) << table << " " << change;
    const std::string column = change.substr(0, change.find(' '));
    run(*database_, fmt::format("update {0} set {1} = (select {1} from kept k where k.serial = 1) where serial = 1",
                                table, column));
    run(*database_, "drop table kept");
    ASSERT_TRUE(store.verify()->empty()) << change;
  }
}

TEST_P(ArchiveTest, a_changed_column_is_found) {
  const ArchiveStore store = archive();
  const std::string number = closed(store, returned());
  closed(store, returned());
  ASSERT_EQ(lent(store, number, "2026-05-31", "2026-05-01"), "well");
  const std::map<std::string, std::vector<std::string>> changes = {
      {"documents_archives",
       {"pattern = 'x'", "year = 1", "count = 9", "number = 'x'", "kind = 'x'", "title = 'x'", "subject = 'x'",
        "region = 'x'", "closed = 1", "term = 'x'", "until_day = 1", "hash = 'x'", "pages = 9", "items = 9",
        "who = 'x'", "at = 1"}},
      {"documents_loans",
       {"archive = 2", "borrower = 'x'", "why = 'x'", "lent_by = 'x'", "lent_on = 1", "due = 99999", "returned_on = 1",
        "returned_by = 'x'"}},
      {"documents_loan_requests",
       {"archive = 2", "borrower = 'x'", "why = 'x'", "asked_on = 1", "due = 99999", "decision = 2", "decided_by = 'x'",
        "decided_on = 1", "loan = null"}}};
  for (const auto& [table, columns] : changes) {
    run(*database_, fmt::format("create table kept_{0} as select * from {0}", table));
    for (const std::string& change : columns) {
      run(*database_, fmt::format("update {} set {} where serial = 1", table, change));
      EXPECT_FALSE(store.verify()->empty()) << table << " " << change;
      const std::string column = change.substr(0, change.find(' '));
      run(*database_,
          fmt::format("update {0} set {1} = (select {1} from kept_{0} k where k.serial = 1) where serial = 1", table,
                      column));
      ASSERT_TRUE(store.verify()->empty()) << change;
    }
  }
  run(*database_, "delete from documents_loan_requests");
  run(*database_, "delete from documents_loans");
  run(*database_, "delete from documents_archives where serial = 1");
  EXPECT_EQ(store.verify()->at(0).code, "no_archive");
}

QIUHAO_ON_BOTH_ENGINES(ArchiveTest);

}  // namespace
}  // namespace qiuhao::documents
