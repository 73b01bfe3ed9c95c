// `qiuhao users` and `qiuhao trail` as people call them: two founders, a user with a role, a trail that was tampered
// with.
#include <sys/stat.h>

#include "cli/records.h"
#include "cli/test_users.h"
#include "cli/workspace_settings.h"

namespace qiuhao::cli {
namespace {

class UsersCalls : public UserCallTest {};

TEST_F(UsersCalls, from_the_founders_to_a_user_with_a_role) {
  EXPECT_EQ(call({"users", "list", workspace()}).code, 3) << "no records yet";
  found();
  struct stat status {};
  ASSERT_EQ(::stat((workspace() + "/secret/personal-keys").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);

  const std::vector<std::string> add = {"users", "add",  workspace(), "zhang",          "--name",
                                        "张伟",  "--as", "root",      "--organisation", "B1"};
  Said said = call(add, "Sixth-Lamp7\n");
  EXPECT_EQ(said.code, 3);
  EXPECT_TRUE(has(said.text, "code_is_not_fresh")) << said.text;
  said = call(add, "Sixth-Lamp8\n");
  EXPECT_TRUE(has(said.text, "login or password is wrong")) << said.text;
  said = call(add, "");
  EXPECT_EQ(said.code, 2) << said.text;

  const auto root = codes_of("root", "Sixth-Lamp7");
  const auto guard = codes_of("guard", "Eighth-Lamp9");
  said = call(add, "Sixth-Lamp7\n" + root[0] + "\n");
  ASSERT_EQ(said.code, 0) << said.text;
  const std::string once = said.text.substr(said.text.rfind(' ') + 1, 23);

  const std::vector<std::string> propose = {"users",   "role",     "propose", workspace(), "zhang",
                                            "auditor", "--region", "340602",  "--as",      "root"};
  said = call(propose, "Sixth-Lamp7\n" + root[1] + "\n");
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "proposed as number 3")) << said.text;
  EXPECT_TRUE(has(call({"users", "list", workspace(), "--waiting"}).text, "auditor"));
  const auto approve = [&](const std::string& who, const std::string& input) {
    return call({"users", "role", "approve", workspace(), "3", "--why", "任职文件", "--as", who}, input);
  };
  said = approve("root", "Sixth-Lamp7\n" + root[2] + "\n");
  EXPECT_EQ(said.code, 3);
  EXPECT_TRUE(has(said.text, "no role that may do this")) << said.text;
  said = approve("guard", "Eighth-Lamp9\n" + guard[0] + "\n");
  EXPECT_EQ(said.code, 0) << said.text;

  said = call({"users", "list", workspace()});
  EXPECT_TRUE(has(said.text, "auditor (3: 340602)")) << said.text;
  EXPECT_TRUE(has(said.text, "张*")) << said.text;
  EXPECT_FALSE(has(said.text, "张伟"));

  said = call({"users", "code", workspace(), "--as", "zhang"}, once + "\n");
  EXPECT_TRUE(has(said.text, "change the one-time password first")) << said.text;
  said =
      call({"users", "password", workspace(), "--as", "zhang"}, once + "\n" + once + "\nTenth-Lamp11\nTenth-Lamp11\n");
  EXPECT_EQ(said.code, 0) << said.text;
  said =
      call({"users", "lock", workspace(), "zhang", "--why", "调查", "--as", "root"}, "Sixth-Lamp7\n" + root[3] + "\n");
  EXPECT_EQ(said.code, 0) << said.text;
  said = call({"users", "code", workspace(), "--as", "zhang"}, "Tenth-Lamp11\n");
  EXPECT_TRUE(has(said.text, "this account is locked")) << said.text;

  said = call({"trail", "show", workspace(), "--subject", "user:zhang"});
  EXPECT_EQ(said.code, 0);
  for (const char* what : {"user_added", "role_proposed", "role_approved", "password_changed", "user_state_changed"})
    EXPECT_TRUE(has(said.text, what)) << what << "\n" << said.text;
  EXPECT_FALSE(has(said.text, "张伟"));

  std::filesystem::remove(workspace() + "/secret/personal-keys");
  said = call({"users", "list", workspace()});
  EXPECT_TRUE(has(said.text, "keys of personal data are not there")) << "no new ones are made: " << said.text;
}

TEST_F(UsersCalls, a_trail_that_was_tampered_with_is_told) {
  EXPECT_EQ(call({"trail", "verify", workspace()}).code, 3);
  found();
  Said said = call({"trail", "verify", workspace()});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "without anchors")) << said.text;
  said = call({"trail", "anchor", workspace()});
  EXPECT_TRUE(has(said.text, "anchored at act 7")) << said.text;
  EXPECT_TRUE(has(call({"trail", "anchor", workspace()}).text, "there is an anchor of today"));
  said = call({"trail", "verify", workspace()});
  EXPECT_EQ(said.code, 0);
  EXPECT_FALSE(has(said.text, "without anchors")) << said.text;
  {
    auto records = open_records(workspace(), false);
    ASSERT_TRUE(records.has_value());
    ASSERT_TRUE(records->database->write([](database::Transaction& transaction) -> Status {
      TRY(transaction.execute("update audit_acts set who = 'somebody' where sequence = 3"));
      return {};
    }));
  }
  said = call({"trail", "verify", workspace()});
  EXPECT_EQ(said.code, 1);
  EXPECT_TRUE(has(said.text, "3")) << said.text;
}

