// The tape as SQL: every value of every view is the tape's, with the dictionary's types and names in both languages.
#include "claims/views/tape_views.h"

#include <random>
#include <set>

#include "base/day.h"
#include "claims/assembly/test_world.h"

namespace qiuhao::claims {
namespace {

// A small city in a workspace, imported once.
const Path& workspace() {
  static const TestFolder folder;
  static const Path path = [] {
    EXPECT_TRUE(import_into(folder.path / "city", {small_city()}).has_value());
    return folder.path / "city";
  }();
  return path;
}

tables::Engine open(int threads) {
  tables::EngineOptions options;
  options.threads = threads;
  return std::move(*tables::Engine::open(options));
}

class Views {
 public:
  explicit Views(Language language = Language::english, int threads = 1)
      : tape_(*Tape::open(workspace(), shipped_schema())), engine_(open(threads)) {
    const Status added = add_views(engine_, tape_, shipped_schema(), language);
    EXPECT_TRUE(added.has_value()) << added.error().text();
  }
  const Tape& tape() const { return tape_; }
  tables::Engine& engine() { return engine_; }
  std::int64_t number(const std::string& sql) {
    const auto value = engine_.number(sql);
    EXPECT_TRUE(value.has_value()) << sql << "\n" << value.error().text();
    return value ? *value : -1;
  }
  // Rows as texts, cells parted by "|", "-" for none.
  std::vector<std::string> rows(const std::string& select, const std::string& from) {
    auto answer = engine_.query("SELECT " + select + " FROM " + from);
    EXPECT_TRUE(answer.has_value()) << answer.error().text();
    std::vector<std::string> out;
    for (auto chunk = answer->next(); chunk && chunk->rows() > 0; chunk = answer->next()) {
      for (std::size_t row = 0; row < chunk->rows(); ++row) {
        std::string text;
        for (std::size_t column = 0; column < answer->columns(); ++column) {
          const tables::Vector values = chunk->column(column);
          text += (values.has(row) ? std::string(values.text(row)) : "-") + "|";
        }
        out.push_back(std::move(text));
      }
    }
    return out;
  }

