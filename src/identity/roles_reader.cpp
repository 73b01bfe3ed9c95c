// Reading policy/roles.yaml.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/files.h"
#include "cel/lexer/source.h"
#include "identity/roles.h"
#include "text/document.h"

namespace qiuhao::identity {
namespace {

using text::Node;

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name[0] >= 'a' && name[0] <= 'z' &&
         std::ranges::all_of(
             name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; });
}

template <typename T>
std::vector<std::string> names_of(const std::vector<T>& list) {
  std::vector<std::string> names;
  for (const T& item : list) names.push_back(item.name);
  return names;
}

}  // namespace

class RoleReader {
 public:
  RoleReader(RolePolicy& policy, const std::string& file) : policy_(policy), file_(file) {}

  Status read(const Node& root) {
    TRY(check_keys(root, {"policy", "from", "basis", "roles", "actions", "apart"}));
    if (root.text_of("policy") != "roles")
      return wrong(root, {"a file of roles begins with policy: roles", "岗位文件以 policy: roles 开头"});
    ASSIGN(policy_.from_, day_of_key(root, "from"));
    if (policy_.from_ == kNoDay)
      return wrong(root, {"say from which day it holds, as from: 2026-01-01", "请写明施行日，例如 from: 2026-01-01"});
    TRY(each_of(root, "roles", [&](const Node& key, const Node& body) { return read_role(key, body); }));
    TRY(read_inheritance(root));
    TRY(each_of(root, "actions", [&](const Node& key, const Node& body) { return read_action(key, body); }));
    TRY(read_apart(root));
    TRY(check_cycles());
    TRY(check_used());
    return check_inherited_pairs();
  }

 private:
  std::unexpected<Error> wrong(const Node& node, Sentence sentence, std::string code = "bad_roles") const {
    return wrong_at({file_, node.line, node.column, ""}, std::move(sentence), std::move(code));
  }
  static std::unexpected<Error> wrong_at(Place place, Sentence sentence, std::string code) {
    return input_error(std::move(code), std::move(sentence), std::move(place));
  }
  std::unexpected<Error> unknown(const Node& node, const Sentence& what, const std::vector<std::string>& known) const {
    const Sentence sentence{fmt::format("unknown {} '{}'", what.english, node.scalar),
                            fmt::format("没有{}“{}”", what.chinese, node.scalar)};
    return wrong(node, sentence + cel::suggest_name(node.scalar, known), "unknown_name");
  }

  Status check_keys(const Node& node, std::initializer_list<std::string> known) const {
    if (!node.is_map()) return wrong(node, {"here stands a map of keys", "此处应是键值映射"});
    for (const auto& [key, value] : node.entries) {
      if (std::ranges::find(known, key.scalar) == known.end()) return unknown(key, {"key", "键"}, known);
    }
    return {};
  }

  template <typename Read>
  Status each_of(const Node& root, std::string_view section, Read&& read) const {
    const Node* node = root.find(section);
    if (node == nullptr || !node->is_map() || node->entries.empty() || node->entries.size() > RolePolicy::kNamedMost)
      return wrong(node == nullptr ? root : *node,
                   {fmt::format("{} is a map of 1 to {} names", section, RolePolicy::kNamedMost),
                    fmt::format("{} 是 1 到 {} 个名称的映射", section, RolePolicy::kNamedMost)});
    for (const auto& [key, body] : node->entries) {
      if (!is_name(key.scalar))
        return wrong(key, {fmt::format("'{}' is no name; write small letters, digits, _ and .", key.scalar),
                           fmt::format("“{}”不能作名称；请用小写字母、数字、_ 和 .", key.scalar)});
      TRY(read(key, body));
    }
    return {};
  }

  Result<Sentence> read_sentence(const Node& owner, std::string_view key) const {
    const Node* node = owner.find(key);
    Sentence sentence;
    if (node != nullptr) sentence = {node->text_of("en"), node->text_of("zh")};
    if (sentence.english.empty() || sentence.chinese.empty())
      return wrong(node == nullptr ? owner : *node, {fmt::format("write {}: {{zh: …, en: …}}", key),
                                                     fmt::format("请写 {}: {{zh: 中文, en: 英文}}", key)});
    return sentence;
  }

  Result<Day> day_of_key(const Node& owner, std::string_view key) const {
    const Node* node = owner.find(key);
    if (node == nullptr) return kNoDay;
    const auto day = parse_day(node->scalar);
    if (!day) return wrong(*node, day.error().sentence(), "bad_date");
    return *day;
  }

