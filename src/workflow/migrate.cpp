// Carrying matters over.
#include "workflow/migrate.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace qiuhao::workflow {
namespace {

// What a name became; nullopt when it was left out.
std::optional<std::string> renamed(const std::vector<Migration::Rename>& renames, const std::string& name) {
  const auto found = std::ranges::find(renames, name, &Migration::Rename::before);
  if (found == renames.end()) return name;
  return found->now.empty() ? std::nullopt : std::optional(found->now);
}

class MigrationCheck {
 public:
  MigrationCheck(const Kind& before, const Kind& now) : before_(before), now_(now) {}

  std::vector<Error> run() {
    if (!now_.migration || now_.migration->from_version != before_.version || now_.name != before_.name) {
      tell("no_migration",
           {fmt::format("version {} of {} says nothing of matters of version {}", now_.version, now_.name,
                        before_.version),
            fmt::format("{} 第 {} 版没有写第 {} 版事项的迁移", now_.name, now_.version, before_.version)});
      return std::move(errors_);
    }
    for (const State& state : before_.states) check_state(state);
    for (const Field& field : before_.fields) check_field(field);
    check_kept(before_.parts, now_.parts, "part_is_lost", {"part", "承办岗位"});
    check_kept(before_.documents, now_.documents, "document_is_lost", {"document", "文书"});
    check_kept(before_.deadlines, now_.deadlines, "deadline_is_lost", {"deadline", "期限"});
    return std::move(errors_);
  }

 private:
  void tell(std::string code, Sentence sentence) {
    const Place place = now_.migration ? now_.migration->place : Place{now_.file, 1, 1, ""};
    errors_.push_back({Fault::input, std::move(code), sentence.english, place, sentence.chinese});
  }

  void check_state(const State& state) {
    const auto name = renamed(now_.migration->states, state.name);
    const auto found = name ? find_named(now_.states, *name) : std::nullopt;
    if (!found || now_.states[*found].is_final != state.is_final)
      tell("state_is_lost",
           {fmt::format("matters in '{}' have no state to go to; add states: {{{}: …}}, final or not as it is",
                        state.name, state.name),
            fmt::format("“{}”的事项无处可去；请写 states: {{{}: …}}，终结状态对终结状态", state.title.chinese,
                        state.name)});
  }

  void check_field(const Field& field) {
    const auto name = renamed(now_.migration->fields, field.name);
    if (!name) return;
    const auto found = find_named(now_.fields, *name);
    if (!found || now_.fields[*found].shape != field.shape)
      tell("field_is_lost",
           {fmt::format(
                "the field '{}' has no field of its type to go to; add fields: {{{}: …}}, or null to leave it out",
                field.name, field.name),
            fmt::format("字段“{}”没有同类型的去处；请写 fields: {{{}: …}}，写 null 表示舍弃", field.title.chinese,
                        field.name)});
  }

  template <typename T>
  void check_kept(const std::vector<T>& before, const std::vector<T>& now, const char* code, const Sentence& what) {
    for (const T& one : before) {
      if (!find_named(now, one.name))
        tell(code, {fmt::format("the {} '{}' is gone; keep it while matters may have it", what.english, one.name),
                    fmt::format("{}“{}”不见了；事项可能还在用，请保留", what.chinese, one.title.chinese)});
    }
  }

  const Kind& before_;
  const Kind& now_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> check_migration(const Kind& before, const Kind& now) { return MigrationCheck(before, now).run(); }

Result<Matter> migrate(const Kind& before, const Kind& now, const Matter& matter, Seconds at) {
  if (matter.kind != before.name || matter.version != before.version)
    return input_error("other_version",
                       Sentence{fmt::format("matter {} runs by version {}", matter.number, matter.version),
                                fmt::format("事项 {} 按第 {} 版运行", matter.number, matter.version)});
  CHECK(now.migration && now.migration->from_version == before.version);
  Matter moved = matter;
  moved.version = now.version;
  moved.state = *renamed(now.migration->states, matter.state);
  const auto state = find_named(now.states, moved.state);
  CHECK_NOTE(state.has_value(), moved.state);
  moved.fields.clear();
  for (const auto& [name, value] : matter.fields) {
    if (const auto kept = renamed(now.migration->fields, name)) moved.fields[*kept] = value;
  }
  std::erase_if(moved.terms, [&](const auto& term) {
    const auto deadline = find_named(now.deadlines, term.first);
    return !deadline || !now.deadlines[*deadline].runs_in[*state];
  });
  moved.history.push_back({std::string(kMigrationDeed), "", "", at, matter.state, moved.state,
                           fmt::format("{} → {}", before.version, now.version)});
  ++moved.revision;
  return moved;
}

}  // namespace qiuhao::workflow