 private:
  Tape tape_;
  tables::Engine engine_;
};

// A value as SQL casts it to text.
std::string sql_value(const Part& part, Entity entity, FieldIndex index, RowIndex row) {
  const Column* column = row == kNoRow ? nullptr : part.column(entity, index);
  if (column == nullptr || !column->has(row)) return "-";
  const Field& field = shipped_schema().field(entity, index);
  if (field.type == FieldType::date) return format_day(column->day(row));
  if (field.type == FieldType::time) return format_time(column->number(row));
  if (column->storage == Storage::number) {
    return format_decimal({column->number(row), static_cast<std::uint8_t>(field.scale)});
  }
  return std::string(column->text(row));
}

// Whom a row belongs to, worked out from the ranges of people rather than the links that views read.
RowIndex person_by_range(const Part& part, Link ranges, RowIndex row) {
  for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
    if (row < part.range(ranges, person).end) return person;
  }
  return kNoRow;
}

TEST(TapeViews, EveryValueIsTheTapes) {
  Views views;
  for (std::size_t number = 0; number < kEntities; ++number) {
    const auto entity = static_cast<Entity>(number);
    if (entity == Entity::provider || entity == Entity::staff) continue;
    std::string select;
    const auto& fields = shipped_schema().of(entity).fields;
    for (const Field& field : fields)
      select += fmt::format("{}CAST({} AS VARCHAR)", select.empty() ? "" : ", ", tables::sql_name(field.name));
    const auto found = views.rows(select, std::string(kEntityNames[number]));
    std::vector<std::string> wanted;
    for (const Part& part : views.tape().parts()) {
      for (RowIndex row = 0; row < part.rows(entity); ++row) {
        std::string text;
        for (std::size_t field = 0; field < fields.size(); ++field)
          text += sql_value(part, entity, static_cast<FieldIndex>(field), row) + "|";
        wanted.push_back(std::move(text));
      }
    }
    ASSERT_EQ(found.size(), wanted.size()) << kEntityNames[number];
    ASSERT_FALSE(wanted.empty()) << kEntityNames[number];
    EXPECT_TRUE(found == wanted) << kEntityNames[number];
    EXPECT_EQ(rows_of_view(views.tape(), shipped_schema(), entity), wanted.size());
  }
}

TEST(TapeViews, KeysNameWhatARowBelongsTo) {
  Views views;
  const auto found = views.rows("id, visit_id, person_id, provider_id, staff_id, doctor", "line");
  std::size_t at = 0;
  std::size_t ordered = 0;
  std::mt19937_64 random(1);
  for (const Part& part : views.tape().parts()) {
    for (RowIndex row = 0; row < part.rows(Entity::line); ++row, ++at) {
      if (random() % 50 != 0) continue;  // the search by range is slow
      const RowIndex person = person_by_range(part, Link::person_lines, row);
      const std::string wanted = value_of(part, "line.id", row) + "|" +
                                 value_of(part, "visit.id", part.link(Link::line_visit, row)) + "|" +
                                 value_of(part, "person.id", person) + "|" +
                                 value_of(part, "visit.provider", part.link(Link::line_visit, row)) + "|";
      ASSERT_TRUE(found[at].starts_with(wanted)) << found[at] << " " << wanted;
      const std::string doctor = value_of(part, "line.doctor", row);
      if (doctor != "-") ++ordered;
      EXPECT_TRUE(found[at].ends_with("|" + doctor + "|" + doctor + "|")) << found[at];
    }
  }
  EXPECT_EQ(at, found.size());
  EXPECT_GT(ordered, 100U);
  // Whichever way a fee line is joined to its person, provider and visit, nothing is lost or doubled.
  const std::int64_t lines = views.number("SELECT count(*) FROM line");
  EXPECT_EQ(
      views.number("SELECT count(*) FROM line l JOIN visit v ON l.visit_id = v.id JOIN person p ON p.id = l.person_id "
                   "JOIN provider h ON h.id = l.provider_id WHERE v.person_id = p.id AND v.provider = h.id"),
      lines);
  for (const char* view : {"diagnosis", "operation", "settlement"}) {
    EXPECT_EQ(views.number(fmt::format("SELECT count(*) FROM {} x JOIN visit v ON x.visit_id = v.id AND "
                                       "x.person_id = v.person_id AND x.provider_id = v.provider_id",
                                       view)),
              views.number(fmt::format("SELECT count(*) FROM {}", view)));
  }
}

TEST(TapeViews, ProvidersAndStaffStandOnce) {
  Views views;
  EXPECT_EQ(views.number("SELECT count(*) - count(DISTINCT id) FROM provider"), 0);
  EXPECT_EQ(views.number("SELECT count(*) FROM provider"), views.number("SELECT count(DISTINCT provider) FROM visit"));
  EXPECT_EQ(views.number("SELECT count(*) FROM staff"), views.number("SELECT count(DISTINCT doctor) FROM line"));
  EXPECT_GT(views.number("SELECT count(*) FROM provider"), 5);
}

TEST(TapeViews, TypesAreTheDictionarys) {
  Views views;
  const auto types = [&](const char* view) {
    std::map<std::string, std::string> out;
    for (const std::string& row : views.rows("column_name, column_type", fmt::format("(DESCRIBE {})", view))) {
      const std::size_t bar = row.find('|');
      out[row.substr(0, bar)] = row.substr(bar + 1, row.size() - bar - 2);
    }
    return out;
  };
  auto line = types("line");
  EXPECT_EQ(line["amount"], "DECIMAL(18,2)");
  EXPECT_EQ(line["price"], "DECIMAL(18,6)");
  EXPECT_EQ(line["quantity"], "DECIMAL(18,4)");
  EXPECT_EQ(line["day"], "DATE");
  EXPECT_EQ(line["time"], "TIMESTAMP");
  EXPECT_EQ(line["item"], "VARCHAR");
  EXPECT_EQ(line["days_supply"], "BIGINT");
  EXPECT_EQ(line["person_id"], "VARCHAR");
  for (std::size_t number = 0; number < kEntities; ++number) {
    const EntityView view = view_of(shipped_schema(), static_cast<Entity>(number), Language::english);
    auto described = types(view.name.c_str());
    EXPECT_EQ(described.size(), view.columns.size());
    for (std::size_t column = 0; column < view.columns.size(); ++column)
      EXPECT_EQ(described[view.columns[column].stream.name], view.sql_type(column));
  }
  // Times are local: the day of a line's time is its day.
  EXPECT_EQ(views.number("SELECT count(*) FROM line WHERE time::DATE <> day"), 0);
}

TEST(TapeViews, ChineseNamesSayTheSame) {
  Views english;
  Views chinese(Language::chinese, 2);
  EXPECT_EQ(chinese.number("SELECT sum(金额) * 100 FROM 费用 WHERE 费用日期 >= DATE '2025-03-01'"),
            english.number("SELECT sum(amount) * 100 FROM line WHERE day >= DATE '2025-03-01'"));
  EXPECT_EQ(chinese.number("SELECT count(*) FROM 费用 JOIN 就诊 USING (就诊流水号, 参保人代号, 机构编码)"),
            english.number("SELECT count(*) FROM line"));
  for (std::size_t number = 0; number < kEntities; ++number) {
    const auto entity = static_cast<Entity>(number);
    const EntityView view = view_of(shipped_schema(), entity, Language::chinese);
    EXPECT_EQ(view.name, shipped_schema().of(entity).label);
    std::set<std::string> names;
    for (const ViewColumn& column : view.columns) EXPECT_TRUE(names.insert(column.stream.name).second);
    EXPECT_EQ(chinese.number("SELECT count(*) FROM " + tables::sql_name(view.name)),
              english.number("SELECT count(*) FROM " + std::string(kEntityNames[number])));
  }
}

TEST(TapeViews, ThreadsDoNotShowInSums) {
  std::vector<std::int64_t> sums;
  for (const int threads : {1, 2, 8}) {
    Views views(Language::english, threads);
    sums.push_back(views.number("SELECT sum(hash(id, item, amount, visit_id, person_id) % 1000003) FROM line"));
    EXPECT_EQ(views.number("SELECT count(*) FROM line"), static_cast<std::int64_t>(views.tape().lines()));
  }
  EXPECT_EQ(sums[0], sums[1]);
  EXPECT_EQ(sums[0], sums[2]);
}

}  // namespace
}  // namespace qiuhao::claims
