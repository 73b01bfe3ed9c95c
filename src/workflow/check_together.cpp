// What can be said only of several kinds together.
#include <fmt/format.h>

#include <map>

#include "cel/lexer/source.h"
#include "workflow/kind.h"

namespace qiuhao::workflow {
namespace {

Error error_at(const Place& place, std::string code, Sentence sentence) {
  return {Fault::input, std::move(code), std::move(sentence.english), place, std::move(sentence.chinese)};
}

// An int is money or a decimal as it stands, and texts are choices and ids.
bool may_give(const cel::Type& given, ValueShape shape) {
  const cel::Kind wanted = cel_type(shape).kind;
  return given.kind == wanted || (wanted == cel::Kind::decimal && given.kind == cel::Kind::integer);
}

void check_opened(const Kind& opened, const EffectRule& effect, std::vector<Error>& errors) {
  const Argument* given = effect.find("fields");
  std::map<std::string, bool> is_given;
  if (given != nullptr) {
    for (const auto& [name, formula, place] : given->fields) {
      const auto field = find_named(opened.fields, name);
      is_given[name] = true;
      if (!field) {
        const Sentence unknown{fmt::format("{} has no field '{}'", opened.name, name),
                               fmt::format("{} 没有字段“{}”", opened.name, name)};
        errors.push_back(error_at(place, "unknown_name", unknown + cel::suggest_name(name, names_of(opened.fields))));
      } else if (!may_give(formula.type(), opened.fields[*field].shape)) {
        const Sentence wanted = describe(opened.fields[*field].shape);
        errors.push_back(error_at(place, "wrong_type",
                                  {fmt::format("{} of {} is {}", name, opened.name, wanted.english),
                                   fmt::format("{} 的 {} 是{}", opened.name, name, wanted.chinese)}));
      }
    }
  }
  for (const Field& field : opened.fields) {
    if (field.is_required && !is_given[field.name])
      errors.push_back(error_at(effect.place, "missing_field",
                                {fmt::format("{} needs the field '{}' when it is opened", opened.name, field.name),
                                 fmt::format("{} 立项时需要字段“{}”", opened.name, field.name)}));
  }
}

}  // namespace

std::vector<Error> check_together(const std::vector<Kind>& kinds) {
  std::vector<Error> errors;
  std::map<std::pair<std::string, int>, const Kind*> by_version;
  std::map<std::string, const Kind*> newest;
  std::vector<std::string> names;
  for (const Kind& kind : kinds) {
    const auto [known, is_new] = by_version.emplace(std::pair(kind.name, kind.version), &kind);
    if (!is_new)
      errors.push_back(
          error_at({kind.file, 1, 1, ""}, "same_kind",
                   {fmt::format("version {} of {} is in {} too", kind.version, kind.name, known->second->file),
                    fmt::format("{} 第 {} 版在 {} 里也有", kind.name, kind.version, known->second->file)}));
    const Kind*& latest = newest[kind.name];
    if (latest == nullptr || latest->version < kind.version) latest = &kind;
    names.push_back(kind.name);
  }
  for (const Kind& kind : kinds) {
    for (const Action& action : kind.actions) {
      for (const EffectRule& effect : action.effects) {
        if (effect.kind != EffectKind::open_matter) continue;
        const Argument* named = effect.find("kind");
        const auto found = newest.find(named->word);
        if (found == newest.end()) {
          const Sentence unknown{fmt::format("no workflow is called '{}'", named->word),
                                 fmt::format("没有名为“{}”的流程", named->word)};
          errors.push_back(error_at(named->place, "unknown_name", unknown + cel::suggest_name(named->word, names)));
        } else {
          check_opened(*found->second, effect, errors);
        }
      }
    }
  }
  return errors;
}

}  // namespace qiuhao::workflow
