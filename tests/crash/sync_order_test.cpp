// Whether what is published would outlast a loss of power: when a name appears that makes something true, everything it
// names has been synced before, content and folder entry, up to the workspace itself.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <set>

#include "child.h"
#include "claims/backup.h"
#include "claims/upkeep/named_files.h"
#include "simulate/city.h"

namespace qiuhao::crash {
namespace {

namespace fs = std::filesystem;

// What a disk is sure to have: contents up to their last sync, entries of folders up to the folder's.
class Disk {
 public:
  void apply(const Call& call) {
    if (call.name == "open" || call.name == "mkdir") add_entry(call.path);
    if (call.name == "write") unsynced_.insert(call.path);
    if (call.name == "fsync" || call.name == "fdatasync") sync(call.path);
    if (call.name == "unlink" || call.name == "remove") forget(call.path);
    if (call.name == "rename") rename(call.path, call.to);
  }
  bool has_content(const Path& file) const { return !unsynced_.contains(file.string()); }
  // "" when a file's content and every entry on the way to it are on the disk.
  std::string missing(const Path& file, const Path& root) const {
    if (unsynced_.contains(file.string())) return file.string() + ": content is not synced";
    for (Path name = file; name != root; name = name.parent_path()) {
      if (new_entries_.contains(name.string())) return name.string() + ": the folder it stands in is not synced";
    }
    return "";
  }

 private:
  void add_entry(const std::string& path) {
    if (known_.insert(path).second) new_entries_.insert(path);
  }
  void forget(const std::string& path) {
    unsynced_.erase(path);
    new_entries_.erase(path);
    known_.erase(path);
  }
  void sync(const std::string& path) {
    unsynced_.erase(path);
    std::erase_if(new_entries_, [&](const std::string& entry) { return Path(entry).parent_path() == path; });
  }
  void rename(const std::string& from, const std::string& to) {
    const bool content = unsynced_.contains(from);
    forget(from);
    forget(to);
    add_entry(to);
    if (content) unsynced_.insert(to);
  }

  std::set<std::string> unsynced_;
  std::set<std::string> known_;
  std::set<std::string> new_entries_;
};

class SyncOrderTest : public testing::Test {
 protected:
  SyncOrderTest() : scratch_(fs::temp_directory_path() / fmt::format("qiuhao-sync-{}", ::getpid())) {
    fs::remove_all(scratch_);
    fs::create_directories(scratch_ / "trial");
    for (const std::uint64_t seed : {1, 2}) {
      simulate::CityOptions options;
      options.directory = scratch_ / fmt::format("tables-{}", seed);
      options.people = 40;
      options.months = 6;
      options.seed = seed;
      EXPECT_TRUE(simulate::simulate_city(options).has_value());
    }
  }
  ~SyncOrderTest() override { fs::remove_all(scratch_); }

  Path trial() const { return scratch_ / "trial"; }
  Path workspace() const { return trial() / "workspace"; }
  Path tables(int number) const { return scratch_ / fmt::format("tables-{}", number); }
  std::vector<Call> traced(const Words& words) const {
    const auto calls = trace_child(words, trial(), scratch_ / "child");
    EXPECT_TRUE(calls.has_value()) << calls.error().text();
    return calls ? *calls : std::vector<Call>();
  }
  // Files that the published lists of the workspace name now, without the lists.
  std::vector<Path> named() const {
    std::vector<Path> files = {workspace() / "secret" / "pseudonym.key"};
    const auto generation = claims::upkeep::read_generation(workspace());
    EXPECT_TRUE(generation.has_value());
    for (const auto& file : generation->files) files.push_back(workspace() / file.path);
    return files;
  }
  // Runs a writer and looks at the disk when the manifest is replaced, and at the end.
  void expect_order(const Words& words) {
    const auto calls = traced(words);
    const auto files = named();
    const Path manifest = workspace() / "tape" / "manifest.json";
    const Path list = workspace() / "staging" / "batches.json";
    int published = 0;
    for (const Call& call : calls) {
      if (call.name == "rename" && call.to == manifest) {
        ++published;
        EXPECT_TRUE(disk_.has_content(call.path));
        EXPECT_EQ(disk_.missing(list.string() + ".next", trial()), "");
        for (const Path& file : files) EXPECT_EQ(disk_.missing(file, trial()), "");
      }
      disk_.apply(call);
    }
    EXPECT_EQ(published, 1);
    for (const Path& file : {manifest, list}) EXPECT_EQ(disk_.missing(file, trial()), "");
  }

  Path scratch_;
  Disk disk_;
};

TEST_F(SyncOrderTest, imports_and_compaction_publish_only_what_is_on_the_disk) {
  expect_order({"import", workspace().string(), tables(1).string()});
  expect_order({"import", workspace().string(), tables(2).string(), "--no-compact"});
  expect_order({"compact", workspace().string(), "--all"});
}

TEST_F(SyncOrderTest, a_backup_is_named_when_all_of_it_is_on_the_disk) {
  traced({"import", workspace().string(), tables(1).string()});
  const Path backups = trial() / "backups";
  const auto calls = traced({"backup", workspace().string(), backups.string()});
  const auto list = claims::list_backups(backups);
  ASSERT_TRUE(list.has_value() && list->whole.size() == 1);
  int published = 0;
  for (const Call& call : calls) {
    if (call.name == "rename" && call.to.ends_with("000001.json")) {
      ++published;
      EXPECT_TRUE(disk_.has_content(call.path));
      for (const auto& file : list->whole[0].files) {
        const std::string name = file.hash.hex();
        EXPECT_EQ(disk_.missing(backups / "files" / name.substr(0, 2) / name, trial()), "") << file.path;
      }
    }
    disk_.apply(call);
  }
  EXPECT_EQ(published, 1);
  EXPECT_EQ(disk_.missing(backups / "backups" / "000001.json", trial()), "");
}

TEST_F(SyncOrderTest, a_restored_workspace_is_on_the_disk_before_it_has_its_name) {
  traced({"import", workspace().string(), tables(1).string()});
  const Path backups = trial() / "backups";
  traced({"backup", workspace().string(), backups.string()});
  const Path restored = trial() / "restored";
  int published = 0;
  for (const Call& call : traced({"restore", backups.string(), restored.string()})) {
    if (call.name == "rename" && call.to == restored) {
      ++published;
      for (const auto& entry : fs::recursive_directory_iterator(restored)) {
        const Path beside = Path(call.path) / entry.path().lexically_relative(restored);
        if (!entry.is_regular_file() || entry.path().filename() == "import.lock") continue;
        EXPECT_EQ(disk_.missing(beside, call.path), "");
      }
    }
    disk_.apply(call);
  }
  EXPECT_EQ(published, 1);
  EXPECT_EQ(disk_.missing(restored, trial()), "");
}

}  // namespace
}  // namespace qiuhao::crash
