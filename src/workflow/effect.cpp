// The table of effects.
#include "workflow/effect.h"

#include <fmt/format.h>

#include <algorithm>

namespace qiuhao::workflow {
namespace {

using enum ArgumentForm;

constexpr ArgumentShape kSetDeadline[] = {{"deadline", deadline, true}, {"from", date, false}};
constexpr ArgumentShape kExtendDeadline[] = {{"deadline", deadline, true}};
constexpr ArgumentShape kStopClock[] = {{"deadline", deadline, true}, {"reason", message, true}};
constexpr ArgumentShape kResumeClock[] = {{"deadline", deadline, true}};
constexpr ArgumentShape kAddPoints[] = {{"person", text, true}, {"points", integer, true}, {"reason", message, true}};
constexpr ArgumentShape kOpenMatter[] = {{"kind", word, true}, {"subject", text, false}, {"fields", fields, false}};
constexpr ArgumentShape kPostToLedger[] = {{"scheme", word, true}, {"amount", amount, true}, {"memo", message, true}};
constexpr ArgumentShape kSuspend[] = {
    {"subject", text, true}, {"from", date, true}, {"until", date, false}, {"reason", message, true}};
constexpr ArgumentShape kNotify[] = {{"to", party, true}, {"message", message, true}};
constexpr ArgumentShape kPublish[] = {{"title", message, true}, {"text", message, true}};
constexpr ArgumentShape kMakeDocument[] = {{"document", document, true}};

struct Row {
  std::string_view name;
  std::span<const ArgumentShape> arguments;
  const char* english;
  const char* chinese;
};

constexpr Row kRows[kEffectKinds] = {
    {"set_deadline", kSetDeadline, "starts a term, by default on the day of the act", "起算期限，默认自办理当日"},
    {"extend_deadline", kExtendDeadline, "lengthens a term as its file allows", "按规定延长期限"},
    {"stop_clock", kStopClock, "days are not counted from this one on", "自当日起期限中止计算"},
    {"resume_clock", kResumeClock, "days are counted again from this one on", "自当日起期限恢复计算"},
    {"add_points", kAddPoints, "points against a person's qualification to be paid", "医保支付资格记分"},
    {"open_matter", kOpenMatter, "another matter begins, linked to this one", "另立相关事项"},
    {"post_to_ledger", kPostToLedger, "an amount is booked by a scheme of policy/accounts/", "按会计方案记账"},
    {"suspend", kSuspend, "payment or settlement of somebody is suspended", "暂停结算或拨付"},
    {"notify", kNotify, "people of a role or part are told", "通知某角色或承办人员"},
    {"publish", kPublish, "a text goes to the public site", "对外公示"},
    {"make_document", kMakeDocument, "a document is written from its template", "按模板制作文书"},
};

const Row& row_of(EffectKind kind) { return kRows[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view effect_name(EffectKind kind) { return row_of(kind).name; }

std::optional<EffectKind> effect_named(std::string_view name) {
  const auto* const found = std::ranges::find(kRows, name, &Row::name);
  if (found == std::end(kRows)) return std::nullopt;
  return static_cast<EffectKind>(found - kRows);
}

std::span<const ArgumentShape> effect_arguments(EffectKind kind) { return row_of(kind).arguments; }

Sentence effect_meaning(EffectKind kind) { return {row_of(kind).english, row_of(kind).chinese}; }

const EffectArgument* Effect::find(std::string_view name) const {
  const auto found = std::ranges::find(arguments, name, &EffectArgument::name);
  return found == arguments.end() ? nullptr : &*found;
}

std::string Effect::text() const {
  std::string written;
  for (const EffectArgument& argument : arguments) {
    written += fmt::format("{}{}: {}", written.empty() ? "" : ", ", argument.name,
                           format_value(argument.value, argument.type));
  }
  return fmt::format("{} {{{}}}", effect_name(kind), written);
}

}  // namespace qiuhao::workflow
