// Parameters by region and time: what holds is what a reckoning over every row says, and wrong tables are refused with
// their place.
#include "rules/parameters.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "base/files.h"
#include "rules/parameter_table.h"
#include "rules/test_world.h"
#include "rules/world.h"

namespace qiuhao::rules {
namespace {

constexpr const char* kHeader = "name,label,region,value,unit,from,to,source\n";

// Folders with a table each, in order: the shipped ones and the bureau's own.
class Tables : public ::testing::Test {
 protected:
  Tables() : root_(std::filesystem::temp_directory_path() / fmt::format("qiuhao-parameters-{}", ::getpid())) {}
  ~Tables() override { std::filesystem::remove_all(root_); }

  std::string folder(const std::string& name, const std::string& rows) {
    std::filesystem::create_directories(root_ / name);
    EXPECT_TRUE(write_file_atomically(root_ / name / "a.csv", kHeader + rows));
    return (root_ / name).string();
  }
  Error refused(const std::string& rows) {
    const auto loaded = Parameters::load({folder("refused", rows)});
    EXPECT_FALSE(loaded.has_value()) << rows;
    return loaded ? Error{} : loaded.error();
  }
  static std::string value(const Parameters& parameters, const char* name, const char* region, const char* day) {
    const Parameter* found = parameters.find(name, region, *parse_day(day));
    return found == nullptr ? "-" : found->value;
  }

