// Which diagnoses texts ask for, and what is left to people.
#include "knowledge/indication_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "knowledge/icd.h"
#include "knowledge/import.h"
#include "knowledge/point_line.h"
#include "text/csv.h"

namespace qiuhao::knowledge {
namespace {

const Path kSource = QIUHAO_SOURCE_DIR;

const Diseases& diseases() {
  static const Diseases read = read_diseases(kSource / "policy/knowledge/diseases.csv").value();
  return read;
}

// "C34 C50", "+" behind it where more is asked for; "people" for what is not read.
std::string read(std::string_view text) {
  const auto indication = read_indication(diseases(), text);
  if (!indication) return "people";
  return fmt::format("{}{}", fmt::join(indication->icd, " "), indication->has_more ? " +" : "");
}

TEST(IndicationReader, NamesOfDiseasesBecomeCodes) {
  EXPECT_EQ(read("限骨质疏松症。"), "M80-M82");
  EXPECT_EQ(read("限2型糖尿病患者。"), "E11") << "the longest name counts";
  EXPECT_EQ(read("限：1.反流性食管炎；2.克罗恩病。"), "K21 K50");
  EXPECT_EQ(read("限痛风、类风湿关节炎或强直性脊柱炎患者"), "M05-M06 M10 M45");
  EXPECT_EQ(read("限非小细胞肺癌（NSCLC）"), "C34");
}

TEST(IndicationReader, WhatElseIsAskedForIsSaid) {
  EXPECT_EQ(read("限BRAF V600突变阳性的转移性黑色素瘤患者。"), "C43 +");
  EXPECT_EQ(read("限既往接受过化疗的乳腺癌患者"), "C50 +") << "an earlier treatment is no diagnosis";
  EXPECT_EQ(read("限放化疗。"), "C00-C97 D00-D48 Z51") << "where nothing else is named it is";
}

TEST(IndicationReader, WhatIsExcludedIsNotAskedFor) {
  EXPECT_EQ(read("限非肝硬化的慢性丙型肝炎"), "B18.2 +");
  EXPECT_EQ(read("限无肝硬化的慢性丙型肝炎"), "B18.2 +") << "and that is more than a diagnosis";
}

TEST(IndicationReader, SentencesOfPaymentAreNoIndications) {
  EXPECT_EQ(read("限突发性耳聋患者，支付不超过14天。"), "H91.2 +");
  EXPECT_EQ(read("限肾功能不全的患者。需经营养风险筛查,明确具有营养风险,且不能经饮食补充足够营养的住院患者方予支付。"),
            "N17-N19");
}

// With one alternative left out, a rightful claim would be blamed.
TEST(IndicationReader, AnAlternativeThatNothingNamesLeavesAllToPeople) {
  EXPECT_EQ(read("限骨质疏松症或某某罕见病患者"), "people");
  EXPECT_EQ(read("限：1.骨质疏松症；2.某某罕见综合征。"), "people");
  EXPECT_EQ(read("限抢救、重症或因肝硬化引起胸腹水的患者"), "people");
  EXPECT_EQ(read("限有药敏试验证据的患者"), "people");
  EXPECT_EQ(read("限：1.骨质疏松症；2.联合用药。"), "people");
  EXPECT_EQ(read(""), "people");
}

TEST(IndicationReader, PointsOfAListMayBeConditionsOfItsHead) {
  EXPECT_EQ(read("限缺铁患者：口服铁剂治疗无效时；无法口服补铁时。"), "D50 E61.1 +");
  EXPECT_EQ(read("限下列患者出血的治疗：1.获得性血友病；2.血小板无力症。"), "D68.3-D68.4 D69.1");
}

TEST(IndicationReader, CodesThatPeopleWriteAreTaken) {
  EXPECT_EQ(read("限诊断：E10-E14、I10，c34"), "C34 E10-E14 I10");
  EXPECT_EQ(read("限诊断：E10－E14；I10"), "E10-E14 I10") << "full-width marks";
  EXPECT_EQ(read("限诊断：E14-E10"), "people") << "a range that ends before it begins";
  EXPECT_EQ(read("限诊断："), "people");
}

std::string refused(std::string_view content) {
  const Path file = std::filesystem::temp_directory_path() / fmt::format("qiuhao-diseases-{}.csv", ::getpid());
  std::ofstream(file) << content;
  const auto read = read_diseases(file);
  std::filesystem::remove(file);
  return read ? "" : fmt::format("{} {}", read.error().code, read.error().place.line);
}

TEST(Diseases, MistakesAreToldWithTheirLine) {
  EXPECT_EQ(refused("term,icd,use\n肺癌,C34,\n"), "");
  EXPECT_EQ(refused("term,icd\n肺癌,C34\n"), "missing_column 1");
  EXPECT_EQ(refused("term,icd,use\n肺癌,C34,\n胃癌,C1,\n"), "bad_disease 3");
  EXPECT_EQ(refused("term,icd,use\n肺癌,C34,now\n"), "bad_disease 2");
  EXPECT_EQ(refused("term,icd,use\n肺癌,,\n"), "bad_disease 2");
  EXPECT_EQ(refused("term,icd,use\n抢救,C34,open\n"), "bad_disease 2");
  EXPECT_EQ(refused("term,icd,use\n,C34,\n"), "bad_disease 2");
  EXPECT_EQ(refused("term,icd,use\n肺癌,C34,\n肺癌,C35,\n"), "bad_disease 0");
}

std::set<std::string> codes_of(const std::vector<std::string>& ranges) {
  std::set<std::string> codes;
  for (const std::string& text : ranges) {
    const auto range = parse_icd_range(text);
    EXPECT_TRUE(range) << text;
    if (!range) continue;
    // Both ends are as long as each other and mostly share their letter; others stay as they are.
    const bool is_counted = range->from[0] == range->to[0];
    const int last = is_counted ? std::stoi(range->to.substr(1)) : 0;
    for (int number = std::stoi(range->from.substr(1)); is_counted && number <= last; ++number)
      codes.insert(fmt::format("{}{:0{}}", range->from[0], number, range->from.size() - 1));
    if (!is_counted) codes.insert(text);
  }
  return codes;
}

// Five samples of the 510 official points, 60 each. The first was read by hand beside the writing of the names; the
// others before the reader had seen them: 51, 52, 56 and 57 of 60 agreed, and what that taught is in the names by now.
TEST(IndicationReader, AgreesWithPeopleOnOfficialPoints) {
  const Path official = kSource / "../shared/data/nhsa-two-libraries/knowledge_points.jsonl";
  if (!std::filesystem::exists(official)) GTEST_SKIP() << "the official points do not lie beside the repository";
  const auto kinds = read_kinds(kSource / "policy/knowledge/kinds.yaml");
  ASSERT_TRUE(kinds) << kinds.error().text();
  const auto points = read_points(*kinds, {official}, {});
  ASSERT_TRUE(points) << points.error().text();
  std::size_t all = 0, is_read = 0;
  std::map<std::string, const Point*> by_id;
  for (const Point& point : *points) {
    if (point.kind != "药品限适应症") continue;
    ++all;
    is_read += point.is_read ? 1 : 0;
    by_id[point.id] = &point;
  }
  EXPECT_EQ(all, 510U);
  EXPECT_GE(is_read, 450U);

  const auto table = text::read_csv(kSource / "src/knowledge/indications_by_hand.csv");
  ASSERT_TRUE(table) << table.error().text();
  std::size_t same = 0, wrong = 0;
  for (const text::CsvRow& row : table->rows) {
    const auto found = by_id.find(row.fields[0]);
    ASSERT_NE(found, by_id.end()) << row.fields[0];
    const auto wanted = codes_of(split_items(row.fields[1]));
    const auto read = codes_of(found->second->limits->icd);
    same += wanted == read ? 1 : 0;
    wrong += wanted != read && !read.empty() ? 1 : 0;
  }
  EXPECT_EQ(table->rows.size(), 300U);
  EXPECT_GE(same, 295U);
  EXPECT_LE(wrong, 1U);
}

}  // namespace
}  // namespace qiuhao::knowledge
