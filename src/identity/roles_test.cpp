// The file of roles: what is wrong with one is told at its place; the shipped one holds what workflows name.
#include "identity/roles.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "text/document.h"

namespace qiuhao::identity {
namespace {

constexpr const char* kRoles = QIUHAO_SOURCE_DIR "/policy/roles.yaml";

const std::string kSmall = R"(policy: roles
from: 2026-01-01
roles:
  reader: {title: {zh: 查阅, en: reader}, held_in: [bureau, agency]}
  auditor: {title: {zh: 审核, en: auditor}, held_in: bureau, inherits: reader}
  decider: {title: {zh: 决定, en: decider}, held_in: bureau}
actions:
  read: {title: {zh: 看, en: read}, guards: {zh: 甲, en: a}, reach: region, roles: [reader]}
  examine: {title: {zh: 审, en: examine}, guards: {zh: 乙, en: b}, reach: region,
    roles: [{role: auditor, from: 2026-07-01, to: 2026-12-31}]}
  decide: {title: {zh: 定, en: decide}, guards: {zh: 丙, en: c}, reach: everywhere, four_eyes: true, fresh_code: true,
    roles: decider}
apart:
  - {one: auditor, other: [decider], why: {zh: 分离, en: apart}}
)";

std::string swapped(const std::string& before, const std::string& after) {
  std::string text = kSmall;
  const std::size_t at = text.find(before);
  EXPECT_NE(at, std::string::npos) << before;
  return text.replace(at, before.size(), after);
}

// "code file:line:column: sentence"
std::string told(const std::string& content) {
  const auto policy = RolePolicy::parse(content, "roles.yaml");
  if (policy) return "";
  EXPECT_FALSE(policy.error().chinese.empty());
  return policy.error().code + " " + policy.error().text();
}

TEST(Roles, a_role_may_what_its_actions_say_on_the_day) {
  const auto policy = RolePolicy::parse(kSmall, "roles.yaml");
  ASSERT_TRUE(policy) << policy.error().text();
  const std::size_t reader = *policy->role("reader");
  const std::size_t auditor = *policy->role("auditor");
  const std::size_t decider = *policy->role("decider");
  const Day day = *parse_day("2026-08-01");
  EXPECT_TRUE(policy->may(auditor, *policy->action("read"), day)) << "inherited";
  EXPECT_TRUE(policy->may(auditor, *policy->action("examine"), day));
  EXPECT_FALSE(policy->may(reader, *policy->action("examine"), day));
  EXPECT_FALSE(policy->may(decider, *policy->action("read"), day));
  EXPECT_FALSE(policy->may(auditor, *policy->action("examine"), *parse_day("2026-06-30")));
  EXPECT_TRUE(policy->may(auditor, *policy->action("examine"), *parse_day("2026-12-31")));
  EXPECT_FALSE(policy->may(auditor, *policy->action("examine"), *parse_day("2027-01-01")));
  EXPECT_FALSE(policy->may(reader, *policy->action("read"), *parse_day("2025-12-31"))) << "before the policy";
  EXPECT_EQ(policy->kept_apart(auditor, decider)->english, "apart");
  EXPECT_EQ(policy->kept_apart(decider, auditor)->english, "apart");
  EXPECT_FALSE(policy->kept_apart(reader, decider));
  EXPECT_TRUE(policy->roles()[reader].may_be_held_in(OrganisationKind::agency));
  EXPECT_FALSE(policy->roles()[auditor].may_be_held_in(OrganisationKind::agency));
}

TEST(Roles, mistakes_are_told_at_their_place) {
  EXPECT_EQ(told(swapped("inherits: reader", "inherits: raeder")),
            "unknown_name roles.yaml:5:70: unknown role 'raeder'; did you mean reader?");
  EXPECT_EQ(told(swapped("held_in: [bureau, agency]", "held_in: [buraeu]")),
            "unknown_name roles.yaml:4:51: unknown kind of organisation 'buraeu'; did you mean bureau?");
  EXPECT_EQ(told(swapped("reach: everywhere", "reach: everywher")),
            "unknown_name roles.yaml:11:71: unknown reach 'everywher'; did you mean everywhere?");
  EXPECT_TRUE(told(swapped("four_eyes", "four_eye"))
                  .starts_with("unknown_name roles.yaml:11:83: unknown key 'four_eye'; did you mean four_eyes?"));
  EXPECT_TRUE(told(swapped("four_eyes: true", "four_eyes: yes"))
                  .starts_with("bad_roles roles.yaml:11:94: four_eyes is true or false"));
  EXPECT_TRUE(told(swapped("from: 2026-01-01\n", "")).starts_with("bad_roles roles.yaml:1:1: say from which day"));
  EXPECT_TRUE(told(swapped("from: 2026-01-01\n", "from: 2026-02-30\n")).starts_with("bad_date roles.yaml:2:7:"));
  EXPECT_TRUE(told(swapped("to: 2026-12-31", "to: 2026-06-30")).starts_with("bad_date roles.yaml:10:"));
  EXPECT_TRUE(told(swapped("roles: [reader]", "roles: []"))
                  .starts_with("action_without_role roles.yaml:8:3: nobody may do read"));
  EXPECT_TRUE(told(swapped("roles: [reader]", "roles: [auditor]"))
                  .starts_with("role_unused roles.yaml:4:3: reader may do nothing"));
  EXPECT_TRUE(told(swapped("held_in: [bureau, agency]", "held_in: bureau, inherits: auditor"))
                  .starts_with("role_cycle roles.yaml:4:3: reader inherits itself by way of auditor"));
  EXPECT_TRUE(told(swapped("inherits: reader", "inherits: [reader, decider]"))
                  .starts_with("role_holds_both roles.yaml:5:3: auditor holds both sides"));
  EXPECT_TRUE(told(swapped("en: apart", "en: ''")).starts_with("bad_roles roles.yaml:14:"));
  EXPECT_TRUE(told(swapped("policy: roles", "policy: rules")).starts_with("bad_roles roles.yaml:1:1:"));
  EXPECT_TRUE(told(swapped("  reader:", "  Reader:")).starts_with("bad_roles roles.yaml:4:3: 'Reader' is no name"));
  EXPECT_EQ(told("[]").substr(0, 9), "bad_roles");
  EXPECT_FALSE(told("roles: {").empty());
}

TEST(Roles, every_role_of_the_shipped_workflows_is_there) {
  const auto policy = RolePolicy::read(kRoles);
  ASSERT_TRUE(policy) << policy.error().text();
  int named = 0;
  for (const auto& entry : std::filesystem::directory_iterator(QIUHAO_SOURCE_DIR "/policy/workflows")) {
    const auto root = text::read_yaml(entry.path().string());
    ASSERT_TRUE(root) << root.error().text();
    for (const auto& [role, body] : root->find("roles")->entries) {
      EXPECT_TRUE(policy->role(role.scalar)) << entry.path() << " names the role " << role.scalar;
      ++named;
    }
  }
  EXPECT_GE(named, 20);
}

// 管办分离: what is held in agencies alone and what in bureaux alone is never done by the other.
TEST(Roles, administration_and_agency_are_apart) {
  const auto policy = RolePolicy::read(kRoles);
  ASSERT_TRUE(policy) << policy.error().text();
  for (const char* one : {"officer", "reviewer", "head", "committee"}) {
    for (const char* other : {"clerk", "settler", "settlement_checker", "agreement_keeper"})
      EXPECT_TRUE(policy->kept_apart(*policy->role(one), *policy->role(other))) << one << " " << other;
    EXPECT_FALSE(policy->roles()[*policy->role(one)].may_be_held_in(OrganisationKind::agency)) << one;
  }
}

TEST(Roles, the_page_is_the_policys) {
  const auto policy = RolePolicy::read(kRoles);
  ASSERT_TRUE(policy) << policy.error().text();
  const Path file = QIUHAO_SOURCE_DIR "/docs/reference/roles.md";
  const std::string page = roles_page(*policy);
  if (std::getenv("QIUHAO_WRITE_DOCS") != nullptr) {
    ASSERT_TRUE(write_file_atomically(file, page));
  }
  const auto committed = read_file(file);
  ASSERT_TRUE(committed) << committed.error().text();
  EXPECT_TRUE(*committed == page) << "docs/reference/roles.md is stale; run identity_test with QIUHAO_WRITE_DOCS=1";
}

}  // namespace
}  // namespace qiuhao::identity