  Path root_;
};

TEST_F(Tables, TheSmallestRegionThatHasAValueOnTheDayDecides) {
  const auto loaded = Parameters::load({folder("shipped",
                                               "gap,间隔,,15,天,,,\n"
                                               "gap,间隔,340000,10,天,,2025-12-31,省\n"
                                               "gap,间隔,340600,7,天,2025-07-01,,市\n"
                                               "gap,间隔,340602,5,天,2026-01-01,,区\n")});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(value(*loaded, "gap", "110101", "2025-01-01"), "15");
  EXPECT_EQ(value(*loaded, "gap", "340602", "2025-06-30"), "10");
  EXPECT_EQ(value(*loaded, "gap", "340602", "2025-07-01"), "7");
  EXPECT_EQ(value(*loaded, "gap", "340602", "2026-01-01"), "5");
  EXPECT_EQ(value(*loaded, "gap", "340603", "2026-01-01"), "7");
  EXPECT_EQ(value(*loaded, "gap", "341300", "2025-12-31"), "10");
  EXPECT_EQ(value(*loaded, "gap", "341300", "2026-01-01"), "15");
  EXPECT_EQ(value(*loaded, "gap", "", "2026-01-01"), "15");
  EXPECT_EQ(value(*loaded, "gaps", "341300", "2026-01-01"), "-");
}

TEST_F(Tables, TheBureausOwnRowsOfANameAndRegionStandInForTheShippedOnes) {
  const std::string shipped = folder("shipped",
                                     "gap,,,15,天,,2025-12-31,\ngap,,,14,天,2026-01-01,,\n"
                                     "gap,,340600,7,天,,,\n");
  const auto loaded = Parameters::load({shipped, folder("own", "gap,,,9,天,2026-02-01,,\n")});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(value(*loaded, "gap", "110000", "2025-05-01"), "-");
  EXPECT_EQ(value(*loaded, "gap", "110000", "2026-02-01"), "9");
  EXPECT_EQ(value(*loaded, "gap", "340600", "2026-02-01"), "7");
  EXPECT_TRUE(Parameters::load({"/nowhere"}).has_value());
}

TEST_F(Tables, WhatIsWrongIsRefusedWithItsPlace) {
  const Error overlap = refused("gap,,340600,7,天,,2025-12-31,\ngap,,3406,8,天,2025-12-31,,\n");
  EXPECT_EQ(overlap.code, "parameters_overlap");
  EXPECT_EQ(overlap.place.line, 3);
  EXPECT_NE(overlap.message.find("a.csv:2"), std::string::npos) << overlap.message;
  EXPECT_FALSE(overlap.chinese.empty());
  EXPECT_EQ(refused("gap,,,7,,,,\ngap,,,7,,,,\n").code, "parameters_overlap");
  EXPECT_EQ(refused("gap,,,7,,2025-01-01,,\ngap,,,8,,,,\n").code, "parameters_overlap");
  EXPECT_EQ(refused("Gap,,,7,,,,\n").code, "bad_name");
  EXPECT_EQ(refused("gap,,安徽,7,,,,\n").code, "bad_region");
  EXPECT_EQ(refused("gap,,,,,,,\n").code, "bad_parameter");
  EXPECT_EQ(refused("gap,,,7,,2025-02-30,,\n").code, "bad_date");
  EXPECT_EQ(refused("gap,,,7,,2025-02-02,2025-02-01,\n").code, "bad_date");
  EXPECT_TRUE(Parameters::load({folder("side", "gap,,,7,,,2025-12-31,\ngap,,,8,,2026-01-01,,\n")}).has_value());
}

Rule rule_with(const std::string& parameters) {
  auto rule = parse_rule(rule_text("parameters: " + parameters + "\nwhen: \"false\"\ntests: []\n"), "rule.yaml",
                         *shipped_schema());
  EXPECT_TRUE(rule.has_value()) << rule.error().text();
  return std::move(*rule);
}

TEST_F(Tables, AValueOfAnotherTypeThanARuleReadsIsRefused) {
  const auto made = [&](const char* type, const std::string& value) {
    const auto loaded = Parameters::load({folder("types", "x,,340600," + value + ",,,,\n")});
    const Rule rule = rule_with(fmt::format("{{x: {}}}", type));
    const auto table = ParameterTable::make(*loaded, std::span(&rule, 1));
    return table ? std::string() : table.error().code + ":" + std::to_string(table.error().place.line);
  };
  EXPECT_EQ(made("int", "15"), "");
  EXPECT_EQ(made("int", "15.5"), "bad_parameter:2");
  EXPECT_EQ(made("int", "十五"), "bad_parameter:2");
  EXPECT_EQ(made("decimal", "0.123456"), "");
  EXPECT_EQ(made("decimal", "0.1234567"), "bad_parameter:2");
  EXPECT_EQ(made("double", "1.3"), "");
  EXPECT_EQ(made("double", "1.3x"), "bad_parameter:2");
  EXPECT_EQ(made("texts", "Z51;Z49"), "");
  EXPECT_EQ(made("texts", "Z51;;Z49"), "bad_parameter:2");
}

TEST(Parameters, AreDeclaredBeforeTheyAreRead) {
  const auto error_of = [](const std::string& rest) {
    const auto rule = parse_rule(rule_text(rest + "tests: []\n"), "rule.yaml", *shipped_schema());
    return rule ? std::string("right") : rule.error().code + ": " + rule.error().message;
  };
  EXPECT_EQ(error_of("parameters: {most: int}\nwhen: line.quantity > param.most\n"), "right");
  EXPECT_EQ(error_of("parameters: {most: int}\nwhen: 费用.数量 > 参数.most\n"), "right");
  EXPECT_NE(error_of("when: line.quantity > param.most\n").find("add the key 'parameters'"), std::string::npos);
  EXPECT_NE(error_of("parameters: {most: int}\nwhen: line.quantity > param.least\n").find("least"), std::string::npos);
  EXPECT_NE(error_of("parameters: {most: number}\nwhen: line.quantity > 1\n").find("int, decimal, double or texts"),
            std::string::npos);
  EXPECT_NE(error_of("parameters: {Most: int}\nwhen: line.quantity > 1\n").find("bad_name"), std::string::npos);
  EXPECT_NE(error_of("parameters: {most: texts}\nwhen: line.quantity > param.most\n").find("list(string)"),
            std::string::npos);
}

// What holds, by looking at every row for every region that could be meant.
std::string reckoned(const std::vector<Parameter>& rows, const std::string& region, Day day) {
  for (const std::string& around : {region, region.substr(0, 4), region.substr(0, 2), std::string()}) {
    for (const Parameter& row : rows) {
      const std::string written = row.region;
      const bool is_it = around.empty()       ? written.empty()
                         : around.size() == 6 ? written == around
                                              : written == around || written == (around + "0000").substr(0, 6);
      if (is_it && (row.from == kNoDay || row.from <= day) && (row.to == kNoDay || day <= row.to)) return row.value;
    }
  }
  return "-";
}

TEST(Parameters, ATableGivesWhatEveryRowGives) {
  const char* const kRegions[] = {"", "34", "340000", "3406", "340600", "340602", "340603", "341302", "11"};
  const char* const kAsked[] = {"340602", "340603", "340604", "341302", "341303", "110101", "500101"};
  std::size_t found = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](unsigned count) { return random() % count; };
    std::vector<Parameter> rows;
    for (unsigned number = 0; number < 1 + pick(12); ++number) {
      Parameter row;
      row.name = "x";
      row.region = kRegions[pick(std::size(kRegions))];
      row.value = fmt::to_string(number);
      if (pick(3) > 0) row.from = 20'000 + static_cast<Day>(pick(20));
      if (pick(3) > 0) row.to = (row.from == kNoDay ? 20'000 : row.from) + static_cast<Day>(pick(10));
      std::vector<Parameter> with = rows;
      with.push_back(row);
      if (Parameters::make(with)) rows.push_back(row);
    }
    const Parameters parameters = *Parameters::make(rows);
    const Rule rule = rule_with("{x: int}");
    const auto table = *ParameterTable::make(parameters, std::span(&rule, 1));
    for (const char* region : kAsked) {
      for (Day day = 19'995; day <= 20'035; ++day) {
        const Parameter* held = parameters.find("x", region, day);
        const std::string wanted = reckoned(rows, region, day);
        ASSERT_EQ(held == nullptr ? "-" : held->value, wanted) << seed << " " << region << " " << day;
        const cel::Value value = cel::value_of(table->columns()[0], table->row(table->place(0, region), day));
        ASSERT_EQ(value.is_absent() ? "-" : fmt::to_string(value.integer), wanted) << seed << " " << region;
        found += wanted == "-" ? 0 : 1;
      }
    }
  }
  EXPECT_GT(found, 10'000U);
}

// What screening beside the rules reads by name, as text.
std::string screening_sources() {
  std::string all;
  for (const auto& file : std::filesystem::recursive_directory_iterator(QIUHAO_SOURCE_DIR "/src/screening")) {
    if (file.path().extension() != ".cpp" || file.path().stem().string().ends_with("_test")) continue;
    const auto text = read_file(file.path());
    EXPECT_TRUE(text) << file.path();
    all += text ? *text : "";
  }
  return all;
}

TEST(Parameters, TheShippedOnesAreRead) {
  const std::string policy = QIUHAO_SOURCE_DIR "/policy";
  const auto rules = load_rules({policy + "/rules"}, {}, *shipped_schema());
  ASSERT_TRUE(rules) << rules.error().text();
  const auto parameters = Parameters::load({policy + "/parameters"});
  ASSERT_TRUE(parameters) << parameters.error().text();
  const auto table = ParameterTable::make(*parameters, *rules);
  ASSERT_TRUE(table) << table.error().text();
  const std::string screening = screening_sources();
  for (const Parameter& row : parameters->all()) {
    EXPECT_FALSE(row.label.empty() || row.source.empty()) << row.name;
    const bool is_read = std::ranges::any_of(*rules, [&](const Rule& rule) {
      return std::ranges::any_of(rule.parameters, [&](const ParameterUse& use) { return use.name == row.name; });
    });
    const bool is_named = screening.contains('"' + row.name + '"');
    EXPECT_TRUE(is_read || is_named) << row.name << " is read by no rule, and by no screening beside them";
  }
}

}  // namespace
}  // namespace qiuhao::rules
