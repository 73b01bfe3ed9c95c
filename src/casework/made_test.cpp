// What effects ask for is written once, in the transaction of the act, and read by those whom it concerns.
#include "casework/made.h"

#include "casework/test_store.h"

namespace qiuhao::casework {
namespace {

using database::told;
using database::Transaction;

class MadeTest : public StoreTest {
 protected:
  template <typename T, typename Read>
  std::vector<T> read(const Read& reader) const {
    std::vector<T> list;
    const Status status = database_->read([&](Transaction& transaction) -> Status {
      ASSIGN(list, reader(transaction));
      return {};
    });
    EXPECT_TRUE(status.has_value()) << status.error().text();
    return list;
  }
  std::vector<Notice> notices(const Reader& who) const {
    return read<Notice>([&](Transaction& transaction) { return notices_for(transaction, who, 0, 100); });
  }
  std::vector<Posting> booked() const {
    return read<Posting>([](Transaction& transaction) { return postings(transaction, 0, 100); });
  }
  // A review led to its decision, which opens a recovery.
  std::string decided_review() const {
    const std::string number = opened(review());
    const workflow::Person handler{"钱审核", {"auditor"}, "稽核科"};
    workflow::Act assign = act_of("assign", {"赵组长", {"assigner"}, "稽核科"}, "2026-03-02 10:00");
    assign.people["handler"] = {handler};
    done(store_->perform(number, assign, {"test", ""}));
    return number;
  }
};

TEST_P(MadeTest, postings_name_the_matter_and_revision_that_asked) {
  const std::string number = opened(recovery());
  workflow::Act noticed = notice();
  noticed.fields["pool_amount"] = cents_value(70'000);
  noticed.fields["serious_amount"] = cents_value(30'000);
  done(store_->perform(number, noticed, {"test", ""}));
  done(store_->perform(number, payment(10'000), {"test", ""}));
  const auto made = booked();
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0].scheme, "recovery_pool");
  EXPECT_EQ(made[0].cents, 7'000);
  EXPECT_EQ(made[0].number, number);
  EXPECT_EQ(made[0].revision, 3);
  EXPECT_EQ(made[1].scheme, "recovery_serious");
  EXPECT_EQ(made[1].cents, 3'000);
  EXPECT_NE(made[1].place, made[0].place);
  const auto documents = read<DocumentRequest>([](Transaction& t) { return document_requests(t, 0, 10); });
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].document, "notice");
  // The same effects a second time are refused by the table itself.
  const auto matter = store_->find(number);
  const Status again = database_->write([&](Transaction& transaction) {
    const workflow::Effect effect{workflow::EffectKind::post_to_ledger,
                                  {{"scheme", workflow::FieldType::text, text_value("recovery_pool")},
                                   {"amount", workflow::FieldType::money, cents_value(1)},
                                   {"memo", workflow::FieldType::text, text_value("")}}};
    return write_effects(transaction, *matter, std::vector(9, effect), 0);
  });
  EXPECT_EQ(told(again), "not_unique");
  EXPECT_EQ(booked().size(), 2U);
}

TEST_P(MadeTest, notices_reach_the_person_or_the_role_of_the_region) {
  const std::string number = decided_review();
  const auto own = notices({"钱审核", {}, {}, true});
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0].number, number);
  EXPECT_NE(own[0].message.find("疑点 F1 已分给您"), std::string::npos);
  EXPECT_TRUE(notices({"孙审核", {"auditor"}, {"34"}, true}).empty());
  EXPECT_EQ(notices({"某院", {"institution"}, {"3406"}, true}).size(), 1U);
  EXPECT_TRUE(notices({"某院", {"institution"}, {"3407"}, true}).empty());
  EXPECT_TRUE(notices({"", {}, {}, true}).empty());
  const auto mark = [&](const Reader& reader) {
    bool is_first = false;
    const Status status = database_->write([&](Transaction& transaction) -> Status {
      ASSIGN(is_first, mark_read(transaction, reader, own[0].id, 5));
      return {};
    });
    return status ? (is_first ? "first" : "again") : status.error().code;
  };
  EXPECT_EQ(mark({"孙审核", {"auditor"}, {"34"}, true}), "no_notice");
  EXPECT_EQ(mark({"钱审核", {}, {}, true}), "first");
  EXPECT_EQ(mark({"钱审核", {}, {}, true}), "again");
  EXPECT_TRUE(notices({"钱审核", {}, {}, true}).empty());
  const auto all = notices({"钱审核", {}, {}, false});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].read_at, 5);
}

TEST_P(MadeTest, suspensions_hold_from_day_to_day) {
  const std::string number = opened(recovery());
  done(store_->perform(number, notice(), {"test", ""}));
  workflow::Act enforce = act_of("enforce", chief_, "2026-05-11 09:00");
  enforce.fields["reason"] = text_value("拒不退款");
  done(store_->perform(number, enforce, {"test", ""}));
  const auto on = [&](const char* day) {
    return read<Suspension>([&](Transaction& t) { return suspensions_of(t, "H001", *parse_day(day)); });
  };
  EXPECT_TRUE(on("2026-05-10").empty());
  ASSERT_EQ(on("2026-05-11").size(), 1U);
  EXPECT_EQ(on("2030-01-01")[0].until, kNoDay);
  EXPECT_EQ(on("2030-01-01")[0].number, number);
}

// Two kinds that open each other: a chain that its file bounds, and one without an end.
std::string chain_kind(const std::string& name, const std::string& opens, const std::string& when) {
  return fmt::format(R"yaml(workflow: {0}
version: 1
title: {{zh: 链, en: chain}}
basis: [{{document: 办法, clause: 第一条}}]
roles:
  clerk: {{zh: 经办, en: clerk}}
fields:
  left: {{title: {{zh: 还剩, en: left}}, type: integer, required: true}}
  amount: {{title: {{zh: 金额, en: amount}}, type: money}}
states:
  begun: {{title: {{zh: 开始, en: begun}}, initial: true}}
  over: {{title: {{zh: 结束, en: over}}, final: true}}
actions:
  begin:
    title: {{zh: 开始, en: begin}}
    opens: true
    by: clerk
    to: begun
    may: {{fields: [amount]}}
    guards:
      - {{holds: matter.left != 13, zh: 不吉利, en: not thirteen}}
    effects:
      - {{open_matter: {{kind: {1}, fields: {{left: matter.left - 1, amount: "decimal('1.50')"}}}}, when: {2}}}
  finish:
    title: {{zh: 结束, en: finish}}
    from: [begun]
    by: clerk
    to: over
)yaml",
                     name, opens, when);
}

