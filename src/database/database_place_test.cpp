// Places of databases, right and wrong; the marks that stand for values.
#include <sys/stat.h>

#include "database/connection.h"
#include "database/database.h"
#include "database/test_engines.h"

namespace qiuhao::database {
namespace {

TEST(DatabasePlace, wrong_places_are_told_without_passwords) {
  const auto refused = [](const std::string& place) {
    const auto database = Database::open(place);
    EXPECT_FALSE(database);
    EXPECT_FALSE(database.error().text().contains("hunter2")) << database.error().text();
    EXPECT_FALSE(database.error().chinese.empty());
    return told(database);
  };
  const TestFolder folder;
  EXPECT_EQ(refused("mysql://root:hunter2@host/name"), "bad_database_place");
  EXPECT_EQ(refused(""), "bad_database_place");
  EXPECT_EQ(refused("postgresql://qiuhao:hunter2%zz@host/name"), "cannot_open_database");
  EXPECT_EQ(refused("postgres://qiuhao:[hunter2@host/name"), "cannot_open_database");
  EXPECT_EQ(refused("postgresql://host/name?passwort=hunter2"), "cannot_open_database");
  EXPECT_EQ(refused((folder.path() / "missing" / "records.db").string()), "cannot_open_database");
  EXPECT_EQ(refused("postgresql://qiuhao:hunter2@/records?host=" + folder.path().string()), "cannot_open_database");
  const Path other = folder.path() / "other.db";
  ASSERT_TRUE(write_file_atomically(other, std::string(10'000, 'x')));
  EXPECT_EQ(refused(other.string()), "database_damaged");
}

TEST(DatabasePlace, a_new_file_is_its_owners_alone) {
  const TestFolder folder;
  const std::string place = (folder.path() / "a b's = timeout=1 秋.db").string();
  const auto database = Database::open(place);
  ASSERT_TRUE(database.has_value()) << database.error().text();
  struct stat about {};
  ASSERT_EQ(::stat(place.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST(NamedParameters, marks_in_texts_and_names_are_none) {
  std::size_t count = 0;
  EXPECT_EQ(named_parameters("a = ? and b = '?''?' and \"c?\" = ?", count), "a = :p1 and b = '?''?' and \"c?\" = :p2");
  EXPECT_EQ(count, 2U);
}

}  // namespace
}  // namespace qiuhao::database
