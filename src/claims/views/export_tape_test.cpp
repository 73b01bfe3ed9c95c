// What is exported is the tape: every row once, in the month it belongs to, with the views' types.
#include "claims/views/export_tape.h"

#include "claims/assembly/test_world.h"

namespace qiuhao::claims {
namespace {

struct Exported {
  TestFolder folder;
  Tape tape;
  std::vector<ExportedView> views;
};

Exported exported(Language names) {
  Exported made;
  const Path workspace = made.folder.path / "city";
  EXPECT_TRUE(import_into(workspace, {tiny_city()}).has_value());
  made.tape = *Tape::open(workspace, shipped_schema());
  TapeExport wanted;
  wanted.folder = made.folder.path / "出" / "parquet";
  fs::create_directories(wanted.folder.parent_path());
  wanted.names = names;
  auto views = export_tape(made.tape, shipped_schema(), wanted);
  EXPECT_TRUE(views.has_value()) << views.error().text();
  made.views = *views;
  return made;
}

std::int64_t number(tables::Engine& engine, const std::string& sql) {
  const auto value = engine.number(sql);
  EXPECT_TRUE(value.has_value()) << sql << "\n" << value.error().text();
  return value ? *value : -1;
}

TEST(ExportTape, EveryRowIsThereOnce) {
  const Exported made = exported(Language::english);
  ASSERT_EQ(made.views.size(), kEntities);
  auto engine = tables::Engine::open({});
  ASSERT_TRUE(engine.has_value());
  ASSERT_TRUE(add_views(*engine, made.tape, shipped_schema(), Language::english).has_value());
  for (const ExportedView& view : made.views) {
    const Path of_view = made.folder.path / "出/parquet" / view.name;
    const std::string files = fmt::format(
        "read_parquet({}, hive_partitioning = {}, union_by_name = true)",
        tables::sql_text((of_view / (view.is_by_month ? "*/*.parquet" : "*.parquet")).string()), view.is_by_month);
    const std::string columns = view.is_by_month ? "* EXCLUDE (month)" : "*";
    EXPECT_EQ(number(*engine, "SELECT count(*) FROM " + files), static_cast<std::int64_t>(view.rows)) << view.name;
    for (const auto& [a, b] : {std::pair(fmt::format("SELECT {} FROM {}", columns, files), "FROM " + view.name),
                               std::pair("FROM " + view.name, fmt::format("SELECT {} FROM {}", columns, files))}) {
      EXPECT_EQ(number(*engine, fmt::format("SELECT count(*) FROM ({} EXCEPT ALL {})", a, b)), 0) << view.name;
    }
    std::uintmax_t bytes = 0;
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(of_view)) {
      if (!entry.is_regular_file()) continue;
      ++count;
      bytes += entry.file_size();
    }
    EXPECT_EQ(view.files, count);
    EXPECT_EQ(view.bytes, bytes);
  }
}

TEST(ExportTape, RowsStandInTheirMonth) {
  const Exported made = exported(Language::english);
  auto engine = tables::Engine::open({});
  const auto wrong = [&](const std::string& view, const std::string& day) {
    return number(
        *engine, fmt::format("SELECT count(*) FROM read_parquet({}, hive_partitioning = true, "
                             "hive_types_autocast = false) WHERE month <> strftime({}, '%Y-%m')",
                             tables::sql_text((made.folder.path / "出/parquet" / view / "*/*.parquet").string()), day));
  };
  EXPECT_EQ(wrong("line", "day"), 0);
  EXPECT_EQ(wrong("visit", "start"), 0);
  EXPECT_EQ(wrong("settlement", "time"), 0);
  EXPECT_EQ(wrong("operation", "date"), 0);
}

TEST(ExportTape, ChineseNamesAreThoseOfTheViews) {
  const Exported made = exported(Language::chinese);
  auto engine = tables::Engine::open({});
  const auto of = [&](const std::string& files) {
    return tables::sql_text((made.folder.path / "出/parquet" / files).string());
  };
  EXPECT_EQ(number(*engine, "SELECT count(*) FROM " + of("费用/*/*.parquet") + " JOIN " + of("就诊/*/*.parquet") +
                                " USING (就诊流水号, 参保人代号)"),
            static_cast<std::int64_t>(made.tape.lines()));
  EXPECT_FALSE(fs::exists(made.folder.path / "出/parquet/line"));
}

TEST(ExportTape, ReplacesNothing) {
  const Exported made = exported(Language::english);
  TapeExport wanted;
  wanted.folder = made.folder.path / "出/parquet";
  wanted.entities = {Entity::person};
  EXPECT_EQ(export_tape(made.tape, shipped_schema(), wanted).error().code, "folder_in_use");
  wanted.folder = made.folder.path / "new/";
  ASSERT_TRUE(export_tape(made.tape, shipped_schema(), wanted).has_value());
  EXPECT_TRUE(fs::exists(made.folder.path / "new/person/data_0.parquet"));
  wanted.folder = made.folder.path / "stopped";
  wanted.started = [](tables::Engine& engine) { ASSERT_TRUE(engine.run("DROP VIEW person").has_value()); };
  EXPECT_FALSE(export_tape(made.tape, shipped_schema(), wanted).has_value());
  for (const auto& entry : fs::directory_iterator(made.folder.path))
    EXPECT_FALSE(entry.path().filename().string().starts_with(".export-"));
  EXPECT_FALSE(fs::exists(wanted.folder));
}

}  // namespace
}  // namespace qiuhao::claims
