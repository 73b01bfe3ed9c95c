// Filling the columns: small numbers that often meet, and now and then one at the edge.
#include "cel/vector/random_world.h"

#include <fmt/format.h>

#include <limits>

namespace qiuhao::cel {
namespace {
const char* alias_of(std::string_view name) {
  if (name == "n") return "数目";
  if (name == "price") return "单价";
  if (name == "code") return "编码";
  return name == "day" ? "日期" : "";
}

enum Shape { kSmall, kEdge, kFewTexts, kManyTexts, kNever };
}  // namespace

void RandomWorld::append(ColumnBuilder& builder, Kind kind, int shape) {
  const auto pick = [&](std::uint64_t count) { return static_cast<std::int64_t>(random_() % count); };
  static constexpr const char* kTexts[] = {"", "a", "bb", "J18", "J18.9", "氯化钠", "inpatient", "42", "ab-c"};
  switch (kind) {
    case Kind::text:
      if (shape == kFewTexts)
        builder.append_text(kTexts[pick(std::size(kTexts))]);
      else
        builder.append_text(fmt::format("{}{}", kTexts[pick(std::size(kTexts))], pick(2'000)));
      break;
    case Kind::timestamp: builder.append_number(pick(40) == 0 ? 0 : (pick(40'000) - 5'000) * 43'200 - pick(3)); break;
    case Kind::date: builder.append_day(static_cast<std::int32_t>(pick(40'000) - 5'000)); break;
    case Kind::boolean: builder.append_number(pick(2)); break;
    case Kind::floating: {
      static constexpr double kDoubles[] = {0.0,
                                            -0.0,
                                            0.5,
                                            -1.25,
                                            1e308,
                                            3.0,
                                            std::numeric_limits<double>::quiet_NaN(),
                                            std::numeric_limits<double>::infinity()};
      builder.append_number(std::bit_cast<std::int64_t>(kDoubles[pick(std::size(kDoubles))]));
      break;
    }
    default: {
      const bool is_edge = shape == kEdge && pick(3) == 0;
      static constexpr std::int64_t kEdges[] = {std::numeric_limits<std::int64_t>::max(),
                                                std::numeric_limits<std::int64_t>::min(), 1LL << 62, -(1LL << 31),
                                                3'037'000'500};
      builder.append_number(is_edge ? kEdges[pick(std::size(kEdges))] : pick(200) - 60);
    }
  }
}

void RandomWorld::add(StructId owner, const char* name, Kind kind, Storage storage, int scale, std::size_t rows,
                      int shape) {
  auto& builders = builders_[owner];
  environment_.add_field(owner, name, alias_of(name), Type::of(kind), static_cast<FieldId>(builders.size()));
  ColumnBuilder& builder = builders.emplace_back(storage, scale);
  const std::uint64_t absent_of_ten = random_() % 3 == 0 ? 0 : random_() % 6;
  for (std::size_t row = 0; row < rows; ++row) {
    if (random_() % 10 < absent_of_ten || shape == kNever)
      builder.append_absent();
    else
      append(builder, kind, shape);
  }
  kinds_[owner].push_back(shape == kNever ? Kind::null : kind);
}

RandomWorld::RandomWorld(std::uint64_t seed, std::size_t rows) : random_(seed) {
  const StructId line = environment_.add_struct("line"), visit = environment_.add_struct("visit");
  environment_.add_variable("line", "费用", Type::row_of(line), 0);
  environment_.add_variable("visit", "就诊", Type::row_of(visit), 1);
  environment_.add_variable("twice", "", Type::of(Kind::integer), kTwiceSlot);
  builders_[line].reserve(32);
  builders_[visit].reserve(32);
  add(line, "n", Kind::integer, Storage::number, 0, rows, kSmall);
  add(line, "m", Kind::integer, Storage::number, 0, rows, random_() % 8 == 0 ? kNever : kSmall);
  add(line, "big", Kind::integer, Storage::number, 0, rows, kEdge);
  add(line, "price", Kind::decimal, Storage::number, 6, rows, kSmall);
  add(line, "amount", Kind::decimal, Storage::number, 2, rows, kSmall);
  add(line, "rate", Kind::decimal, Storage::number, 4, rows, kSmall);
  add(line, "huge", Kind::decimal, Storage::number, 2, rows, kEdge);
  add(line, "ratio", Kind::floating, Storage::number, 0, rows, kSmall);
  add(line, "day", Kind::date, Storage::day, 0, rows, kSmall);
  add(line, "born", Kind::date, Storage::day, 0, rows, kSmall);
  add(line, "time", Kind::timestamp, Storage::number, 0, rows, kSmall);
  add(line, "flag", Kind::boolean, Storage::number, 0, rows, kSmall);
  add(line, "code", Kind::text, Storage::code, 0, rows, kFewTexts);
  add(line, "mode", Kind::text, Storage::code, 0, rows, kFewTexts);
  add(line, "wide", Kind::text, Storage::code, 0, rows, kManyTexts);
  add(line, "words", Kind::text, Storage::text, 0, rows, kFewTexts);
  const std::size_t visits = rows / 3 + 1;
  add(visit, "n", Kind::integer, Storage::number, 0, visits, kSmall);
  add(visit, "amount", Kind::decimal, Storage::number, 2, visits, kSmall);
  add(visit, "ratio", Kind::floating, Storage::number, 0, visits, kSmall);
  add(visit, "day", Kind::date, Storage::day, 0, visits, kSmall);
  add(visit, "time", Kind::timestamp, Storage::number, 0, visits, kSmall);
  add(visit, "kind", Kind::text, Storage::code, 0, visits, kFewTexts);
  for (std::size_t row = 0; row < rows; ++row) {
    links_.push_back(random_() % 20 == 0 ? kNoRow : static_cast<RowIndex>(random_() % visits));
  }
  for (const StructId owner : {line, visit}) {
    for (std::size_t field = 0; field < builders_[owner].size(); ++field) {
      fields_[owner].push_back(FieldColumn::of(kinds_[owner][field], builders_[owner][field].view()));
    }
    structs_[owner] = fields_[owner].data();
  }
}

}  // namespace qiuhao::cel
