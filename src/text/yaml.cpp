// YAML by yaml-cpp's event parser; the only file that includes it.
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>

#include "base/files.h"
#include "text/document.h"

namespace qiuhao::text {
namespace {

// Thrown inside this file only, to leave yaml-cpp's parser with a place.
struct Refusal {
  std::string code;
  Sentence sentence;
  YAML::Mark mark;
};

// yaml-cpp counts columns in bytes; people count characters.
int column_of(std::string_view content, const YAML::Mark& mark) {
  const auto end = std::min<std::size_t>(static_cast<std::size_t>(std::max(mark.pos, 0)), content.size());
  const auto begin = end - std::min<std::size_t>(end, static_cast<std::size_t>(std::max(mark.column, 0)));
  return 1 + static_cast<int>(std::count_if(content.begin() + static_cast<std::ptrdiff_t>(begin),
                                            content.begin() + static_cast<std::ptrdiff_t>(end), [](char byte) {
                                              return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80;
                                            }));
}

// yaml-cpp's sentences say what it met; the ones that people meet, with the mend and in Chinese.
Sentence sentence_of(const std::string& message) {
  struct Known {
    std::string_view message, mend, chinese;
  };
  static constexpr Known kKnown[] = {
      {"end of map not found", "indent the keys of a map alike", "映射没有结束；同一层的键请对齐"},
      {"end of map flow not found", "close it with }", "流式映射没有结束；请用 } 结束"},
      {"end of sequence not found", "indent the items of a list alike", "列表没有结束；同一层的项请对齐"},
      {"end of sequence flow not found", "close it with ]", "流式列表没有结束；请用 ] 结束"},
      {"illegal EOF in scalar", "close the quotes", "引号没有结束；请补上引号"},
      {"illegal document indicator in scalar", "close the quotes", "引号没有结束；请补上引号"},
      {"illegal tab when looking for indentation", "indent with spaces", "缩进用了制表符；请改用空格"},
      {"illegal map value", "quote a text that holds a colon", "这里不能有键的值；含冒号的文本请加引号"},
      {"illegal map key", "quote a text that holds a colon", "这里不能有键；含冒号的文本请加引号"},
      {"illegal block entry", "begin list items on lines of their own", "这里不能有列表项；列表项请各起一行"},
      {"illegal flow end", "open it with [ or {", "多了一个结束括号；请检查 [ ] 与 { }"},
      {"unknown token", "quote a text that begins with @, ` or %", "不认识的符号；以 @、` 或 % 开头的文本请加引号"},
  };
  for (const Known& known : kKnown) {
    if (known.message == message) {
      return {fmt::format("is not YAML here: {}; {}", message, known.mend),
              fmt::format("这里不是 YAML：{}", known.chinese)};
    }
  }
  return {fmt::format("is not YAML here: {}; check brackets, quotes and indentation", message),
          fmt::format("这里不是 YAML（{}）；请检查括号、引号和缩进", message)};
}

// Builds the tree from events; a map alternates keys and values.
class Builder : public YAML::EventHandler {
 public:
  Node root;

  explicit Builder(std::string_view content) : content_(content) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add(make(Node::Kind::nothing, mark), mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refusal{"alias_refused",
                  {"aliases (*name) are not read; write the value out", "不支持别名 (*名称)；请把值写出来"},
                  mark};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override {
    Node node = make(Node::Kind::scalar, mark);
    node.scalar = value;
    node.quoted = tag == "!";
    if (!node.quoted && (value == "null" || value == "~")) node.kind = Node::Kind::nothing;
    add(std::move(node), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(make(Node::Kind::sequence, mark), mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(make(Node::Kind::map, mark), mark);
  }
  void OnMapEnd() override { close(); }

 private:
  Node make(Node::Kind kind, const YAML::Mark& mark) const {
    Node node;
    node.kind = kind;
    node.line = mark.line + 1;
    node.column = column_of(content_, mark);
    node.offset = static_cast<std::size_t>(std::max(mark.pos, 0));
    return node;
  }

  void open(Node node, const YAML::Mark& mark) {
    if (stack_.size() >= kMaxDocumentDepth) {
      throw Refusal{"too_deep",
                    {fmt::format("is nested deeper than {} levels; flatten it", kMaxDocumentDepth),
                     fmt::format("嵌套超过 {} 层；请减少层次", kMaxDocumentDepth)},
                    mark};
    }
    stack_.push_back(std::move(node));
  }

  void close() {
    Node node = std::move(stack_.back());
    stack_.pop_back();
    add(std::move(node), YAML::Mark());
  }

  void add(Node node, const YAML::Mark& mark) {
    if (stack_.empty()) {
      root = std::move(node);
      return;
    }
    Node& parent = stack_.back();
    if (parent.is_sequence()) {
      parent.items.push_back(std::move(node));
      return;
    }
    const bool value_is_due =
        !parent.entries.empty() && pending_.size() >= stack_.size() && pending_[stack_.size() - 1];
    if (pending_.size() < stack_.size()) pending_.resize(stack_.size(), false);
    if (value_is_due) {
      parent.entries.back().second = std::move(node);
      pending_[stack_.size() - 1] = false;
      return;
    }
    if (parent.find(node.scalar) != nullptr) {
      throw Refusal{"duplicate_key",
                    {fmt::format("key '{}' stands twice; keep one", node.scalar),
                     fmt::format("键“{}”出现两次；请只留一个", node.scalar)},
                    mark};
    }
    parent.entries.emplace_back(std::move(node), Node());
    pending_[stack_.size() - 1] = true;
  }

  std::string_view content_;
  std::vector<Node> stack_;
  std::vector<bool> pending_;  // by depth: a map's key has come, its value is due
};

}  // namespace

Result<Node> parse_yaml(std::string_view content, const std::string& file) {
  if (content.size() > kMaxDocumentBytes) {
    return input_error("file_too_large",
                       Sentence{fmt::format("is larger than {} bytes; split it", kMaxDocumentBytes),
                                fmt::format("超过 {} 字节；请拆开", kMaxDocumentBytes)},
                       {file, 0, 0, ""});
  }
  try {
    std::istringstream stream{std::string(content)};
    YAML::Parser parser(stream);
    Builder builder(content);
    parser.HandleNextDocument(builder);
    return std::move(builder.root);
  } catch (const Refusal& refusal) {
    return input_error(refusal.code, refusal.sentence,
                       {file, refusal.mark.line + 1, column_of(content, refusal.mark), ""});
  } catch (const YAML::Exception& error) {
    return input_error("bad_yaml", sentence_of(error.msg),
                       {file, error.mark.line + 1, column_of(content, error.mark), ""});
  }
}

Result<Node> read_yaml(const std::string& file) {
  ASSIGN(const std::string content, read_file(file, kMaxDocumentBytes));
  return parse_yaml(content, file);
}

}  // namespace qiuhao::text