TEST_F(UsersCalls, settings_name_other_places) {
  ASSERT_TRUE(write_file_atomically(workspace() + "/qiuhao.toml",
                                    "region = \"340600\"\n# database.url = \"no\"\n[database]\nurl = \"people.db\"\n"
                                    "[keys]\nfile = \"secret/other\"\nbare = 1\n"));
  EXPECT_EQ(*workspace_region(workspace()), "340600");
  EXPECT_EQ((*workspace_setting(workspace(), "database.url"))->value, "people.db");
  EXPECT_EQ((*workspace_setting(workspace(), "database.url"))->place.line, 4);
  EXPECT_FALSE(workspace_setting(workspace(), "url")->has_value());
  EXPECT_EQ(workspace_setting(workspace(), "keys.bare").error().code, "bad_setting");
  found();
  EXPECT_TRUE(std::filesystem::exists(workspace() + "/people.db"));
  EXPECT_TRUE(std::filesystem::exists(workspace() + "/secret/other"));
  EXPECT_FALSE(std::filesystem::exists(workspace() + "/records.db"));
}

TEST_F(UsersCalls, an_exception_takes_two_people_with_the_right) {
  found();
  ASSERT_TRUE(write_file_atomically(workspace() + "/qiuhao.toml", "region = \"340600\"\n"));
  const auto root = codes_of("root", "Sixth-Lamp7");
  const auto guard = codes_of("guard", "Eighth-Lamp9");
  const auto as_root = [&](std::size_t code) { return "Sixth-Lamp7\n" + root[code] + "\n"; };
  const auto as_guard = [&](std::size_t code) { return "Eighth-Lamp9\n" + guard[code] + "\n"; };
  const std::vector<std::string> propose = {"exceptions", "propose",    workspace(), "provider",   "H001",
                                            "--from",     "2026-03-01", "--to",      "2026-05-31", "--why",
                                            "系统升级",   "--as",       "root"};
  Said said = call(propose, as_root(0));
  EXPECT_EQ(said.code, 3) << said.text;
  EXPECT_TRUE(has(said.text, "no role that may do this")) << said.text;
  {
    const auto records = open_records(workspace(), false);
    ASSERT_TRUE(records.has_value());
    ASSERT_TRUE(records->database->write([](database::Transaction& transaction) -> Status {
      for (const auto& [login, role] : {std::pair("root", "auditor"), std::pair("guard", "decider")}) {
        TRY(
            transaction.execute("insert into identity_grants (login, role, region, grid, from_day, to_day, state, "
                                "proposed_by, proposed_at) values (?, ?, '340600', '', 0, null, 2, 'test', 0)",
                                {login, role}));
      }
      return {};
    }));
  }
  said = call(propose, as_root(1));
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "proposed as number 1")) << said.text;
  const auto decide = [&](const std::string& word, const std::string& who, const std::string& input) {
    return call({"exceptions", word, workspace(), "1", "--why", "属实", "--as", who}, input);
  };
  EXPECT_EQ(decide("approve", "root", as_root(2)).code, 3) << "an auditor proposes, and does not approve";
  EXPECT_TRUE(has(call({"exceptions", "list", workspace(), "--waiting"}).text, "waits for a second person"));
  EXPECT_FALSE(has(call({"exceptions", "list", workspace(), "--on", "2026-04-01"}).text, "H001"));
  said = decide("approve", "guard", as_guard(0));
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(call({"exceptions", "list", workspace(), "--on", "2026-04-01"}).text, "H001"));
  EXPECT_EQ(decide("refuse", "guard", as_guard(1)).code, 3) << "decided already";
  said = call({"exceptions", "end", workspace(), "1", "--to", "2026-03-31", "--why", "对码已完成", "--as", "root"},
              as_root(3));
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_FALSE(has(call({"exceptions", "list", workspace(), "--on", "2026-04-01"}).text, "H001"));
  said = call({"trail", "show", workspace(), "--subject", "exception:1"});
  for (const char* what : {"exception_proposed", "exception_approved", "exception_ended", "对码已完成"})
    EXPECT_TRUE(has(said.text, what)) << what << "\n" << said.text;
  std::vector<std::string> wrong = propose;
  wrong[3] = "hospital";
  EXPECT_EQ(call(wrong, as_root(4)).code, 2);
}

}  // namespace
}  // namespace qiuhao::cli
