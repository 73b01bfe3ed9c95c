// People are chosen by role, grid, load and turn.
#include "workflow/assign.h"

#include "workflow/test_kind.h"

namespace qiuhao::workflow {
namespace {

class Assigning : public SmallKind {
 protected:
  std::string chosen(const std::string& grid, const std::set<std::string>& avoid = {}, int least = 1) const {
    Part part = kind_->parts[0];
    part.least = least;
    const std::vector<Candidate> candidates = {{{"a", {"reader"}, ""}, {"G1"}, 3, 10},
                                               {{"b", {"reader"}, ""}, {"G2"}, 1, 12},
                                               {{"c", {"reader"}, ""}, {"G2", "G1"}, 3, 9},
                                               {{"d", {"clerk"}, ""}, {"G1"}, 0, kNoDay},
                                               {{"e", {"reader"}, ""}, {}, 1, 12}};
    const auto people = choose_people(*kind_, part, candidates, grid, avoid);
    std::string joined;
    if (!people) return "none";
    for (const Person& person : *people) joined += person.id;
    return joined;
  }
};

TEST_F(Assigning, GoesByGridThenLoadThenTurnThenName) {
  EXPECT_EQ(chosen(""), "b");    // least load, the first by name
  EXPECT_EQ(chosen("G1"), "c");  // a has as many, c was assigned longer ago; d has not the role
  EXPECT_EQ(chosen("G2"), "b");
  EXPECT_EQ(chosen("G9"), "b");  // nobody's grid
  EXPECT_EQ(chosen("G1", {"c"}), "a");
  EXPECT_EQ(chosen("G1", {}, 3), "cab");
  EXPECT_EQ(chosen("G1", {}, 5), "none");
  EXPECT_EQ(chosen("G1", {"a", "b", "c", "e"}), "none");
}

}  // namespace
}  // namespace qiuhao::workflow
