// The windows of a rule: their kinds, and the keys that each kind has.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cel/lexer/source.h"
#include "rules/load/loader.h"

namespace qiuhao::rules {

using claims::Entity;
using text::Node;

namespace {

bool is_key_of(const WindowKeys& keys, std::string_view word) {
  return !word.empty() &&
         (word == keys.name || std::find(keys.must.begin(), keys.must.end(), word) != keys.must.end() ||
          std::find(keys.may.begin(), keys.may.end(), word) != keys.may.end());
}

std::vector<std::string> all_keys(const WindowKeys& keys) {
  std::vector<std::string> words{std::string(keys.name)};
  for (const std::string_view word : keys.must) words.emplace_back(word);
  for (const std::string_view word : keys.may) words.emplace_back(word);
  std::erase(words, "");
  return words;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const WindowKeys& keys : window_keys()) names.emplace_back(keys.name);
  return names;
}

}  // namespace

Result<WindowKind> Loader::read_kind(const std::string& name, const Node& node) const {
  std::optional<WindowKind> kind;
  for (const WindowKeys& keys : window_keys()) {
    if (node.find(keys.name) == nullptr) continue;
    if (kind) {
      return at(node, "bad_rule",
                {fmt::format("window {} is both {} and {}; write one", name, keys_of(*kind).name, keys.name),
                 fmt::format("窗口 {} 同时写了 {} 和 {}；请只写一种", name, keys_of(*kind).name, keys.name)});
    }
    kind = keys.kind;
  }
  if (kind) return *kind;
  for (const auto& [key, value] : node.entries) {
    const std::string nearest = cel::nearest_name(key.scalar, kind_names());
    if (nearest.empty()) continue;
    return at(key, "unknown_window",
              {fmt::format("'{}' is no kind of window; did you mean {}?", key.scalar, nearest),
               fmt::format("没有“{}”这种窗口；是否要写 {}？", key.scalar, nearest)});
  }
  return at(node, "unknown_window",
            {fmt::format("window {} needs a kind: one of {}", name, fmt::join(kind_names(), ", ")),
             fmt::format("窗口 {} 没有写种类；请写 {} 之一", name, fmt::join(kind_names(), "、"))});
}

Status Loader::check_window_keys(const Window& window, const Node& node) const {
  const WindowKeys& keys = keys_of(window.kind);
  for (const auto& [key, value] : node.entries) {
    if (is_key_of(keys, key.scalar)) continue;
    return at(key, "unknown_key",
              {fmt::format("unknown key '{}' of a window {}; write one of {}", key.scalar, keys.name,
                           fmt::join(all_keys(keys), ", ")),
               fmt::format("窗口 {} 没有键“{}”；可写 {}", keys.name, key.scalar, fmt::join(all_keys(keys), "、"))});
  }
  for (const std::string_view word : keys.must) {
    if (word.empty() || node.find(word) != nullptr) continue;
    return at(node, "missing_key",
              {fmt::format("window {} of kind {} needs the key '{}'", window.name, keys.name, word),
               fmt::format("窗口 {}（{}）缺少键“{}”", window.name, keys.name, word)});
  }
  return {};
}

// What the rows of a window are: history: line.
Status Loader::read_of(Window& window, const Node& node) {
  if (window.kind == WindowKind::pair) return read_pair(window, node);
  const Node& of = *node.find(keys_of(window.kind).name);
  for (const Entity entity : kWindowRows) {
    if (of.scalar != claims::kEntityNames[static_cast<std::size_t>(entity)]) continue;
    window.of = entity;
    return {};
  }
  return at(of, "bad_rule",
            {fmt::format("a window {} is over line, visit, diagnosis, operation or settlement, not '{}'",
                         keys_of(window.kind).name, of.scalar),
             fmt::format("窗口 {} 的行可以是 line、visit、diagnosis、operation 或 settlement，不能是“{}”",
                         keys_of(window.kind).name, of.scalar)});
}

Result<int> Loader::read_count(const Node& node, std::string_view key, int most) const {
  const std::string& word = node.scalar;
  const bool is_negative = word.starts_with('-');
  const std::string digits = word.substr(is_negative ? 1 : 0);
  const bool is_number =
      !digits.empty() && digits.size() <= 7 && digits.find_first_not_of("0123456789") == std::string::npos;
  const int value = is_number ? std::stoi(digits) : most + 1;
  if (value > most) {
    return at(node, "bad_rule",
              {fmt::format("{} is a whole number of at most {}, not '{}'", key, most, word),
               fmt::format("{} 是不超过 {} 的整数，不能是“{}”", key, most, word)});
  }
  return is_negative ? -value : value;
}

Status Loader::read_days(Window& window, const Node& node) const {
  const Node* days = node.find("days");
  if (days == nullptr) return {};
  if (window.kind == WindowKind::rate) {
    ASSIGN(const int count, read_count(*days, "days", kMaxWindowDays));
    ASSIGN(window.n, read_count(*node.find("n"), "n", kMaxRateEvents));
    if (count < 1 || window.n < 1) {
      return at(*days, "bad_rule",
                {"days and n of a rate are at least 1; days: 1 is the day itself",
                 "rate 的 days 和 n 至少为 1；days: 1 表示当天"});
    }
    window.first_day = 1 - count;
    return {};
  }
  if (!days->is_sequence() || days->items.size() != 2) {
    return at(*days, "bad_rule",
              {"days is [FROM, TO], counted from the subject's day: [-90, -1] is the 90 days before it",
               "days 写作 [起, 止]，从判断对象当天数起：[-90, -1] 是之前的 90 天"});
  }
  ASSIGN(window.first_day, read_count(days->items[0], "days", kMaxWindowDays));
  ASSIGN(window.last_day, read_count(days->items[1], "days", kMaxWindowDays));
  if (window.first_day > window.last_day) {
    return at(
        *days, "bad_rule",
        {fmt::format("days [{0}, {1}] end before they begin; write [{1}, {0}]", window.first_day, window.last_day),
         fmt::format("days [{0}, {1}] 的止早于起；请写 [{1}, {0}]", window.first_day, window.last_day)});
  }
  return {};
}

