// All templates of a bureau, held against each other and against the workflows that ask for them.
#include <fmt/format.h>

#include <set>

#include "base/check.h"
#include "documents/template.h"

namespace qiuhao::documents {
namespace {

Error wrong(std::string code, Sentence sentence, Place place) {
  return {Fault::input, std::move(code), std::move(sentence.english), std::move(place), std::move(sentence.chinese)};
}

// Documents that effects of the kind make, each with the first place that asks.
std::vector<std::pair<std::string, Place>> asked_for(const workflow::Kind& kind) {
  std::vector<std::pair<std::string, Place>> asked;
  for (const workflow::Action& action : kind.actions) {
    for (const workflow::EffectRule& effect : action.effects) {
      if (effect.kind != workflow::EffectKind::make_document) continue;
      const workflow::Argument* document = effect.find("document");
      CHECK(document != nullptr);
      asked.emplace_back(document->word, document->place);
    }
  }
  return asked;
}

bool asks_for_input(const Template& made) {
  for (const Input& input : made.inputs) {
    if (!input.is_optional) return true;
  }
  return false;
}

}  // namespace

std::vector<Error> check_templates(const std::vector<Template>& all, const std::vector<const workflow::Kind*>& kinds) {
  std::vector<Error> errors;
  std::map<std::pair<std::string, std::string>, const Template*> known;
  for (const Template& one : all) {
    const auto [first, is_new] = known.emplace(std::pair(one.kind, one.document), &one);
    if (!is_new)
      errors.push_back(
          wrong("same_template",
                {fmt::format("{} is the template of {} of {} already", first->second->file, one.document, one.kind),
                 fmt::format("{} 已是 {} 的 {} 的模板", first->second->file, one.kind, one.document)},
                {one.file, 1, 1, ""}));
  }
  for (const workflow::Kind* kind : kinds) {
    std::set<std::string> told;
    for (const auto& [document, place] : asked_for(*kind)) {
      if (!told.insert(document).second) continue;
      const auto found = known.find({kind->name, document});
      if (found == known.end())
        errors.push_back(
            wrong("no_template",
                  {fmt::format("the workflow makes the document {}, and no template is there for it", document),
                   fmt::format("流程会生成文书 {}，但没有它的模板", document)},
                  place));
      else if (asks_for_input(*found->second))
        errors.push_back(wrong("input_of_nobody",
                               {fmt::format("the workflow makes {} by itself, so nobody is there to fill in inputs; "
                                            "make them optional",
                                            document),
                                fmt::format("{} 由流程自动生成，没有人填写；填写项请设为 optional", document)},
                               {found->second->file, 1, 1, ""}));
    }
  }
  return errors;
}

Result<Templates> Templates::make(std::vector<Template> all, const std::vector<const workflow::Kind*>& kinds) {
  for (Error& error : check_templates(all, kinds)) return fail(std::move(error));
  Templates made;
  made.all_ = std::move(all);
  return made;
}

const Template* Templates::find(std::string_view kind, std::string_view document) const {
  for (const Template& one : all_) {
    if (one.kind == kind && one.document == document) return &one;
  }
  return nullptr;
}

}  // namespace qiuhao::documents
