// The report says the figures of the run, lets no name break out of its text, and asks nobody for anything.
#include "audit/report.h"

#include "audit/report_parts.h"
#include "audit/report_text.h"
#include "audit/test_world.h"

namespace qiuhao::audit {
namespace {

bool has(const std::string& page, std::string_view words) { return page.find(words) != std::string::npos; }

TEST(Report, SaysTheFigures) {
  const World world("page");
  const claims::Tape tape = world.tape();
  const std::string page = report_html(tape.parts(), world.audit(), World::facts());
  for (const char* words : {"18.00 元", "13.00 元", "23.00 元", "性别不符", "同日重复", "2025<",
                            "<code>person.sex</code>", "mdtrt_d.gend", "R1 → R2", "GZ1", "当日第 2 次"}) {
    EXPECT_TRUE(has(page, words)) << words;
  }
  for (const rules::Rule& rule : world.plan()->rules()) EXPECT_TRUE(has(page, rule.hash));
}

TEST(Report, NamesStayText) {
  const World world("escape");
  const claims::Tape tape = world.tape();
  const std::string page = report_html(tape.parts(), world.audit(), World::facts());
  EXPECT_FALSE(has(page, "<script>alert"));
  EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;医院"));
  EXPECT_TRUE(has(page, "公布 &lt;1&gt;"));
  EXPECT_EQ(escape("<&>\"'\x01"), "&lt;&amp;&gt;&quot;&#39;");
}

TEST(Report, IsSelfContained) {
  const World world("alone");
  const claims::Tape tape = world.tape();
  const std::string page = report_html(tape.parts(), world.audit(), World::facts());
  for (const char* words : {"http:", "https:", "src=", "url(", "@import", "fetch("})
    EXPECT_FALSE(has(page, words)) << words;
}

TEST(Report, WithoutFindingsSaysSo) {
  const World world("empty");
  const claims::Tape tape = world.tape();
  AuditOptions options;
  options.from = options.to = *parse_day("2025-04-01");
  const AuditResult result = world.audit(options);
  ASSERT_TRUE(result.findings.empty());
  const std::string page = report_html(tape.parts(), result, World::facts());
  EXPECT_TRUE(has(page, "没有发现问题"));
  EXPECT_TRUE(has(page, "2025-04-01 至 2025-04-01"));
  EXPECT_FALSE(has(page, "nan"));
}

TEST(ReportText, MoneyAsPeopleWriteIt) {
  EXPECT_EQ(grouped_yuan(0), "0.00");
  EXPECT_EQ(grouped_yuan(-123'456'789), "-1,234,567.89");
  EXPECT_EQ(grouped_yuan(99'999), "999.99");
  EXPECT_EQ(short_yuan(999'999), "9,999.99 元");
  EXPECT_EQ(short_yuan(1'000'000), "1.00 万元");
  EXPECT_EQ(short_yuan(123'456'789'000), "123,456.79 万元");
  EXPECT_EQ(short_yuan(-1'005'000), "-1.01 万元");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
}

TEST(ReportText, AdviceNamesTheColumnToFill) {
  const auto schema = claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
  EXPECT_TRUE(advice_for(*schema, "line.in_scope").en.find("fee_list_d.inscp_amt") != std::string::npos);
  EXPECT_TRUE(advice_for(*schema, "visit.days").zh.find("days of start and end") != std::string::npos);
  EXPECT_TRUE(advice_for(*schema, "division by zero").en.find("division by zero") != std::string::npos);
}

}  // namespace
}  // namespace qiuhao::audit
