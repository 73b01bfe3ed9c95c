// The names of formulas, and their values.
#include "workflow/world.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace qiuhao::workflow {
namespace {

constexpr Day kMostDaysCounted = 100 * 366;

enum : cel::StructId { kMatter, kParam, kAct, kActs, kDeed, kDocuments, kParts, kDue };
enum : cel::FieldId { kNumber, kSubject, kRegion, kState, kOpened, kFirstField };
enum : cel::FieldId { kActDay, kActPerson, kActUnit, kActNote };
enum : cel::FieldId { kDone, kTimes, kLastDay, kLastPerson };

struct Built {
  const char* name;
  const char* alias;
  cel::Kind kind;
};
constexpr Built kMatterFields[] = {{"number", "编号", cel::Kind::text},
                                   {"subject", "对象", cel::Kind::text},
                                   {"region", "统筹区", cel::Kind::text},
                                   {"state", "状态", cel::Kind::text},
                                   {"opened", "立项日", cel::Kind::date}};
constexpr Built kActFields[] = {{"day", "日期", cel::Kind::date},
                                {"person", "办理人", cel::Kind::text},
                                {"unit", "部门", cel::Kind::text},
                                {"note", "备注", cel::Kind::text}};
constexpr Built kDeedFields[] = {{"done", "已办", cel::Kind::boolean},
                                 {"times", "次数", cel::Kind::integer},
                                 {"day", "日期", cel::Kind::date},
                                 {"person", "办理人", cel::Kind::text}};

// A title that can stand in a formula: letters and digits alone, ASCII or Chinese, and not taken yet.
std::string alias_of(const std::string& title, std::set<std::string>& taken) {
  static const std::string_view kMarks[] = {"，", "。", "、", "（", "）", "：", "；", "“", "”",
                                            "《", "》", "〔", "〕", "？", "！", "—",  "…", "·"};
  bool is_word = !title.empty() && std::isdigit(static_cast<unsigned char>(title[0])) == 0;
  for (const char byte : title) {
    const auto code = static_cast<unsigned char>(byte);
    is_word = is_word && (code >= 0x80 || std::isalnum(code) != 0 || code == '_');
  }
  for (const std::string_view mark : kMarks) is_word = is_word && title.find(mark) == std::string::npos;
  return is_word && taken.insert(title).second ? title : "";
}

template <std::size_t Count>
std::set<std::string> add_built(cel::Environment& environment, cel::StructId owner, const Built (&fields)[Count]) {
  std::set<std::string> taken;
  for (cel::FieldId field = 0; field < Count; ++field) {
    environment.add_field(owner, fields[field].name, fields[field].alias, cel::Type::of(fields[field].kind), field);
    taken.insert({fields[field].name, fields[field].alias});
  }
  return taken;
}

template <typename T, typename TypeOf>
void add_named(cel::Environment& environment, cel::StructId owner, const std::vector<T>& list, std::size_t first,
               std::set<std::string> taken, const TypeOf& type_of) {
  for (const T& one : list) taken.insert(one.name);
  for (std::size_t i = 0; i < list.size(); ++i) {
    environment.add_field(owner, list[i].name, alias_of(list[i].title.chinese, taken), type_of(list[i]),
                          static_cast<cel::FieldId>(first + i));
  }
}

// The activation is a MatterWorld: no other evaluates a workflow's formulas, but for constants, which are folded by
// none.
cel::Value run_workdays_between(const cel::Activation& activation, std::span<const cel::Value> arguments) {
  const auto* world = dynamic_cast<const MatterWorld*>(&activation);
  if (world == nullptr) return cel::Value::error(cel::ErrorReason::other, "there is no calendar here");
  const Day from = arguments[0].as_date();
  const Day to = arguments[1].as_date();
  if (to - from > kMostDaysCounted) return cel::Value::error(cel::ErrorReason::limit, "these days are too far apart");
  return cel::Value::of_int(world->calendar().working_days_between(from, to));
}

}  // namespace

std::vector<cel::FunctionDoc> workflow_functions() {
  return {{"workdaysBetween",
           "(date, date) -> int",
           {"Working days after the first date up to and with the second, by policy/calendar/; 0 when it is not later.",
            "前一日期之后到后一日期（含）的工作日数，依 policy/calendar/；后者不晚于前者时为 0。"},
           "workdaysBetween(date('2026-04-30'), date('2026-05-06')) == 1"}};
}

