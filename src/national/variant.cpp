// Files of variants: the national one whole, the others over a copy of it.
#include "national/variant.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "rules/rule.h"
#include "text/document.h"

namespace qiuhao::national {
namespace {

using text::Node;

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  Status read(const Node& node, Variant& variant) {
    if (!node.is_map())
      return wrong(node, "is no map of keys; begin with 'interface: NAME'", "应为键值，以“interface: 名称”开头");
    for (const auto& [key, value] : node.entries) TRY(read_key(key, value, variant));
    return {};
  }

 private:
  std::unexpected<Error> wrong(const Node& node, std::string english, std::string chinese) const {
    return input_error("bad_interface", Sentence{std::move(english), std::move(chinese)},
                       {file_, node.line, node.column, ""});
  }

  Status read_key(const Node& key, const Node& value, Variant& variant) {
    const std::string& name = key.scalar;
    if (name == "interface") return {};
    if (name == "name") return take_text(value, variant.name);
    if (name == "institutions") return take_texts(value, variant.institutions);
    if (name == "regions") return take_texts(value, variant.regions);
    if (name == "infcode") return take_choice(value, {"integer", "text"}, variant.is_infcode_text);
    if (name == "late") {
      bool is_closed = false;
      TRY(take_choice(value, {"open", "closed"}, is_closed));
      variant.late = is_closed ? Late::closed : Late::open;
      return {};
    }
    if (name == "require_sign_in") return take_choice(value, {"false", "true"}, variant.requires_sign_in);
    if (name == "deadline_ms") {
      std::size_t number = 0;
      TRY(take_number(value, 1, 60'000, number));
      variant.deadline = std::chrono::milliseconds(number);
      return {};
    }
    if (name == "changes_most") return take_number(value, 0, 20, variant.changes_most);
    if (name == "nodes" || name == "fields") return read_names(value, name == "nodes", variant);
    if (name == "transactions") {
      return for_each_text(value, [&](const std::string& other, const Node& ours) {
        variant.transactions[other] = ours.scalar;
        return Status{};
      });
    }
    if (name == "values") return read_values(value, variant);
    if (name == "scenes") return read_scenes(value, variant.scenes);
    if (name == "without_scene") return read_scenes(value, variant.without_scene);
    if (name == "severity") return read_codes(value, variant.severity);
    if (name == "behaviour") return read_codes(value, variant.behaviour);
    return wrong(key, fmt::format("unknown key {}", name), fmt::format("没有键 {}", name));
  }

  Status take_text(const Node& value, std::string& target) const {
    if (!value.is_scalar()) return wrong(value, "must be a text", "应为文本");
    target = value.scalar;
    return {};
  }
  Status take_texts(const Node& value, std::vector<std::string>& target) const {
    if (!value.is_sequence()) return wrong(value, "must be a list, such as [\"46\"]", "应为列表，如 [\"46\"]");
    for (const Node& item : value.items) target.push_back(item.scalar);
    return {};
  }
  // The second of two words is true.
  Status take_choice(const Node& value, std::pair<std::string_view, std::string_view> words, bool& target) const {
    if (value.scalar != words.first && value.scalar != words.second) {
      return wrong(value, fmt::format("must be {} or {}", words.first, words.second),
                   fmt::format("应为 {} 或 {}", words.first, words.second));
    }
    target = value.scalar == words.second;
    return {};
  }
  Status take_number(const Node& value, std::size_t least, std::size_t most, std::size_t& target) const {
    const std::string& text = value.scalar;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), target);
    if (error != std::errc() || end != text.data() + text.size() || target < least || target > most) {
      return wrong(value, fmt::format("must be a number from {} to {}", least, most),
                   fmt::format("应为 {} 到 {} 的整数", least, most));
    }
    return {};
  }
  template <typename Take>
  Status for_each_text(const Node& value, const Take& take) const {
    if (!value.is_map()) return wrong(value, "must be a map, such as {a: b}", "应为键值，如 {a: b}");
    for (const auto& [key, item] : value.entries) TRY(take(key.scalar, item));
    return {};
  }
  Status read_names(const Node& value, bool is_of_nodes, Variant& variant) const {
    return for_each_text(value, [&](const std::string& ours, const Node& others) -> Status {
      std::vector<std::string> names;
      TRY(take_texts(others, names));
      for (const std::string& other : names) {
        if (!is_of_nodes) variant.fields[other] = ours;
        variant.nodes[ours].push_back(other);
      }
      return {};
    });
  }
  Status read_values(const Node& value, Variant& variant) const {
    return for_each_text(value, [&](const std::string& field, const Node& codes) {
      return for_each_text(codes, [&](const std::string& sent, const Node& ours) {
        variant.values[field][sent] = ours.scalar;
        return Status{};
      });
    });
  }
  Status read_codes(const Node& value, std::map<std::string, std::string>& target) const {
    return for_each_text(value, [&](const std::string& word, const Node& code) {
      target[word] = code.scalar;
      return Status{};
    });
  }
  Status read_scenes(const Node& value, std::map<std::string, Scene>& target) const {
    return for_each_text(value, [&](const std::string& code, const Node& node) -> Status {
      Scene scene;
      scene.name = node.text_of("name");
      for (const std::string& word : node.texts_of("moments")) {
        if (word == "before")
          scene.moments |= static_cast<unsigned>(rules::Moment::before);
        else if (word == "during")
          scene.moments |= static_cast<unsigned>(rules::Moment::during);
        else if (word == "after")
          scene.moments |= static_cast<unsigned>(rules::Moment::after);
        else
          return wrong(node, fmt::format("unknown moment {}; there are before, during and after", word),
                       fmt::format("没有时点 {}，可用 before、during、after", word));
      }
      if (scene.moments == 0)
        return wrong(node, "a scene needs moments, such as [before]", "场景须写 moments，如 [before]");
      scene.is_whole_bill = node.text_of("whole_bill") == "true";
      target[code] = std::move(scene);
      return {};
    });
  }

