// Writing is plain; reading takes what it knows and then writes it again: only the same bytes are what was written.
#include "casework/body.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <utility>

#include "base/hash.h"
#include "text/document.h"

namespace qiuhao::casework {
namespace {

using text::json_quote;
using text::Node;
using workflow::FieldValue;
using workflow::Matter;

template <typename List, typename Write>
std::string list_of(const List& list, const Write& write) {
  std::string out = "[";
  for (const auto& one : list) out += (out.size() == 1 ? "" : ",") + write(one);
  return out + "]";
}

template <typename Map, typename Write>
std::string map_of(const Map& map, const Write& write) {
  std::string out = "{";
  for (const auto& [key, value] : map) out += (out.size() == 1 ? "" : ",") + json_quote(key) + ":" + write(value);
  return out + "}";
}

std::string write_term(const workflow::RunningTerm& term) {
  const auto terms = list_of(term.terms, [](const workflow::Term& one) {
    return fmt::format("[{},{}]", one.count, static_cast<int>(one.unit));
  });
  const auto stops =
      list_of(term.stops, [](const workflow::Stop& stop) { return fmt::format("[{},{}]", stop.from, stop.until); });
  return fmt::format(R"({{"from":{},"terms":{},"stops":{},"due":{},"certain":{},"told":{},"acted":{}}})", term.from,
                     terms, stops, term.due, term.is_certain, term.told, term.was_acted_on);
}

std::string write_deed(const workflow::Deed& deed) {
  return fmt::format(R"({{"action":{},"person":{},"unit":{},"at":{},"from":{},"to":{},"note":{}}})",
                     json_quote(deed.action), json_quote(deed.person), json_quote(deed.unit), deed.at,
                     json_quote(deed.from), json_quote(deed.to), json_quote(deed.note));
}

// Reads what it finds; what is missing or of another form shows when all is written again.
template <typename T>
T number_of(const Node* node) {
  T number{};
  if (node == nullptr || !node->is_scalar() || node->quoted) return number;
  std::from_chars(node->scalar.data(), node->scalar.data() + node->scalar.size(), number);
  return number;
}
template <typename T>
T number_at(const Node& list, std::size_t place) {
  return number_of<T>(place < list.items.size() ? &list.items[place] : nullptr);
}
bool is_true(const Node* node) { return node != nullptr && !node->quoted && node->scalar == "true"; }

FieldValue value_of(const Node& node) {
  if (node.is_nothing()) return FieldValue();
  if (node.is_sequence()) {
    std::vector<FieldValue> items;
    for (const Node& item : node.items) items.push_back(value_of(item));
    return FieldValue(std::move(items));
  }
  if (node.is_map()) {
    const auto decimal = parse_decimal(node.text_of("decimal"));
    return decimal ? FieldValue(*decimal) : FieldValue();
  }
  if (node.quoted) return FieldValue(node.scalar);
  if (node.scalar == "true" || node.scalar == "false") return FieldValue(node.scalar == "true");
  return FieldValue(number_of<std::int64_t>(&node));
}

workflow::RunningTerm term_of(const Node& node) {
  workflow::RunningTerm term;
  term.from = number_of<Day>(node.find("from"));
  if (const Node* terms = node.find("terms"); terms != nullptr) {
    for (const Node& one : terms->items) {
      const int unit = number_at<int>(one, 1);
      term.terms.push_back({number_at<int>(one, 0), unit >= 0 && unit <= static_cast<int>(workflow::TermUnit::years)
                                                        ? static_cast<workflow::TermUnit>(unit)
                                                        : workflow::TermUnit::working_days});
    }
  }
  if (const Node* stops = node.find("stops"); stops != nullptr) {
    for (const Node& stop : stops->items) term.stops.push_back({number_at<Day>(stop, 0), number_at<Day>(stop, 1)});
  }
  term.due = number_of<Day>(node.find("due"));
  term.is_certain = is_true(node.find("certain"));
  term.told = number_of<int>(node.find("told"));
  term.was_acted_on = is_true(node.find("acted"));
  return term;
}

Matter matter_of(const Node& node) {
  Matter matter;
  matter.kind = node.text_of("kind");
  matter.version = number_of<int>(node.find("version"));
  matter.number = node.text_of("number");
  matter.subject = node.text_of("subject");
  matter.region = node.text_of("region");
  matter.opened = number_of<Day>(node.find("opened"));
  matter.state = node.text_of("state");
  matter.revision = number_of<std::uint64_t>(node.find("revision"));
  const auto entries = [&](const char* key) {
    const Node* found = node.find(key);
    return found == nullptr ? std::vector<std::pair<Node, Node>>{} : found->entries;
  };
  const auto items = [&](const char* key) {
    const Node* found = node.find(key);
    return found == nullptr ? std::vector<Node>{} : found->items;
  };
  for (const auto& [name, value] : entries("fields")) matter.fields[name.scalar] = value_of(value);
  for (const auto& [part, people] : entries("people")) {
    auto& ids = matter.people[part.scalar];
    for (const Node& id : people.items) ids.push_back(id.scalar);
  }
  for (const auto& [name, term] : entries("terms")) matter.terms[name.scalar] = term_of(term);
  for (const Node& document : items("documents"))
    matter.documents.push_back(
        {document.text_of("name"), document.text_of("reference"), number_of<Seconds>(document.find("at"))});
  for (const Node& deed : items("history"))
    matter.history.push_back({deed.text_of("action"), deed.text_of("person"), deed.text_of("unit"),
                              number_of<Seconds>(deed.find("at")), deed.text_of("from"), deed.text_of("to"),
                              deed.text_of("note")});
  for (const Node& link : items("links")) matter.links.push_back({link.text_of("relation"), link.text_of("number")});
  return matter;
}

std::unexpected<Error> damaged() {
  return fail({Fault::system,
               "damaged_matter",
               "the stored matter is not as it was written; restore it from a backup",
               {},
               "存储的事项与写入时不一致；请从备份恢复"});
}

}  // namespace

std::string write_value(const FieldValue& value) {
  if (value.is_nothing()) return "null";
  if (const auto* truth = std::get_if<bool>(&value.held)) return *truth ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value.held)) return std::to_string(*number);
  if (const auto* decimal = std::get_if<Decimal>(&value.held))
    return R"({"decimal":)" + json_quote(format_decimal(*decimal)) + "}";
  if (const auto* text = std::get_if<std::string>(&value.held)) return json_quote(*text);
  return list_of(std::get<std::vector<FieldValue>>(value.held), write_value);
}

