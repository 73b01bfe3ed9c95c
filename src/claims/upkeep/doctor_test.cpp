// The doctor finds every kind of trouble, names the file, says what to do, and finds nothing where nothing is.
#include "claims/doctor.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "claims/assembly/lock.h"
#include "claims/assembly/test_world.h"
#include "claims/part_file.h"

namespace qiuhao::claims {
namespace {

class DoctorTest : public testing::Test {
 protected:
  DoctorTest() {
    EXPECT_TRUE(import_into(workspace(), {tiny_city()}));
    part_ = read_manifest(workspace())->parts[0].file;
  }
  Path workspace() const { return folder_.path / "workspace"; }
  Examination examination(bool quick = false) const {
    DoctorOptions options;
    options.workspace = workspace();
    options.quick = quick;
    auto found = examine(shipped_schema(), options);
    EXPECT_TRUE(found.has_value()) << found.error().text();
    return found ? *found : Examination();
  }
  // "check file" of each trouble of that gravity.
  std::vector<std::string> told(Gravity gravity, bool quick = false) const {
    std::vector<std::string> troubles;
    for (const Trouble& trouble : examination(quick).troubles) {
      EXPECT_FALSE(trouble.what.english.empty() || trouble.what.chinese.empty()) << trouble.file;
      EXPECT_FALSE(trouble.mend.english.empty() || trouble.mend.chinese.empty()) << trouble.file;
      if (trouble.gravity == gravity) troubles.push_back(trouble.check + " " + trouble.file);
    }
    return troubles;
  }
  void change(const Path& file, std::size_t byte) const {
    std::string content = content_of(workspace() / file);
    ASSERT_LT(byte, content.size());
    content[byte] = static_cast<char>(content[byte] ^ 4);
    write_text(workspace() / file, content);
  }
  Path staged() const {
    for (const auto& entry : fs::directory_iterator(workspace() / "staging" / "rows")) {
      if (entry.path().filename().string().find("-line-") != std::string::npos)
        return fs::relative(entry.path(), workspace());
    }
    return "";
  }

