// Look-alikes and violations one visit at a time: what is taken back claims nothing, what is planted claims something.
#include <gtest/gtest.h>

#include <set>

#include "simulate/plants.h"

namespace qiuhao::simulate {
namespace {

struct Stage {
  Catalogue catalogue;
  Random random{17};
  Past past;
  Scene scene{catalogue, random, past};
  Person person;
  Provider provider;

  Stage() {
    person.born = *parse_day("1980-05-05");
    provider.level = 2;
    provider.kind = ProviderKind::kSecondary;
  }

  Visit stay(int days) {
    Visit visit;
    visit.person = &person;
    visit.provider = &provider;
    visit.medical_type = "21";
    visit.begin = *parse_time("2025-03-03 09:00:00");
    visit.end = visit.begin + (days - 1) * kSecondsPerDay + 7 * 3600;
    compose_stay(visit, *choose_stay_reason(person, 20'150, random), scene);
    return visit;
  }
};

TEST(Scenario, EveryViolationClaimsALineThatIsThere) {
  Stage stage;
  std::array<int, kKinds + 1> planted{};
  for (int round = 0; round < 200; ++round) {
    for (int kind = 1; kind <= kKinds; ++kind) {
      Visit visit = stage.stay(12);
      if (!plant_violation(kind, visit, stage.scene)) continue;
      ++planted[static_cast<std::size_t>(kind)];
      ASSERT_FALSE(visit.violations.empty()) << kind_name(kind);
      for (const Violation& violation : visit.violations) {
        ASSERT_EQ(violation.kind, kind);
        if (violation.about != About::line) continue;
        ASSERT_GT(visit.net_quantity(violation.line), violation.over == 0 ? 0 : violation.over - 1);
        const bool may_be_nothing = kind <= 4;  // the person may have paid it alone
        ASSERT_GE(visit.violation_amount(violation), may_be_nothing ? 0 : 1) << kind_name(kind);
      }
    }
  }
  // What is limited to a way of being treated is paid in hospital, and the patient of the stage is a man of middle age;
  // the other kinds can happen in such a stay.
  const std::set<int> cannot_be{7, 21, 35, 36, 37, 39, 40, 50, 62};
  // The stay is long, and one alone; the timeline plants many visits.
  const std::set<std::string_view> not_here{"无指征住院（低标准入院）", "频繁门诊"};
  for (int kind = 1; kind <= kKinds; ++kind) {
    const bool can_be = !cannot_be.contains(kind) && !not_here.contains(kind_name(kind));
    EXPECT_EQ(planted[static_cast<std::size_t>(kind)] > 0, can_be) << kind_name(kind);
  }
}

TEST(Scenario, ALookAlikeClaimsNothing) {
  Stage stage;
  for (int round = 0; round < 200; ++round) {
    for (int kind = 1; kind <= kKinds; ++kind) {
      Visit visit = stage.stay(9);
      const std::size_t before = visit.lines.size();
      const bool added = plant_look_alike(kind, visit, stage.scene);
      ASSERT_TRUE(visit.violations.empty()) << kind_name(kind);
      ASSERT_TRUE(added || visit.lines.size() == before) << kind_name(kind);
    }
  }
}

}  // namespace
}  // namespace qiuhao::simulate
