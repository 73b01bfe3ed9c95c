// Random matters come back as they were written, with every type of value; any changed byte is found.
#include "casework/body.h"

#include <gtest/gtest.h>

#include <random>

namespace qiuhao::casework {
namespace {

using workflow::FieldValue;
using workflow::Matter;

class RandomMatter {
 public:
  explicit RandomMatter(unsigned seed) : random_(seed) {}

  Matter make() {
    Matter matter;
    for (std::string* one : {&matter.kind, &matter.number, &matter.subject, &matter.region, &matter.state})
      *one = text();
    matter.version = static_cast<int>(draw(9));
    matter.opened = day();
    matter.revision = random_();
    for (std::size_t i = draw(6); i > 0; --i) matter.fields[text()] = value(true);
    for (std::size_t i = draw(3); i > 0; --i) {
      auto& ids = matter.people[text()];
      for (std::size_t id = draw(3); id > 0; --id) ids.push_back(text());
    }
    for (std::size_t i = draw(3); i > 0; --i) matter.terms[text()] = term();
    for (std::size_t i = draw(3); i > 0; --i) matter.documents.push_back({text(), text(), number()});
    for (std::size_t i = draw(4); i > 0; --i)
      matter.history.push_back({text(), text(), text(), number(), text(), text(), text()});
    for (std::size_t i = draw(3); i > 0; --i) matter.links.push_back({text(), text()});
    return matter;
  }
  FieldValue value(bool may_be_list) {
    switch (draw(may_be_list ? 6 : 5)) {
      case 0: return FieldValue();
      case 1: return FieldValue(draw(2) == 0);
      case 2: return FieldValue(number());
      case 3: return FieldValue(Decimal{number(), static_cast<std::uint8_t>(draw(kMaxScale + 1))});
      case 4: return FieldValue(text());
      default: break;
    }
    std::vector<FieldValue> items;
    for (std::size_t i = draw(4); i > 0; --i) items.push_back(value(false));
    return FieldValue(std::move(items));
  }
  std::size_t draw(std::size_t below) { return random_() % below; }

 private:
  std::string text() {
    static const std::string kPieces[] = {"a", "张三", "\"", "\\",   "\n", "true", "17",
                                          " ", "{",    "]",  "\x01", "𠮷", "null", "/"};
    std::string made;
    for (std::size_t i = draw(5); i > 0; --i) made += kPieces[draw(std::size(kPieces))];
    return made;
  }
  std::int64_t number() {
    const auto any = static_cast<std::int64_t>(random_());
    return draw(3) == 0 ? any : any % 1'000;
  }
  Day day() { return draw(4) == 0 ? kNoDay : static_cast<Day>(draw(40'000)) - 10'000; }
  workflow::RunningTerm term() {
    workflow::RunningTerm term{day(), {}, {}, day(), draw(2) == 0, static_cast<int>(draw(4)), draw(2) == 0};
    for (std::size_t i = draw(3); i > 0; --i)
      term.terms.push_back({static_cast<int>(draw(100)), static_cast<workflow::TermUnit>(draw(4))});
    for (std::size_t i = draw(3); i > 0; --i) term.stops.push_back({day(), day()});
    return term;
  }
  std::mt19937_64 random_;
};

TEST(Body, random_matters_come_back_as_they_were) {
  for (unsigned seed = 0; seed < 3'000; ++seed) {
    const Matter matter = RandomMatter(seed).make();
    const std::string json = write_matter(matter);
    const auto read = read_matter(json);
    ASSERT_TRUE(read.has_value()) << seed << " " << json;
    ASSERT_EQ(*read, matter) << seed;
    ASSERT_EQ(write_matter(*read), json);
  }
}

TEST(Body, scales_of_decimals_are_kept) {
  for (const Decimal decimal : {Decimal{1'250, 2}, Decimal{1'250'000, 5}, Decimal{-5, 12}, Decimal{0, 3}}) {
    const auto read = read_value(write_value(FieldValue(decimal)));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(std::get<Decimal>(read->held).scale, decimal.scale);
    EXPECT_EQ(std::get<Decimal>(read->held).units, decimal.units);
  }
}

// Whatever is read from changed bytes is written as these bytes again, so nothing is misread.
TEST(Body, changed_bytes_are_refused_or_another_matter) {
  RandomMatter random(7);
  for (int round = 0; round < 200; ++round) {
    const std::string json = write_matter(random.make());
    for (int change = 0; change < 20; ++change) {
      std::string other = json;
      const std::size_t place = random.draw(other.size());
      if (change % 2 == 0) {
        other.erase(place, 1 + random.draw(5));
      } else {
        other[place] = static_cast<char>(other[place] ^ (1 << random.draw(7)));
      }
      if (other == json) continue;
      const auto read = read_matter(other);
      if (read)
        EXPECT_EQ(write_matter(*read), other);
      else
        EXPECT_EQ(read.error().code, "damaged_matter");
    }
  }
}

TEST(Body, what_is_no_matter_is_refused) {
  for (const char* json : {"", "{}", "[]", "null", R"({"kind":"a"})", R"({"kind":"a","kind":"b"})"}) {
    const auto read = read_matter(json);
    ASSERT_FALSE(read.has_value()) << json;
    EXPECT_FALSE(read.error().chinese.empty());
  }
  EXPECT_FALSE(read_value("1.5").has_value());
  EXPECT_FALSE(read_value(R"({"decimal":"x"})").has_value());
  EXPECT_FALSE(read_value("01").has_value());
}

}  // namespace
}  // namespace qiuhao::casework
