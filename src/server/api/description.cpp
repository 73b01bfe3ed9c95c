// Reading api.yaml, and finding the operation of a path.
#include "server/api/description.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "server/api/built_in.h"

namespace qiuhao::server {
namespace {

using text::Node;

constexpr std::array<std::string_view, 5> kMethods = {"get", "post", "put", "patch", "delete"};

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool is_parameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{'; }
std::string_view name_in(std::string_view segment) { return segment.substr(1, segment.size() - 2); }

class Reader {
 public:
  Reader(const Node& root, const std::string& file) : root_(root), file_(file) {}

  Result<std::vector<Operation>> read() const {
    const Node* paths = root_.find("paths");
    if (paths == nullptr || !paths->is_map()) return wrong(root_, "there are no paths");
    std::vector<Operation> operations;
    std::set<std::string> ids;
    for (const auto& [path, item] : paths->entries) {
      if (!path.scalar.starts_with('/')) return wrong(path, "a path begins with a slash");
      for (const auto& [method, body] : item.entries) {
        if (std::ranges::find(kMethods, method.scalar) == kMethods.end())
          return wrong(method, fmt::format("'{}' is not read here", method.scalar));
        ASSIGN(Operation operation, read_operation(path.scalar, method.scalar, body));
        if (!ids.insert(operation.id).second) return wrong(body, fmt::format("a second operation {}", operation.id));
        operations.push_back(std::move(operation));
      }
    }
    return operations;
  }

 private:
  std::unexpected<Error> wrong(const Node& node, std::string sentence) const {
    return input_error("bad_description", std::move(sentence), {file_, node.line, node.column, ""});
  }

  Result<Operation> read_operation(const std::string& path, const std::string& method, const Node& node) const {
    Operation operation;
    operation.id = node.text_of("operationId");
    if (operation.id.empty()) return wrong(node, "an operation has an operationId");
    if (node.text_of("summary").empty()) return wrong(node, fmt::format("{} has a summary", operation.id));
    operation.method = method;
    std::ranges::transform(operation.method, operation.method.begin(),
                           [](char c) { return static_cast<char>(c - 32); });
    operation.path = path;
    operation.segments = segments_of(path);
    if (const Node* security = node.find("security"); security != nullptr) operation.is_open = security->items.empty();
    if (const Node* parameters = node.find("parameters"); parameters != nullptr) {
      for (const Node& item : parameters->items) {
        ASSIGN(ApiParameter parameter, read_parameter(item));
        operation.parameters.push_back(std::move(parameter));
      }
    }
    TRY(check_path(node, operation));
    TRY(read_body(node, operation));
    TRY(read_answers(node, operation));
    return operation;
  }

  // A parameter of its own, or one of components.
  Result<ApiParameter> read_parameter(const Node& item) const {
    const Node* node = &item;
    if (const Node* reference = item.find("$ref"); reference != nullptr) {
      constexpr std::string_view kFront = "#/components/parameters/";
      const Node* components = root_.find("components");
      const Node* shared = components == nullptr ? nullptr : components->find("parameters");
      node = shared == nullptr || !reference->scalar.starts_with(kFront)
                 ? nullptr
                 : shared->find(reference->scalar.substr(kFront.size()));
      if (node == nullptr) return wrong(*reference, fmt::format("there is no parameter {}", reference->scalar));
    }
    ApiParameter parameter;
    parameter.name = node->text_of("name");
    const std::string in = node->text_of("in");
    if (parameter.name.empty() || (in != "path" && in != "query"))
      return wrong(*node, "a parameter has a name and is in: path or query");
    parameter.is_in_path = in == "path";
    parameter.is_required = node->text_of("required") == "true";
    const Node* schema = node->find("schema");
    if (schema == nullptr) return wrong(*node, "a parameter has a schema");
    ASSIGN(parameter.schema, Schema::read(root_, *schema, file_));
    return parameter;
  }

  Status check_path(const Node& node, const Operation& operation) const {
    for (const std::string& segment : operation.segments) {
      if (!is_parameter(segment)) continue;
      const bool is_known = std::ranges::any_of(operation.parameters, [&](const ApiParameter& parameter) {
        return parameter.is_in_path && parameter.name == name_in(segment);
      });
      if (!is_known) return wrong(node, fmt::format("{} of the path is no parameter", segment));
    }
    return {};
  }

  Status read_body(const Node& node, Operation& operation) const {
    const Node* body = node.find("requestBody");
    if (body == nullptr) return {};
    const Node* content = body->find("content");
    if (content == nullptr || content->entries.size() != 1) return wrong(*body, "a body has one type of content");
    const auto& [type, media] = content->entries.front();
    if (type.scalar == "application/octet-stream") {
      operation.takes_bytes = true;
      return {};
    }
    const Node* schema = media.find("schema");
    if (type.scalar != "application/json" || schema == nullptr)
      return wrong(type, "a body is application/json with a schema, or application/octet-stream");
    ASSIGN(operation.body, Schema::read(root_, *schema, file_));
    return {};
  }

  Status read_answers(const Node& node, Operation& operation) const {
    const Node* responses = node.find("responses");
    if (responses == nullptr || responses->find("default") == nullptr)
      return wrong(node, fmt::format("{} has responses, with a default for problems", operation.id));
    for (const auto& [status, response] : responses->entries) {
      if (status.scalar == "default") continue;
      int number = 0;
      std::from_chars(status.scalar.data(), status.scalar.data() + status.scalar.size(), number);
      if (number < 200 || number > 299) return wrong(status, "an answer's status lies between 200 and 299");
      const Node* content = response.find("content");
      const Node* media = content == nullptr ? nullptr : content->find("application/json");
      const Node* schema = media == nullptr ? nullptr : media->find("schema");
      operation.answers[number] = nullptr;
      if (schema != nullptr) {
        ASSIGN(operation.answers[number], Schema::read(root_, *schema, file_));
      }
    }
    return {};
  }

  const Node& root_;
  const std::string& file_;
};

// The path's values when the segments are those of the operation.
std::optional<std::map<std::string, std::string, std::less<>>> values_in(const Operation& operation,
                                                                         const std::vector<std::string>& segments) {
  if (segments.size() != operation.segments.size()) return std::nullopt;
  std::map<std::string, std::string, std::less<>> values;
  for (std::size_t place = 0; place < segments.size(); ++place) {
    const std::string& pattern = operation.segments[place];
    if (!is_parameter(pattern)) {
      if (pattern != segments[place]) return std::nullopt;
      continue;
    }
    auto decoded = percent_decoded(segments[place], false);
    if (!decoded || decoded->empty()) return std::nullopt;
    values.emplace(name_in(pattern), std::move(*decoded));
  }
  return values;
}

}  // namespace

Result<Description> Description::parse(std::string_view yaml, const std::string& file) {
  ASSIGN(const Node root, text::parse_yaml(yaml, file));
  Description description;
  ASSIGN(description.operations_, Reader(root, file).read());
  return description;
}

Result<Description> Description::built_in() { return parse(kBuiltInDescription, "docs/reference/api.yaml"); }

const Operation* Description::find(std::string_view id) const {
  const auto found = std::ranges::find(operations_, id, &Operation::id);
  return found == operations_.end() ? nullptr : &*found;
}

// Of two operations that both fit, the one with fewer parameters in its path comes first in the file and is taken.
Match Description::match(std::string_view method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  const std::vector<std::string> segments = segments_of(path);
  for (const Operation& operation : operations_) {
    auto values = values_in(operation, segments);
    if (!values) continue;
    if (operation.method == method) {
      match.operation = &operation;
      match.in_path = std::move(*values);
      return match;
    }
    match.methods.push_back(operation.method);
  }
  return match;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is_blank) {
      decoded += ' ';
    } else if (text[at] != '%') {
      decoded += text[at];
    } else {
      unsigned value = 0;
      if (at + 2 >= text.size()) return std::nullopt;
      const char* begin = text.data() + at + 1;
      const auto [end, error] = std::from_chars(begin, begin + 2, value, 16);
      if (error != std::errc() || end != begin + 2) return std::nullopt;
      decoded += static_cast<char>(value);
      at += 2;
    }
  }
  return decoded;
}

std::optional<QueryValues> parse_query(std::string_view query) {
  QueryValues values;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) return std::nullopt;
    values[std::move(*name)].push_back(std::move(*value));
  }
  return values;
}

}  // namespace qiuhao::server
