// What the transactions of a server share, and the message that one of them is answering.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "claims/assembly/pseudonym.h"
#include "claims/message_rows.h"
#include "live/desk.h"
#include "national/envelope.h"

namespace qiuhao::national {

// Rows of messages in the dictionary's words.
struct Names {
  explicit Names(const claims::Schema& schema);

  claims::MessageRows person;
  claims::MessageRows visit;
  claims::MessageRows provider;
  claims::MessageRows line;
  claims::MessageRows diagnosis;
  claims::MessageRows operation;
  claims::MessageRows settlement;        // rows of setl_d
  claims::MessageRows visit_money;       // of an encounter: a settlement
  claims::MessageRows detail;            // lines of 2204
  claims::MessageRows inpatient_detail;  // lines of 2301
};

// Of one process; shared by all threads.
struct Service {
  std::shared_ptr<live::Desk> desk;
  std::shared_ptr<const claims::Schema> schema;
  Names names;
  claims::assembly::Pseudonyms pseudonyms;
  // Whether a person may be named by pseudonym ("pseudonym:" and 24 digits), as replays do, who know no other name.
  bool accepts_pseudonyms = false;

  // The pseudonym of a psn_no as sent.
  std::string person_of(const std::string& psn_no) const;
};

inline constexpr std::string_view kPseudonymMark = "pseudonym:";

// The output's JSON, or what was wrong with the message. Called once, from any thread.
using Respond = std::function<void(Result<std::string>)>;

// What is counted and logged of a message, with nothing of a person in it.
struct Told {
  std::string scene;
  std::string edition;
  std::size_t lines = 0;
  std::size_t undecided = 0;
  bool is_late = false;
  bool is_repeated = false;
  std::chrono::nanoseconds judging{0};
  std::vector<std::string> hits;  // codes of rules, one a hit
};

struct Message {
  const Service& service;
  const Envelope& envelope;  // good until the transaction returns; what responds later keeps what it needs
  Seconds now = 0;
  std::chrono::steady_clock::time_point arrival;
  Told& told;
};

std::unexpected<Error> bad_field(std::string path, Sentence sentence);

// Calls visit(JsonView, path) -> Status for what stands in a node as an object or a list of them; "", null and nothing
// are none. "bad_field" for anything else, and for more than `most`.
template <typename Visit>
Status for_each_object(text::JsonView node, const std::string& path, std::size_t most, const Visit& visit) {
  if (node.says_nothing()) return {};
  if (node.is_object()) return visit(node, path);
  if (!node.is_array()) return bad_field(path, {"must be a list of objects", "应为对象列表"});
  if (node.size() > most) {
    return bad_field(path, {fmt::format("has {} entries; {} are allowed in one message", node.size(), most),
                            fmt::format("有 {} 项，一个报文最多 {} 项", node.size(), most)});
  }
  Status status;
  std::size_t number = 0;
  node.for_each_item([&](text::JsonView item) {
    const std::string at = fmt::format("{}[{}]", path, number++);
    if (!status) return;
    if (item.is_object())
      status = visit(item, at);
    else if (!item.says_nothing())
      status = bad_field(at, {"must be an object", "应为对象"});
  });
  return status;
}

// Sets the fields of a row from an object's: those that `rows` knows, under the names and codes of the variant. Also of
// expContent or exp_content inside, an object or a text that holds one.
Status read_fields(const Variant& variant, const claims::MessageRows& rows, text::JsonView object,
                   const std::string& path, claims::LooseRow& row);

// The text of a field; "bad_field" when it says nothing.
Result<std::string> needed(const Variant& variant, text::JsonView object, std::string_view name,
                           const std::string& path, std::string_view chinese);

}  // namespace qiuhao::national