  Result<bool> flag_of(const Node& owner, std::string_view key) const {
    const Node* node = owner.find(key);
    if (node == nullptr || node->scalar == "false") return false;
    if (node->scalar == "true") return true;
    return wrong(*node, {fmt::format("{} is true or false", key), fmt::format("{} 只能是 true 或 false", key)});
  }

  // The scalars of a list, or a lone one.
  static std::vector<const Node*> items_of(const Node& owner, std::string_view key) {
    std::vector<const Node*> items;
    const Node* node = owner.find(key);
    if (node != nullptr && (node->is_scalar() || node->is_map())) items.push_back(node);
    if (node != nullptr) {
      for (const Node& item : node->items) items.push_back(&item);
    }
    return items;
  }

  Result<std::size_t> role_of(const Node& node) const {
    const auto found = policy_.role(node.scalar);
    if (!found) return unknown(node, {"role", "岗位"}, names_of(policy_.roles_));
    return *found;
  }
  Result<std::vector<std::size_t>> roles_of(const Node& owner, std::string_view key) const {
    std::vector<std::size_t> numbers;
    for (const Node* item : items_of(owner, key)) {
      ASSIGN(const std::size_t number, role_of(*item));
      numbers.push_back(number);
    }
    return numbers;
  }

  Status read_role(const Node& key, const Node& body) const {
    TRY(check_keys(body, {"title", "held_in", "inherits"}));
    Role role;
    role.name = key.scalar;
    role.place = {file_, key.line, key.column, ""};
    ASSIGN(role.title, read_sentence(body, "title"));
    for (const Node* item : items_of(body, "held_in")) {
      const auto kind = organisation_kind_named(item->scalar);
      if (!kind) {
        std::vector<std::string> known;
        for (std::size_t index = 1; index <= kOrganisationKinds; ++index)
          known.emplace_back(name_of(static_cast<OrganisationKind>(index)));
        return unknown(*item, {"kind of organisation", "机构类别"}, known);
      }
      role.held_in.push_back(*kind);
    }
    if (role.held_in.empty())
      return wrong(body, {"say which kinds of organisation may hold it, as held_in: [bureau]",
                          "请写明哪类机构可设此岗位，例如 held_in: [bureau]"});
    policy_.roles_.push_back(std::move(role));
    return {};
  }

  Status read_inheritance(const Node& root) const {
    for (const auto& [key, body] : root.find("roles")->entries) {
      ASSIGN(policy_.roles_[*policy_.role(key.scalar)].inherits, roles_of(body, "inherits"));
    }
    return {};
  }

  Status read_action(const Node& key, const Node& body) const {
    TRY(check_keys(body, {"title", "guards", "reach", "roles", "four_eyes", "fresh_code", "acts"}));
    Action action;
    action.name = key.scalar;
    action.place = {file_, key.line, key.column, ""};
    ASSIGN(action.title, read_sentence(body, "title"));
    ASSIGN(action.guards, read_sentence(body, "guards"));
    ASSIGN(action.is_four_eyes, flag_of(body, "four_eyes"));
    ASSIGN(action.wants_fresh_code, flag_of(body, "fresh_code"));
    const std::string reach = body.text_of("reach");
    if (reach != "everywhere" && reach != "region" && reach != "organisation") {
      const Node* node = body.find("reach");
      if (node == nullptr || !node->is_scalar())
        return wrong(body, {"say how far it goes: reach: everywhere, region or organisation",
                            "请写明范围：reach: everywhere、region 或 organisation"});
      return unknown(*node, {"reach", "范围"}, {"everywhere", "region", "organisation"});
    }
    action.reach = reach == "everywhere" ? Reach::everywhere : reach == "region" ? Reach::region : Reach::organisation;
    for (const Node* item : items_of(body, "roles")) {
      ASSIGN(const Permit permit, read_permit(*item));
      action.permits.push_back(permit);
    }
    if (action.permits.empty())
      return wrong(key,
                   {fmt::format("nobody may do {}; name its roles, as roles: [auditor]", action.name),
                    fmt::format("没有岗位可以办理 {}；请列出岗位，例如 roles: [auditor]", action.name)},
                   "action_without_role");
    TRY(read_acts(body, action));
    policy_.actions_.push_back(std::move(action));
    return {};
  }

