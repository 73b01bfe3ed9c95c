// What a file may look like after a crash is mended; what it may not look like is refused, with place and nothing
// changed.
#include <algorithm>
#include <random>
#include <span>

#include "base/hash.h"
#include "journal/test_journal.h"

namespace qiuhao::journal {
namespace {

class DamageTest : public testing::Test {
 protected:
  // Three commits of one record, and one of three; sealed.
  void write_small_journal() {
    const auto opened = open_journal(folder_.path);
    for (int index = 1; index <= 2; ++index) {
      ASSERT_TRUE(
          opened.journal->append(static_cast<std::uint8_t>(index), fmt::format("record {}", index)).has_value());
    }
    append_together(*opened.journal, {"fourth", "", "sixth"});
  }
  Path file() const { return segments_of(folder_.path).back(); }
  // Opens, and says how it went: the code, or how many records there are.
  std::string outcome() {
    const auto opened = open_journal(folder_.path);
    return opened.journal ? fmt::format("{} records", opened.records.size()) : opened.refusal;
  }

  TestFolder folder_;
};

TEST_F(DamageTest, an_end_that_is_torn_at_any_byte_is_cut_and_the_journal_goes_on) {
  write_small_journal();
  unseal(file());
  const std::string whole = read_text(file());
  const auto frames = frames_of(file());
  ASSERT_EQ(frames.size(), 6U);
  for (std::size_t size = frames[5].begin; size < whole.size(); ++size) {
    for (const std::string_view behind :
         {"", "\0\0\0\0", "rubbish that is longer than what a frame has before its body"}) {
      write_text(file(), whole.substr(0, size) + std::string(behind));
      {
        const auto opened = open_journal(folder_.path);
        ASSERT_TRUE(opened.journal) << opened.message;
        ASSERT_EQ(opened.records.size(), 5U) << size;
        EXPECT_EQ(opened.journal->opened().cut_bytes, size + behind.size() - frames[5].begin);
        EXPECT_EQ(fs::file_size(file()), frames[5].begin);
        ASSERT_TRUE(opened.journal->append(9, "again").has_value());
      }
      const auto again = open_journal(folder_.path);
      ASSERT_EQ(again.records.size(), 6U);
      EXPECT_EQ(again.records.back(), (Kept{6, 9, "again"}));
      EXPECT_EQ(again.journal->opened().cut_bytes, 0U);
    }
  }
}

// Of a journal that was closed every flipped bit is refused, except those of the seal: it is cut, and no record is
// lost.
TEST_F(DamageTest, a_flipped_bit_of_a_closed_journal_is_refused) {
  write_small_journal();
  const std::string whole = read_text(file());
  const std::size_t seal = frames_of(file()).back().begin;
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    write_text(file(), flipped);
    const auto opened = open_journal(folder_.path);
    if (bit / 8 < seal) {
      ASSERT_EQ(opened.refusal, "damaged_journal") << "bit " << bit;
      ASSERT_EQ(read_text(file()), flipped) << "bit " << bit;
    } else {
      ASSERT_EQ(opened.records.size(), 6U) << "bit " << bit;
      ASSERT_EQ(opened.journal->opened().cut_bytes, whole.size() - seal);
    }
  }
}

// Of one that was not closed, those of the last commit are as a torn write is: its records from there on are cut, which
// is told. All others are refused.
TEST_F(DamageTest, a_flipped_bit_of_a_killed_journal_is_refused_or_cut_in_the_last_commit) {
  write_small_journal();
  unseal(file());
  const std::string whole = read_text(file());
  const auto frames = frames_of(file());
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    write_text(file(), flipped);
    const auto opened = open_journal(folder_.path);
    if (bit / 8 < frames[3].begin) {
      ASSERT_EQ(opened.refusal, "damaged_journal") << "bit " << bit;
      ASSERT_EQ(read_text(file()), flipped) << "bit " << bit;
      continue;
    }
    const auto hit = std::ranges::find_if(frames, [&](const PlacedFrame& frame) { return bit / 8 < frame.end; });
    ASSERT_TRUE(opened.journal) << opened.message << " bit " << bit;
    ASSERT_EQ(opened.records.size(), hit->frame.sequence - 1) << "bit " << bit;
    ASSERT_EQ(opened.journal->opened().cut_bytes, whole.size() - hit->begin);
  }
}

