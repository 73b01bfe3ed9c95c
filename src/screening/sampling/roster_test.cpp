// Rosters and histories as files hold them.
#include "screening/sampling/roster.h"

#include <gtest/gtest.h>

#include "screening/sampling/test_files.h"

namespace qiuhao::screening {
namespace {

TEST(Roster, IsReadWithItsLists) {
  const TestFolder folder;
  const Path file = folder.add("roster.csv",
                               "id,name,institution,specialties,past,conflicts\n"
                               "2,李四,乙医院,骨科；医保|影像,\"甲医院、 丙医院 \",\n"
                               "1,王五, 乙医院 ,,,张三;甲公司\n");
  RosterColumns columns;
  columns.past = "past";
  columns.conflicts = "conflicts";
  const auto roster = read_roster(file, columns);
  ASSERT_TRUE(roster.has_value()) << roster.error().text();
  ASSERT_EQ(roster->size(), 2U);
  EXPECT_EQ((*roster)[0].institution, "乙医院");
  EXPECT_EQ((*roster)[0].conflicts, (std::vector<std::string>{"张三", "甲公司"}));
  EXPECT_EQ((*roster)[1].specialties, (std::vector<std::string>{"骨科", "医保", "影像"}));
  EXPECT_EQ((*roster)[1].past, (std::vector<std::string>{"甲医院", "丙医院"}));
  const auto code = [&](const std::string& content) {
    return read_roster(folder.add("r.csv", content), {}).error().code;
  };
  EXPECT_EQ(code("id,name,institution,specialties\n"), "empty_roster");
  EXPECT_EQ(code("id,name,institution,specialties\n1,a,x,\n1,b,y,\n"), "id_twice");
  EXPECT_EQ(code("id,name,institution,specialties\n1,a,,\n2,b,y,\n"), "empty_name");
  EXPECT_EQ(code("id,name,institution\n1,a,x\n"), "unknown_column");
  EXPECT_EQ(read_history(folder.add("h.csv", "id,date\n1,2026-02-30\n"), "id", "date").error().code, "bad_date");
  EXPECT_EQ(read_history(folder.add("h.csv", "id,date\n1,2026-02-28\n1,20260301\n"), "id", "date")->count("1"), 2U);
}

}  // namespace
}  // namespace qiuhao::screening
