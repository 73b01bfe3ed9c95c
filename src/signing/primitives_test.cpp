// Published vectors of SM3, HMAC-SM3 and SM4.
#include "signing/primitives.h"

#include <gtest/gtest.h>

#include "signing/encoding.h"

namespace qiuhao::signing {
namespace {

std::string bytes(std::string_view hex) { return from_hex(hex).value(); }

TEST(Sm3, HasTheVectorsOfGbT32905) {
  EXPECT_EQ(to_hex(sm3("abc")), "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0");
  std::string sixty_four;
  for (int times = 0; times < 16; ++times) sixty_four += "abcd";
  EXPECT_EQ(to_hex(sm3(sixty_four)), "DEBE9FF92275B8A138604889C18E5A4D6FDB70E5387E5765293DCBA39C0C5732");
}

TEST(Hmac, HasTheVectorsOfGmT0042) {
  const std::string text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  EXPECT_EQ(
      to_hex(hmac(Hash::sm3, bytes("0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20"), text + text)),
      "CA05E144ED05D1857840D1F318A4A8669E559FC8391F414485BFDF7BB408963A");
  EXPECT_EQ(to_hex(hmac(Hash::sm3, "Jefe", "what do ya want for nothing?")),
            "2E87F1D16862E6D964B50A5200BF2B10B764FAA9680A296A2405F24BEC39F882");
}

TEST(Hmac, HasTheVectorOfRfc4231) {
  EXPECT_EQ(to_hex(hmac(Hash::sha256, "Jefe", "what do ya want for nothing?")),
            "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843");
}

TEST(Sm4, HasTheVectorOfGbT32907) {
  const std::string key = bytes("0123456789ABCDEFFEDCBA9876543210");
  const std::string sealed = sm4_encrypt(Cipher::sm4_ecb, key, key);
  ASSERT_EQ(sealed.size(), 32U);  // the padding is a block of its own
  EXPECT_EQ(to_hex(sealed.substr(0, 16)), "681EDF34D206965E86B3E94F536E4246");
  EXPECT_EQ(sm4_decrypt(Cipher::sm4_ecb, key, sealed), key);
}

// draft-ribose-cfrg-sm4-10, A.2.2; the last block is the padding that PKCS#7 adds.
TEST(Sm4, ReadsCbcWithTheIvInFront) {
  const std::string key = bytes("0123456789ABCDEFFEDCBA9876543210");
  const std::string sealed =
      bytes("000102030405060708090A0B0C0D0E0F78EBB11CC40B0A48312AAEB2040244CB4CB7016951909226979B0D15DC6A8F6D");
  const std::string clear = bytes("AAAAAAAABBBBBBBBCCCCCCCCDDDDDDDDEEEEEEEEFFFFFFFFAAAAAAAABBBBBBBB");
  const std::string fresh = sm4_encrypt(Cipher::sm4_cbc, key, clear);
  EXPECT_EQ(fresh.size(), 16 + 32 + 16U);
  EXPECT_EQ(sm4_decrypt(Cipher::sm4_cbc, key, fresh), clear);
  EXPECT_NE(sm4_encrypt(Cipher::sm4_cbc, key, clear), fresh);
  // The vector has no padding: its ciphertext and one block more that decrypts to sixteen 10h.
  EXPECT_EQ(sm4_decrypt(Cipher::sm4_cbc, key, sealed), std::nullopt);
  const std::string chained = std::string(16, '\x10');
  std::string last(16, '\0');
  for (std::size_t i = 0; i < 16; ++i) last[i] = static_cast<char>(chained[i] ^ sealed[32 + i]);
  const std::string block = sm4_encrypt(Cipher::sm4_ecb, key, last).substr(0, 16);
  EXPECT_EQ(sm4_decrypt(Cipher::sm4_cbc, key, sealed + block), clear);
}

TEST(Sm4, GoesRoundForEveryLengthAroundBlocks) {
  const std::string key = bytes("00112233445566778899AABBCCDDEEFF");
  for (const Cipher cipher : {Cipher::sm4_ecb, Cipher::sm4_cbc}) {
    for (std::size_t length = 0; length < 50; ++length) {
      const std::string clear(length, 'x');
      const std::string sealed = sm4_encrypt(cipher, key, clear);
      EXPECT_EQ(sm4_decrypt(cipher, key, sealed), clear);
      for (std::size_t kept = 0; kept < sealed.size(); ++kept)
        EXPECT_NE(sm4_decrypt(cipher, key, sealed.substr(0, kept)), clear);
    }
  }
}

TEST(ConstantTime, ComparesAsPlainComparisonDoes) {
  EXPECT_TRUE(is_equal_in_constant_time("", ""));
  EXPECT_TRUE(is_equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(is_equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(is_equal_in_constant_time("abc", "ab"));
}

TEST(Wipe, LeavesNothing) {
  std::string secret = "secret";
  wipe(secret);
  EXPECT_EQ(secret, "");
}

}  // namespace
}  // namespace qiuhao::signing
