// A small kind for the tests of this folder, and what they do with it.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "workflow/act.h"

namespace qiuhao::workflow {

inline const std::string kSmallKind = R"(workflow: loan
version: 1
title: {zh: 借阅, en: Loan}
basis: [{document: 档案管理办法, clause: 第一条}]
roles:
  clerk: {zh: 档案员, en: clerk}
  reader: {zh: 借阅人, en: reader}
  chief: {zh: 负责人, en: chief}
parts:
  holder: {title: {zh: 持有人, en: holder}, roles: [reader]}
fields:
  file_name: {title: {zh: 案卷, en: file}, type: text, required: true}
  owner: {title: {zh: 当事人, en: whose file}, type: person, personal: true}
  secret: {title: {zh: 密级说明, en: why it is secret}, type: text, visible_to: [chief]}
  worth: {title: {zh: 保证金, en: deposit}, type: money}
  pages: {title: {zh: 页码, en: pages}, type: list of integer}
states:
  asked: {title: {zh: 待批, en: asked for}, initial: true}
  lent: {title: {zh: 借出, en: lent}}
  late: {title: {zh: 逾期, en: late}}
  back: {title: {zh: 归还, en: back}, final: true}
documents:
  slip: {zh: 借条, en: slip}
parameters:
  lend_days:
    title: {zh: 借期, en: days}
    values:
      - {from: 2020-01-01, value: 5, basis: {document: 档案管理办法, clause: 第二条}}
      - {from: 2026-04-01, value: 10, basis: {document: 档案管理办法（修订）, clause: 第二条}}
      - {from: 2020-01-01, region: "340600", value: 3, basis: {document: 市规定, clause: 第二条}}
deadlines:
  return:
    title: {zh: 归还期限, en: term to return}
    runs_in: [lent]
    term: {count: param.lend_days, unit: working days}
    extension: {count: param.lend_days, unit: working days}
    owner: holder
    escalations: [{working_days: 0, to: clerk}]
    when_passed: fall_late
    basis: {document: 档案管理办法, clause: 第二条}
actions:
  ask:
    title: {zh: 申请, en: ask}
    opens: true
    by: [reader, chief]
    to: asked
    may: {fields: [owner, secret, worth, pages]}
  lend:
    title: {zh: 借出, en: lend}
    from: [asked]
    to: lent
    by: [clerk, chief]
    bulk: true
    not_same_person_as: [ask]
    not_same_unit_as: [ask]
    must: {people: [holder], documents: [slip]}
    guards:
      - {holds: matter.worth >= 0, zh: 保证金不能为负, en: no negative deposit}
    effects:
      - set_deadline: {deadline: return}
  pause:
    title: {zh: 暂停计时, en: pause}
    from: [lent]
    by: clerk
    effects:
      - stop_clock: {deadline: return, reason: 闭馆}
  go_on:
    title: {zh: 恢复计时, en: go on}
    from: [lent]
    by: clerk
    effects:
      - resume_clock: {deadline: return}
  prolong:
    title: {zh: 续借, en: prolong}
    from: [lent]
    by: holder
    effects:
      - extend_deadline: {deadline: return}
  fall_late:
    title: {zh: 逾期, en: fall late}
    from: [lent]
    to: late
    by: clock
  give_back:
    title: {zh: 归还, en: give back}
    from: [lent, late]
    to: back
    by: [holder, clerk]
)";

// The kind with one piece of its text replaced by another.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

inline Seconds on(const std::string& day) { return *parse_time(day); }

class SmallKind : public testing::Test {
 protected:
  void SetUp() override {
    auto calendar = Calendar::read(QIUHAO_SOURCE_DIR "/policy/calendar/china.yaml");
    ASSERT_TRUE(calendar.has_value());
    calendar_ = std::move(*calendar);
    KindReading reading = parse_kind_all(kSmallKind, "loan.yaml");
    for (const Error& error : reading.errors) ADD_FAILURE() << error.text();
    ASSERT_TRUE(reading.kind.has_value());
    kind_.emplace(std::move(*reading.kind));
  }

  Act act(const std::string& action, const Person& by, const std::string& day) const {
    Act made;
    made.action = action;
    made.by = by;
    made.at = on(day);
    return made;
  }
  Matter asked(const std::string& day = "2026-03-02", const std::string& region = "") const {
    Act ask = act("ask", reader_, day);
    ask.fields["file_name"] = FieldValue(std::string("卷一"));
    ask.fields["worth"] = FieldValue(std::int64_t{10'000});
    const Answer answer = open(*kind_, calendar_, {"L1", "S1", region}, ask);
    EXPECT_TRUE(answer.is_done()) << answer.sentence.english;
    return answer.matter;
  }
  Act lend(const std::string& day = "2026-03-02") const {
    Act made = act("lend", clerk_, day);
    made.people["holder"] = {reader_};
    made.documents["slip"] = "D1";
    return made;
  }
  Matter lent(const std::string& region = "") const {
    const Answer answer = perform(*kind_, calendar_, asked("2026-03-02", region), lend());
    EXPECT_TRUE(answer.is_done()) << answer.sentence.english;
    return answer.matter;
  }

  Calendar calendar_;
  std::optional<Kind> kind_;
  Person reader_{"r", {"reader"}, "A"};
  Person clerk_{"c", {"clerk"}, "B"};
  Person chief_{"d", {"chief"}, "A"};
};

}  // namespace qiuhao::workflow
