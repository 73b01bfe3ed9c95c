// format() beyond the lines of the specification: our types, locales, limits.
#include <gtest/gtest.h>

#include "cel/fold/locale.h"
#include "cel/test_world.h"

namespace qiuhao::cel {
namespace {

TEST(Format, WritesOurTypes) {
  EXPECT_EQ(outcome_of("'%s'.format([decimal('12.50')])"), "'12.50'");
  EXPECT_EQ(outcome_of("'%.2f %.0f %.4f'.format([decimal('2.345'), decimal('-0.5'), decimal('1')])"),
            "'2.35 -1 1.0000'");
  EXPECT_EQ(outcome_of("'%s %s'.format([decimal('-0.05'), decimal('-9223372036854775808')])"),
            "'-0.05 -9223372036854775808'");
  EXPECT_EQ(outcome_of("'%.20f'.format([decimal('0.000000000001')])"), "'0.00000000000100000000'");
  EXPECT_EQ(outcome_of("'%s：%s'.format([date('2026-01-31'), '青霉素'])"), "'2026-01-31：青霉素'");
  EXPECT_EQ(outcome_of("'%d %s %x'.format([7, decimal('1.5'), decimal('255.00')])"), "'7 1.5 ff'");
  EXPECT_EQ(outcome_of("'%x %X'.format([-255, '药'])"), "'-ff E88DAF'");
  EXPECT_EQ(outcome_of("'%s'.format([[1, [true], {'b': 1, 'a': null}]])"), "'[1, [true], {a: null, b: 1}]'");
  EXPECT_EQ(outcome_of("'%s'.format([duration('-0.5s')])"), "'-0.5s'");
}

TEST(Format, RefusesWhatDoesNotFit) {
  const std::string clauses = "error: a format has the clauses %s %d %f %e %x %X %o %b, %.2f for places, and %%";
  EXPECT_EQ(outcome_of("'%'.format([1])"), clauses);
  EXPECT_EQ(outcome_of("'%.'.format([1])"), clauses);
  EXPECT_EQ(outcome_of("'%.101f'.format([1])"), clauses);
  EXPECT_EQ(outcome_of("'%.2d'.format([1])"), clauses);
  EXPECT_EQ(outcome_of("'%.99999999999f'.format([1])"), clauses);
  EXPECT_EQ(outcome_of("'%d'.format([1.5])"), "error: a value does not fit its clause of the format");
  EXPECT_EQ(outcome_of("'%s'.format([line])"), "error: a value does not fit its clause of the format");
  EXPECT_EQ(outcome_of("'%.100f'.format([1e308]).size()"), "410");  // 309 digits, the point, 100 places
}

// A text that grows by a hundredfold each time ends at a limit.
TEST(Format, HasALimit) {
  std::string text = "'0123456789012345678901234567890123456789'";
  for (int i = 0; i < 12; ++i) text = "cel.bind(t, " + text + ", '%s%s%s%s%s%s%s%s'.format([t, t, t, t, t, t, t, t]))";
  EXPECT_EQ(outcome_of(text + ".size()"), "error: the evaluation takes too many steps or too much memory");
}

TEST(Format, TheLocaleChoosesTheMark) {
  const auto formatted = [](const char* locale) {
    const auto program =
        compile("'%.2f %e %s'.format([decimal('1.50'), 2.5, 3.5])", make_world(), Type::any(), {}, {.locale = locale});
    Scratch scratch;
    return to_text(program->evaluate(World(), scratch));
  };
  EXPECT_EQ(formatted(""), "'1.50 2.500000e+00 3.5'");
  EXPECT_EQ(formatted("zh_CN.UTF-8"), "'1.50 2.500000e+00 3.5'");
  EXPECT_EQ(formatted("de"), "'1,50 2,500000e+00 3.5'");
  EXPECT_EQ(decimal_mark("fr-FR"), ",");
  EXPECT_EQ(decimal_mark("de_CH"), ".");
  EXPECT_EQ(decimal_mark("es-MX"), ".");
  EXPECT_EQ(decimal_mark("xx"), ".");
}

TEST(Encoding, Base64) {
  EXPECT_EQ(outcome_of("base64.encode(b'')"), "''");
  EXPECT_EQ(outcome_of("base64.encode(b'\\xff')"), "'/w=='");
  EXPECT_EQ(outcome_of("base64.encode(b'ab')"), "'YWI='");
  EXPECT_EQ(outcome_of("base64.decode('YWI') == b'ab' && base64.decode('YWI=') == b'ab' && base64.decode('') == b''"),
            "true");
  for (const char* text : {"Y", "YW=", "YWI==", "Y!I=", "====", "YWJj=", "YW\\nI"}) {
    EXPECT_EQ(outcome_of("base64.decode('" + std::string(text) + "')"), "error: the text is no base64") << text;
  }
}

// RE2 has no backtracking: what takes others longer than the universe is a matter of microseconds.
TEST(Matches, CatastrophicPatternsAreLinear) {
  const std::string many(5'000, 'a');
  EXPECT_EQ(outcome_of("'" + many + "!'.matches('^(a+)+$')"), "false");
  EXPECT_EQ(outcome_of("'" + many + "!'.matches('^(a|aa)+$')"), "false");
  EXPECT_EQ(outcome_of("'" + many + "'.matches('(.*)(.*)(.*)(.*)(.*)[^a]')"), "false");
  EXPECT_EQ(outcome_of("'a'.matches('((a{1,100}){1,100}){1,100}')").substr(0, 21), "no regular expression");
}

}  // namespace
}  // namespace qiuhao::cel