Result<FieldValue> read_value(std::string_view json) {
  const auto node = text::parse_json(json, "");
  if (!node) return damaged();
  FieldValue value = value_of(*node);
  if (write_value(value) != json) return damaged();
  return value;
}

std::string write_matter(const Matter& matter) {
  std::string out = fmt::format(
      R"({{"kind":{},"version":{},"number":{},"subject":{},"region":{},"opened":{},"state":{},"revision":{})",
      json_quote(matter.kind), matter.version, json_quote(matter.number), json_quote(matter.subject),
      json_quote(matter.region), matter.opened, json_quote(matter.state), matter.revision);
  out += R"(,"fields":)" + map_of(matter.fields, write_value);
  out += R"(,"people":)" +
         map_of(matter.people, [](const std::vector<std::string>& ids) { return list_of(ids, json_quote); });
  out += R"(,"terms":)" + map_of(matter.terms, write_term);
  out += R"(,"documents":)" + list_of(matter.documents, [](const workflow::AttachedDocument& document) {
           return fmt::format(R"({{"name":{},"reference":{},"at":{}}})", json_quote(document.name),
                              json_quote(document.reference), document.at);
         });
  out += R"(,"history":)" + list_of(matter.history, write_deed);
  out += R"(,"links":)" + list_of(matter.links, [](const workflow::Link& link) {
           return fmt::format(R"({{"relation":{},"number":{}}})", json_quote(link.relation), json_quote(link.number));
         });
  return out + "}";
}

Result<Matter> read_matter(std::string_view json) {
  const auto node = text::parse_json(json, "");
  if (!node) return damaged();
  Matter matter = matter_of(*node);
  if (write_matter(matter) != json) return damaged();
  return matter;
}

}  // namespace qiuhao::casework
