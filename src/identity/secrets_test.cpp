// Passwords' rules and hashes, and codes by the RFC's vectors.
#include <gtest/gtest.h>

#include "identity/passwords.h"
#include "identity/totp.h"

namespace qiuhao::identity {
namespace {

constexpr HashCost kCheap{256, 1, 1};

std::string told(std::string_view password) {
  const Status status = check_password("zhangwei", password);
  return status ? "" : status.error().code;
}

TEST(Passwords, what_is_easily_guessed_is_refused) {
  EXPECT_EQ(told("Ab3$efgh"), "password_too_short");
  EXPECT_EQ(told("医保基金安全"), "password_too_short");
  EXPECT_EQ(told(std::string(129, 'a')), "password_too_long");
  EXPECT_EQ(told("Abcdefgh12\xff"), "password_too_long");
  EXPECT_EQ(told("abcdefghij"), "password_too_simple");
  EXPECT_EQ(told("Aa1Aa1Aa1Aa1"), "password_too_simple");
  EXPECT_EQ(told("aaaaaaaaaaaaaaaaaaaa"), "password_too_simple");
  EXPECT_EQ(told("ZhangWei#2026"), "password_holds_login");
  EXPECT_EQ(told("Password123!"), "password_is_common");
  EXPECT_EQ(told("Qiuhao@2026"), "password_is_common");
  EXPECT_EQ(told("Sixth-Lamp7"), "");
  EXPECT_EQ(told("four horses cross a river"), "");
  EXPECT_EQ(told("明察秋毫之末而不见舆薪不可不察也"), "");
}

TEST(Passwords, a_hash_says_how_it_was_made) {
  const std::string hashed = *hash_password("Sixth-Lamp7", kCheap);
  EXPECT_TRUE(hashed.starts_with("$argon2id$v=19$m=256,t=1,p=1$"));
  EXPECT_TRUE(is_password(hashed, "Sixth-Lamp7"));
  EXPECT_FALSE(is_password(hashed, "Sixth-Lamp8"));
  EXPECT_FALSE(is_password(hashed, ""));
  EXPECT_NE(hashed, *hash_password("Sixth-Lamp7", kCheap));
}

TEST(Passwords, texts_that_are_no_hash_match_nothing) {
  for (const char* text :
       {"", "password", "$argon2i$v=19$m=256,t=1,p=1$c29tZXNhbHQ$x", "$argon2id$v=19$m=a,t=1,p=1$x$y",
        "$argon2id$v=19$m=256,t=1,p=1$", "$argon2id$v=19$m=256,t=1,p=1$c29tZXNhbHQ$!!"})
    EXPECT_FALSE(is_password(text, "password")) << text;
}

TEST(Passwords, a_decoy_is_a_hash_like_others) {
  const std::string decoy = decoy_hash(kCheap);
  EXPECT_EQ(decoy.size(), hash_password("Sixth-Lamp7", kCheap)->size());
  EXPECT_FALSE(is_outgrown(decoy, kCheap));
  EXPECT_FALSE(is_password(decoy, "Sixth-Lamp7"));
}

TEST(Passwords, hashes_grow_with_the_cost) {
  const std::string hashed = *hash_password("Sixth-Lamp7", kCheap);
  EXPECT_FALSE(is_outgrown(hashed, kCheap));
  EXPECT_FALSE(is_outgrown(hashed, {128, 1, 1}));
  EXPECT_TRUE(is_outgrown(hashed, {512, 1, 1}));
  EXPECT_TRUE(is_outgrown(hashed, {256, 2, 1}));
  EXPECT_TRUE(is_outgrown("", kCheap));
}

TEST(Passwords, drawn_ones_keep_the_rules) {
  const std::string one = draw_password();
  EXPECT_EQ(one.size(), 23U);
  EXPECT_TRUE(check_password("zhangwei", one)) << one;
  EXPECT_NE(one, draw_password());
}

// RFC 6238, appendix B.
TEST(Totp, codes_of_the_rfc) {
  const std::string digits = "1234567890";
  const std::string sha1 = digits + digits;
  const std::string sha256 = sha1 + "123456789012";
  const std::string sha512 = sha1 + sha1 + sha1 + "1234";
  struct Row {
    Seconds at;
    const char* sha1;
    const char* sha256;
    const char* sha512;
  };
  for (const Row& row :
       {Row{59, "94287082", "46119246", "90693936"}, Row{1111111109, "07081804", "68084774", "25091201"},
        Row{1111111111, "14050471", "67062674", "99943326"}, Row{1234567890, "89005924", "91819424", "93441116"},
        Row{2000000000, "69279037", "90698825", "38618901"}, Row{20000000000, "65353130", "77737706", "47863826"}}) {
    EXPECT_EQ(totp_code(sha1, row.at / 30, 8), row.sha1);
    EXPECT_EQ(totp_code(sha256, row.at / 30, 8, CodeHash::sha256), row.sha256);
    EXPECT_EQ(totp_code(sha512, row.at / 30, 8, CodeHash::sha512), row.sha512);
  }
}

TEST(Totp, clocks_may_differ_by_a_step_and_codes_are_used_once) {
  const std::string secret = "12345678901234567890";
  const Seconds now = 1'796'011'200;
  const std::int64_t step = now / 30;
  for (int away = -1; away <= 1; ++away)
    EXPECT_EQ(step_of_code(secret, totp_code(secret, step + away), now, 0), step + away);
  EXPECT_EQ(step_of_code(secret, totp_code(secret, step - 2), now, 0), std::nullopt);
  EXPECT_EQ(step_of_code(secret, totp_code(secret, step + 2), now, 0), std::nullopt);
  EXPECT_EQ(step_of_code(secret, totp_code(secret, step), now, step), std::nullopt);
  EXPECT_EQ(step_of_code(secret, totp_code(secret, step - 1), now, step), std::nullopt);
  EXPECT_EQ(step_of_code(secret, "", now, 0), std::nullopt);
}

// RFC 4648, section 10.
TEST(Totp, base32_of_the_rfc) {
  EXPECT_EQ(base32(""), "");
  EXPECT_EQ(base32("f"), "MY");
  EXPECT_EQ(base32("fo"), "MZXQ");
  EXPECT_EQ(base32("foo"), "MZXW6");
  EXPECT_EQ(base32("foob"), "MZXW6YQ");
  EXPECT_EQ(base32("fooba"), "MZXW6YTB");
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(totp_uri("zhang", "foobar"), "otpauth://totp/Qiuhao:zhang?secret=MZXW6YTBOI&issuer=Qiuhao");
}

}  // namespace
}  // namespace qiuhao::identity