  std::string file_;
};

struct VariantFile {
  std::string id;
  std::string file;
  Node node;
};

Result<std::vector<VariantFile>> read_files(const std::vector<std::string>& folders) {
  std::vector<VariantFile> files;
  for (const std::string& folder : folders) {
    std::error_code ignored;
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
      if (entry.path().extension() == ".yaml") names.push_back(entry.path().string());
    std::ranges::sort(names);
    for (const std::string& name : names) {
      ASSIGN(Node node, text::read_yaml(name));
      std::string id = node.text_of("interface");
      if (id.empty()) {
        return input_error("bad_interface", Sentence{"needs 'interface: NAME'", "缺少“interface: 名称”"},
                           {name, node.line, 0, ""});
      }
      std::erase_if(files, [&](const VariantFile& file) { return file.id == id; });
      files.push_back({std::move(id), name, std::move(node)});
    }
  }
  return files;
}

std::size_t longest_beginning(const std::vector<std::string>& beginnings, std::string_view text) {
  std::size_t longest = 0;
  for (const std::string& beginning : beginnings)
    if (text.starts_with(beginning)) longest = std::max(longest, beginning.size());
  return longest;
}

}  // namespace

std::string_view Variant::field_name(std::string_view sent) const {
  if (fields.empty()) return sent;
  const auto found = fields.find(std::string(sent));
  return found == fields.end() ? sent : std::string_view(found->second);
}

std::string_view Variant::value(std::string_view field, std::string_view sent) const {
  if (values.empty()) return sent;
  const auto codes = values.find(field);
  if (codes == values.end()) return sent;
  const auto found = codes->second.find(std::string(sent));
  return found == codes->second.end() ? sent : std::string_view(found->second);
}

text::JsonView Variant::node(text::JsonView parent, std::string_view name) const {
  const text::JsonView found = parent.find(name);
  if (found.kind() != text::JsonView::Kind::nothing || nodes.empty()) return found;
  const auto others = nodes.find(std::string(name));
  if (others == nodes.end()) return {};
  for (const std::string& other : others->second) {
    const text::JsonView view = parent.find(other);
    if (view.kind() != text::JsonView::Kind::nothing) return view;
  }
  return {};
}

Result<Variants> Variants::load(const std::vector<std::string>& folders) {
  ASSIGN(const std::vector<VariantFile> files, read_files(folders));
  const auto national = std::ranges::find(files, "national", &VariantFile::id);
  if (national == files.end()) {
    return input_error("no_interface",
                       Sentence{"has no file with 'interface: national', which every server needs",
                                "没有“interface: national”的文件，服务必须有它"},
                       {folders.empty() ? "" : folders.front(), 0, 0, ""});
  }
  Variants variants;
  Variant base;
  base.id = "national";
  TRY(Reader(national->file).read(national->node, base));
  variants.variants_.push_back(std::make_unique<const Variant>(base));
  for (const VariantFile& file : files) {
    if (file.id == "national") continue;
    Variant variant = base;
    variant.id = file.id;
    variant.institutions.clear();
    variant.regions.clear();
    TRY(Reader(file.file).read(file.node, variant));
    variants.variants_.push_back(std::make_unique<const Variant>(std::move(variant)));
  }
  return variants;
}

const Variant& Variants::of(std::string_view institution, std::string_view region) const {
  // An institution's code is a letter and its division; what a message says of the region may be the insured's.
  const std::string_view own = institution.size() > 6 ? institution.substr(1, 6) : region;
  const Variant* best = variants_.front().get();
  std::size_t best_score = 0;
  for (const auto& variant : variants_) {
    const std::size_t by_code = longest_beginning(variant->institutions, institution);
    const std::size_t score = by_code > 0 ? 100 + by_code : longest_beginning(variant->regions, own);
    if (score <= best_score) continue;
    best = variant.get();
    best_score = score;
  }
  return *best;
}

}  // namespace qiuhao::national
