// The single changes of a mutator.
#include <algorithm>

#include "mutator.h"

namespace qiuhao::malformed {
namespace {

using text::Node;

// Written as they are: numbers at the edges of what fits, escapes and bytes that are no text, and what is no JSON.
constexpr std::string_view kRaw[] = {"1e400",
                                     "-1e400",
                                     "1e308",
                                     "1e-400",
                                     "-0",
                                     "-0.0",
                                     "0.1e1",
                                     "1E5",
                                     "0.0000000000001",
                                     "true",
                                     "false",
                                     "null",
                                     "{}",
                                     "[]",
                                     "[[]]",
                                     "\"\"",
                                     "99999999999999999999",
                                     "-99999999999999999999",
                                     "9223372036854775807",
                                     "-9223372036854775808",
                                     "18446744073709551615",
                                     "18446744073709551616",
                                     "92233720368547758.07",
                                     "01",
                                     "+1",
                                     ".5",
                                     "NaN",
                                     "-",
                                     "nul",
                                     "'1'",
                                     "\"\\u0000\"",
                                     "\"\\ud800\"",
                                     "\"\\udc00\"",
                                     "\"a\\udfffb\"",
                                     "\"\\ud800\\u0041\"",
                                     "\"\\udbff\\udfff\"",
                                     "\"\\\\udc00\"",
                                     "\"\\u202e\"",
                                     "\"\\ud83d\\ude00\"",
                                     "\"\\x\"",
                                     "\"\xff\xfe\"",
                                     "\"\xed\xa0\x80\"",
                                     "\"\xc0\xaf\"",
                                     "\"\xf4\x90\x80\x80\"",
                                     "\"\xe9\xbb\"",
                                     "\"a\nb\"",
                                     "[1,]",
                                     "{\"a\":1,}",
                                     "{\"a\":1,\"a\":2}",
                                     "/**/1"};

// Texts where a field expects something else.
constexpr std::string_view kTexts[] = {"",
                                       " ",
                                       "-",
                                       "null",
                                       "NULL",
                                       "0",
                                       "1",
                                       "2",
                                       "9",
                                       "-1",
                                       "0000",
                                       "0.001",
                                       "1e30",
                                       "1e400",
                                       "NaN",
                                       "inf",
                                       "0x10",
                                       "１２",
                                       "1,000.00",
                                       " 7 ",
                                       "--1",
                                       "99999999999999999999",
                                       "92233720368547758.07",
                                       "-92233720368547758.08",
                                       "922337203685477.5807",
                                       "-922337203685477.5808",
                                       "9223372036854.775807",
                                       "46116860184273879.04",
                                       "0.00000000000000001",
                                       "2026-02-30",
                                       "2026-13-01 00:00:00",
                                       "0000-00-00",
                                       "0001-01-01",
                                       "9999-12-31 23:59:59",
                                       "10000-01-01",
                                       "1900-01-01",
                                       "20261130",
                                       "2026-11-30T09:00:00",
                                       "2026-11-30 24:00:00",
                                       "2026-11-30 09:00:60",
                                       "2024-02-29",
                                       "2026/1/5",
                                       "3101",
                                       "3102",
                                       "3103",
                                       "2204",
                                       "2301",
                                       "2205",
                                       "2302",
                                       "3501",
                                       "3507",
                                       "9001",
                                       "9002",
                                       "1901",
                                       "4101",
                                       "1703",
                                       "3101A",
                                       "3101AA",
                                       "H34060000001",
                                       "H11010000001",
                                       "H46010000001",
                                       "H",
                                       "../../etc",
                                       "21",
                                       "340600",
                                       "\"},{\"",
                                       "34\"600",
                                       "34\\600",
                                       "3406\n0",
                                       "中文",
                                       "\t\t\t\t\t\t",
                                       "pseudonym:0123456789abcdef01234567",
                                       "0123456789abcdef0123456789abcdef",
                                       "med_type",
                                       "gend",
                                       "%s%n%d{}",
                                       "{\"data\":{}}",
                                       "[]",
                                       "{",
                                       "😀😀"};

template <typename List>
std::string_view pick(const List& list, std::mt19937_64& random) {
  return list[random() % std::size(list)];
}

void collect(Node& node, std::vector<Node*>& all) {
  all.push_back(&node);
  for (Node& item : node.items) collect(item, all);
  for (auto& [key, value] : node.entries) collect(value, all);
}

Node scalar(std::string_view text, bool is_quoted) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.scalar = text;
  node.quoted = is_quoted;
  return node;
}

Node list_of(Node item, std::size_t times) {
  Node list;
  list.kind = Node::Kind::sequence;
  list.items.assign(times, item);
  return list;
}

std::string long_text(std::mt19937_64& random) {
  const std::size_t times = std::size_t{1} << (random() % 15);
  constexpr std::string_view kPieces[] = {"a", "9", "黄", "é", "😀", "\"", "\\", "\n", " ", "[", "黄体a"};
  const std::string_view piece = pick(kPieces, random);
  std::string text;
  for (std::size_t time = 0; time < times; ++time) text += piece;
  return text.insert(0, random() % 4, 'x');
}

Node nested(Node node, std::mt19937_64& random) {
  const bool is_list = random() % 2 == 0;
  for (std::uint64_t depth = random() % 4 == 0 ? random() % 200 : random() % 4; depth != UINT64_MAX; --depth) {
    if (is_list) {
      node = list_of(std::move(node), 1);
    } else {
      Node map;
      map.kind = Node::Kind::map;
      map.entries.emplace_back(scalar("data", true), std::move(node));
      node = std::move(map);
    }
  }
  return node;
}

// Mostly a few; seldom more than a message may bring, but never so many that the message is of megabytes.
std::size_t many(const Node& of, std::mt19937_64& random) {
  const std::uint64_t kind = random() % 256;
  std::size_t count = 2 + random() % 4;
  if (kind == 0) count = 5'000 + random() % 16'000;
  if (kind > 0 && kind < 16) count = 15 + random() % 600;
  return std::min(count, 1 + 400'000 / (1 + write_json(of).size()));
}

void change_entries(Node& node, std::mt19937_64& random) {
  auto& entries = node.entries;
  if (entries.empty()) return;
  const std::size_t at = random() % entries.size();
  switch (random() % 4) {
    case 0: entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at)); break;
    case 1: entries.push_back(entries[at]); break;
    case 2: entries[at].first.scalar = entries[random() % entries.size()].first.scalar; break;
    default: entries[at].first.scalar += random() % 2 == 0 ? "A" : std::string_view("\0", 1); break;
  }
}

