// Pages hold what a plain loop over all matters says, in its order, each line once; nobody sees beyond the scope.
#include "casework/list.h"

#include <algorithm>
#include <chrono>
#include <random>

#include "casework/tables.h"
#include "casework/test_store.h"

namespace qiuhao::casework {
namespace {

using database::told;
using database::Transaction;

class ListTest : public StoreTest {
 protected:
  // Rows of the listing alone, made by chance.
  void make_lines(int count, unsigned seed) {
    std::mt19937 random(seed);
    const auto pick = [&](std::initializer_list<const char*> words) {
      return std::string(words.begin()[random() % words.size()]);
    };
    std::vector<std::vector<database::Parameter>> rows;
    std::vector<std::vector<database::Parameter>> people;
    std::vector<std::vector<database::Parameter>> notices;
    for (int place = 0; place < count; ++place) {
      Line line{fmt::format("{}-{:06}", pick({"a", "b%", "c_"}), lines_.size()),
                pick({"review", "recovery", "tip"}),
                1,
                pick({"begun", "late", "over"}),
                pick({"H1", "H2", "H3", "H4", "H5"}),
                pick({"340601", "340602", "340700", "35", ""}),
                static_cast<Day>(20'000 + random() % 400)};
      line.due = random() % 3 == 0 ? kNoDay : static_cast<Day>(20'100 + random() % 400);
      rows.push_back({line.number, line.kind, 1, line.state, line.subject, line.region, line.opened,
                      line.due == kNoDay ? kNever : line.due, "", kNever, 1, "", ""});
      people.push_back({line.number, "handler", fmt::format("p{}", lines_.size() % 7)});
      if (is_told(lines_.size())) notices.push_back({line.number, 1, 0, 0, "institution", "", "请说明"});
      lines_.push_back(std::move(line));
    }
    constexpr std::string_view kColumns[] = {"number",   "kind",   "version", "state",     "subject",
                                             "region",   "opened", "due",     "due_owner", "wakes",
                                             "revision", "body",   "mark"};
    constexpr std::string_view kPeople[] = {"number", "part", "person"};
    constexpr std::string_view kNotices[] = {"number",    "revision", "place",  "made_at",
                                             "recipient", "person",   "message"};
    const Status status = database_->write([&](Transaction& transaction) -> Status {
      TRY(transaction.insert("casework_matters", kColumns, rows));
      TRY(transaction.insert("casework_people", kPeople, people));
      return notices.empty() ? Status() : transaction.insert("casework_notices", kNotices, notices);
    });
    ASSERT_TRUE(status.has_value()) << status.error().text();
  }
  static bool is_told(std::size_t place) { return place % 3 == 1; }
  Result<Page> page(const Scope& scope, const Filter& filter, Sort sort, const std::string& cursor, int most) const {
    Page got;
    TRY(database_->read([&](Transaction& transaction) -> Status {
      ASSIGN(got, list_matters(transaction, scope, filter, sort, cursor, most));
      return {};
    }));
    return got;
  }
  std::vector<std::string> all_pages(const Scope& scope, const Filter& filter, Sort sort, int most) const {
    std::vector<std::string> numbers;
    std::string cursor;
    do {
      const auto got = page(scope, filter, sort, cursor, most);
      if (!got) {
        ADD_FAILURE() << got.error().text();
        break;
      }
      for (const Line& line : got->lines) numbers.push_back(line.number);
      cursor = got->next;
    } while (!cursor.empty());
    return numbers;
  }
  // The definition, line by line.
  std::vector<std::string> expected(const Scope& scope, const Filter& filter, Sort sort) const {
    std::vector<Line> left;
    for (std::size_t place = 0; place < lines_.size(); ++place) {
      const Line& line = lines_[place];
      const bool is_in_region = std::ranges::any_of(
          scope.regions, [&](const std::string& region) { return line.region.starts_with(region); });
      const bool is_own =
          !scope.institution.empty() && line.subject == scope.institution && (scope.told_as.empty() || is_told(place));
      const bool is_part = !scope.person.empty() && fmt::format("p{}", place % 7) == scope.person;
      if (!scope.is_everything && !is_in_region && !is_own && !is_part) continue;
      if (!filter.kind.empty() && line.kind != filter.kind) continue;
      if (!filter.states.empty() && std::ranges::find(filter.states, line.state) == filter.states.end()) continue;
      if (!line.region.starts_with(filter.region)) continue;
      if (!filter.person.empty() && fmt::format("p{}", place % 7) != filter.person) continue;
      if (!filter.subject.empty() && line.subject != filter.subject) continue;
      if (line.number.find(filter.number_part) == std::string::npos) continue;
      if (filter.due_before != kNoDay && (line.due == kNoDay || line.due >= filter.due_before)) continue;
      if (filter.opened_from != kNoDay && line.opened < filter.opened_from) continue;
      if (filter.opened_to != kNoDay && line.opened > filter.opened_to) continue;
      left.push_back(line);
    }
    const auto due = [](const Line& line) { return line.due == kNoDay ? kNever : line.due; };
    std::ranges::sort(left, [&](const Line& a, const Line& b) {
      if (sort == Sort::due) return std::pair(due(a), a.number) < std::pair(due(b), b.number);
      return std::pair(a.opened, a.number) > std::pair(b.opened, b.number);
    });
    std::vector<std::string> numbers;
    for (const Line& line : left) numbers.push_back(line.number);
    return numbers;
  }

  std::vector<Line> lines_;
  Scope everything_{true, {}, ""};
};

TEST_P(ListTest, pages_hold_what_a_plain_loop_says) {
  make_lines(600, 1);
  std::mt19937 random(2);
  const auto chance = [&] { return random() % 3 == 0; };
  for (int round = 0; round < 60; ++round) {
    Scope scope{random() % 4 == 0, {}, ""};
    if (chance()) scope.regions = {"3406"};
    if (chance()) scope.regions.emplace_back("35");
    if (chance()) scope.institution = "H2";
    if (chance()) scope.told_as = {"party", "institution"};
    if (chance()) scope.person = "p5";
    Filter filter;
    if (chance()) filter.kind = "tip";
    if (chance()) filter.states = {"begun", "late"};
    if (chance()) filter.region = "34";
    if (chance()) filter.person = "p3";
    if (chance()) filter.subject = "H2";
    if (chance()) filter.number_part = chance() ? "%-" : "_";
    if (chance()) filter.due_before = 20'300;
    if (chance()) filter.opened_from = 20'100;
    if (chance()) filter.opened_to = 20'300;
    const Sort sort = chance() ? Sort::opened : Sort::due;
    const auto wanted = expected(scope, filter, sort);
    const auto of_scope = expected(scope, {}, sort);
    ASSERT_EQ(all_pages(scope, filter, sort, 1 + static_cast<int>(random() % 90)), wanted) << round;
    const Status status = database_->read([&](Transaction& transaction) -> Status {
      ASSIGN(const auto counts, count_matters(transaction, scope, filter));
      std::int64_t sum = 0;
      for (const auto& [state, count] : counts) sum += count;
      EXPECT_EQ(sum, static_cast<std::int64_t>(wanted.size()));
      for (std::size_t place = 0; place < lines_.size(); place += 37) {
        const std::string& number = lines_[place].number;
        ASSIGN(const bool seen, is_seen(transaction, scope, number));
        EXPECT_EQ(seen, std::ranges::find(of_scope, number) != of_scope.end()) << number;
      }
      return {};
    });
    ASSERT_TRUE(status.has_value());
  }
  EXPECT_TRUE(all_pages({}, {}, Sort::due, 10).empty());  // no scope, nothing to see
}

TEST_P(ListTest, lines_come_once_while_matters_are_added) {
  make_lines(200, 3);
  const auto before = lines_.size();
  std::vector<std::string> seen;
  std::string cursor;
  for (unsigned round = 0;; ++round) {
    const auto got = page(everything_, {}, Sort::due, cursor, 20);
    ASSERT_TRUE(got.has_value());
    for (const Line& line : got->lines) seen.push_back(line.number);
    if (got->next.empty()) break;
    cursor = got->next;
    if (round < 10) make_lines(5, 10 + round);
  }
  auto unique = seen;
  std::ranges::sort(unique);
  EXPECT_EQ(std::ranges::adjacent_find(unique), unique.end());
  for (std::size_t place = 0; place < before; ++place)
    EXPECT_TRUE(std::ranges::binary_search(unique, lines_[place].number));
}

TEST_P(ListTest, foreign_cursors_are_refused) {
  make_lines(30, 4);
  const std::string cursor = page(everything_, {}, Sort::due, "", 5)->next;
  EXPECT_EQ(told(page(everything_, {}, Sort::opened, cursor, 5)), "bad_cursor");
  for (const char* bad : {"x", "00", "64", "6420", "643a20"})
    EXPECT_EQ(told(page(everything_, {}, Sort::due, bad, 5)), "bad_cursor") << bad;
}

TEST_P(ListTest, kept_matters_are_listed_with_their_term) {
  const std::string number = opened(recovery());
  done(store_->perform(number, notice(), {"test", ""}));
  const auto got = page({false, {"3406"}, ""}, {}, Sort::due, "", 5);
  ASSERT_TRUE(got && got->lines.size() == 1);
  EXPECT_EQ(got->lines[0].number, number);
  EXPECT_EQ(format_day(got->lines[0].due), "2026-03-26");
  EXPECT_EQ(got->lines[0].due_owner, "clerk");
  EXPECT_EQ(got->lines[0].revision, 2);
}

// Figures: QIUHAO_LIST_MATTERS=100000.
TEST_P(ListTest, speed) {
  const char* wanted = std::getenv("QIUHAO_LIST_MATTERS");
  const int count = wanted != nullptr ? std::atoi(wanted) : 2'000;
  for (int made = 0; made < count; made += 2'000)
    make_lines(std::min(2'000, count - made), static_cast<unsigned>(made));
  database::run(*database_, "analyze");
  Filter of_person;
  of_person.person = "p3";
  Filter late;
  late.kind = "review";
  late.states = {"late"};
  for (const auto& [name, scope, filter, sort] : {std::tuple{"all by due", everything_, Filter{}, Sort::due},
                                                  {"all by opened", everything_, Filter{}, Sort::opened},
                                                  {"a county's", Scope{false, {"340602"}, ""}, Filter{}, Sort::due},
                                                  {"a person's", everything_, of_person, Sort::due},
                                                  {"a kind and state", everything_, late, Sort::due}}) {
    std::vector<double> times;
    std::string cursor;
    for (int round = 0; round < 300; ++round) {
      const auto begin = std::chrono::steady_clock::now();
      const auto got = page(scope, filter, sort, cursor, 50);
      times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
      ASSERT_TRUE(got.has_value());
      cursor = got->next;
    }
    std::ranges::sort(times);
    const auto figures = fmt::format("{:.2f} ms, 99th percentile {:.2f} ms", times[150], times[297]);
    if (wanted != nullptr) GTEST_LOG_(INFO) << name << ": median " << figures;
  }
}

QIUHAO_ON_BOTH_ENGINES(ListTest);

}  // namespace
}  // namespace qiuhao::casework