cel::Environment make_environment(const Kind& kind) {
  cel::Environment environment;
  constexpr std::pair<const char*, const char*> kStructs[] = {
      {"matter", "事项"}, {"param", "参数"},     {"act", "本次"},   {"acts", "操作"},
      {"deed", ""},       {"documents", "文书"}, {"parts", "承办"}, {"due", "期限"}};
  for (const auto& [name, alias] : kStructs) environment.add_struct(name);
  std::set<std::string> taken = add_built(environment, kMatter, kMatterFields);
  add_named(environment, kMatter, kind.fields, kFirstField, taken, [](const Field& f) { return cel_type(f.shape); });
  add_built(environment, kAct, kActFields);
  add_built(environment, kDeed, kDeedFields);
  const auto always = [](const cel::Type& type) { return [type](const auto&) { return type; }; };
  add_named(environment, kParam, kind.parameters, 0, {}, [](const Parameter& p) { return cel_type({p.type, false}); });
  add_named(environment, kActs, kind.actions, 0, {}, always(cel::Type::row_of(kDeed)));
  add_named(environment, kDocuments, kind.documents, 0, {}, always(cel::Type::of(cel::Kind::boolean)));
  add_named(environment, kParts, kind.parts, 0, {}, always(cel::Type::list_of(cel::Type::of(cel::Kind::text))));
  add_named(environment, kDue, kind.deadlines, 0, {}, always(cel::Type::of(cel::Kind::date)));
  for (cel::StructId id = 0; id < std::size(kStructs); ++id) {
    if (id != kDeed) environment.add_variable(kStructs[id].first, kStructs[id].second, cel::Type::row_of(id), id);
  }
  const cel::Type date = cel::Type::of(cel::Kind::date);
  environment.add_function(workflow_functions()[0], {date, date}, cel::Type::of(cel::Kind::integer),
                           run_workdays_between);
  return environment;
}

MatterWorld::MatterWorld(const Kind& kind, const Calendar& calendar, const Matter& matter, const Act& act)
    : kind_(kind), calendar_(calendar), matter_(matter), act_(act) {}

cel::Value MatterWorld::variable(cel::SlotId slot) const { return cel::Value::of_row(slot, 0); }

cel::Value MatterWorld::field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const {
  switch (owner) {
    case kMatter: return matter_field(field);
    case kParam: {
      const Parameter& parameter = kind_.parameters[field];
      const ParameterValue* value = parameter_value(parameter, matter_.opened, matter_.region);
      return value == nullptr ? cel::Value::absent() : to_cel(value->value, parameter.type);
    }
    case kAct: return act_field(field);
    case kActs: return cel::Value::of_row(kDeed, field);
    case kDeed: return deed_field(field, row);
    case kDocuments:
      return cel::Value::of_bool(std::ranges::any_of(
          matter_.documents, [&](const auto& held) { return held.name == kind_.documents[field].name; }));
    case kParts: {
      const auto found = matter_.people.find(kind_.parts[field].name);
      std::vector<cel::Value> items;
      if (found != matter_.people.end()) {
        for (const std::string& person : found->second) items.push_back(cel::Value::of_text(person));
      }
      items_.push_back(std::move(items));
      lists_.push_back({.values = items_.back(), .rows = {}});
      return cel::Value::of_list(&lists_.back());
    }
    case kDue: {
      const auto found = matter_.terms.find(kind_.deadlines[field].name);
      const bool has_day = found != matter_.terms.end() && found->second.due != kNoDay;
      return has_day ? cel::Value::of_date(found->second.due) : cel::Value::absent();
    }
    default: return cel::Value::absent();
  }
}

cel::Value MatterWorld::matter_field(cel::FieldId field) const {
  switch (field) {
    case kNumber: return cel::Value::of_text(matter_.number);
    case kSubject: return cel::Value::of_text(matter_.subject);
    case kRegion: return cel::Value::of_text(matter_.region);
    case kState: return cel::Value::of_text(matter_.state);
    case kOpened: return cel::Value::of_date(matter_.opened);
    default: break;
  }
  const Field& known = kind_.fields[static_cast<Number>(field - kFirstField)];
  const auto found = matter_.fields.find(known.name);
  if (found == matter_.fields.end()) return cel::Value::absent();
  const auto* items = std::get_if<std::vector<FieldValue>>(&found->second.held);
  return items == nullptr ? to_cel(found->second, known.shape.type) : list_of(*items, known.shape.type);
}

cel::Value MatterWorld::list_of(const std::vector<FieldValue>& items, FieldType type) const {
  std::vector<cel::Value> values;
  for (const FieldValue& item : items) values.push_back(to_cel(item, type));
  items_.push_back(std::move(values));
  lists_.push_back({.values = items_.back(), .rows = {}});
  return cel::Value::of_list(&lists_.back());
}

cel::Value MatterWorld::act_field(cel::FieldId field) const {
  switch (field) {
    case kActDay: return cel::Value::of_date(day_of(act_.at));
    case kActPerson: return cel::Value::of_text(act_.by.id);
    case kActUnit: return cel::Value::of_text(act_.by.unit);
    default: return cel::Value::of_text(act_.note);
  }
}

// Of acts that were done before this one.
cel::Value MatterWorld::deed_field(cel::FieldId field, Number action) const {
  std::int64_t times = 0;
  const Deed* last = nullptr;
  for (const Deed& deed : matter_.history) {
    if (deed.action != kind_.actions[action].name) continue;
    ++times;
    last = &deed;
  }
  if (field == kDone) return cel::Value::of_bool(times > 0);
  if (field == kTimes) return cel::Value::of_int(times);
  if (last == nullptr) return cel::Value::absent();
  return field == kLastDay ? cel::Value::of_date(day_of(last->at)) : cel::Value::of_text(last->person);
}

}  // namespace qiuhao::workflow