  using Told = std::vector<std::string>;
  TestFolder folder_;
  std::string part_;
};

TEST_F(DoctorTest, finds_nothing_where_nothing_is_and_changes_nothing) {
  const auto before = files_of(workspace());
  const Examination found = examination();
  EXPECT_TRUE(found.is_whole());
  EXPECT_TRUE(found.troubles.empty()) << found.troubles[0].what.english;
  EXPECT_EQ(found.generation, 1U);
  EXPECT_EQ(found.checks.size(), 11U);
  for (const Check& check : found.checks) EXPECT_GT(check.looked_at, 0) << check.name;
  EXPECT_EQ(examination(true).checks.size(), 8U);
  EXPECT_TRUE(files_of(workspace()) == before);
}

TEST_F(DoctorTest, a_flipped_byte_of_a_part_is_found_when_all_bytes_are_read) {
  const std::size_t size = content_of(workspace() / part_).size();
  for (const std::size_t byte : {std::size_t{20}, std::size_t{70}, size / 3, size / 2, size - 300, size - 20}) {
    change(part_, byte);
    const Told damage = told(Gravity::damage);
    ASSERT_EQ(damage.size(), 1U) << byte;
    EXPECT_TRUE(damage[0] == "checksums " + part_ || damage[0] == "parts " + part_) << damage[0];
    change(part_, byte);
  }
  EXPECT_EQ(told(Gravity::damage), Told{});
}

TEST_F(DoctorTest, quick_finds_parts_that_are_missing_cut_or_not_the_ones_named) {
  const std::string whole = content_of(workspace() / part_);
  fs::remove(workspace() / part_);
  EXPECT_EQ(told(Gravity::damage, true), Told{"parts " + part_});
  write_text(workspace() / part_, whole.substr(0, whole.size() - 1));
  EXPECT_EQ(told(Gravity::damage, true), Told{"parts " + part_});
  const TestFolder other;
  ASSERT_TRUE(import_into(other.path, {small_city()}));
  fs::copy_file(other.path / read_manifest(other.path)->parts[0].file, workspace() / part_,
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(told(Gravity::damage, true), Told{"parts " + part_});
  write_text(workspace() / part_, whole);
  EXPECT_EQ(told(Gravity::damage, true), Told{});
}

TEST_F(DoctorTest, manifest_and_list_of_imports) {
  change("tape/manifest.json", 30);
  EXPECT_EQ(told(Gravity::damage).at(0), "manifest tape/manifest.json");
  change("tape/manifest.json", 30);
  change("staging/batches.json", 80);
  EXPECT_EQ(told(Gravity::damage), Told{"imports staging/batches.json"});
  change("staging/batches.json", 80);
  Manifest manifest = *read_manifest(workspace());
  ++manifest.generation;
  ASSERT_TRUE(publish_manifest(workspace(), manifest));
  EXPECT_EQ(told(Gravity::damage), Told{"imports staging/batches.json"});
}

TEST_F(DoctorTest, staged_files_missing_cut_or_changed) {
  const Path file = staged();
  const std::string whole = content_of(workspace() / file);
  fs::remove(workspace() / file);
  EXPECT_EQ(told(Gravity::damage, true), Told{"imports " + file.string()});
  write_text(workspace() / file, whole.substr(0, whole.size() / 2));
  EXPECT_EQ(told(Gravity::damage, true), Told{"imports " + file.string()});
  std::string changed = whole;
  for (std::size_t byte = 100; byte < 160; ++byte) changed[byte] = 'x';
  write_text(workspace() / file, changed);
  EXPECT_EQ(told(Gravity::damage, true), Told{});
  EXPECT_EQ(told(Gravity::damage), Told{"staged " + file.string()});
}

TEST_F(DoctorTest, keys_that_are_gone_short_open_or_of_another_tape) {
  const Path key = workspace() / "secret" / "pseudonym.key";
  const std::string whole = content_of(key);
  fs::remove(key);
  EXPECT_EQ(told(Gravity::damage, true), Told{"key secret/pseudonym.key"});
  write_text(key, whole.substr(1));
  ::chmod(key.c_str(), 0600);
  EXPECT_EQ(told(Gravity::damage, true), Told{"key secret/pseudonym.key"});
  std::string other = whole;
  other[7] = static_cast<char>(other[7] ^ 1);
  write_text(key, other);
  EXPECT_EQ(told(Gravity::damage, true), Told{});
  EXPECT_EQ(told(Gravity::damage), Told{"staged secret/pseudonym.key"});
  write_text(key, whole);
  ::chmod(key.c_str(), 0644);
  EXPECT_EQ(told(Gravity::damage), Told{"key secret/pseudonym.key"});
}

TEST_F(DoctorTest, folders_that_others_may_read) {
  ::chmod((workspace() / "staging").c_str(), 0755);
  EXPECT_EQ(told(Gravity::damage, true), Told{"folders staging"});
}

TEST_F(DoctorTest, leftovers_are_notes_unless_a_writer_is_at_work) {
  const Told left = {"tmp/rows-1", "tape/parts/000009-0000001.part", "staging/incoming/x",
                     "staging/rows/000009-line-0.rows", "tape/manifest.json.writing"};
  for (const std::string& file : left) write_text(workspace() / file, "left");
  Told notes;
  for (const std::string& file : left) notes.push_back("leftovers " + file);
  Told found = told(Gravity::note, true);
  std::ranges::sort(found);
  std::ranges::sort(notes);
  EXPECT_EQ(found, notes);
  EXPECT_EQ(told(Gravity::damage), Told{});
  const auto lock = assembly::WorkspaceLock::take(workspace());
  EXPECT_EQ(told(Gravity::note, true), Told{});
}

TEST_F(DoctorTest, a_dead_owners_lock_is_told) {
  auto owner = assembly::LockOwner::me("import");
  owner.started = 1;
  write_text(workspace() / "import.lock", owner.text());
  EXPECT_EQ(told(Gravity::note, true), Told{"lock import.lock"});
}

// A part of two people with a visit each; `wrong` is the link of the second visit to its person.
void publish_small_part(const Path& workspace, RowIndex second_visit_person, RowIndex provider) {
  auto builder = std::make_unique<PartBuilder>(shipped_schema());
  const auto row = [&](Entity entity) {
    const auto& fields = shipped_schema().of(entity).fields;
    for (std::size_t field = 0; field < fields.size(); ++field)
      builder->field(entity, static_cast<FieldIndex>(field)).append_absent();
    builder->finish_row(entity);
  };
  row(Entity::provider);
  for (RowIndex person = 0; person < 2; ++person) {
    row(Entity::person);
    row(Entity::visit);
    builder->link(Link::visit_person).append_index(person == 1 ? second_visit_person : 0);
    builder->link(Link::visit_provider).append_index(provider);
    builder->finish_person();
  }
  Manifest manifest = *read_manifest(workspace);
  const Path file = fmt::format("tape/parts/{:06}-0000007.part", second_visit_person * 10 + provider);
  const auto checksum = write_part(build(std::move(builder)), shipped_schema(), workspace / file);
  ASSERT_TRUE(checksum.has_value());
  manifest.parts = {{file.string(), 2, 2, 0, *checksum}};
  ASSERT_TRUE(publish_manifest(workspace, manifest));
}

TEST_F(DoctorTest, links_that_lead_astray_though_every_checksum_is_right) {
  const auto rows_told = [&] {
    int count = 0;
    for (const std::string& trouble : told(Gravity::damage)) count += trouble.starts_with("rows tape/parts/") ? 1 : 0;
    return count;
  };
  publish_small_part(workspace(), 1, 0);
  EXPECT_EQ(rows_told(), 0);
  publish_small_part(workspace(), 0, 0);  // the second person's visit is said to be the first one's
  EXPECT_EQ(rows_told(), 1);
  publish_small_part(workspace(), 7, 0);  // a person that is not there
  EXPECT_EQ(rows_told(), 1);
  publish_small_part(workspace(), 1, 3);  // a provider that is not there
  EXPECT_EQ(rows_told(), 1);
}

TEST_F(DoctorTest, stops_when_told_and_refuses_what_is_no_folder) {
  const std::atomic<bool> stop = true;
  DoctorOptions options;
  options.workspace = workspace();
  options.stop = &stop;
  EXPECT_EQ(examine(shipped_schema(), options).error().code, "interrupted");
  options.workspace = folder_.path / "nothing";
  EXPECT_EQ(exit_code(examine(shipped_schema(), options).error()), 3);
}

}  // namespace
}  // namespace qiuhao::claims
