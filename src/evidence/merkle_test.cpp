// The tree against the vectors of RFC 6962's reference implementation, and SM3's made by a program of another
// language.
#include "evidence/merkle.h"

#include <gtest/gtest.h>

#include <array>

namespace qiuhao::evidence {
namespace {

using database::to_hex;

constexpr std::array<std::string_view, 8> kLeaves = {"",
                                                     "00",
                                                     "10",
                                                     "2021",
                                                     "3031",
                                                     "40414243",
                                                     "5051525354555657",
                                                     "60616263646566676869"
                                                     "6a6b6c6d6e6f"};
constexpr std::array<std::string_view, 9> kSha256 = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
constexpr std::array<std::string_view, 9> kSm3 = {"1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
                                                  "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf",
                                                  "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
                                                  "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56",
                                                  "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
                                                  "bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b",
                                                  "8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66",
                                                  "bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2",
                                                  "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38"};

TEST(MerkleTree, gives_the_roots_of_the_reference_implementation) {
  for (const auto& [digest, roots] : {std::pair(Digest::sha256, kSha256), std::pair(Digest::sm3, kSm3)}) {
    MerkleTree tree(digest);
    EXPECT_EQ(to_hex(tree.root()), roots[0]);
    for (std::size_t leaf = 0; leaf < kLeaves.size(); ++leaf) {
      tree.add(database::from_hex(kLeaves[leaf]).value());
      EXPECT_EQ(to_hex(tree.root()), roots[leaf + 1]) << leaf;
    }
  }
}

// The definition of RFC 9162 word for word: split at the largest power of two below the number of leaves.
std::string by_definition(Digest digest, const std::vector<std::string>& leaves, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return database::digest(digest, std::string(1, '\0') + leaves[begin]);
  std::size_t half = 1;
  while (half * 2 < end - begin) half *= 2;
  return database::digest(digest, "\x01" + by_definition(digest, leaves, begin, begin + half) +
                                      by_definition(digest, leaves, begin + half, end));
}

TEST(MerkleTree, is_as_defined_for_every_number_of_leaves) {
  std::vector<std::string> leaves;
  MerkleTree tree(Digest::sm3);
  for (int number = 0; number < 260; ++number) {
    leaves.push_back("leaf " + std::to_string(number));
    tree.add(leaves.back());
    ASSERT_EQ(tree.root(), by_definition(Digest::sm3, leaves, 0, leaves.size())) << number;
  }
  EXPECT_EQ(tree.leaves(), 260);
}

}  // namespace
}  // namespace qiuhao::evidence
