// The generator against published digests, against arithmetic, and for fairness over many seeds.
#include "screening/sampling/random_source.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <map>
#include <set>

namespace qiuhao::screening {
namespace {

Digest key_of(std::uint64_t number) { return sha256("seed " + std::to_string(number)); }

TEST(RandomSource, DigestsAreThoseOfTheStandard) {
  // FIPS 180-2, appendix B.1 and B.2.
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  Sha256 pieces;
  pieces.add("a");
  pieces.add("");
  pieces.add("bc");
  EXPECT_EQ(pieces.value(), sha256("abc"));
  EXPECT_EQ(pieces.value(), sha256("")) << "after value() it begins anew";
}

TEST(RandomSource, HexIsReadBackAndNothingElseIs) {
  Digest digest{};
  ASSERT_TRUE(read_hex(hex(sha256("x")), digest));
  EXPECT_EQ(digest, sha256("x"));
  EXPECT_FALSE(read_hex("", digest));
  EXPECT_FALSE(read_hex(std::string(63, 'a'), digest));
  EXPECT_FALSE(read_hex(std::string(64, 'A'), digest)) << "one writing for one seed";
  EXPECT_FALSE(read_hex(std::string(63, 'a') + "g", digest));
}

TEST(RandomSource, WordsAreTheDigestsInCounterMode) {
  const Digest key = key_of(1);
  std::string block(reinterpret_cast<const char*>(key.data()), key.size());
  block += "label";
  block += std::string("\0\0\0\0\0\0\0\0\1", 9);  // the byte 00 after the label, then the counter 1
  RandomSource source(key, "label");
  for (int word = 0; word < 4; ++word) source.word();
  const Digest digest = sha256(block);
  std::uint64_t expected = 0;
  for (int byte = 0; byte < 8; ++byte) expected = expected << 8 | digest[static_cast<std::size_t>(byte)];
  EXPECT_EQ(source.word(), expected);
}

TEST(RandomSource, StreamsOfOtherLabelsKeysAndPublicValuesDiffer) {
  std::set<std::uint64_t> first;
  for (const char* label : {"simple", "pps", "stratum a", "stratum b"})
    first.insert(RandomSource(key_of(1), label).word());
  first.insert(RandomSource(key_of(2), "simple").word());
  first.insert(RandomSource(draw_key(key_of(1), ""), "simple").word());
  first.insert(RandomSource(draw_key(key_of(1), "03 07 11"), "simple").word());
  EXPECT_EQ(first.size(), 7U);
}

TEST(RandomSource, BelowStaysBelowAndPassesOverTheLastRun) {
  RandomSource source(key_of(3), "below");
  for (int draw = 0; draw < 1000; ++draw) EXPECT_EQ(source.below(1), 0U);
  for (const std::uint64_t bound : {2ULL, 3ULL, 1ULL << 63, (1ULL << 63) + 1, ~0ULL})
    for (int draw = 0; draw < 100; ++draw) EXPECT_LT(source.below(bound), bound);
  // Of a bound just over half of all words, about half the words must be passed over.
  RandomSource words(key_of(4), "below"), numbers(key_of(4), "below");
  const std::uint64_t bound = (1ULL << 63) + 1;
  int passed_over = 0;
  for (int draw = 0; draw < 2000; ++draw) {
    const std::uint64_t number = numbers.below(bound);
    std::uint64_t word = words.word();
    for (; word >= bound; word = words.word()) ++passed_over;
    ASSERT_EQ(number, word);
  }
  EXPECT_GT(passed_over, 1800);
  EXPECT_LT(passed_over, 2200);
}

// That chi-square would be as large or larger by chance alone.
double chance_of(double chi_square, double degrees) {
  return boost::math::cdf(complement(boost::math::chi_squared_distribution<double>(degrees), chi_square));
}

TEST(RandomSource, EveryOrderIsEquallyLikely) {
  std::map<std::vector<std::uint32_t>, int> counts;
  constexpr int kSeeds = 24'000;
  for (int seed = 0; seed < kSeeds; ++seed) {
    RandomSource source(key_of(static_cast<std::uint64_t>(seed)), "simple");
    ++counts[shuffled(source, 4, 4)];
  }
  ASSERT_EQ(counts.size(), 24U);
  double chi_square = 0;
  for (const auto& [order, count] : counts) chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
  EXPECT_GT(chance_of(chi_square, 23), 1e-4) << chi_square;
}

TEST(RandomSource, EveryUnitAndEveryPairIsEquallyLikely) {
  constexpr std::uint32_t kUnits = 12, kDrawn = 5;
  constexpr int kSeeds = 20'000;
  std::vector<int> units(kUnits, 0);
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> pairs;
  for (int seed = 0; seed < kSeeds; ++seed) {
    RandomSource source(key_of(static_cast<std::uint64_t>(seed)), "simple");
    auto drawn = shuffled(source, kUnits, kDrawn);
    std::sort(drawn.begin(), drawn.end());
    ASSERT_EQ(std::set<std::uint32_t>(drawn.begin(), drawn.end()).size(), kDrawn) << "without replacement";
    for (std::size_t a = 0; a < kDrawn; ++a) {
      ++units[drawn[a]];
      for (std::size_t b = a + 1; b < kDrawn; ++b) ++pairs[{drawn[a], drawn[b]}];
    }
  }
  // Counts of a sample without replacement spread less than Poisson's: the factor makes them chi-square.
  const double expected = kSeeds * double{kDrawn} / kUnits;
  double chi_square = 0;
  for (const int count : units) chi_square += (count - expected) * (count - expected) / expected;
  chi_square *= (kUnits - 1.0) / (kUnits - kDrawn);
  EXPECT_GT(chance_of(chi_square, kUnits - 1), 1e-4) << chi_square;
  EXPECT_LT(chance_of(chi_square, kUnits - 1), 1 - 1e-4) << "too even to be chance: " << chi_square;
  const double of_pair = kSeeds * (kDrawn * (kDrawn - 1.0)) / (kUnits * (kUnits - 1.0));
  EXPECT_EQ(pairs.size(), kUnits * (kUnits - 1) / 2);
  for (const auto& [pair, count] : pairs)
    EXPECT_NEAR(count, of_pair, 5 * std::sqrt(of_pair)) << pair.first << " " << pair.second;
}

}  // namespace
}  // namespace qiuhao::screening