void change_items(Node& node, std::mt19937_64& random) {
  auto& items = node.items;
  if (items.empty()) return;
  const std::size_t at = random() % items.size();
  switch (random() % 4) {
    case 0: items.erase(items.begin() + static_cast<std::ptrdiff_t>(at)); break;
    case 1: items.insert(items.end(), many(items[at], random), Node(items[at])); break;
    case 2: items.push_back(scalar(pick(kRaw, random), false)); break;
    default: node = Node(items[at]); break;
  }
}

}  // namespace

void change_tree(Node& root, const std::vector<Node>& others, std::mt19937_64& random) {
  std::vector<Node*> all;
  collect(root, all);
  Node& node = *all[random() % all.size()];
  if (random() % 4 == 0 && node.is_map()) return change_entries(node, random);
  if (random() % 2 == 0 && node.is_sequence()) return change_items(node, random);
  switch (random() % 12) {
    case 0:
    case 1: node = scalar(pick(kRaw, random), false); break;
    case 2:
    case 3:
    case 4: node = scalar(pick(kTexts, random), true); break;
    case 5: node = scalar(write_json(node), true); break;
    case 6: node = nested(Node(node), random); break;
    case 7: node = scalar(long_text(random), true); break;
    case 8: node.quoted = !node.quoted; break;
    case 9: {
      const Node item = node.is_scalar() ? scalar("{}", false) : Node(node);
      node = list_of(item, many(item, random));
      break;
    }
    case 10: {
      Node other = others[random() % others.size()];
      std::vector<Node*> pieces;
      collect(other, pieces);
      node = Node(*pieces[random() % pieces.size()]);
      break;
    }
    default: {
      // Values of two fields change places; only scalars, for one tree may hold the other.
      Node& with = *all[random() % all.size()];
      if (with.is_scalar() && node.is_scalar()) std::swap(node, with);
    }
  }
}

void change_bytes(std::string& text, std::mt19937_64& random) {
  if (text.empty()) return;
  const auto place = [&] { return static_cast<std::size_t>(random() % text.size()); };
  const std::size_t at = place();
  const std::size_t size = 1 + random() % (random() % 8 == 0 ? 400 : 6);
  switch (random() % 10) {
    case 0: text[at] = static_cast<char>(text[at] ^ (1 << (random() % 8))); break;
    case 1: text[at] = static_cast<char>(random()); break;
    case 2: text.erase(at, size); break;
    case 3: text.insert(at, text.substr(place(), size)); break;
    case 4: text.replace(at, size, text.substr(place(), size)); break;
    case 5: text.insert(at, 1, "{}[]\",:\\0-e.\n\0tf"[random() % 16]); break;
    case 6: text.insert(at, pick(kRaw, random)); break;
    case 7: {
      // A digit becomes another, which mostly leaves JSON.
      const std::size_t digit = text.find_first_of("0123456789", at);
      if (digit != std::string::npos) text[digit] = static_cast<char>('0' + random() % 10);
      break;
    }
    case 8: text.insert(at, size, static_cast<char>(random())); break;
    default:
      if (random() % 4 == 0) text.resize(at);
  }
}

}  // namespace qiuhao::malformed