// Sectors of a commit reach the disk in any order; a loss of power leaves any of them.
TEST_F(DamageTest, a_commit_of_which_any_sectors_are_missing_is_cut_and_never_refused) {
  std::mt19937_64 random(20'261'101);
  {
    const auto opened = open_journal(folder_.path);
    ASSERT_TRUE(opened.journal->append(0, std::string(1'000, 'a')).has_value());
    std::vector<std::string> bodies;
    for (int index = 0; index < 40; ++index) bodies.emplace_back(random() % 900, static_cast<char>('b' + index % 20));
    append_together(*opened.journal, bodies);
  }
  const auto sealed = frames_of(file());
  const std::string with_seal = read_text(file());
  unseal(file());
  const std::string whole = read_text(file());
  const std::size_t synced = sealed[2].begin;
  const auto expected = open_journal(folder_.path).records;
  for (int round = 0; round < 300; ++round) {
    std::string torn = whole.substr(0, round % 3 == 0 ? synced + random() % (whole.size() - synced) : whole.size());
    const std::size_t lost_of_ten = 1 + random() % 9;
    for (std::size_t sector = synced / 512; sector * 512 < torn.size(); ++sector) {
      if (random() % 10 >= lost_of_ten) continue;
      const std::size_t begin = std::max(sector * 512, synced);
      const std::size_t end = std::min(sector * 512 + 512, torn.size());
      torn.replace(begin, end - begin, end - begin, '\0');
    }
    write_text(file(), torn);
    const auto opened = open_journal(folder_.path);
    ASSERT_TRUE(opened.journal) << opened.message;
    ASSERT_GE(opened.records.size(), 2U);
    ASSERT_TRUE(std::ranges::equal(opened.records, std::span(expected).first(opened.records.size())));
    ASSERT_EQ(fs::file_size(file()) + opened.journal->opened().cut_bytes, torn.size());
  }
  // With a later sync vouching for them the same is damage.
  std::string damaged = with_seal;
  damaged.replace(synced + 700, 100, 100, '\0');
  write_text(file(), damaged);
  EXPECT_EQ(outcome(), "damaged_journal");
}

TEST_F(DamageTest, a_frame_that_is_there_twice_or_left_out_is_refused) {
  write_small_journal();
  const std::string whole = read_text(file());
  const auto frames = frames_of(file());
  const auto frame = [&](std::size_t index) {
    return whole.substr(frames[index].begin, frames[index].end - frames[index].begin);
  };
  write_text(file(), whole.substr(0, frames[1].end) + frame(1));
  EXPECT_EQ(outcome(), "damaged_journal");
  write_text(file(), whole.substr(0, frames[1].begin) + whole.substr(frames[1].end));
  EXPECT_EQ(outcome(), "damaged_journal");
  write_text(file(), whole.substr(0, frames[4].begin) + frame(5));
  EXPECT_EQ(outcome(), "damaged_journal");
  write_text(file(), whole.substr(0, frames[1].begin) + frame(2) + frame(1));
  EXPECT_EQ(outcome(), "damaged_journal");
}

// Somebody sends a record that holds frames with the numbers that come next.
TEST_F(DamageTest, bytes_inside_a_record_are_no_frames) {
  write_small_journal();
  TestFolder other;
  {
    const auto opened = open_journal(other.path);
    for (int index = 0; index < 50; ++index) ASSERT_TRUE(opened.journal->append(0, "x").has_value());
  }
  {
    const auto opened = open_journal(folder_.path);
    ASSERT_TRUE(opened.journal->append(1, read_text(segments_of(other.path).front())).has_value());
  }
  unseal(file());
  fs::resize_file(file(), fs::file_size(file()) - 1);
  EXPECT_EQ(outcome(), "6 records");
  // Nor are those of another journal behind the end.
  const std::string theirs = read_text(segments_of(other.path).front());
  std::string mine = read_text(file());
  write_text(file(), mine + theirs.substr(frames_of(segments_of(other.path).front())[6].begin));
  EXPECT_EQ(outcome(), "6 records");
}

TEST_F(DamageTest, damage_far_behind_is_seen) {
  {
    const auto opened = open_journal(folder_.path);
    for (int index = 0; index < 5; ++index)
      ASSERT_TRUE(opened.journal->append(0, std::string(3 << 20, 'x')).has_value());
  }
  std::string bytes = read_text(file());
  bytes[frames_of(file())[1].begin + 50] = 'y';
  write_text(file(), bytes);
  const auto opened = open_journal(folder_.path);
  EXPECT_EQ(opened.refusal, "damaged_journal");
  EXPECT_NE(opened.message.find(
                fmt::format("byte {}: record 2 is damaged", kSegmentHeaderBytes + kFrameHeaderBytes + (3 << 20))),
            std::string::npos)
      << opened.message;
}

class SegmentsDamageTest : public DamageTest {
 protected:
  void SetUp() override {
    const auto opened = open_journal(folder_.path, {.segment_bytes = 300});
    for (int index = 1; index <= 8; ++index) ASSERT_TRUE(opened.journal->append(0, std::string(118, 'x')).has_value());
    files_ = segments_of(folder_.path);
    ASSERT_EQ(files_.size(), 4U);
  }
  std::vector<Path> files_;
};

TEST_F(SegmentsDamageTest, a_file_between_others_is_missed) {
  fs::remove(files_[1]);
  const auto opened = open_journal(folder_.path);
  EXPECT_EQ(opened.refusal, "damaged_journal");
  EXPECT_NE(opened.message.find(files_[2].string()), std::string::npos) << opened.message;
}

TEST_F(SegmentsDamageTest, the_oldest_may_be_gone) {
  fs::remove(files_[0]);
  EXPECT_EQ(outcome(), "6 records");
}

TEST_F(SegmentsDamageTest, an_older_file_is_whole_or_refused) {
  const std::string bytes = read_text(files_[2]);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    write_text(files_[2], bytes.substr(0, size));
    ASSERT_EQ(outcome(), "damaged_journal") << size;
  }
  write_text(files_[2], bytes + '\0');
  EXPECT_EQ(outcome(), "damaged_journal");
  write_text(files_[2], bytes);
  EXPECT_EQ(outcome(), "8 records");
}

TEST_F(SegmentsDamageTest, files_under_each_others_names_are_refused) {
  fs::rename(files_[1], folder_.path / "x");
  fs::rename(files_[2], files_[1]);
  fs::rename(folder_.path / "x", files_[2]);
  EXPECT_EQ(outcome(), "damaged_journal");
}

TEST_F(SegmentsDamageTest, a_file_that_was_being_made_is_removed) {
  const Path unfinished = folder_.path / (segment_name(9) + ".writing");
  for (const std::size_t size : {0UL, 7UL, kSegmentHeaderBytes}) {
    write_text(unfinished, SegmentHeader{9, 5}.bytes().substr(0, size));
    EXPECT_EQ(outcome(), "8 records");
    EXPECT_FALSE(fs::exists(unfinished));
  }
  // Made and named, and nothing in it yet.
  write_text(folder_.path / segment_name(9), SegmentHeader{9, 5}.bytes());
  {
    const auto opened = open_journal(folder_.path);
    ASSERT_TRUE(opened.journal) << opened.message;
    EXPECT_EQ(opened.journal->append(0, "ninth", nullptr), 9U);
  }
  EXPECT_EQ(outcome(), "9 records");
}

TEST_F(SegmentsDamageTest, a_later_format_is_named) {
  std::string header = SegmentHeader{7, 5}.bytes();
  header[11] = '2';
  const std::uint64_t checksum = hash64(header.substr(0, 32));
  header.replace(32, 8, reinterpret_cast<const char*>(&checksum), 8);
  write_text(files_[3], header);
  const auto opened = open_journal(folder_.path);
  EXPECT_EQ(opened.refusal, "other_format");
  EXPECT_NE(opened.message.find("format 02"), std::string::npos) << opened.message;
}

}  // namespace
}  // namespace qiuhao::journal