  // `acts: {recovery: [open, set_off]}`
  Status read_acts(const Node& body, Action& action) const {
    const Node* node = body.find("acts");
    if (node == nullptr) return {};
    if (!node->is_map())
      return wrong(*node, {"write the acts by kind, as acts: {recovery: [open]}",
                           "请按流程写动作，例如 acts: {recovery: [open]}"});
    for (const auto& [kind, list] : node->entries) {
      ActsOfKind acts{kind.scalar, {}};
      for (const Node* item : items_of(*node, kind.scalar)) acts.acts.push_back(item->scalar);
      action.acts.push_back(std::move(acts));
    }
    return {};
  }

  // `auditor`, or {role: auditor, from: 2026-07-01, to: 2026-12-31}.
  Result<Permit> read_permit(const Node& node) const {
    Permit permit;
    const Node* name = &node;
    if (node.is_map()) {
      TRY(check_keys(node, {"role", "from", "to"}));
      name = node.find("role");
      if (name == nullptr) return wrong(node, {"name the role, as role: auditor", "请写明岗位，例如 role: auditor"});
      ASSIGN(permit.from, day_of_key(node, "from"));
      ASSIGN(permit.to, day_of_key(node, "to"));
      if (permit.to != kNoDay && permit.to < std::max(permit.from, policy_.from_))
        return wrong(node, {"it ends before it begins", "末日早于首日"}, "bad_date");
    }
    ASSIGN(permit.role, role_of(*name));
    return permit;
  }

  Status read_apart(const Node& root) const {
    for (const Node* item : items_of(root, "apart")) {
      TRY(check_keys(*item, {"one", "other", "why"}));
      Apart apart;
      ASSIGN(apart.one, roles_of(*item, "one"));
      ASSIGN(apart.other, roles_of(*item, "other"));
      ASSIGN(apart.why, read_sentence(*item, "why"));
      if (apart.one.empty() || apart.other.empty())
        return wrong(*item, {"roles that are apart stand in one and other", "分离的岗位写在 one 和 other 两侧"});
      policy_.apart_.push_back(std::move(apart));
    }
    return {};
  }

  Status check_cycles() const {
    for (std::size_t number = 0; number < policy_.roles_.size(); ++number) {
      const Role& role = policy_.roles_[number];
      for (const std::size_t below : role.inherits) {
        const auto all = policy_.with_inherited(below);
        if (std::ranges::find(all, number) != all.end())
          return wrong_at(role.place,
                          {fmt::format("{} inherits itself by way of {}; take one of the two out", role.name,
                                       policy_.roles_[below].name),
                           fmt::format("{} 经由 {} 继承了自己；请删去其一", role.name, policy_.roles_[below].name)},
                          "role_cycle");
      }
    }
    return {};
  }

  Status check_used() const {
    for (std::size_t number = 0; number < policy_.roles_.size(); ++number) {
      const auto held = policy_.with_inherited(number);
      const bool is_used = std::ranges::any_of(policy_.actions_, [&](const Action& action) {
        return std::ranges::any_of(
            action.permits, [&](const Permit& permit) { return std::ranges::find(held, permit.role) != held.end(); });
      });
      const Role& role = policy_.roles_[number];
      if (!is_used)
        return wrong_at(role.place,
                        {fmt::format("{} may do nothing; name it at an action, or take it out", role.name),
                         fmt::format("{} 没有任何权限；请写入某个操作，或删去该岗位", role.name)},
                        "role_unused");
    }
    return {};
  }

  Status check_inherited_pairs() const {
    for (std::size_t number = 0; number < policy_.roles_.size(); ++number) {
      const auto why = policy_.kept_apart(number, number);
      const Role& role = policy_.roles_[number];
      if (why)
        return wrong_at(role.place,
                        {fmt::format("{} holds both sides of a pair that is kept apart: {}", role.name, why->english),
                         fmt::format("{} 同时具有应分离的两方：{}", role.name, why->chinese)},
                        "role_holds_both");
    }
    return {};
  }

  RolePolicy& policy_;
  const std::string& file_;
};

Result<RolePolicy> RolePolicy::parse(const std::string& content, const std::string& file) {
  ASSIGN(const Node root, text::parse_yaml(content, file));
  RolePolicy policy;
  TRY(RoleReader(policy, file).read(root));
  return policy;
}

Result<RolePolicy> RolePolicy::read(const std::string& file) {
  ASSIGN(const std::string content, read_file(file, text::kMaxDocumentBytes));
  return parse(content, file);
}

}  // namespace qiuhao::identity
