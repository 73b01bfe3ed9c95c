// The signed text, and envelopes that it cannot tell apart.
#include <gtest/gtest.h>

#include "signing/member.h"

namespace qiuhao::signing {
namespace {

TEST(TextToSign, SortsJoinsAndLeavesOutWhatIsEmpty) {
  const Envelope envelope = {{"msgid", "1"}, {"infno", "3101"}, {"Z", "z"}, {"dev_no", ""}, {"inf_time", "t"}};
  EXPECT_EQ(text_to_sign(envelope, ""), "Z=z&inf_time=t&infno=3101&msgid=1");
  EXPECT_EQ(text_to_sign(envelope, "{}"), "Z=z&inf_time=t&infno=3101&msgid=1&input={}");
  EXPECT_EQ(text_to_sign({}, "{}"), "input={}");
  EXPECT_EQ(text_to_sign({}, "{}", "output"), "output={}");
  EXPECT_EQ(text_to_sign({}, ""), "");
}

std::string code_of(const Envelope& envelope) {
  const Status status = check_envelope(envelope);
  return status ? "" : status.error().code;
}

TEST(Envelope, RefusesWhatWouldReadAsAnotherOne) {
  EXPECT_EQ(code_of({{"a", "1"}, {"b", "x&y"}, {"c", "p=q"}, {"d", "=&="}}), "");
  // Both would be signed as "a=1&b=2".
  EXPECT_EQ(text_to_sign({{"a", "1&b=2"}}, ""), text_to_sign({{"a", "1"}, {"b", "2"}}, ""));
  EXPECT_EQ(code_of({{"a", "1&b=2"}}), "bad_envelope");
  EXPECT_EQ(code_of({{"a", "&&b=2"}}), "bad_envelope");
  EXPECT_EQ(code_of({{"a", "1&input={}"}}), "bad_envelope");
  EXPECT_EQ(code_of({{"a=1&b", "2"}}), "bad_envelope");
  EXPECT_EQ(code_of({{"", "2"}}), "bad_envelope");
  EXPECT_EQ(code_of({{"a", "1"}, {"a", "2"}}), "bad_envelope");
}

TEST(Envelope, HasMaxima) {
  EXPECT_TRUE(check_sizes({}, std::string(kMostInputBytes, 'x')).has_value());
  EXPECT_EQ(check_sizes({}, std::string(kMostInputBytes + 1, 'x')).error().code, "message_too_large");
  EXPECT_EQ(check_sizes({{"a", std::string(kMostEnvelopeBytes, 'x')}}, "").error().code, "message_too_large");
  EXPECT_EQ(check_sizes(Envelope(kMostEnvelopeFields + 1), "").error().code, "message_too_large");
}

}  // namespace
}  // namespace qiuhao::signing
