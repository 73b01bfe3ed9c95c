// Whatever comes in whatever pieces, the tape is the one that a single import of everything makes.
#include <algorithm>
#include <random>

#include "claims/assembly/test_world.h"

namespace qiuhao::claims {
namespace {

// The rows of the city's tables in random pieces, each a file; some rows in two of them.
std::vector<std::vector<Path>> pieces_of(const Path& city, const Path& folder, std::size_t pieces, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::vector<Path>> files(pieces);
  for (const char* table : {"mdtrt_d", "fee_list_d", "setl_d", "setl_list_diag_d", "setl_list_oprn_d"}) {
    std::ifstream in(city / fmt::format("{}.csv", table));
    std::string header, line;
    std::getline(in, header);
    std::vector<std::string> content(pieces, header + "\n");
    // The first piece is most of the city, as a first import is.
    while (std::getline(in, line)) {
      const auto piece = random() % 3 != 0 ? 0 : random() % pieces;
      content[piece] += line + "\n";
      if (random() % 40 == 0) content[random() % pieces] += line + "\n";
    }
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      files[piece].push_back(
          write_text(folder / fmt::format("piece-{}-{}", seed, piece) / fmt::format("{}.csv", table), content[piece]));
    }
  }
  return files;
}

void expect_same_counts(const ImportSummary& one, const ImportSummary& many) {
  EXPECT_EQ(one.people, many.people);
  EXPECT_EQ(one.visits, many.visits);
  EXPECT_EQ(one.lines, many.lines);
  for (std::size_t table = 0; table < one.tables.size(); ++table) {
    const TableSummary &a = one.tables[table], &b = many.tables[table];
    EXPECT_EQ(a.read, b.read) << a.table;
    EXPECT_EQ(a.counts.taken, b.counts.taken) << a.table;
    EXPECT_EQ(a.counts.dropped_older + a.counts.dropped_equal, b.counts.dropped_older + b.counts.dropped_equal)
        << a.table;
    EXPECT_EQ(a.counts.dropped_refund, b.counts.dropped_refund) << a.table;
    EXPECT_EQ(a.counts.refunded_away, b.counts.refunded_away) << a.table;
    EXPECT_EQ(a.counts.waiting, b.counts.waiting) << a.table;
  }
}

TEST(Increments, AnyPiecesMakeTheTapeOfOneImport) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    const TestFolder folder;
    const auto pieces = pieces_of(tiny_city(), folder.path, 2 + seed * 2, seed);
    const std::string key(32, static_cast<char>('a' + seed));
    for (const char* workspace : {"one", "many"}) write_text(folder.path / workspace / "secret" / "pseudonym.key", key);
    std::vector<Path> all;
    Result<ImportSummary> many = ImportSummary();
    for (const auto& files : pieces) {
      all.insert(all.end(), files.begin(), files.end());
      many = import_into(folder.path / "many", files);
      ASSERT_TRUE(many.has_value()) << many.error().text();
    }
    const auto one = import_into(folder.path / "one", all);
    ASSERT_TRUE(one.has_value()) << one.error().text();
    EXPECT_TRUE(tape_text(folder.path / "one") == tape_text(folder.path / "many")) << seed;
    expect_same_counts(*one, *many);
  }
}

constexpr const char* kVisits =
    "mdtrt_id,psn_no,gend,brdy,insutype,fixmedins_code,begntime,endtime,med_type,updt_time,vali_flag\n";

std::string visit(int number, int person, const char* updated = "2025-02-01 00:00:00") {
  return fmt::format("v{:05},p{:05},1,1980-05-06,310,H001,2025-01-02 08:00:00,2025-01-04 09:00:00,21,{},1\n", number,
                     person, updated);
}

TEST(Increments, OnlyThePeopleTheyTouchAreWrittenAgain) {
  const TestFolder folder;
  std::string rows = kVisits;
  for (int person = 0; person < 1'000; ++person) rows += visit(person, person);
  ASSERT_TRUE(import_into(folder.path / "w", {write_text(folder.path / "a.csv", rows)}));
  const auto before = read_manifest(folder.path / "w");
  const auto second = import_into(
      folder.path / "w",
      {write_text(folder.path / "b.csv", kVisits + visit(2'000, 7) + visit(2'001, 8) + visit(2'002, 5'000))});
  ASSERT_TRUE(second.has_value()) << second.error().text();
  EXPECT_EQ(second->people, 1'001U);
  EXPECT_EQ(second->visits, 1'003U);
  const auto after = read_manifest(folder.path / "w");
  std::size_t added = 0, gone = 0;
  for (const PartEntry& part : after->parts) {
    const bool is_old = std::ranges::any_of(before->parts, [&](const PartEntry& old) { return old.file == part.file; });
    added += is_old ? 0 : part.people;
    gone += part.gone_people;
  }
  EXPECT_EQ(added, 3U);
  EXPECT_EQ(gone, 2U);
  // A reader that stands on the first generation goes on; a person is found in the part that holds the tape.
  const auto tape = Tape::open(folder.path / "w", shipped_schema());
  ASSERT_TRUE(tape.has_value());
  std::size_t found = 0;
  for (const Part& part : tape->parts()) {
    for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
      const auto place = tape->find_person(value_of(part, "person.id", person));
      ASSERT_TRUE(place.has_value());
      EXPECT_FALSE(tape->parts()[place->part].is_gone(place->person));
      if (&tape->parts()[place->part] == &part) found += place->person == person ? 1 : 0;
    }
  }
  EXPECT_EQ(found, 1'001U);
  EXPECT_FALSE(tape->find_person("000000000000000000000000").has_value());
  EXPECT_FALSE(tape->find_person("nobody").has_value());
}

TEST(Increments, APartOfWhomNobodyIsLeftGoes) {
  const TestFolder folder;
  ASSERT_TRUE(import_into(folder.path / "w", {write_text(folder.path / "a.csv", kVisits + visit(1, 1))}));
  ASSERT_TRUE(import_into(folder.path / "w", {write_text(folder.path / "b.csv", kVisits + visit(2, 1))}));
  const auto manifest = read_manifest(folder.path / "w");
  ASSERT_EQ(manifest->parts.size(), 1U);
  EXPECT_EQ(manifest->parts[0].visits, 2U);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file : fs::directory_iterator(folder.path / "w" / "tape" / "parts")) ++files;
  EXPECT_EQ(files, 1U);
}

// The person number of a visit is corrected twice: it stands with the latest person, the others have nothing left.
TEST(Increments, AKeyMovesFromPersonToPersonOverImports) {
  const TestFolder folder;
  const Path workspace = folder.path / "w";
  ASSERT_TRUE(import_into(workspace, {write_text(folder.path / "a.csv", kVisits + visit(1, 1) + visit(2, 1))}));
  ASSERT_TRUE(
      import_into(workspace, {write_text(folder.path / "b.csv", kVisits + visit(1, 2, "2025-03-01 00:00:00"))}));
  auto last = import_into(workspace, {write_text(folder.path / "c.csv", kVisits + visit(1, 3, "2025-02-15 00:00:00"))});
  EXPECT_EQ(last->people, 2U);  // an older row takes nothing away
  last = import_into(workspace, {write_text(folder.path / "d.csv", kVisits + visit(1, 3, "2025-04-01 00:00:00"))});
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->people, 2U);
  EXPECT_EQ(last->visits, 2U);
  EXPECT_EQ(last->tables[0].counts.dropped_older + last->tables[0].counts.dropped_equal, 3);
}

}  // namespace
}  // namespace qiuhao::claims
