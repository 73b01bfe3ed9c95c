// Values open only in their own cell, unchanged, with their own key; search, masks and records of looks.
#include "database/personal.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "database/test_trail.h"

namespace qiuhao::database {
namespace {

const std::string kAes = "key 2026a aes-256-gcm hex:" + std::string(64, '1') + "\n";
const std::string kSm4 = "key 2027a sm4-ctr-hmac-sm3 hex:" + std::string(64, '2') + "\n";
const std::string kIndex = "index hmac-sha256 hex:" + std::string(64, '3') + "\n";
const CellName kCell{"people", "name", "17"};

KeyRing ring_of(const std::string& text) {
  auto ring = KeyRing::from_text(text, "ring");
  CHECK_NOTE(ring.has_value(), ring ? "" : ring.error().text());
  return std::move(*ring);
}
KeyRing ring_with(const std::string& current) { return ring_of(kAes + kSm4 + kIndex + "current " + current + "\n"); }

class CellTest : public testing::TestWithParam<const char*> {};

TEST_P(CellTest, opens_what_was_sealed_and_never_the_same_bytes_twice) {
  const KeyRing ring = ring_with(GetParam());
  for (const std::string& clear :
       {std::string(), std::string("张三丰"), std::string(100'000, 'x'), std::string("a\0b\xff", 4)}) {
    const std::string sealed = seal_cell(ring, kCell, clear);
    EXPECT_EQ(*open_cell(ring, kCell, sealed), clear);
    EXPECT_NE(seal_cell(ring, kCell, clear), sealed);
    EXPECT_FALSE(clear.size() > 4 && sealed.contains(clear.substr(0, 4)));
    EXPECT_EQ(*key_of_cell(sealed), GetParam());
  }
}

TEST_P(CellTest, is_refused_in_any_other_cell) {
  const KeyRing ring = ring_with(GetParam());
  const std::string sealed = seal_cell(ring, kCell, "张三丰");
  for (const CellName& other :
       {CellName{"people", "name", "18"}, CellName{"people", "phone", "17"}, CellName{"staff", "name", "17"},
        CellName{"people", "name1", "7"}, CellName{"peoplen", "ame", "17"}, CellName{"people", "name", ""}})
    EXPECT_EQ(told(open_cell(ring, other, sealed)), "cell_refused");
}

TEST_P(CellTest, is_refused_after_any_bit_changed_or_any_byte_went) {
  const KeyRing ring = ring_with(GetParam());
  const std::string sealed = seal_cell(ring, kCell, "张三丰");
  for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(open_cell(ring, kCell, changed)) << bit;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_FALSE(open_cell(ring, kCell, sealed.substr(0, size))) << size;
  EXPECT_FALSE(open_cell(ring, kCell, sealed + "x"));
}

INSTANTIATE_TEST_SUITE_P(ciphers, CellTest, testing::Values("2026a", "2027a"));

TEST(Cell, old_keys_open_and_missing_ones_are_named) {
  const std::string sealed = seal_cell(ring_with("2026a"), kCell, "张三丰");
  EXPECT_EQ(*open_cell(ring_with("2027a"), kCell, sealed), "张三丰");
  const auto refused = open_cell(ring_of(kSm4 + kIndex + "current 2027a"), kCell, sealed);
  EXPECT_EQ(told(refused), "unknown_key");
  EXPECT_TRUE(refused.error().message.contains("2026a"));
  const std::string other = "key 2026a aes-256-gcm hex:" + std::string(64, '9') + "\n";
  EXPECT_EQ(told(open_cell(ring_of(other + kIndex + "current 2026a"), kCell, sealed)), "cell_refused");
}

// Bytes that a program of another language made from docs/reference/personal-cells.md.
TEST(Cell, bytes_are_those_of_the_page) {
  const KeyRing ring = ring_with("2026a");
  for (const char* hex : {"0101053230323661000102030405060708090a0b360b6d7018a96bb1dce67fb6998f247c50181fbd3f232be00f",
                          "0102053230323761000102030405060708090a0b0c0d0e0fda8ee7eb45296e53c17b54826e8800f5"
                          "951d779868b746aa2c3d2bd77ea0bd3ad9706089a18f449081"}) {
    const auto clear = open_cell(ring, kCell, *from_hex(hex));
    EXPECT_TRUE(clear && *clear == "张三丰") << hex;
  }
  EXPECT_EQ(to_hex(blind_index(ring, "people", "name", Personal::name, "张三丰")),
            "b0d0d47d0c55f951e07a1e8c2428afa6f23cfc4c39b1e536fd41347cfc34cd0f");
}

TEST(KeyRing, tells_the_line_and_no_secret) {
  const auto refused = [](const std::string& text) {
    const auto ring = KeyRing::from_text(text, "ring");
    EXPECT_EQ(told(ring), "bad_keyring") << text;
    EXPECT_FALSE(!ring && (ring.error().text().contains("1111") || ring.error().chinese.empty()));
    return ring ? 0 : ring.error().place.line;
  };
  EXPECT_EQ(refused("# ring\n" + kAes + kAes + kIndex + "current 2026a"), 3);
  EXPECT_EQ(refused("key 2026a aes-256-gcm hex:" + std::string(63, '1')), 1);
  EXPECT_EQ(refused("key 2026a aes-256-gcm hex:" + std::string(62, '1')), 1);
  EXPECT_EQ(refused("key 2026a rot13 hex:" + std::string(64, '1')), 1);
  EXPECT_EQ(refused("key a.b aes-256-gcm hex:" + std::string(64, '1')), 1);
  EXPECT_EQ(refused(kAes + "kex " + std::string(64, '1')), 2);
  EXPECT_EQ(refused(kAes + kIndex + kIndex), 3);
  EXPECT_EQ(refused(kAes + kIndex), 0);
  EXPECT_EQ(refused(kAes + kIndex + "current 2030"), 0);
  EXPECT_EQ(refused(kAes + "current 2026a"), 0);
  EXPECT_EQ(refused(kAes + "current 2026a\nindex hmac-sm3 hex:" + std::string(64, '1')), 0);
}

TEST(KeyRing, is_its_owners_alone_or_a_variable) {
  const TestFolder folder;
  const Path path = folder.path() / "keys";
  ASSERT_TRUE(write_file_atomically(path, kAes + kIndex + "current 2026a\r\n"));
  ::chmod(path.c_str(), 0640);
  EXPECT_EQ(told(KeyRing::read(path)), "secret_readable");
  ::chmod(path.c_str(), 0600);
  EXPECT_EQ(KeyRing::read(path)->current_id(), "2026a");
  std::string line = kAes + kIndex + "current 2026a";
  std::ranges::replace(line, '\n', ';');
  ::setenv("QIUHAO_TEST_RING", line.c_str(), 1);
  EXPECT_EQ(KeyRing::from_environment("QIUHAO_TEST_RING")->current_id(), "2026a");
  EXPECT_EQ(told(KeyRing::from_environment("QIUHAO_NO_SUCH_RING")), "bad_keyring");
}

TEST(Normalised, one_way_of_writing) {
  EXPECT_EQ(normalised(Personal::name, " 张　三 "), "张三");
  EXPECT_EQ(normalised(Personal::name, "阿卜杜拉•买买提"), "阿卜杜拉·买买提");
  EXPECT_EQ(normalised(Personal::name, "john  Smith"), "JOHN SMITH");
  EXPECT_EQ(normalised(Personal::certificate, "１１０１０１-19900307 123x"), "11010119900307123X");
  for (const char* phone : {"138 1234 5678", "+86 138-1234-5678", "008613812345678", "8613812345678", "１３８12345678"})
    EXPECT_EQ(normalised(Personal::phone, phone), "13812345678");
  EXPECT_EQ(normalised(Personal::account, "6222 0212 3456 7890"), "6222021234567890");
}

TEST(BlindIndex, is_equal_for_the_same_only) {
  const KeyRing ring = ring_with("2026a");
  const auto index = [&](std::string_view table, std::string_view column, std::string_view text) {
    return blind_index(ring, table, column, Personal::certificate, text);
  };
  EXPECT_EQ(index("people", "certificate", "11010119900307123x"),
            index("people", "certificate", "110101199003 07123X"));
  EXPECT_EQ(ring_with("2027a").index_secret(), ring.index_secret());
  std::set<std::string> all = {index("people", "certificate", "1"), index("people", "certificate", "2"),
                               index("people", "phone", "1"), index("staff", "certificate", "1"),
                               index("peoplec", "ertificate", "1")};
  EXPECT_EQ(all.size(), 5U);
}

TEST(Masked, as_offices_show_it) {
  EXPECT_EQ(masked(Personal::name, "张三"), "张*");
  EXPECT_EQ(masked(Personal::name, "张三丰"), "张**");
  EXPECT_EQ(masked(Personal::name, "阿卜杜拉·买买提"), "阿*******");
  EXPECT_EQ(masked(Personal::name, "张"), "*");
  EXPECT_EQ(masked(Personal::certificate, "110101199003071234"), "110***********1234");
  EXPECT_EQ(masked(Personal::certificate, "110101900307123"), "110********7123");
  EXPECT_EQ(masked(Personal::certificate, "E12345678"), "E******78");
  EXPECT_EQ(masked(Personal::phone, "13812345678"), "138****5678");
  EXPECT_EQ(masked(Personal::phone, "010-62345678"), "010-****5678");
  EXPECT_EQ(masked(Personal::account, "6222021234567890"), "************7890");
  for (const Personal kind : {Personal::name, Personal::certificate, Personal::phone, Personal::account}) {
    for (std::size_t size = 0; size < 40; ++size) {
      std::string text;
      for (std::size_t index = 0; index < size; ++index) text += "毫";
      const std::string shown = masked(kind, text);
      const auto hidden = static_cast<std::size_t>(std::ranges::count(shown, '*'));
      EXPECT_TRUE(is_utf8(shown));
      EXPECT_EQ(shown.size(), hidden + 3 * (size - hidden));
      EXPECT_GE(hidden, kind == Personal::phone ? std::min<std::size_t>(size, 4) : (size + 1) / 2);
    }
  }
}

class PersonalTest : public TrailTestBase {
 protected:
  void make_people(int count, const KeyRing& ring) {
    make_trail(0);
    run(*database_, in_words_of(GetParam(),
                                "create table people (id {number} primary key, name {bytes}, "
                                "name_index {bytes}) {strict}"));
    ASSERT_TRUE(database_->write([&](Transaction& transaction) -> Status {
      for (int id = 0; id < count; ++id) {
        const std::string name = fmt::format("张{}", id);
        const CellName cell{"people", "name", std::to_string(id)};
        TRY(transaction.execute("insert into people (id, name, name_index) values (?, ?, ?)",
                                {id, id % 10 == 9 ? Parameter(nullptr) : Parameter(Bytes{seal_cell(ring, cell, name)}),
                                 Bytes{blind_index(ring, "people", "name", Personal::name, name)}}));
      }
      return {};
    }));
  }
};

TEST_P(PersonalTest, a_person_is_found_and_each_look_is_in_the_trail) {
  const KeyRing ring = ring_with("2026a");
  make_people(30, ring);
  const auto look = [&](const Look& who, bool commits) {
    std::string clear;
    const Status status = database_->write([&](Transaction& transaction) -> Status {
      ASSIGN(
          const auto rows,
          transaction.query("select id, name from people where name_index = ?",
                            std::vector<Parameter>{Bytes{blind_index(ring, "people", "name", Personal::name, "张 17")}},
                            std::vector{Kind::number, Kind::bytes}));
      EXPECT_EQ(rows.size(), 1U);
      const std::string id = std::to_string(rows.at(0).number(0));
      ASSIGN(clear,
             look_at_cell(ring, {"people", "name", id}, rows.at(0).bytes(1), who, in_trail(*trail_, transaction)));
      if (!commits) return input_error("given_up", "no");
      return {};
    });
    return status ? clear : status.error().code;
  };
  EXPECT_EQ(look({"li", "10.0.0.7", "核实举报", "r-1"}, true), "张17");
  EXPECT_EQ(look({"li", "10.0.0.7", "", "r-2"}, true), "bad_look");
  EXPECT_EQ(look({"", "10.0.0.7", "why", "r-2"}, true), "bad_look");
  ASSERT_TRUE(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto acts, trail_->acts_on(transaction, "people.name:17", 0, 10));
    EXPECT_EQ(acts.size(), 1U);
    EXPECT_TRUE(acts.at(0).act.what == "looked_at" && acts.at(0).act.who == "li" && acts.at(0).act.why == "核实举报");
    return {};
  }));
  // Nothing is shown when the trail cannot take it.
  run(*database_, "delete from audit_trail");
  EXPECT_EQ(look({"li", "10.0.0.7", "why", std::nullopt}, true), "trail_damaged");
}

TEST_P(PersonalTest, a_column_gets_the_current_key) {
  const KeyRing old_ring = ring_with("2026a");
  const KeyRing new_ring = ring_with("2027a");
  make_people(1'000, old_ring);
  const SealedColumn column{"people", "name", "id", Kind::number};
  auto done = reseal_column(*database_, new_ring, column);
  ASSERT_TRUE(done.has_value()) << done.error().text();
  EXPECT_TRUE(done->cells == 900 && done->changed == 900);
  done = reseal_column(*database_, new_ring, column);
  EXPECT_TRUE(done->cells == 900 && done->changed == 0);
  const KeyRing only_new = ring_of(kSm4 + kIndex + "current 2027a");
  ASSERT_TRUE(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto rows,
           transaction.query("select id, name from people where name is not null", {}, {Kind::number, Kind::bytes}));
    for (const Row& row : rows) {
      const std::string id = std::to_string(row.number(0));
      ASSIGN(const std::string name, open_cell(only_new, {"people", "name", id}, row.bytes(1)));
      EXPECT_EQ(name, "张" + id);
    }
    return {};
  }));
  // Two cells swapped: the first of them is named.
  run(*database_, "update people set name = (select name from people where id = 400) where id = 300");
  const auto refused = reseal_column(*database_, old_ring, column);
  EXPECT_EQ(told(refused), "cell_refused");
  EXPECT_EQ(refused.error().place.field, "people.name:300");
}

QIUHAO_ON_BOTH_ENGINES(PersonalTest);

}  // namespace
}  // namespace qiuhao::database