TEST_P(MadeTest, matters_open_others_and_are_linked) {
  std::vector<workflow::Kind> kinds;
  for (const auto& [name, other] : {std::pair{"left_hand", "right_hand"}, {"right_hand", "left_hand"}}) {
    auto kind = workflow::parse_kind(chain_kind(name, other, "matter.left > 0"), name);
    ASSERT_TRUE(kind.has_value()) << kind.error().text();
    kinds.push_back(std::move(*kind));
  }
  set_up(std::move(kinds), {});
  const auto begin = [&](std::int64_t left) {
    Opening opening{"left_hand", "S", "340602", act_of("begin", clerk_, "2026-03-02")};
    opening.act.fields["left"] = workflow::FieldValue(left);
    return store_->open_matter(opening, {"test", ""});
  };
  const Reply reply = done(begin(2));
  EXPECT_EQ(reply.opened, (std::vector<std::string>{"right_hand-2026-000001", "left_hand-2026-000002"}));
  const auto first = store_->find("left_hand-2026-000001");
  const auto second = store_->find("right_hand-2026-000001");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->links, (std::vector<workflow::Link>{{"opened", "right_hand-2026-000001"}}));
  EXPECT_EQ(second->links,
            (std::vector<workflow::Link>{{"opened_by", "left_hand-2026-000001"}, {"opened", "left_hand-2026-000002"}}));
  EXPECT_EQ(second->fields.at("amount"), cents_value(150));
  EXPECT_EQ(second->region, "340602");
  EXPECT_EQ(second->subject, "S");
  EXPECT_EQ(acts(), 3);
  // Without an end nothing is opened; a refusal further on is that of the whole.
  EXPECT_EQ(told(begin(40)), "opens_too_many");
  const auto refused = begin(14);
  ASSERT_TRUE(refused.has_value()) << refused.error().text();
  EXPECT_EQ(refused->outcome, workflow::Outcome::guard_is_false);
  EXPECT_EQ(refused->sentence.chinese, "不能另立“链”：不吉利");
  EXPECT_EQ(count("casework_matters"), 3);
  EXPECT_EQ(done(begin(0)).number, "left_hand-2026-000003");
}

QIUHAO_ON_BOTH_ENGINES(MadeTest);

}  // namespace
}  // namespace qiuhao::casework