Status Loader::read_times(Window& window, const Node& node) {
  for (const std::string_view key : {"at", "order", "from", "to"}) {
    const Node* path = node.find(key);
    if (path == nullptr) continue;
    ASSIGN(TimeField field, read_time(window, *path));
    (key == "to" ? window.to : window.at) = std::move(field);
  }
  return {};
}

// Rows are gathered once for a person, whichever subject is judged; so it cannot be part of the condition.
Status Loader::read_row_formulas(Window& window, const Node& node) {
  if (const Node* where = node.find("where")) {
    const cel::Environment environment = make_row_environment(schema_, window, {"where", false, false});
    ASSIGN(cel::Program program, compile(*where, environment, cel::Type::of(cel::Kind::boolean)));
    window.where.emplace(std::move(program));
    window.where_text = where->scalar;
  }
  if (const Node* days = node.find("days_supply")) {
    const cel::Environment environment =
        make_row_environment(schema_, window, {"days_supply", true, rule_.knowledge.has_value()});
    ASSIGN(cel::Program program, compile(*days, environment, cel::Type::any()));
    const cel::Kind kind = program.type().kind;
    if (kind != cel::Kind::integer && kind != cel::Kind::decimal) {
      return at(*days, "type_mismatch",
                {fmt::format("days_supply is int or decimal days, but is {}", program.type().text()),
                 fmt::format("days_supply 应为整数或小数的天数，而不是 {}", program.type().text())});
    }
    window.days_supply.emplace(std::move(program));
    window.days_supply_text = days->scalar;
  }
  return {};
}

Result<Window> Loader::read_window(const std::string& name, const Node& node) {
  Window window;
  window.name = name;
  if (!node.is_map()) {
    return at(node, "bad_rule",
              {fmt::format("window {} is a map, such as {{same: line, by: [visit.id]}}", name),
               fmt::format("窗口 {} 应写作 {{same: line, by: [visit.id]}} 的形式", name)});
  }
  ASSIGN(window.kind, read_kind(name, node));
  TRY(check_window_keys(window, node));
  if ((window.kind == WindowKind::peer) != (rule_.grain == Grain::provider_period)) {
    return at(node, "bad_rule",
              {"windows peer go with grain provider_period, and that grain has no others",
               "peer 窗口只用于 grain: provider_period，该粒度也没有别的窗口"});
  }
  if (window.kind == WindowKind::peer) {
    TRY(read_peer(window, node));
    return window;
  }
  TRY(read_of(window, node));
  TRY(read_by(window, node));
  TRY(read_times(window, node));
  TRY(read_days(window, node));
  TRY(read_row_formulas(window, node));
  return window;
}

void Loader::check_windows_of_grain(const Node& node) {
  if (rule_.grain == Grain::pair) {
    const auto pairs = std::count_if(rule_.windows.begin(), rule_.windows.end(),
                                     [](const Window& window) { return window.kind == WindowKind::pair; });
    if (pairs != 1 && errors_.empty()) {
      note(at(node, "bad_rule",
              {"grain pair needs exactly one window pair: p: {pair: TABLE, left: item, right: item, by: […]}",
               "grain: pair 需要且只需要一个 pair 窗口：p: {pair: 表名, left: item, right: item, by: […]}"}));
    }
  }
  if (rule_.grain == Grain::provider_period) {
    if (rule_.windows.empty() && errors_.empty()) {
      note(at(node, "bad_rule",
              {"grain provider_period needs a window peer: m: {peer: \"avg(visit.days)\", of: [provider.id, month], "
               "group: […], min_n: 30}",
               "grain: provider_period 需要 peer 窗口：m: {peer: \"avg(visit.days)\", of: [provider.id, month], "
               "group: […], min_n: 30}"}));
    }
  }
}

void Loader::read_windows(cel::Environment& environment) {
  const Node* node = root_.find("windows");
  if (node == nullptr) {
    check_windows_of_grain(root_);
    return;
  }
  if (node->entries.size() > kMaxWindows) {
    note(at(*node, "bad_rule",
            {fmt::format("at most {} windows", kMaxWindows), fmt::format("最多 {} 个窗口", kMaxWindows)}));
    return;
  }
  for (const auto& [key, value] : node->entries) {
    if (!note(check_name(key))) continue;
    auto window = read_window(key.scalar, value);
    const auto slot = static_cast<cel::SlotId>(kFirstWindowSlot + rule_.windows.size());
    // A window that is wrong keeps its name, so that its readers are not wrong for that too.
    environment.add_variable(key.scalar, "", window ? type_of(*window, rule_.grain) : cel::Type::any(), slot);
    if (note(window)) rule_.windows.push_back(std::move(*window));
  }
  check_windows_of_grain(*node);
}

}  // namespace qiuhao::rules
